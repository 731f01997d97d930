"""A line below the title that says what headquarters asks of the own unit and by when."""

from __future__ import annotations

from datetime import date

from textual.screen import Screen

from language import _
from store.db.database import Store
from store.ledger.identity import own_unit, read_identity
from tui.commands.catalogue import by_id
from tui.screens.running import RunningApp


class AskedLine:
    """Reads what is owed, and shows the line or takes it away."""

    def __init__(self, app: RunningApp, screen: Screen[None], store: Store) -> None:
        self._app, self._screen, self._store = app, screen, store
        self._stale = False

    def changed(self) -> None:
        """Something was recorded: what is owed is read again when there is time."""
        self._stale = True

    def look_again(self) -> None:
        """Show what is owed, where something was recorded since it was read."""
        if self._stale:
            self.look()

    def look(self) -> None:
        """Show what is owed by now, as long as a period is asked for and the unit owes something."""
        from tui.widgets.banner import Banner

        self._stale = False
        found = self._app.attempt(self._owed)
        Banner.settle(self._screen, "asked", None if found is None else lambda: self._words(*found))

    def _words(self, period: str, due: date, missing: int, returned: int) -> str:
        from language.dates import due_words
        from language.delivery import owed_words

        return _("{key}  {period}, {due}: {owed}").format(
            period=period,
            owed=owed_words(missing, returned),
            due=due_words(due, self._app.today()),
            key=by_id("owing").sign(),
        )

    def _owed(self) -> tuple[str, date, int, int] | None:
        from store.query.owing import owing, owing_now

        with self._store.reading() as conn:
            unit = own_unit(read_identity(conn))
            asked = None if unit is None else owing_now(conn, self._app.today())
            found = () if asked is None else owing(conn, asked, unit)
        owed = sum(len(of.owed) for of in found)
        if asked is None or not owed:
            return None
        return asked.period.code, asked.due, owed, sum(of.returned for of in found)
