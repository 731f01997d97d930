"""How far an installation has read on a server, and what it has put there: a file beside the database.

It saves work and decides nothing. Whatever of it cannot be so any more (another identity, other grants, a
database or a server that went back) is dropped; then all is listed again, what is known is passed over by its
hash, and the next own file carries everything.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final, TypeAlias

from store.db.database import Connection
from store.db.durable import write_durably
from store.db.errors import UserError
from store.db.places import Places
from store.db.private import FILE, create_private_folder
from store.db.regular import read_regular
from store.exchange.held_files import held_digests
from store.exchange.peers import Vector, vector_in, vector_text
from store.exchange.trust import grants
from sync.server.attachment_rows import AttachmentRow
from sync.server.held import recorded
from sync.server.spans import Spans
from sync.wire.format import RELEASE

Row: TypeAlias = "tuple[int, str]"
"""The number of a row of one sender, and the hash of what lies in it (hex)."""

Complaint: TypeAlias = "tuple[str, int]"
"""A row of a sender of which somebody says that it cannot be read."""

RefusedRow: TypeAlias = "tuple[str, int, str]"
"""A row of a sender that was refused, and under which hash (hex) that is kept; its number is 0 where it has
gone."""

Answer: TypeAlias = "tuple[str, int, str]"
"""A row, and the hash (hex) that it said that it has or of what was in it: numbers come again."""

_MOST_ANSWERED: Final = 10_000
"""Answers that are remembered; an older complaint is looked into again."""


@dataclass
class Reading:
    """How far a sender's rows have been read: up to ``place``, whose hash was ``digest`` (hex).

    Of those before, ``waiting`` must be read again, and ``passed`` do not count as lying there: refused,
    sealed, or of a sender whom nobody has accepted. The others have been told up to ``said``.
    """

    place: int = 0
    digest: str = ""
    waiting: Spans = field(default_factory=Spans)
    passed: Spans = field(default_factory=Spans)
    said: int = 0

    def counts(self, place: int) -> bool:
        """Return True if a row was read and taken here."""
        return 0 < place <= self.place and place not in self.waiting and place not in self.passed

    @property
    def told(self) -> int:
        """The last row before which nothing is left to read."""
        return self.place if self.waiting.first is None else self.waiting.first - 1


@dataclass
class Bookmark:
    """``read`` says how far each sender's rows have been read, ``own`` is the last own one.

    ``held`` is what lies on the server for good: what own files carried, and authors' own. ``told`` is the
    hash of what the last own file told, ``relayed`` the last row of received files that was looked at, and
    ``confirmed`` the last of which an own file there says that it came. ``mended`` are damaged rows of which
    all was put there again, ``whole`` those that were well when so many had complained. ``heard`` is the last
    complaint that was asked for, where there are more, and ``untold`` are one's own that have not come
    through. ``inbox`` are the rows whose files wait whole for somebody to be accepted, with the hash of what
    was in their envelope. ``again`` says that rows that had to wait may not have to any more; ``in_vain`` are
    the rows of attachments that brought nothing. ``refused`` are the rows of which is kept that they were
    refused.
    """

    read: dict[str, Reading] = field(default_factory=dict)
    own: Row | None = None
    held: Vector = field(default_factory=dict)
    told: str = ""
    relayed: int = 0
    confirmed: int = 0
    mended: list[Answer] = field(default_factory=list)
    whole: dict[Answer, int] = field(default_factory=dict)
    heard: Complaint = ("", 0)
    untold: list[Complaint] = field(default_factory=list)
    inbox: list[Answer] = field(default_factory=list)
    again: bool = False
    in_vain: list[AttachmentRow] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)

    def begin_again(self) -> None:
        """Forget what lies there: an own file that carries everything is put there."""
        self.held, self.told, self.own, self.confirmed = {}, "", None, 0

    def mend(self, row: Answer) -> None:
        """Note that a row is damaged, and that what it carried is put there again."""
        self.mended = [*self.mended, row][-_MOST_ANSWERED:]

    def pass_over(self, row: Answer, complaints: int) -> None:
        """Note that a row is well, of which so many complained: one more is looked into again."""
        self.whole.pop(row, None)
        self.whole = dict([*self.whole.items(), (row, complaints)][-_MOST_ANSWERED:])

    def hold(self, row: Answer) -> None:
        """Note that the file of a row waits here until somebody is accepted."""
        self.inbox = [*(other for other in self.inbox if other[:2] != row[:2]), row]

    def read_dropped(self, conn: Connection) -> None:
        """Read rows again whose files wait no longer and were not taken: somebody has let go of them, which
        is no reason that they never come."""
        digests = {row: bytes.fromhex(row[2]) for row in self.inbox}
        waiting, taken = held_digests(conn), recorded(conn, digests.values())
        self.inbox = [row for row in self.inbox if digests[row] in waiting]
        for (sender, place, _), digest in digests.items():
            read = self.read.get(sender)
            if digest not in waiting | taken and read is not None and place <= read.place:
                read.passed.remove(place)
                read.waiting.add(place)
                self.again = True

    def heed(self, before: list[str], after: list[str]) -> None:
        """Forget what other trust makes others read otherwise.

        What is held of a revoked author's own files nobody takes any more who begins now: it is put there at
        once. Whoever is accepted newly may lack what nobody kept for him: the next own file carries it.
        """
        if before[1:] != after[1:]:
            self.begin_again()
        elif before != after:
            self.held, self.confirmed = {}, 0
        self.again |= before != after


def bookmark_file(places: Places, server: str, plan: str) -> Path:
    """Return where the bookmark of a server and a plan lies."""
    name = sha256(f"{server}\n{plan}".encode()).hexdigest()[:32]
    return places.data / "servers" / f"{name}.json"


def trust_here(conn: Connection) -> list[str]:
    """The hashes of what is granted to whom, and of the revocations among it.

    Who has said it, when and how often makes nobody read otherwise.
    """
    granted = grants(conn)
    revoked = [grant for grant in granted if grant.revoked_from]
    return [
        sha256(
            json.dumps(
                [(*grant[:5], *grant[6:7], *grant[9:11]) for grant in some], default=bytes.hex
            ).encode()
        ).hexdigest()
        for some in (granted, revoked)
    ]


def read_bookmark(conn: Connection, path: Path, replica: str) -> Bookmark:
    """Return what was remembered, as far as it can be so still."""
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        form = json.loads(read_regular(path))
        mark = Bookmark(
            {
                sender: Reading(int(place), str(digest), Spans(waiting), Spans(passed), int(said))
                for sender, (place, digest, waiting, passed, said) in form["read"].items()
            },
            None if form["own"] is None else (int(form["own"][0]), str(form["own"][1])),
            vector_in(json.dumps(form["held"])),
            str(form["told"]),
            int(form["relayed"]),
            int(form["confirmed"]),
            # an earlier version remembers neither, nor what was refused
            [(str(sender), int(place), str(digest)) for sender, place, digest in form.get("mended", ())],
            {
                (str(sender), int(place), str(digest)): int(complaints)
                for sender, place, digest, complaints in form.get("whole", ())
            },
            (str(form["heard"][0]), int(form["heard"][1])),
            [(str(sender), int(place)) for sender, place in form["untold"]],
            [(str(sender), int(place), str(digest)) for sender, place, digest in form.get("inbox", ())],
            bool(form["again"]),
            [
                AttachmentRow(str(digest), str(sealed), int(place), int(size))
                for digest, sealed, place, size in form["in_vain"]
            ],
            [(str(sender), int(place), str(digest)) for sender, place, digest in form.get("refused", ())],
        )
        if form["release"] != RELEASE or [*last_received(conn, int(form["row"][0]))] != form["row"]:
            # another program reads what this one could not; and a database that went back knows less
            mark.read, mark.confirmed, mark.inbox, mark.in_vain = {}, 0, [], []
        if form["replica"] != replica:
            mark.begin_again()
        mark.heed(form["trust"], trust_here(conn))
        return mark
    return Bookmark(relayed=last_received(conn)[0])


def save_bookmark(conn: Connection, path: Path, replica: str, trust: list[str], mark: Bookmark) -> None:
    """Remember; what a disk says against it only costs work."""
    form = {
        "release": RELEASE,
        "replica": replica,
        "trust": trust,
        "row": last_received(conn),
        "read": {
            sender: [one.place, one.digest, one.waiting.pairs(), one.passed.pairs(), one.said]
            for sender, one in mark.read.items()
        },
        "own": mark.own,
        "held": json.loads(vector_text(mark.held)),
        "told": mark.told,
        "relayed": mark.relayed,
        "confirmed": mark.confirmed,
        "mended": mark.mended,
        "whole": [[*row, complaints] for row, complaints in mark.whole.items()],
        "heard": mark.heard,
        "untold": mark.untold,
        "inbox": mark.inbox,
        "again": mark.again,
        "in_vain": mark.in_vain,
        "refused": mark.refused,
    }
    with suppress(UserError, OSError):
        create_private_folder(path.parent)
        write_durably(path, json.dumps(form).encode(), replace=True, mode=FILE)


def last_received(conn: Connection, row: int | None = None) -> tuple[int, str]:
    """The newest received file, or the one of this row: row and hash."""
    found = conn.execute(
        "SELECT id, sha256 FROM change_set WHERE direction = 'received' AND (?1 IS NULL OR id = ?1)"
        " ORDER BY id DESC LIMIT 1",
        (row,),
    ).fetchone()
    return (0, "") if found is None else (int(found[0]), found[1].hex())
