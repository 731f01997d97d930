"""The exchange with a server while the screen is open, where the configuration names one."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, Final

from textual.screen import Screen

from language import ngettext
from language.mailbox import clock_words
from language.numbers import number
from store.db.database import Store
from store.db.errors import UserError
from store.db.places import Places
from store.db.server import is_server, server_name
from tui.commands.catalogue import by_id
from tui.screens.refusals import message
from tui.screens.running import RunningApp
from tui.widgets.banner import Banner
from tui.widgets.draw import safe

if TYPE_CHECKING:
    from sync.mailbox import Exchange
    from sync.receive.refused import RefusedFile

_LOOK_SECONDS: Final = 1.0
_AGAIN_SECONDS: Final = 15.0
"""After something unexpected the exchange is begun anew, for as long as the screen is open."""


class LiveExchange:
    """Visits the server in a thread, with a connection of its own; a line says where it is not to be had.

    What others have put there shows as what another process writes: the screen looks for that anyway.
    """

    def __init__(self, app: RunningApp, screen: Screen[Any], store: Store) -> None:
        self._app, self._screen, self._store, self._places = app, screen, store, app.places
        self._ended, self._begun, self._has_sent = Event(), False, False
        self._refusal: UserError | None = None
        self._ahead = self._last_refused = 0
        self._rows: tuple[RefusedFile, ...] = ()
        self._shown = ""

    def begin(self) -> None:
        """Begin, once, where a server is named and something can be recorded."""
        if self._begun or self._store.read_only or self._store.refusal:
            return
        if is_server(self._app.settings.mailbox):
            self._begun = True
            self._screen.set_interval(_LOOK_SECONDS, self.look)
            # a server that does not answer keeps nobody from leaving
            Thread(target=self._watch, args=(self._places,), daemon=True).start()

    def end(self) -> None:
        """Visit no more; a visit under way goes on to its end."""
        self._ended.set()

    def look(self) -> None:
        """Say what is wrong with the server, as long as it is."""
        self._look_at_rows()
        said = self._words()
        if said != self._shown:
            self._shown = said
            Banner.settle(self._screen, "server", self._words if said else None)

    def has_sent(self) -> bool:
        """Return True if something was put there since this was asked last."""
        has_sent, self._has_sent = self._has_sent, False
        return has_sent

    def _words(self) -> str:
        wrong = [self._refusal, *(row.refusal for row in self._rows[:1])]
        words = [safe(message(refused.code, refused.params)) for refused in wrong if refused]
        if n := len(self._rows):
            listed = ngettext(
                "{n} file of the server was refused: {key}", "{n} files of the server were refused: {key}", n
            )
            words.append(listed.format(n=number(n), key=by_id("inbox").sign()))
        return " ".join([*words, *filter(None, [clock_words([self._ahead])])])

    def _look_at_rows(self) -> None:
        """Read which rows are listed as refused, where others are than before."""
        from sync.receive.refused import last_refused, refused_files

        if (last := last_refused(self._places)) != self._last_refused:
            self._last_refused = last
            self._rows = tuple(file for file in refused_files(self._places) if file.server)

    def _watch(self, places: Places) -> None:
        from sync.identity.opening import open_for_work
        from sync.server.watching import watch

        settings = self._app.settings
        while not self._ended.is_set():
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
                # nobody waits for this thread: whatever breaks it off is told on the screen
                with suppress(Exception):
                    self._break_off(settings.mailbox, error)
                self._ended.wait(_AGAIN_SECONDS)

    def _break_off(self, url: str, error: Exception) -> None:
        from tui.screens.crash import write_log

        try:
            self._refusal = UserError("server_gone", server=server_name(url), detail=type(error).__name__)
        except UserError as refusal:
            self._refusal = refusal
        write_log(self._places, error)

    def hear(self, outcome: Exchange | UserError) -> None:
        """Keep what is wrong. Which rows were refused is kept where refused files are."""
        if isinstance(outcome, UserError):
            self._refusal = outcome
        else:
            self._refusal, self._ahead = outcome.unwritten, outcome.clock_ahead
            self._has_sent |= outcome.written is not None
