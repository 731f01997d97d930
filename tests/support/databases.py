"""An empty database is migrated once by each process of tests; whoever creates another one gets its pages."""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from unittest.mock import patch

from store.opening import schema

migrate: Final = schema.migrate


@functools.cache
def _migrated(migrations: tuple[schema.Migration, ...]) -> sqlite3.Connection:
    """An empty database after these migrations, which are MIGRATIONS."""
    conn = sqlite3.connect(":memory:", isolation_level=None)
    migrate(conn)
    return conn


def _copy_or_migrate(conn: sqlite3.Connection) -> None:
    if conn.execute("PRAGMA schema_version").fetchone() == (0,):
        _migrated(schema.MIGRATIONS).backup(conn)
    else:
        migrate(conn)


@contextmanager
def migrated_once() -> Iterator[None]:
    """Let databases that are created in the block be copies; tests of the migrations have the real one."""
    with patch.object(schema, "migrate", _copy_or_migrate):
        yield
