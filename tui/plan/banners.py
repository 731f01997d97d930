"""The lines below the title that say what waits: a revision of the plan, reports that are owed, a release."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from textual.screen import Screen

from language import _
from store.db.database import Store
from tui.commands.catalogue import by_id
from tui.exchange.live import LiveExchange
from tui.screens.running import RunningApp
from tui.widgets.banner import Banner

_Words: TypeAlias = "Callable[[], str]"
"""A sentence in the language in force."""


class Banners:
    """Reads what waits by now, and shows a line for each or takes it away."""

    def __init__(self, app: RunningApp, screen: Screen[None], store: Store) -> None:
        self._app, self._screen, self._store = app, screen, store
        self.live = LiveExchange(app, screen, store)

    def look(self) -> None:
        """Show what waits, as long as it does; a server that is named is listened to from now on."""
        self.live.begin()
        for name, waiting in (("pending", self._revision), ("asked", self._owed), ("release", self._release)):
            Banner.settle(self._screen, name, self._app.attempt(waiting))

    def _revision(self) -> _Words | None:
        from store.revision.adoption import pending_number

        with self._store.reading() as conn:
            number = pending_number(conn)
        if number is None:
            return None
        return lambda: _("Revision {number} of the plan waits. {key} shows what it changes.").format(
            number=number, key=by_id("revision").sign()
        )

    def _owed(self) -> _Words | None:
        """Return what headquarters asks of the own unit, where it owes something of it."""
        from store.ledger.identity import own_unit, read_identity
        from store.query.owing import owing, owing_now

        with self._store.reading() as conn:
            unit = own_unit(read_identity(conn))
            asked = None if unit is None else owing_now(conn, self._app.today())
            units = () if asked is None else owing(conn, asked, unit)
        missing, returned = sum(len(owed.owed) for owed in units), sum(owed.returned for owed in units)
        if asked is None or not missing:
            return None
        from language.dates import due_words, period_words
        from language.delivery import owed_words

        code, due = asked.period.code, asked.due
        return lambda: _("{key}  {period}, {due}: {owed}").format(
            period=period_words(code),
            owed=owed_words(missing, returned),
            due=due_words(due, self._app.today()),
            key=by_id("owing").sign(),
        )

    def _release(self) -> _Words | None:
        from store.edits.release import waiting_release

        with self._store.reading() as conn:
            waiting = waiting_release(conn, self._app.version)
        if waiting is None:
            return None
        if self._app.installed == waiting.version:
            return lambda: _(
                "Version {version} is installed. Close Terren everywhere and start it again."
            ).format(version=waiting.version)
        return lambda: (
            _("Version {version} of Terren waits: {key} installs it.").format(
                version=waiting.version, key=by_id("update").sign()
            )
            + f" {waiting.note}".rstrip()
        )
