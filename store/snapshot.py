"""A copy of an open database at one moment, on the disk whole or not at all."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

from store.durable import sync_folder, told
from store.sqlite_errors import translated


def snapshot(
    conn: sqlite3.Connection, target: Path, *, check: Callable[[Path], None] = lambda _: None
) -> None:
    """``VACUUM INTO`` a temporary file beside ``target``, ``check`` it, sync it, rename it, sync the folder.

    Outside of a transaction. Raises Refused as SQLite or the system says, or what ``check`` raises; then
    nothing of it is left.
    """
    temporary = target.with_name(f".{target.name}.partial")
    with told(target):
        temporary.unlink(missing_ok=True)
        try:
            with translated(target):
                # absolute, since a relative name may look like a URI
                conn.execute("VACUUM INTO ?", (str(temporary.absolute()),))
            check(temporary)
            with temporary.open("rb+") as file:
                os.fsync(file.fileno())
            temporary.replace(target)
            sync_folder(target.parent)
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
