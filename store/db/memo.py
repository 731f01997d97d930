"""What was read of a snapshot is not read again in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Found = TypeVar("Found")


class SnapshotConnection(sqlite3.Connection):
    """A connection with what was read since its read transaction began; None outside of one."""

    known: dict[Hashable, Any] | None = None


@contextmanager
def remembering(conn: sqlite3.Connection) -> Iterator[None]:
    """Remember what is read of a connection as long as its snapshot lasts."""
    if not isinstance(conn, SnapshotConnection):
        yield
        return
    conn.known = {}
    try:
        yield
    finally:
        conn.known = None


def once_a_snapshot(
    read: Callable[Concatenate[sqlite3.Connection, Asked], Found],
) -> Callable[Concatenate[sqlite3.Connection, Asked], Found]:
    """A read that is done once in each ``Store.reading``, within which nothing changes; elsewhere each time.

    What it returns is shared, so nobody may alter it.
    """

    def known_or_read(conn: sqlite3.Connection, /, *args: Asked.args, **named: Asked.kwargs) -> Found:
        known = getattr(conn, "known", None)
        if known is None:
            return read(conn, *args, **named)
        asked = (read, args, *named.items())
        if asked not in known:
            known[asked] = read(conn, *args, **named)
        found: Found = known[asked]
        return found

    update_wrapper(known_or_read, read)
    return known_or_read
