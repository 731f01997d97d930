"""Files that wait until somebody is accepted."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from store.exchange.change_sets import Author


class HeldFile(NamedTuple):
    """A file that waits until ``whom`` is accepted.

    ``reason`` is ``stranger`` (its sender is unknown), ``revoked`` (its sender's key is), or ``author``:
    only the changes that it carries of ``whom`` wait. ``whom`` is as it introduces itself. No check code
    is kept: it lets somebody in, and is read out by who calls. ``sealed`` is that of
    :class:`store.exchange.change_sets.FileRecord`.
    """

    sha256: bytes
    whom: Author
    reason: str
    name: str
    sender: str
    at: int
    sealed: bool = True


def hold_file(conn: sqlite3.Connection, file: HeldFile) -> None:
    """Remember that a file waits; one that waits already stays as it is."""
    conn.execute(
        "INSERT OR IGNORE INTO held_file VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?, ?)",
        (file.sha256, *file.whom, *file[2:]),
    )


def held_files(conn: sqlite3.Connection) -> Iterator[HeldFile]:
    """The files that wait, the oldest first."""
    for row in conn.execute("SELECT * FROM held_file ORDER BY at, rowid").fetchall():
        yield HeldFile(row[0], Author(*row[1:6]), *row[6:8], *row[9:])


def held_digests(conn: sqlite3.Connection) -> set[bytes]:
    """The hashes of the files that wait whole."""
    return {row[0] for row in conn.execute("SELECT sha256 FROM held_file WHERE reason <> 'author'")}


def release_file(conn: sqlite3.Connection, sha256: bytes) -> None:
    """Forget that a file waits."""
    conn.execute("DELETE FROM held_file WHERE sha256 = ?", (sha256,))
