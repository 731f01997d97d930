"""What SQLite says, and what unreadable rows bring about, turned into refusals that name the file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from store.db.errors import Refused

_CODES: Final = (
    ("locked", "db_locked"),
    ("busy", "db_locked"),
    ("locking protocol", "db_locked"),
    ("readonly", "db_read_only"),
    ("is full", "db_disk_full"),
    ("not a database", "db_not_terren"),
    ("malformed", "db_corrupt"),
    ("no such table", "db_corrupt"),
    ("no such column", "db_corrupt"),
    ("could not decode", "db_corrupt"),
    ("foreign key mismatch", "db_corrupt"),
    ("disk i/o", "db_io"),
    ("unable to open", "db_io"),
    ("permission denied", "db_io"),
)
"""What SQLite's messages contain: its numeric codes reach Python from 3.11 on only."""


_READ_WRONG: Final = (
    TypeError,
    ValueError,
    LookupError,
    AttributeError,
    AssertionError,
    RecursionError,
    StopIteration,
)
"""What Python says of a value that is not what it is taken for."""


@contextmanager
def translate_sqlite_errors(path: Path, conn: sqlite3.Connection | None = None) -> Iterator[None]:
    """Raise Refused with the file's name in place of SQLite's own errors.

    With ``conn`` also ``db_row_damaged`` in place of what a row brings about that cannot be read.
    """
    try:
        yield
    except _READ_WRONG as error:
        _refuse_damaged_row(path, conn, error)
        if isinstance(error, (UnicodeDecodeError, json.JSONDecodeError)):
            # SQLite quotes damaged names in what it says, which Python cannot read
            raise Refused("db_corrupt", file=str(path), detail=str(error)) from error
        raise
    except sqlite3.DatabaseError as error:
        text = str(error).lower()
        if "could not decode" in text:
            _refuse_damaged_row(path, conn, error)
        for phrase, code in _CODES:
            if phrase in text:
                raise Refused(code, file=str(path), detail=str(error)) from error
        raise


def _refuse_damaged_row(path: Path, conn: sqlite3.Connection | None, error: Exception) -> None:
    if conn is not None and (refused := row_damage(path, conn)) is not None:
        raise refused from error


def row_damage(path: Path, conn: sqlite3.Connection) -> Refused | None:
    """That some row cannot be read, or None: what went wrong with a value of it then comes from there.

    Raises Refused as SQLite says of the file.
    """
    from store.db.damage import first_damaged_row

    with translate_sqlite_errors(path):
        row = first_damaged_row(conn)
    return None if row is None else Refused("db_row_damaged", file=str(path), place=str(row))
