"""Exchanging with a server while somebody works: soon after oneself, and at once when others are there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from threading import Event
from time import monotonic, sleep
from typing import Final

from store.db.database import Store
from store.db.errors import UserError
from store.db.places import Places
from store.db.server import Server, connected, refusing, server_name
from sync.mailbox import Exchange, exchange
from sync.server.rows import NEWS
from sync.server.server_mailbox import ServerMailbox

_SLICE: Final = 0.25
"""Seconds after which it is looked whether something was recorded here, or the watch is to end."""
_ASKED: Final = 1.0
"""Seconds after which a server is asked for news that does not tell them itself."""
_ASKED_ALL_THE_SAME: Final = 15.0
"""The same of one that does: a telling may be lost."""
_AGAIN: Final = 15.0
"""Seconds after which it is tried again to put there what the server did not take."""
_BETWEEN: Final = 0.003
"""Seconds between two files that are taken, in which somebody else may write: SQLite keeps no queue."""
_LONGER: Final = 0.03
"""The same where somebody waits, and now and then, since another program may."""
_NOW_AND_THEN: Final = 8
_LONGEST: Final = 0.03
"""Seconds for which somebody who waits is let in first."""
_AT_MOST: Final = 0.5
"""Seconds from one visit to the next: many who record at once write fewer files, which all have to take.

Also from one question after a telling to the next: whoever may connect can tell, as often as he likes.
"""
_MOST_TOLD: Final = 10_000
"""Tellings between two visits after which a server is asked instead of listened to."""
_CONFIRMED: Final = 10.0
"""Seconds after an own file until another one says of others' files that they came, and nothing else."""
_PAUSES: Final = (2.0, 5.0, 15.0, 60.0)
"""Seconds before a server is tried again that was not to be had, once, twice, … since it last was."""


def watch(
    opened: Callable[[], AbstractContextManager[Store]],
    places: Places,
    url: str,
    *,
    sealed: bool,
    told: Callable[[Exchange | UserError], None],
    ended: Event,
) -> None:
    """Exchange with the server at ``url`` until ``ended``; ``told`` hears of each visit, and of each refusal.

    To be called in a thread of its own: it opens the database for itself.
    """
    failures = 0

    def hear(outcome: Exchange | UserError) -> None:
        nonlocal failures
        if isinstance(outcome, Exchange) and outcome.ended != "gone":
            failures = 0
        told(outcome)

    while not ended.is_set():
        try:
            with opened() as store, connected(url) as server, _listening(url) as listener:
                _Watch(store, places, server, listener, url, sealed, hear).go_on(ended)
            return
        except _Gone:
            pass
        except UserError as refusal:
            # another program that writes is done the next time
            if refusal.code != "db_locked" or failures:
                told(refusal)
        ended.wait(_PAUSES[min(failures, len(_PAUSES) - 1)])
        failures += 1


class _Gone(Exception):
    """The server went in the middle of a visit, which has been told."""


@contextmanager
def _listening(url: str) -> Iterator[Server | None]:
    """Connect once more, to hear from the server that there is news; None where it tells none.

    Nothing else is asked on it: all that is told while an answer is awaited would be kept in memory.
    """
    with ExitStack() as stack:
        listener: Server | None = None
        # an engine without it, or no room for another connection: then the server is asked
        with suppress(UserError), refusing(server_name(url)):
            connection = stack.enter_context(connected(url))
            connection.execute(f"LISTEN {NEWS}")
            listener = connection
        if listener is None:
            stack.close()
        yield listener


class _Watch:
    def __init__(
        self,
        store: Store,
        places: Places,
        server: Server,
        listener: Server | None,
        url: str,
        sealed: bool,
        told: Callable[[Exchange | UserError], None],
    ) -> None:
        self._store, self._places, self._server, self._name = store, places, server, server_name(url)
        self._url = url
        self._sealed, self._told = sealed, told
        self._confirmed = -_CONFIRMED
        self._written = store.conn.total_changes
        self._is_refused = False
        self._listener, self._told_times = listener, 0
        self._mailbox = ServerMailbox(store, places, server, self._name, url)

    def go_on(self, ended: Event) -> None:
        """Visit, and wait for a reason to visit again, until ``ended``. Raises UserError."""
        while not ended.is_set():
            version, begun = self._store.data_version(), monotonic()
            tips = self._visit()
            ended.wait(max(begun + _AT_MOST - monotonic(), 0))
            asked = visited = monotonic()
            called, may_ask, self._told_times = False, visited, 0
            while not ended.is_set():
                called |= self._called(ended)
                if self._store.data_version() != version:
                    break
                if self._mailbox.owes and monotonic() > self._confirmed + _CONFIRMED:
                    break
                if self._is_refused and monotonic() > visited + _AGAIN:
                    break
                is_late = monotonic() - asked > (_ASKED_ALL_THE_SAME if self._listener else _ASKED)
                # where a visit could not read all, the next one goes on
                if is_late or ((called or not tips) and monotonic() > may_ask):
                    asked = monotonic()
                    may_ask = asked + _AT_MOST
                    if self._mailbox.tips() != tips:
                        # where nobody told it, a pooler or an engine said yes and tells nothing; what a
                        # visit has left there is no news
                        if not called and tips:
                            self._listen_no_more()
                        break
                    called = False

    def _visit(self) -> dict[str, tuple[int, str]]:
        """Visit once; the last rows that were read. Raises UserError."""
        confirms = monotonic() > self._confirmed + _CONFIRMED
        mailbox = self._mailbox = ServerMailbox(
            self._store,
            self._places,
            self._server,
            self._name,
            self._url,
            live=not self._sealed,
            # a row that somebody else keeps is waited for once others' files are taken
            first=not self._is_refused,
            confirms=confirms,
        )
        came = exchange(self._store, self._places, mailbox, sealed=self._sealed, progress=self._give_way)
        self._told(came)
        if came.ended == "gone":
            raise _Gone
        if came.written is not None:
            self._confirmed = monotonic()
        self._is_refused = came.unwritten is not None
        return mailbox.seen

    def _give_way(self, done: int, _total: int, _name: str) -> None:
        """Pause after a file that was taken, so that an entry made on the screen is not kept waiting until it
        is refused; one that was not taken kept nobody waiting."""
        before, self._written = self._written, self._store.conn.total_changes
        if self._written == before:
            return
        sleep(_LONGER if done % _NOW_AND_THEN == _NOW_AND_THEN - 1 else _BETWEEN)
        let_in, waiting = monotonic() + _LONGEST, self._store.waiting()
        while waiting & self._store.waiting() and monotonic() < let_in:
            # whoever comes later is let in after the next file
            sleep(_BETWEEN)

    def _called(self, ended: Event) -> bool:
        """Wait a little for the server to say that there is news; whether it has, of others."""
        import psycopg

        if self._listener is None:
            ended.wait(_SLICE)
            return False
        own, called = self._server.info.backend_pid, False
        try:
            # what came with the first is taken as well: else it stays in memory
            for told in self._listener.notifies(timeout=_SLICE, stop_after=1):
                self._told_times += 1
                called |= told.pid != own
        except psycopg.Error:
            # whether the server has gone the next question says
            self._listen_no_more()
        if self._told_times > _MOST_TOLD:
            self._listen_no_more()
        return called

    def _listen_no_more(self) -> None:
        """Ask from now on, as a server that does not tell."""
        if self._listener is not None:
            self._listener.close()
            self._listener = None
