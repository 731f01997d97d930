"""A server as a mailbox: the same signed files as in a folder, each a row of its sender's own numbering.

A sender numbers its rows 1, 2, 3 … and each names the one before it, so that whoever has read up to n of a
sender has missed nothing of it, whatever transaction commits late. What a row says is believed of nobody:
readers check each file as if it came on a stick, and a row that is damaged is reported to its sender, who
then puts everything there again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from store.db.database import Store
from store.db.errors import UserError
from store.db.places import Places
from store.db.server import Server, connected, server_name
from store.exchange.on_server import note_on_server
from store.exchange.trust import grants
from store.ledger.identity import Identity, required_identity
from store.plan.lookup import plan_id
from sync.send.attachments import NOTHING_PLACED, Placed
from sync.send.draft import is_told
from sync.send.export import Exported
from sync.server.attachment_rows import AttachmentRows
from sync.server.attachments import ServerAttachments
from sync.server.bookmark import bookmark_file, read_bookmark, save_bookmark, trust_here
from sync.server.complaints import answer
from sync.server.held import extended, lies_there
from sync.server.incoming import Incoming
from sync.server.outgoing import Outgoing
from sync.server.rows import Rows
from sync.server.tables import check_form
from sync.server.unread import forget_gone, settle_unread

_MOST_UNTOLD: Final = 1_000


class ServerMailbox:
    """A mailbox on a server, for one visit. Use :func:`server_mailbox`.

    At one visit of many (``live``)
    what was recorded here goes before others' files are taken (``first``), and says that the last ones came.
    Where nothing was recorded, that is said only with ``confirms``; ``owes`` tells that it is to be said
    still.
    """

    def __init__(
        self,
        store: Store,
        places: Places,
        server: Server,
        name: str,
        url: str,
        *,
        live: bool = False,
        first: bool = True,
        confirms: bool = True,
    ) -> None:
        self._store, self._places, self._server, self.server_name = store, places, server, name
        ident, ahead = check_form(server, name)
        self.clock_ahead = round(ahead)
        with store.reading() as conn:
            self._replica = required_identity(conn, store.path).replica
            self._plan = plan_id(conn)[0]
            self._file = bookmark_file(places, ident, self._plan)
            self._trust = trust_here(conn)
            self._mark = read_bookmark(conn, self._file, self._replica)
            self._mark.read_dropped(conn)
            self._known = {grant.replica for grant in grants(conn)} | {self._replica}
        self._rows = Rows(server, name, self._plan)
        self._incoming = Incoming(self._rows, self._mark, name)
        note = partial(note_on_server, places, url, ident)
        self._outgoing = Outgoing(store, places, self._rows, self._mark, name, note)
        there = AttachmentRows(server, name, self._plan)
        self._attachments = ServerAttachments(store, places, there, self._mark.in_vain, live=live)
        self._placed = NOTHING_PLACED
        self._is_begun, self._is_live, self._confirms = False, live, confirms
        self._is_first = live and first
        self._written: Exported | None = None
        self._refused: UserError | None = None
        """Why what was to go first has not gone."""
        self.owes = False

    @property
    def replica(self) -> str:
        """Under which id one puts files there."""
        return self._replica

    def tips(self) -> dict[str, tuple[int, str]]:
        """The last row of each sender, and what there is of attachments that are lacking: another answer than
        :attr:`seen` is news."""
        return {**self._rows.tips(self._known), "": (self._attachments.lying(), "")}

    @property
    def is_left(self) -> bool:
        """Whether more lies there than this visit could read."""
        return self._incoming.is_left

    @property
    def seen(self) -> dict[str, tuple[int, str]]:
        """The last row of each sender as it was at this visit; none where some could not be read yet."""
        if self._incoming.is_left:
            return {}
        tips, own = dict(self._incoming.tips), self._mark.own
        if own is not None and own > tips.get(self._replica, (0, "")):
            # what was put there just now is no news
            tips[self._replica] = own
        return {**tips, "": (self._attachments.seen, "")}

    def others(self, identity: Identity, known: AbstractSet[bytes]) -> list[Path]:
        del known
        if self._is_begun:
            self._keep()
        else:
            self._incoming.begin(self._known, self._replica)
            self._is_begun = True
            if self._mark.own is None:
                self._outgoing.note(identity)
            if self._is_first:
                try:
                    self._put_first()
                except UserError as refused:
                    # others' files are taken all the same
                    self._refused = refused
        return self._incoming.next()

    def read(self, path: Path) -> bytes:
        return self._incoming.read(path)

    def is_fresh(self, path: Path) -> bool:
        del path
        return False

    def is_there(self) -> bool:
        return not self._server.closed and not self._server.broken

    def passed(self, path: Path, refusal: UserError | None, digest: bytes | None = None) -> None:
        self._incoming.passed(path, refusal, digest)

    def attached(self) -> Iterable[Path]:
        return self._attachments.coming()

    def attachment(self, path: Path) -> bytes:
        return self._attachments.read(path)

    def write(self, identity: Identity, *, sealed: bool) -> tuple[tuple[Path, ...], Exported | None, Placed]:
        identity, mark = self._keep(), self._mark
        self._introduce(identity)
        self._tell()
        if not self._is_live or self._confirms:
            forget_gone(self._places, self._rows, self.server_name, mark, self._incoming.tips)
        repaired = answer(self._store, self._places, self._rows, mark, identity.replica, live=self._is_live)
        if self._refused is not None:
            raise self._refused
        if not sealed:
            self._outgoing.relay(identity, self._incoming.seen)
        with self._store.reading() as conn:
            is_nothing_new = mark.own is not None and is_told(conn, bytes.fromhex(mark.told))
            # at one visit of many what was recorded meanwhile goes first at the next one
            is_now = not self._is_first or mark.own is None or not mark.told
            is_now = is_now or (self._confirms and lies_there(conn, mark.held))
        if not self._is_live or self._confirms:
            self._place(identity, sealed=sealed)
        self.owes = (not is_nothing_new and not is_now) or self._placed.is_cut
        if not is_nothing_new and is_now:
            self._written = self._outgoing.send(identity, sealed=sealed)
        with self._store.reading() as conn:
            save_bookmark(conn, self._file, identity.replica, self._trust, mark)
        self._outgoing.note(identity)
        return repaired, self._written, self._placed

    def _put_first(self) -> None:
        """Put there what was recorded here since, so that others need not wait until theirs is taken."""
        identity, mark = self._keep(), self._mark
        with self._store.reading() as conn:
            is_there = mark.own is None or lies_there(conn, mark.held)
            is_there = is_there or is_told(conn, bytes.fromhex(mark.told))
        if not is_there:
            self._place(identity, sealed=False)
            self._written = self._outgoing.send(identity, sealed=False)
            self._outgoing.note(identity)

    def _place(self, identity: Identity, *, sealed: bool) -> None:
        """Put attachments there before the file that names them: whoever takes it finds them."""
        self._placed = self._attachments.place(identity, sealed=sealed)
        if self._placed.written:
            self._rows.say_news()

    def _introduce(self, identity: Identity) -> None:
        if identity.replica not in self._incoming.tips:
            self._rows.introduce(identity)

    def _keep(self) -> Identity:
        """Remember what was read until now; who one is now."""
        mark = self._mark
        with self._store.reading() as conn:
            # a file may have led to another identity, and to other trust
            identity, trust = required_identity(conn, self._store.path), trust_here(conn)
            if identity.replica != self._replica:
                self._replica = identity.replica
                mark.begin_again()
            mark.heed(self._trust, trust)
            self._trust = trust
            if came := self._incoming.came(conn):
                digests = [digest for *_, digest in came]
                mark.held = extended(conn, self._places, mark.held, digests, identity.replica)
            settle_unread(conn, self._places, self._file.stem, mark, self._incoming.unread, came)
            save_bookmark(conn, self._file, identity.replica, trust, mark)
        return identity

    def _tell(self) -> None:
        """Tell the others how far one has read, and what could not be."""
        mark = self._mark
        refused = [*mark.untold, *self._incoming.refused][-_MOST_UNTOLD:]
        news = [(sender, place, "refused") for sender, place in refused]
        for sender, read in mark.read.items():
            if 0 < read.told != read.said and sender != self._replica:
                news.append((sender, read.told, "taken"))
        try:
            self._rows.tell(self._replica, news)
        except UserError as refusal:
            if refusal.code != "server_busy":
                raise
            # it is said for people; that somebody holds it up holds up nothing else
            mark.untold = refused
            return
        mark.untold = []
        for read in mark.read.values():
            read.said = read.told


@contextmanager
def server_mailbox(store: Store, places: Places, url: str) -> Iterator[ServerMailbox]:
    """Connect to the mailbox on a server. Raises UserError as :func:`store.db.server.connected` and
    :func:`sync.server.tables.check_form`."""
    with connected(url) as server:
        yield ServerMailbox(store, places, server, server_name(url), url)
