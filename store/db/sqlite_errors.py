"""SQLite's errors turned into refusals that name the file."""

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
    ("disk i/o", "db_io"),
    ("unable to open", "db_io"),
    ("permission denied", "db_io"),
)
"""What SQLite's messages contain: its numeric codes reach Python from 3.11 on only."""


@contextmanager
def translate_sqlite_errors(path: Path) -> Iterator[None]:
    """Raise Refused with the file's name in place of SQLite's own errors."""
    try:
        yield
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        # SQLite quotes damaged names in what it says, which Python cannot read; a value is no JSON any more
        raise Refused("db_corrupt", file=str(path), detail=str(error)) from error
    except sqlite3.DatabaseError as error:
        text = str(error).lower()
        for phrase, code in _CODES:
            if phrase in text:
                raise Refused(code, file=str(path), detail=str(error)) from error
        raise
