"""A server as a mailbox: the same signed files as in a folder, each a row of its sender's own numbering.

A sender numbers its rows 1, 2, 3 … and each names the one before it, so that whoever has read up to n of a
sender has missed nothing of it, whatever transaction commits late. What a row says is believed of nobody:
readers check each file as if it came on a stick, and a row that is damaged is reported to its sender, who
then puts everything there again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path
from typing import Final, NamedTuple

from store.db.database import Store
from store.db.errors import UserError
from store.db.places import Places
from store.db.server import Server, connected, server_name
from store.db.text import clean
from store.exchange.change_sets import known_digests
from store.ledger.identity import Identity, required_identity
from store.plan.lookup import plan_id
from sync.receive.refused import is_lasting
from sync.send.attachments import NOTHING_PLACED, Placed
from sync.send.draft import known_here
from sync.send.export import SUFFIX, Destination, Exported, send
from sync.server.bookmark import (
    bookmark_file,
    extended,
    read_bookmark,
    save_bookmark,
    trust_here,
)
from sync.server.relaying import files_to_relay
from sync.server.rows import Rows
from sync.server.tables import check_form
from sync.wire.envelope import is_sealed

_ENDED: Final = frozenset(
    ("changeset_own_file", "sealed_for_others", "sealed_damaged", "changeset_plan_other",
     "server_gap", "server_row_altered")
)  # fmt: skip
"""Refusals, beside the lasting ones, after which a row is not read again."""
_NOT_TOLD: Final = frozenset(
    ("changeset_own_file", "sealed_for_others", "changeset_plan_other", "changeset_newer")
)
"""Of these the sender cannot mend the row."""


class _Lying(NamedTuple):
    """A row that somebody else has put there; without ``digest`` rows are missing up to this one."""

    sender: str
    place: int
    digest: bytes | None


class ServerMailbox:
    """A mailbox on a server, for one visit. Use :func:`server_mailbox`.

    ``skew`` is by how many seconds the clock here is ahead of the server's.
    """

    def __init__(self, store: Store, places: Places, server: Server, name: str) -> None:
        self._store, self._places, self._server, self._name = store, places, server, name
        ident, self.skew = check_form(server, name)
        with store.reading() as conn:
            self._replica = required_identity(conn, store.path).replica
            self._plan = plan_id(conn)[0]
            self._file = bookmark_file(places, ident, self._plan)
            self._trust = trust_here(conn)
            self._mark = read_bookmark(conn, self._file, self._replica)
        self._rows = Rows(server, name, self._plan)
        self._lying: dict[Path, _Lying] = {}
        self._listed: dict[str, list[_Lying]] = {}
        self._open: set[tuple[str, int]] = set()
        self._refused: list[tuple[str, int]] = []
        self._later: dict[str, UserError] = {}
        self._known = False

    @property
    def replica(self) -> str:
        """Under which id one puts files there."""
        return self._replica

    def tips(self) -> dict[str, tuple[int, str]]:
        """The last row of each sender: another answer is news."""
        return self._rows.tips()

    def others(self, identity: Identity, known: AbstractSet[bytes]) -> list[Path]:
        tips = self._rows.tips()
        own, tip = self._mark.own, tips.get(identity.replica)
        self._known = tip is not None
        if own not in (None, tip) and self._rows.digest(identity.replica, own[0]) != own[1]:
            # the server went back to a backup: what was put there since is gone
            self._mark.begin_again()
        for sender, tip in sorted(tips.items()):
            if sender != identity.replica:
                self._list(sender, tip, known)
        return list(self._lying)

    def _list(self, sender: str, tip: tuple[int, str], known: AbstractSet[bytes]) -> None:
        """List what a sender has put there since it was read last; all, where the server went back."""
        last, before = self._mark.read.get(sender, (0, ""))
        if tip == (last, before):
            return
        found = self._rows.listed(sender, last) if tip[0] >= last else []
        if last and (not found or (found[0][0], found[0][1].hex()) != (last, before)):
            self._mark.begin_again()
            del self._mark.read[sender]
            last, found = 0, self._rows.listed(sender, 0)
        rows = self._listed.setdefault(sender, [])
        for place, digest, name in found:
            if place <= last:
                continue
            if place > last + 1:
                gap = _Lying(sender, place - 1, None)
                rows.append(gap)
                self._lying[Path(sender[:16], f"{last + 1}-{place - 1}")] = gap
            rows.append(_Lying(sender, place, digest))
            if digest not in known:
                shown = clean(name).replace("/", "_").replace("\\", "_")[:200] or f"{digest.hex()}{SUFFIX}"
                self._lying[Path(sender[:16], str(place), shown)] = rows[-1]
            last = place

    def read(self, path: Path) -> bytes:
        row = self._lying[path]
        if (refusal := self._later.get(row.sender)) is not None:
            # what else it has put there waits as this does
            raise refusal
        data = None if row.digest is None else self._rows.data(row.sender, row.place)
        if data is None:
            raise UserError("server_gap", file=str(path), server=self._name)
        if hashlib.sha256(data).digest() != row.digest:
            raise UserError("server_row_altered", file=str(path), server=self._name)
        return data

    def is_fresh(self, path: Path) -> bool:
        del path
        return False

    def is_there(self) -> bool:
        return not self._server.closed and not self._server.broken

    def passed(self, path: Path, refusal: UserError | None) -> None:
        row = self._lying[path]
        if refusal is None:
            return
        if refusal.code == "inbox_full":
            self._later[row.sender] = refusal
        if not is_lasting(refusal) and refusal.code not in _ENDED:
            self._open.add((row.sender, row.place))
        elif refusal.code not in _NOT_TOLD:
            self._refused.append((row.sender, row.place))

    def attached(self) -> Iterable[Path]:
        # attachments go by folder and stick
        return ()

    def write(self, identity: Identity, *, sealed: bool) -> tuple[tuple[Path, ...], Exported | None, Placed]:
        self._note_read()
        with self._store.reading() as conn:
            # a file may have led to another identity, and to other trust
            identity, trust = required_identity(conn, self._store.path), trust_here(conn)
            if identity.replica != self._replica:
                self._replica, self._known = identity.replica, False
                self._mark.begin_again()
            self._mark.heed(self._trust, trust)
            told, known = known_here(conn).hex(), known_digests(conn)
            lying = [row.digest for rows in self._listed.values() for row in rows if row.digest]
            self._mark.held = extended(conn, self._mark.held, lying, identity.replica)
        if not self._known:
            self._rows.introduce(identity)
        repaired = self._answer(identity, known)
        if not sealed:
            self._relay(identity)
        written = None
        if told != self._mark.told or self._mark.own is None:
            written = self._send(identity, sealed)
        with self._store.reading() as conn:
            save_bookmark(conn, self._file, identity.replica, trust, self._mark)
        return repaired, written, NOTHING_PLACED

    def _note_read(self) -> None:
        """Move the marks to the rows before which nothing is left, and tell the others so."""
        news = [(sender, place, "refused") for sender, place in self._refused]
        for sender, rows in self._listed.items():
            before = self._mark.read.get(sender)
            for row in takewhile(lambda row: (row.sender, row.place) not in self._open, rows):
                if row.digest is not None:
                    self._mark.read[sender] = row.place, row.digest.hex()
            reached = self._mark.read.get(sender)
            if reached is not None and reached != before:
                news.append((sender, reached[0], "taken"))
        self._rows.tell(self._replica, news)

    def _answer(self, identity: Identity, known: AbstractSet[bytes]) -> tuple[Path, ...]:
        """Look at the own rows that somebody could not read; where one is damaged, all is put there again."""
        damaged = []
        for place in self._rows.complaints(identity.replica):
            if place in self._mark.answered:
                continue
            self._mark.answered.add(place)
            data = self._rows.data(identity.replica, place)
            if data is None or not (hashlib.sha256(data).digest() in known or is_sealed(data)):
                damaged.append(Path(identity.replica[:16], str(place)))
        if damaged:
            self._mark.begin_again()
        return tuple(damaged)

    def _relay(self, identity: Identity) -> None:
        """Put files of laptops there that came on sticks, as they came: who else takes them knows of it."""
        with self._store.reading() as conn:
            candidates, last = files_to_relay(conn, identity, self._mark.relayed)
        lacking = self._rows.lacking([digest for digest, _ in candidates])
        put = []
        for digest, name in candidates:
            if digest in lacking and (data := self._archived(digest)) is not None:
                place = self._rows.append(identity.replica, digest, name, data)
                self._mark.own = place, digest.hex()
                put.append(digest)
        self._mark.relayed = last
        if put:
            with self._store.reading() as conn:
                self._mark.held = extended(conn, self._mark.held, put, identity.replica)

    def _archived(self, digest: bytes) -> bytes | None:
        try:
            data = (self._places.archive / f"{digest.hex()}{SUFFIX}").read_bytes()
        except OSError:
            # it was tidied away; its changes travel in the own file
            return None
        return data if hashlib.sha256(data).digest() == digest else None

    def _send(self, identity: Identity, sealed: bool) -> Exported:
        """Write an own file of all that does not lie there for good; sealed ones say nothing of what does,
        since who is accepted later cannot open them."""

        def put(stem: str, data: bytes) -> Path:
            digest = hashlib.sha256(data).digest()
            place = self._rows.append(identity.replica, digest, f"{stem}{SUFFIX}", data)
            self._mark.own = place, digest.hex()
            return Path(identity.replica[:16], str(place), f"{stem}{SUFFIX}")

        held = None if sealed else self._mark.held
        written = send(self._store, self._places, Destination(self._name, put, held), sealed=sealed)
        with self._store.reading() as conn:
            digest, told = conn.execute(
                "SELECT sha256, told FROM change_set WHERE direction = 'sent' AND file_id = ?",
                (written.file_id,),
            ).fetchone()
            self._mark.told = told.hex()
            if not sealed:
                self._mark.held = extended(conn, self._mark.held, [digest], identity.replica)
        return written


@contextmanager
def server_mailbox(store: Store, places: Places, url: str) -> Iterator[ServerMailbox]:
    """Connect to the mailbox on a server. Raises UserError as :func:`store.db.server.connected` and
    :func:`sync.server.tables.check_form`."""
    with connected(url) as server:
        yield ServerMailbox(store, places, server, server_name(url))
