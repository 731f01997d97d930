"""Sections that begin beyond what is held: pending, compressed, until what is missing arrives."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Final, NamedTuple, TypeAlias

from store.db.database import Connection
from store.db.errors import UserError
from store.exchange.trust import Authority
from store.ledger.append import LedgerEntry, change_of_row
from store.ledger.change import Chain, Change, is_redacted
from sync.wire.body import packed_section
from sync.wire.decoding import WITHHELD
from sync.wire.section import Section


class MissingRun(NamedTuple):
    """Changes without which pending sections cannot be joined: the first and the last missing number."""

    replica: str
    first: int
    last: int


class PendingSection(NamedTuple):
    """A section beyond what is held, or of which nobody vouches for the first change, which is redacted.

    ``body`` is its compressed lines, ``change_set`` the row of the file that brought it.
    Of its changes ``redacted`` were when it came, for ``withheld`` of which nobody here vouched.
    ``held_against`` tells the words of headquarters for which it was looked through.
    """

    id: int
    replica: str
    start: int
    length: int
    prev: bytes
    head: bytes
    attestation: bytes
    body: bytes
    change_set: int = 0
    held_against: str = ""
    withheld: int = 0
    redacted: int = 0


_COLUMNS = (
    "id, replica, start, count, prev, head, attestation, body, change_set, held_against, withheld, redacted"
)


def keep_pending(
    conn: Connection, change_set: int, section: PendingSection, unpacked: Callable[[bytes], Unpacked]
) -> None:
    """Keep a section until what comes before it arrives. ``unpacked`` reads a body as it is judged here.

    Of one that is kept already each change is kept with its text where one of both has it, else redacted by
    somebody who is vouched for, where one is: so it does not matter which file came first.
    """
    row = conn.execute(
        f"SELECT {_COLUMNS} FROM parked_section WHERE (replica, start, count, head) = (?, ?, ?, ?)",
        (section.replica, section.start, section.length, section.head),
    ).fetchone()
    if row is not None:
        same = PendingSection(*row)
        whole, changes, _ = unpacked(same.body)
        pairs = zip(changes, unpacked(section.body)[1], strict=True)
        best = (min(pair, key=_rank) for pair in pairs)
        section = pack_section(whole, best, "")._replace(change_set=same.change_set)
    conn.execute(
        "INSERT INTO parked_section"
        " (change_set, replica, start, count, prev, head, attestation, body, withheld, redacted)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (replica, start, count, head) DO UPDATE"
        " SET body = excluded.body, change_set = excluded.change_set, held_against = '',"
        " withheld = excluded.withheld, redacted = excluded.redacted WHERE excluded.body <> body",
        (section.change_set or change_set, *section[1:8], section.withheld, section.redacted),
    )


Unpacked: TypeAlias = tuple[Section, Iterator[LedgerEntry], Authority | None]
"""A section, its changes as they are judged here, and how its author stands here."""

_REACHED: Final = (
    "(pending.start = 0 OR EXISTS (SELECT 1 FROM change WHERE change.replica = pending.replica"
    " AND change.seq = pending.start AND change.hash = pending.prev)"
    " OR EXISTS (SELECT 1 FROM change CROSS JOIN branch ON branch.chain = change.replica"
    " WHERE change.replica >= 'x' AND change.hash = pending.prev AND change.seq = pending.start"
    " AND branch.replica = pending.replica))"
)
"""In SQL: that what comes before a pending section is held."""


MAX_WITHHELD: Final = 100
"""Sections of one accepted author and its heirs that are kept for a text, or for whoever vouches for a
redaction; and of which the beginning has joined meanwhile."""


def unsigned_ends(conn: Connection) -> set[tuple[str, int, bytes]]:
    """The author of each history that ends before its author has signed, and its last change's number and
    hash: the rest of the section that brought it is withheld."""
    rows = conn.execute(
        "SELECT coalesce(branch.replica, replica.id), changes, head FROM replica"
        " LEFT JOIN branch ON branch.chain = replica.id WHERE attested < changes"
    )
    return {(replica, changes, head) for replica, changes, head in rows}


def joinable_sections(conn: Connection, withheld: Collection[int]) -> list[int]:
    """The ids of pending sections of which what comes before them is held now, but those, in order."""
    rows = conn.execute(
        f"SELECT id FROM parked_section AS pending WHERE {_REACHED}"
        " AND id NOT IN (SELECT value FROM json_each(?)) ORDER BY replica, start, id",
        (json.dumps(list(withheld)),),
    )
    return [id for (id,) in rows]


def sections_within(conn: Connection, section: Section) -> list[int]:
    """The ids of pending sections that begin within or behind one that is held now, in order."""
    rows = conn.execute(
        f"SELECT id FROM parked_section AS pending"
        f" WHERE replica = ? AND start > ? AND start <= ? AND {_REACHED} ORDER BY start, id",
        (section.replica, section.start, section.end),
    )
    return [id for (id,) in rows]


def read_section(conn: Connection, id: int) -> PendingSection:
    """A pending section."""
    return PendingSection(
        *conn.execute(f"SELECT {_COLUMNS} FROM parked_section WHERE id = ?", (id,)).fetchone()
    )


def drop_withheld(conn: Connection, withheld: Collection[int], accepted: Callable[[str], str]) -> None:
    """Let go of withheld sections beyond the newest MAX_WITHHELD of each author: each file reads them again.

    ``accepted`` tells whose heir an author is. Nothing is lost: what is held ends before them, so they are
    sent again. The newest that a beginning which has joined leads on to stays, as its end.
    """
    kept, ends = Counter[str](), unsigned_ends(conn)
    rows = conn.execute(
        "SELECT id, replica, start, prev FROM parked_section"
        " WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id DESC",
        (json.dumps(list(withheld)),),
    )
    for id, replica, *end in rows.fetchall():
        if (replica, *end) in ends:
            ends.remove((replica, *end))
            continue
        kept[root := accepted(replica)] += 1
        if kept[root] > MAX_WITHHELD:
            conn.execute("DELETE FROM parked_section WHERE id = ?", (id,))


def read_pending(conn: Connection) -> Iterator[PendingSection]:
    """All pending sections, the earliest first."""
    for row in conn.execute(f"SELECT {_COLUMNS} FROM parked_section ORDER BY id"):
        yield PendingSection(*row)


def outline_pending(conn: Connection) -> list[PendingSection]:
    """All pending sections, the earliest first, without their bodies: those of many take much memory."""
    rows = conn.execute(
        "SELECT id, replica, start, count, prev, head, attestation, x'', change_set, held_against,"
        " withheld, redacted FROM parked_section ORDER BY id"
    )
    return [PendingSection(*row) for row in rows]


def put_body(conn: Connection, section: PendingSection, body: bytes) -> None:
    """Put other compressed lines in the place of a section's."""
    conn.execute("UPDATE parked_section SET body = ? WHERE id = ?", (body, section.id))


def put_held_against(conn: Connection, section: PendingSection, words: str) -> None:
    """Keep for which words of headquarters a section was looked through."""
    conn.execute("UPDATE parked_section SET held_against = ? WHERE id = ?", (words, section.id))


def _rank(entry: LedgerEntry) -> tuple[bool, bool]:
    """Return what says less of a change, sorted behind what says more of it."""
    return is_redacted(entry[0][10]), entry[0][14] == WITHHELD


def drop_pending(conn: Connection, section: PendingSection) -> None:
    """Let go of a section that has been joined."""
    conn.execute("DELETE FROM parked_section WHERE id = ?", (section.id,))


def is_followed(conn: Connection, replica: str, tip: Chain) -> bool:
    """Return True if a pending section, which its author has signed, leads on from what is held of a
    history."""
    where = "replica = ? AND start = ? AND prev = ?"
    return conn.execute(f"SELECT 1 FROM parked_section WHERE {where}", (replica, *tip)).fetchone() is not None


def missing_runs(conn: Connection) -> tuple[MissingRun, ...]:
    """Return what pending sections wait for, by replica, each once."""
    runs: list[MissingRun] = []
    replica, reach = "", 0
    for name, start, count, length, reached in conn.execute(
        f"SELECT replica, start, count, coalesce(replica.changes, 0), {_REACHED}"
        " FROM parked_section AS pending LEFT JOIN replica ON replica.id = pending.replica"
        " WHERE pending.attestation <> x'' ORDER BY replica, start"
    ):
        if name != replica:
            replica, reach = name, length
        if reached:
            # its text, or a word for what it was redacted by
            runs.append(MissingRun(name, start + 1, start + 1))
        elif start > reach:
            runs.append(MissingRun(name, reach + 1, start))
        elif 0 < start <= length:
            # as many are held, and of another history
            runs.append(MissingRun(name, start, start))
        reach = max(reach, start + count)
    return tuple(dict.fromkeys(runs))


def pack_section(section: Section, changes: Iterable[LedgerEntry], file: str) -> PendingSection:
    """A section of ``file`` with its changes, to be kept until what is missing arrives.

    Raises FormError, or UserError ``changeset_chain`` where the changes do not end at its head.
    """
    last, withheld, redacted = section.prev, 0, 0

    def kept() -> Iterator[Change]:
        nonlocal last, withheld, redacted
        for row, _ in changes:
            last = row[13]
            withheld += row[14] == WITHHELD
            redacted += is_redacted(row[10])
            yield change_of_row(row)

    body = packed_section(section, kept())
    check_end(section, last, file)
    return PendingSection(0, *section[:6], body, withheld=withheld, redacted=redacted)


def pass_over(section: Section, changes: Iterable[LedgerEntry], file: str) -> int:
    """Read a section and keep nothing of it; return how many of its changes are redacted.

    Raises as :func:`pack_section`.
    """
    digest, redacted = section.prev, 0
    for row, _ in changes:
        digest = row[13]
        redacted += is_redacted(row[10])
    check_end(section, digest, file)
    return redacted


def check_end(section: Section, digest: bytes, file: str) -> None:
    """Raise UserError ``changeset_chain`` where the hash of a section's last change is not its head."""
    if digest != section.head:
        raise UserError("changeset_chain", file=file, replica=section.replica, seq=section.end)
