"""A database of which another takes the place: what is recorded in it meanwhile would be missing there."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from store.db.database import Store, translate_sqlite_errors
from store.db.durable import database_files, fsync_file, translate_os_errors
from store.db.errors import UserError
from store.db.private import create_private_file
from store.db.snapshot import vacuum_into
from store.db.system import WINDOWS, replace, sync_folder
from store.integrity.backup import checkpoint
from store.opening.open_store import open_store


@contextmanager
def replacing(database: Path, by: Path, now: datetime, why: str) -> Iterator[Path | None]:
    """Let ``by``, which is made within, take the name of a database at the end, in one step.

    Nobody else writes to the database that stands from now on: whoever waits for it is refused in the end.
    It is kept under a name with the moment ``now`` in it, and ``why``; yields that name, None where none
    stands. One that cannot be opened is replaced as it is.

    Raises UserError ``db_locked`` where somebody else has it open, or what SQLite or the disk says; then the
    database that stood still stands.
    """
    kept = _free_name(database, now, why) if database.exists() else None
    try:
        checkpoint(database)
        standing = open_store(database, busy_timeout_ms=0)
    except UserError as refused:
        if refused.code == "db_locked":
            raise
        # missing or damaged, which is why another takes its place
        yield kept
        _give_name(database, by, kept, None)
        return
    with standing:
        with standing.writing() as conn:
            yield kept
            version = _version(conn)
        with translate_sqlite_errors(database):
            _lock_out(standing.conn)
            if _version(standing.conn) != version:
                # somebody was quicker than the stronger lock
                raise UserError("db_locked", file=str(database), detail="")
        _give_name(database, by, kept, standing)


def _free_name(database: Path, now: datetime, why: str) -> Path:
    name, n = database.with_name(f"{database.stem}-{now:%Y%m%d-%H%M%S}.{why}.db"), 1
    while name.exists():
        n += 1
        name = name.with_name(f"{database.stem}-{now:%Y%m%d-%H%M%S}-{n}.{why}.db")
    return name


def _version(conn: sqlite3.Connection) -> int:
    """Return the number that is another once somebody else has written."""
    return int(conn.execute("PRAGMA data_version").fetchone()[0])


def _lock_out(conn: sqlite3.Connection) -> None:
    """Let nobody else read either, until the connection is closed, and make the database one file.

    Without a log beside it, SQLite itself refuses to write to a file that has lost its name.
    """
    conn.execute("PRAGMA locking_mode = EXCLUSIVE")
    conn.execute("PRAGMA journal_mode = DELETE").fetchone()
    conn.execute("BEGIN EXCLUSIVE")
    conn.execute("ROLLBACK")


def _give_name(database: Path, by: Path, kept: Path | None, standing: Store | None) -> None:
    with translate_os_errors(database):
        fsync_file(by)
        if kept is not None:
            _keep(database, kept, standing)
        if WINDOWS and standing is not None:
            # where a file that is open keeps its name, for whoever waits as well
            standing.close()
        replace(by, database)
        sync_folder(database.parent)


def _keep(database: Path, kept: Path, standing: Store | None) -> None:
    """Give a database that stands a second name; the first goes to another file."""
    try:
        kept.hardlink_to(database)
    except OSError:
        if standing is not None:
            # to close the file that another way of copying opens would end the lock
            vacuum_into(standing.conn, kept)
        else:
            create_private_file(kept)
            shutil.copyfile(database, kept)
        fsync_file(kept)
    for left, name in zip(database_files(database)[1:], database_files(kept)[1:], strict=True):
        if left.exists():
            replace(left, name)
