"""Forks: histories that contradict what is held under the same name, set aside whole."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple


class Bearer(NamedTuple):
    """The change set that brought a history: its sender's officer, name, check code, when (seconds UTC)."""

    officer: str
    name: str
    check_code: str
    at: int


class Fork(NamedTuple):
    """Two histories of ``replica`` that differ from change ``first`` on; the one up to ``last`` is set aside.

    ``held`` brought what is held (None where it was recorded here), ``found`` what is set aside.
    ``continued_as`` are the replicas that went on from this one under names of their own.
    """

    replica: str
    unit: str
    officer: str
    first: int
    last: int
    held: Bearer | None
    found: Bearer
    continued_as: tuple[str, ...]


def read_forks(conn: sqlite3.Connection, change_set: int | None = None) -> tuple[Fork, ...]:
    """All forks that are set aside, or those of one file; the earliest first."""
    where, parameters = ("AND change_set = ?", (change_set,)) if change_set is not None else ("", ())
    rows = conn.execute(
        "SELECT replica, coalesce(replica.unit, ''), coalesce(replica.officer, ''), differs, start + count,"
        " change_set FROM parked_section LEFT JOIN replica ON replica.id = parked_section.replica"
        f" WHERE reason = 'fork' {where} ORDER BY parked_section.id",
        parameters,
    ).fetchall()
    return tuple(
        Fork(
            replica,
            unit,
            officer,
            first,
            last,
            _held_from(conn, replica, first),
            _bearer(conn, found_in),
            _continued(conn, replica),
        )
        for replica, unit, officer, first, last, found_in in rows
    )


def _continued(conn: sqlite3.Connection, replica: str) -> tuple[str, ...]:
    rows = conn.execute("SELECT new FROM succession WHERE old = ? ORDER BY at, new", (replica,))
    return tuple(row[0] for row in rows)


_BEARER = (
    "SELECT coalesce(replica.officer, ''), name, check_code, at FROM change_set"
    " LEFT JOIN replica ON replica.id = change_set.sender"
)


def _bearer(conn: sqlite3.Connection, change_set: int) -> Bearer:
    return Bearer(*conn.execute(f"{_BEARER} WHERE change_set.id = ?", (change_set,)).fetchone())


def _held_from(conn: sqlite3.Connection, replica: str, seq: int) -> Bearer | None:
    """The first file that brought a change, of those that were not set aside themselves."""
    row = conn.execute(
        f"{_BEARER} JOIN change_set_section AS section ON section.change_set = change_set.id"
        " WHERE direction = 'received' AND section.replica = ?1 AND start < ?2 AND start + count >= ?2"
        " AND NOT EXISTS (SELECT 1 FROM parked_section AS aside WHERE aside.change_set = change_set.id"
        " AND aside.replica = ?1 AND aside.start = section.start AND aside.count = section.count"
        " AND reason = 'fork')"
        " ORDER BY change_set.id LIMIT 1",
        (replica, seq),
    ).fetchone()
    return None if row is None else Bearer(*row)
