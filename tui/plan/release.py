"""A line below the title that says that a newer version of Terren waits, and what to type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

from store.db.database import Store
from tui.screens.running import RunningApp
from tui.widgets.banner import Banner

if TYPE_CHECKING:
    from store.edits.release import Release


class ReleaseBanner(Banner):
    """Shows as long as a newer version waits."""


class ReleaseLine:
    """Reads what waits, and shows the line or takes it away."""

    def __init__(self, app: RunningApp, screen: Screen[None], store: Store) -> None:
        self._app, self._screen, self._store = app, screen, store

    def look(self) -> None:
        """Show the version that waits by now."""
        release = self._app.attempt(self._waiting)
        if release is None:
            ReleaseBanner.settle(self._screen, None)
            return
        from language.health import sentence

        params = {"version": release.version, "note": release.note}
        ReleaseBanner.settle(self._screen, lambda: sentence("update_waits", params))

    def _waiting(self) -> Release | None:
        from store.edits.release import waiting_release

        with self._store.reading() as conn:
            return waiting_release(conn, self._app.version)
