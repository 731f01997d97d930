"""Opening, creating and migrating the SQLite file that holds everything."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final
from urllib.parse import quote

from store.db.database import SnapshotConnection, Store, row_damage, translate_sqlite_errors
from store.db.durable import database_files
from store.db.errors import UserError
from store.db.private import FILE, create_private_file
from store.db.regular import read_regular
from store.opening import schema
from store.opening.views import view_statements

BUSY_TIMEOUT_MS: Final = 5000
_TRIES: Final = 5
"""How often a file is read anew that others have written to meanwhile."""


def _connect(path: Path, mode: str, busy_timeout_ms: int) -> sqlite3.Connection:
    # every byte quoted: "?", "#" and "%" in a name, two slashes at its start, bytes that are not UTF-8
    name = quote(os.fsencode(path.absolute()), safe="")
    conn = sqlite3.connect(
        f"file:{name}?mode={mode}", uri=True, isolation_level=None, factory=SnapshotConnection
    )
    try:
        conn.execute(f"PRAGMA busy_timeout = {busy_timeout_ms}")
        _configure(conn)
    except BaseException:
        conn.close()
        raise
    return conn


def _configure(conn: sqlite3.Connection) -> None:
    conn.execute("PRAGMA foreign_keys = ON")
    conn.execute("PRAGMA trusted_schema = OFF")
    conn.execute("PRAGMA cell_size_check = ON")
    # some builds of SQLite leave what was redacted in free pages, until all is written anew
    conn.execute("PRAGMA secure_delete = ON")


def create_store(path: Path, *, mode: int = FILE) -> Store:
    """Make an empty database at ``path``, which must not exist, with a file mode (its owner's alone).

    Nothing of it waits for the disk: whoever gives the file its name syncs it.
    Raises UserError ``db_exists``, ``folder_missing``, or what SQLite says of the place.
    """
    try:
        create_private_file(path, mode)
    except FileExistsError:
        raise UserError("db_exists", file=str(path)) from None
    except (FileNotFoundError, NotADirectoryError):
        raise UserError("folder_missing", folder=str(path.parent)) from None
    except OSError as error:
        raise UserError("db_io", file=str(path), detail=error.strerror) from error
    conn: sqlite3.Connection | None = None
    try:
        with translate_sqlite_errors(path):
            conn = _connect(path, "rw", BUSY_TIMEOUT_MS)
            conn.execute("PRAGMA synchronous = OFF")
            schema.create(conn)
    except BaseException:
        if conn is not None:
            conn.close()
        path.unlink(missing_ok=True)
        raise
    return Store(conn, path, read_only=False)


def open_store(path: Path, *, read_only: bool = False, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> Store:
    """Open an existing database. Another writer is waited for ``busy_timeout_ms`` each time.

    Raises UserError ``db_missing``, ``db_not_terren``, ``db_too_new``, ``db_acts`` (it has triggers, virtual
    tables, or views that are not Terren's), ``db_locked``, ``db_read_only``, ``db_corrupt`` or ``db_io``. An
    older schema is backed up beside the file and then migrated; where the file may only be read, it is
    migrated in a copy in memory.
    """
    _refuse_if_no_file(path)
    with translate_sqlite_errors(path):
        conn = _connect(path, "ro" if read_only else "rw", busy_timeout_ms)
        try:
            if read_only:
                conn = _readable(conn, path, busy_timeout_ms)
            version = _checked_version(conn, path)
            if not read_only:
                _prepare_for_writing(conn, path, version)
            elif version < schema.SCHEMA_VERSION:
                conn = _migrated_in_memory(conn)
        except BaseException:
            conn.close()
            raise
    return Store(conn, path, read_only=read_only)


def read_form(path: Path) -> int:
    """Return the form of a database as it lies there, migrated by nobody.

    Raises UserError as :func:`open_store`.
    """
    _refuse_if_no_file(path)
    with translate_sqlite_errors(path):
        conn = _connect(path, "ro", BUSY_TIMEOUT_MS)
        try:
            conn = _readable(conn, path, BUSY_TIMEOUT_MS)
            return _checked_version(conn, path)
        finally:
            conn.close()


def _refuse_if_no_file(path: Path) -> None:
    try:
        if not path.exists():
            raise UserError("db_missing", file=str(path))
        if not path.is_file():
            raise UserError("db_not_terren", file=str(path), detail="")
    except OSError as error:
        raise UserError("db_io", file=str(path), detail=error.strerror) from error


def _readable(conn: sqlite3.Connection, path: Path, busy_timeout_ms: int) -> sqlite3.Connection:
    """Return the connection, or another one where SQLite cannot read the file as it is.

    Where a log beside it has what the file lacks, a writer was broken off: what it left is taken back, or in,
    first. Else the file is in WAL mode and the folder takes no file beside it.
    """
    try:
        conn.execute("PRAGMA application_id").fetchone()
    except sqlite3.OperationalError:
        conn.close()
    else:
        return conn
    if not _has_log(path):
        return _copy_in_memory(path)
    writer = _connect(path, "rw", busy_timeout_ms)
    try:
        writer.execute("PRAGMA application_id").fetchone()
    finally:
        writer.close()
    return _connect(path, "ro", busy_timeout_ms)


def _has_log(path: Path) -> bool:
    """Return True if something beside a file has what it lacks; the index of a log, ``-shm``, has nothing."""
    logs = (file for file in database_files(path)[1:] if not file.name.endswith("-shm"))
    return any(log.exists() and log.stat().st_size for log in logs)


def _copy_in_memory(path: Path) -> sqlite3.Connection:
    """Return a connection to a copy of a file that nobody writes to meanwhile.

    Others may write, though this user may not, and SQLite, told that a file is immutable, would mix what it
    has read before and after. Raises UserError ``db_locked`` where it does not come to rest.
    """
    # a hash costs the shortest command a tenth of its time, and few databases lie where others write
    from hashlib import sha256

    for _ in range(_TRIES):
        before = sha256(read_regular(path)).digest()
        memory = sqlite3.connect(":memory:", isolation_level=None, factory=SnapshotConnection)
        try:
            with closing(_connect(path, "ro&immutable=1", 0)) as conn:
                conn.backup(memory)
            _configure(memory)
        except sqlite3.DatabaseError:
            memory.close()
            if sha256(read_regular(path)).digest() == before:
                raise
            continue
        if sha256(read_regular(path)).digest() == before and not _has_log(path):
            return memory
        memory.close()
    raise UserError("db_locked", file=str(path), detail="")


def _checked_version(conn: sqlite3.Connection, path: Path) -> int:
    if conn.execute("PRAGMA application_id").fetchone()[0] != schema.APPLICATION_ID:
        raise UserError("db_not_terren", file=str(path), detail="")
    version = int(conn.execute("PRAGMA user_version").fetchone()[0])
    if version > schema.SCHEMA_VERSION:
        raise UserError("db_too_new", file=str(path), found=version, known=schema.SCHEMA_VERSION)
    # a database may come from anywhere, and what these say would be done unseen
    views = view_statements()
    for kind, name, sql in conn.execute(
        "SELECT type, name, sql FROM sqlite_schema"
        " WHERE type IN ('trigger', 'view') OR sql LIKE 'CREATE VIRTUAL%'"
    ):
        # views of an earlier form are made anew before anything asks them
        if kind != "view" or name not in views or (version == schema.SCHEMA_VERSION and sql != views[name]):
            raise UserError("db_acts", file=str(path), kind=kind, name=name)
    if version == schema.SCHEMA_VERSION and _lacks_clock(conn):
        # whatever is asked goes by it
        raise UserError("db_corrupt", file=str(path), detail="clock")
    return version


def _lacks_clock(conn: sqlite3.Connection) -> bool:
    try:
        return conn.execute("SELECT 1 FROM clock").fetchone() is None
    except sqlite3.DatabaseError:
        # a damaged page is told by what reads it
        return False


def _prepare_for_writing(conn: sqlite3.Connection, path: Path, version: int) -> None:
    conn.execute("PRAGMA synchronous = FULL")
    if version < schema.SCHEMA_VERSION:
        from store.db.snapshot import snapshot

        snapshot(conn, _free_name(path, version))
        schema.migrate(conn)
    # a published plan, which belongs to nobody, stays one file that a read-only folder can hold; where WAL
    # cannot work SQLite answers with the mode it kept, which is durable as well
    if conn.execute("SELECT 1 FROM identity").fetchone() is not None:
        conn.execute("PRAGMA journal_mode = WAL")


def _free_name(path: Path, version: int) -> Path:
    name, n = path.with_name(f"{path.name}.version-{version}.backup"), 1
    while name.exists():
        n += 1
        name = path.with_name(f"{path.name}.version-{version}-{n}.backup")
    return name


def _migrated_in_memory(conn: sqlite3.Connection) -> sqlite3.Connection:
    memory = sqlite3.connect(":memory:", isolation_level=None)
    try:
        conn.backup(memory)
        schema.migrate(memory)
    except BaseException:
        memory.close()
        raise
    conn.close()
    return memory


def database_damage(path: Path) -> UserError | None:
    """That the database itself or a row of it cannot be read, or None where all can.

    What was read of such a row goes wrong wherever it has been carried.
    """
    try:
        with open_store(path, read_only=True) as store:
            return row_damage(store.path, store.conn)
    except UserError as refused:
        return refused if refused.code == "db_corrupt" else None
