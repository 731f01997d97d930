"""A line below the title that says that a newer version of Terren waits, and what to type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

from store.db.database import Store
from tui.screens.running import RunningApp

if TYPE_CHECKING:
    from store.edits.release import Release


class ReleaseLine:
    """Reads what waits, and shows the line or takes it away."""

    def __init__(self, app: RunningApp, screen: Screen[None], store: Store) -> None:
        self._app, self._screen, self._store = app, screen, store

    def look(self) -> None:
        """Show the version that waits by now, as long as one does."""
        from tui.widgets.banner import Banner

        waiting = self._app.attempt(self._waiting)
        Banner.settle(self._screen, "release", None if waiting is None else lambda: self._words(waiting))

    @staticmethod
    def _words(waiting: Release) -> str:
        from language.health import sentence

        return sentence("update_waits", {"version": waiting.version, "note": waiting.note})

    def _waiting(self) -> Release | None:
        from store.edits.release import waiting_release

        with self._store.reading() as conn:
            return waiting_release(conn, self._app.version)
