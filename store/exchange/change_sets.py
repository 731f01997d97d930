"""What the database keeps of change sets: files sent and received, and replicas introduced."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from store.exchange.peers import Vector, vector_text

MAX_RECEIPTS = 1000
"""How many of the newest files of a peer are acknowledged to it; the vector says the rest."""


class Author(NamedTuple):
    """A replica as it introduced itself: unit, role, officer and public key never change under one id."""

    replica: str
    unit: str
    role: str
    officer: str
    public_key: bytes


class Attestation(NamedTuple):
    """Its author's signature over the history that leads into a chain, of ``length`` changes; passed on with
    them."""

    length: int
    signature: bytes


class FileRecord(NamedTuple):
    """A change set that was sent or received, as the database remembers it.

    ``vector`` is what its sender holds, ``told`` the hash of what there was to tell when a file was written
    here. ``sealed`` says that it lay in an envelope on its way, or that nobody knows that it did not.
    ``lacks`` are hashes of attachments that the sender of a received file has not.
    """

    direction: str
    file_id: str
    name: str
    check_code: str
    sha256: bytes
    sender: str
    peer: str | None
    epoch: int
    number: int
    changes: int
    new_changes: int
    at: int
    vector: Vector
    sections: tuple[tuple[str, int, int], ...]
    """Chain, number of changes before, number of changes."""
    told: bytes = b""
    sealed: bool = True
    lacks: tuple[str, ...] = ()


def hashes_between(
    conn: sqlite3.Connection, replica: str, after: int, last: int
) -> Iterator[tuple[bytes, bool]]:
    """The hashes that are held of a replica's changes after number ``after`` up to ``last``, in order.

    With each whether its value is gone.
    """
    for digest, is_gone in conn.execute(
        "SELECT hash, value >= '~' FROM change WHERE replica = ? AND seq > ? AND seq <= ? ORDER BY seq",
        (replica, after, last),
    ):
        yield digest, bool(is_gone)


def author(conn: sqlite3.Connection, replica: str) -> Author | None:
    """A replica that has been introduced, or None."""
    row = conn.execute(
        "SELECT id, unit, role, officer, public_key FROM replica WHERE id = ? AND public_key IS NOT NULL",
        (replica,),
    ).fetchone()
    return None if row is None else Author(*row)


def authors(conn: sqlite3.Connection) -> list[Author]:
    """Every replica that has been introduced, by id."""
    return [
        Author(*row)
        for row in conn.execute(
            "SELECT id, unit, role, officer, public_key FROM replica WHERE public_key IS NOT NULL ORDER BY id"
        )
    ]


def introduce(conn: sqlite3.Connection, whom: Author, introduced_by: str) -> None:
    """Remember a replica at first sight, or the present officer of one that is known."""
    conn.execute(
        "INSERT INTO replica (id, unit, role, officer, public_key, introduced_by, changes, head)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, x'')"
        " ON CONFLICT (id) DO UPDATE SET unit = ?2, role = ?3, officer = ?4, public_key = ?5,"
        " introduced_by = coalesce(introduced_by, ?6)",
        (*whom, introduced_by),
    )


def attestation(conn: sqlite3.Connection, chain: str) -> Attestation | None:
    """The newest signature over a chain's history that is held, or None."""
    row = conn.execute(
        "SELECT attested, attestation FROM replica WHERE id = ? AND attestation IS NOT NULL", (chain,)
    ).fetchone()
    return None if row is None else Attestation(*row)


def attest(conn: sqlite3.Connection, chain: str, count: int, signature: bytes) -> None:
    """Remember its author's signature over a chain's history of ``count`` changes, unless a later is held."""
    conn.execute(
        "UPDATE replica SET attested = ?2, attestation = ?3 WHERE id = ?1 AND attested < ?2",
        (chain, count, signature),
    )


def replicas_of_unit(conn: sqlite3.Connection, unit: str) -> list[str]:
    """The introduced replicas of a unit, by id."""
    return [
        row[0]
        for row in conn.execute(
            "SELECT id FROM replica WHERE unit = ? AND public_key IS NOT NULL ORDER BY id", (unit,)
        )
    ]


def next_file_number(conn: sqlite3.Connection, at_least: int) -> int:
    """Take the next file number of this installation, beyond ``at_least``; never given twice."""
    conn.execute("UPDATE identity SET file_number = max(file_number, ?) + 1", (at_least,))
    return int(conn.execute("SELECT file_number FROM identity").fetchone()[0])


def first_received(conn: sqlite3.Connection, sha256: bytes) -> int | None:
    """Return when a file was first taken (seconds since 1970 UTC), or None."""
    row = conn.execute(
        "SELECT at FROM change_set WHERE direction = 'received' AND sha256 = ?", (sha256,)
    ).fetchone()
    return None if row is None else int(row[0])


def is_sent(conn: sqlite3.Connection, sha256: bytes) -> bool:
    """Return True if a file was written here."""
    row = conn.execute(
        "SELECT 1 FROM change_set WHERE direction = 'sent' AND sha256 = ?", (sha256,)
    ).fetchone()
    return row is not None


def has_sent(conn: sqlite3.Connection, replica: str) -> bool:
    """Return True if a replica has written a file here."""
    row = conn.execute(
        "SELECT 1 FROM change_set WHERE direction = 'sent' AND sender = ? LIMIT 1", (replica,)
    ).fetchone()
    return row is not None


def known_digests(conn: sqlite3.Connection) -> set[bytes]:
    """The hashes of all files that were sent or taken."""
    return {row[0] for row in conn.execute("SELECT sha256 FROM change_set")}


class OutboxFile(NamedTuple):
    """A file that was written here: its name, its hash, and the hash of what there was to tell."""

    name: str
    sha256: bytes
    told: bytes


def sent_by(conn: sqlite3.Connection, replica: str) -> list[OutboxFile]:
    """The files that a replica has written here, the newest first."""
    rows = (
        "SELECT name, sha256, told FROM change_set WHERE direction = 'sent' AND sender = ? ORDER BY id DESC"
    )
    return [OutboxFile(*row) for row in conn.execute(rows, (replica,))]


class LastFile(NamedTuple):
    """The newest file of one direction: its row, name, check code and moment (seconds since 1970 UTC)."""

    id: int
    name: str
    check_code: str
    at: int


_OWN: Final = (
    "(WITH RECURSIVE own (id) AS (SELECT replica FROM identity UNION"
    " SELECT old FROM lineage JOIN own ON lineage.new = own.id) SELECT id FROM own)"
)
OF_OTHERS: Final = f"sender NOT IN {_OWN}"
"""SQL: whether somebody else has written a change set, neither now nor under an earlier id of one's own."""

WRITTEN_HERE: Final = (
    f"(direction = 'sent' OR sender IN {_OWN} AND NOT EXISTS (SELECT 1 FROM change_set AS written"
    " WHERE written.direction = 'sent' AND written.sha256 = change_set.sha256))"
)
"""SQL: whether a change set was written here; a restored database has taken it again, as one received."""


def last_file(conn: sqlite3.Connection, direction: str) -> LastFile | None:
    """The newest file that was ``sent``, or ``received`` from somebody else; or None."""
    which = WRITTEN_HERE if direction == "sent" else f"direction = 'received' AND {OF_OTHERS}"
    row = conn.execute(
        f"SELECT id, name, check_code, at FROM change_set WHERE {which} ORDER BY id DESC LIMIT 1"
    ).fetchone()
    return None if row is None else LastFile(*row)


def last_in_a_file(conn: sqlite3.Connection, replica: str) -> int:
    """The number of the last change of a replica that a file has carried, from here or to here."""
    row = conn.execute(
        "SELECT coalesce(max(start + count), 0) FROM change_set_section WHERE replica = ?", (replica,)
    ).fetchone()
    return int(row[0])


def received_from(conn: sqlite3.Connection, peer: str | None, after: int = 0) -> list[tuple[str, str]]:
    """File id and check code of the newest files received from a peer, or from all; the newest first.

    Those alone that came ``after`` a row.
    """
    where, parameters = ("AND sender = ?", (peer,)) if peer is not None else ("", ())
    return [
        (row[0], row[1])
        for row in conn.execute(
            f"SELECT file_id, check_code FROM change_set WHERE direction = 'received' {where}"
            " AND id > ? ORDER BY id DESC LIMIT ?",
            (*parameters, after, MAX_RECEIPTS),
        )
    ]


def acknowledge(conn: sqlite3.Connection, receipts: Iterable[tuple[str, str]], at: int) -> None:
    """Note that files sent by this installation have been received, at first news of it.

    A receipt is id and check code: anybody can write another file under the same id.
    """
    conn.executemany(
        "UPDATE change_set SET acknowledged_at = ? WHERE file_id = ? AND check_code = ?"
        " AND acknowledged_at IS NULL",
        ((at, *receipt) for receipt in receipts),
    )


def record_file(conn: sqlite3.Connection, record: FileRecord) -> int:
    """Remember a change set and its sections, more of them where it is taken again; returns its row id."""
    cursor = conn.execute(
        "INSERT INTO change_set (direction, file_id, name, check_code, sha256, sender, peer, epoch, number,"
        " changes, new_changes, at, vector, told, sealed, lacks)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (direction, sha256) DO UPDATE SET new_changes = new_changes + excluded.new_changes"
        " RETURNING id",
        (*record[:12], vector_text(record.vector), record.told, record.sealed, json.dumps(record.lacks)),
    )
    (row,) = cursor.fetchone()
    conn.executemany(
        "INSERT INTO change_set_section VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET count = max(count, excluded.count)",
        ((row, *section) for section in record.sections),
    )
    return int(row)
