"""A copy of an open database at one moment, on the disk whole or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from store.db.database import translate_sqlite_errors
from store.db.durable import fsync_file, rename_into_place, temporary_beside, translate_os_errors
from store.db.private import create_private_file


def snapshot(
    conn: sqlite3.Connection, target: Path, *, check: Callable[[Path], None] = lambda _: None
) -> None:
    """``VACUUM INTO`` a temporary file beside ``target``, ``check`` it, sync it, rename it, sync the folder.

    Outside of a transaction. Raises UserError as SQLite or the system says, or what ``check`` raises; then
    nothing of it is left.
    """
    with translate_os_errors(target), temporary_beside(target) as temporary:
        vacuum_into(conn, temporary)
        check(temporary)
        fsync_file(temporary)
        rename_into_place(temporary, target)


def vacuum_into(conn: sqlite3.Connection, target: Path) -> None:
    """``VACUUM INTO`` a new file, for its owner alone. Raises UserError as SQLite says, or OSError."""
    create_private_file(target)
    with translate_sqlite_errors(target):
        # absolute, since a relative name may look like a URI
        conn.execute("VACUUM INTO ?", (str(target.absolute()),))
