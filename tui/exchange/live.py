"""The exchange with a server while the screen is open, where the configuration names one."""

from __future__ import annotations

from functools import partial
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, Final

from textual.screen import Screen

from language.mailbox import clock_words
from language.messages import message
from store.db.database import Store
from store.db.errors import UserError
from store.db.places import Places
from store.db.server import is_server
from tui.screens.running import RunningApp
from tui.widgets.banner import Banner
from tui.widgets.draw import safe

if TYPE_CHECKING:
    from sync.mailbox import Exchange

_LOOK_SECONDS: Final = 1.0


class LiveExchange:
    """Visits the server in a thread, with a connection of its own; a line says where it is not to be had.

    What others have put there shows as what another process writes: the screen looks for that anyway.
    """

    def __init__(self, app: RunningApp, screen: Screen[Any], store: Store) -> None:
        self._app, self._screen, self._store = app, screen, store
        self._ended, self._begun = Event(), False
        self._refusal: UserError | None = None
        self._row: UserError | None = None
        self._ahead = 0
        self._shown = ""

    def begin(self) -> None:
        """Begin, once, where a server is named and something can be recorded."""
        if self._begun or self._store.read_only or self._store.refusal:
            return
        if is_server(self._app.settings.mailbox):
            self._begun = True
            self._screen.set_interval(_LOOK_SECONDS, self.look)
            # a server that does not answer keeps nobody from leaving
            Thread(target=self._watch, args=(self._app.places,), daemon=True).start()

    def end(self) -> None:
        """Visit no more; a visit under way goes on to its end."""
        self._ended.set()

    def look(self) -> None:
        """Say what is wrong with the server, as long as it is."""
        said = self._words()
        if said != self._shown:
            self._shown = said
            Banner.settle(self._screen, "server", self._words if said else None)

    def _words(self) -> str:
        wrong = [safe(message(one.code, one.params)) for one in (self._refusal, self._row) if one]
        return " ".join([*wrong, *filter(None, [clock_words(self._ahead)])])

    def _watch(self, places: Places) -> None:
        from sync.identity.opening import open_for_work
        from sync.server.watching import watch

        settings = self._app.settings
        try:
            watch(
                partial(open_for_work, places, self._store.path),
                places,
                settings.mailbox,
                sealed=settings.seal,
                told=self.hear,
                ended=self._ended,
            )
        except Exception as error:
            # nobody waits for this thread: whatever ends it is told on the screen
            from tui.screens.crash import write_log

            write_log(places, error)
            self._refusal = UserError(
                "server_gone", server=safe(settings.mailbox), detail=type(error).__name__
            )

    def hear(self, outcome: Exchange | UserError) -> None:
        """Keep what is wrong. A row is refused at one visit alone: that stays until the screen is left."""
        if isinstance(outcome, UserError):
            self._refusal = outcome
            return
        self._refusal, self._ahead = outcome.unwritten, outcome.clock_ahead
        self._row = next((left.refusal for left in outcome.left if left.refusal), self._row)
