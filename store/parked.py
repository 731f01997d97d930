"""What lies aside here: sections that begin beyond what is held, and histories that contradict it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from store.peers import Kept

MAX_TOLD = 1000
"""How many of the newest sections that lie aside are told: a sender can make as many as it likes."""


class Parked(NamedTuple):
    """A section that begins beyond what is held; ``body`` is its compressed lines."""

    id: int
    replica: str
    start: int
    length: int
    prev: bytes
    head: bytes
    attestation: bytes
    body: bytes
    reason: str
    """``gap`` where changes before it are missing, ``fork`` where it contradicts what is held."""
    differs: int | None = None
    """Of a fork: the first change that is another than the one held."""


def park(conn: sqlite3.Connection, change_set: int, section: Parked) -> None:
    """Keep a section until what comes before it arrives; one that is parked already stays as it is."""
    conn.execute(
        "INSERT OR IGNORE INTO parked_section"
        " (change_set, replica, start, count, prev, head, attestation, body, reason, differs)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (change_set, *section[1:]),
    )


def parked_reaching(conn: sqlite3.Connection) -> Parked | None:
    """A parked section that what is held now reaches, the earliest first; None where there is none."""
    row = conn.execute(
        "SELECT parked_section.id, replica, start, count, prev, parked_section.head,"
        " parked_section.attestation, body, reason FROM parked_section"
        " JOIN replica ON replica.id = parked_section.replica"
        " WHERE reason = 'gap' AND start <= replica.changes"
        " ORDER BY replica, start, parked_section.id LIMIT 1"
    ).fetchone()
    return None if row is None else Parked(*row)


def parked_sections(conn: sqlite3.Connection) -> Iterator[Parked]:
    """All sections that are parked or set aside, the earliest first."""
    for row in conn.execute(
        "SELECT id, replica, start, count, prev, head, attestation, body, reason, differs FROM parked_section"
        " ORDER BY id"
    ):
        yield Parked(*row)


def parked_section(conn: sqlite3.Connection, row: int) -> Parked:
    """One section that lies aside, by the id of its row."""
    return Parked(
        *conn.execute(
            "SELECT id, replica, start, count, prev, head, attestation, body, reason, differs"
            " FROM parked_section WHERE id = ?",
            (row,),
        ).fetchone()
    )


def lying_aside(conn: sqlite3.Connection) -> tuple[tuple[int, Kept], ...]:
    """What lies aside, with the ids of the rows: a replica's sections by where they begin."""
    return tuple(
        (row[0], Kept(*row[1:]))
        for row in conn.execute(
            "SELECT id, replica, start + count, head FROM parked_section ORDER BY replica, start, count, id"
        )
    )


def told_aside(conn: sqlite3.Connection) -> tuple[Kept, ...]:
    """What a file tells of what lies aside: the newest, by replica and number."""
    rows = conn.execute(
        "SELECT DISTINCT replica, reach, head FROM"
        " (SELECT replica, start + count AS reach, head FROM parked_section ORDER BY id DESC LIMIT ?)"
        " ORDER BY replica, reach, head",
        (MAX_TOLD,),
    )
    return tuple(Kept(*row) for row in rows)


def put_body(conn: sqlite3.Connection, section: Parked, body: bytes) -> None:
    """Put other compressed lines in the place of a section's."""
    conn.execute("UPDATE parked_section SET body = ? WHERE id = ?", (body, section.id))


def unpark(conn: sqlite3.Connection, section: Parked) -> None:
    """Let go of a section that has been joined."""
    conn.execute("DELETE FROM parked_section WHERE id = ?", (section.id,))


def quarantine(conn: sqlite3.Connection, section: Parked, differs: int) -> None:
    """Keep a parked section that turned out to be of another history, from change ``differs`` on."""
    conn.execute("UPDATE parked_section SET reason = 'fork', differs = ? WHERE id = ?", (differs, section.id))


def missing_runs(conn: sqlite3.Connection) -> tuple[tuple[str, int, int], ...]:
    """What parked sections wait for: replica, first and last missing number, by replica."""
    runs: list[tuple[str, int, int]] = []
    replica, reach = "", 0
    for name, start, count, held in conn.execute(
        "SELECT replica, start, count, coalesce(replica.changes, 0) FROM parked_section"
        " LEFT JOIN replica ON replica.id = parked_section.replica"
        " WHERE reason = 'gap' ORDER BY replica, start"
    ):
        if name != replica:
            replica, reach = name, held
        if start > reach:
            runs.append((name, reach + 1, start))
        reach = max(reach, start + count)
    return tuple(runs)
