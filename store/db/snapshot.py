"""A copy of an open database at one moment, on the disk whole or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from store.db.durable import beside, place, sync_file, told
from store.db.private import new_file
from store.db.sqlite_errors import translated


def snapshot(
    conn: sqlite3.Connection, target: Path, *, check: Callable[[Path], None] = lambda _: None
) -> None:
    """``VACUUM INTO`` a temporary file beside ``target``, ``check`` it, sync it, rename it, sync the folder.

    Outside of a transaction. Raises Refused as SQLite or the system says, or what ``check`` raises; then
    nothing of it is left.
    """
    with told(target), beside(target) as temporary:
        copy_into(conn, temporary)
        check(temporary)
        sync_file(temporary)
        place(temporary, target)


def copy_into(conn: sqlite3.Connection, target: Path) -> None:
    """``VACUUM INTO`` a new file, for its owner alone. Raises Refused as SQLite says, or OSError."""
    new_file(target)
    with translated(target):
        # absolute, since a relative name may look like a URI
        conn.execute("VACUUM INTO ?", (str(target.absolute()),))
