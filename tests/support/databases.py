"""An empty database is made once by each process of tests; whoever creates another one gets its pages."""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from unittest.mock import patch

from store.db.database import Store
from store.opening import schema

create: Final = schema.create
left_open: Final[list[Store]] = []
"""What tests opened through their worlds, to be closed when each ends; the code under test closes its own."""


@functools.cache
def _created(migrations: tuple[schema.Migration, ...]) -> sqlite3.Connection:
    """An empty database after these migrations, which are MIGRATIONS."""
    # windows work in threads; nobody alters it
    conn = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    create(conn)
    return conn


@contextmanager
def created_once() -> Iterator[None]:
    """Let databases that are created in the block be copies; tests of the migrations have the real one."""
    with patch.object(schema, "create", lambda conn: _created(schema.MIGRATIONS).backup(conn)):
        yield
