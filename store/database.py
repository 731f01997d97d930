"""Opening and creating the SQLite file, and turning SQLite's errors into refusals that name the file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import quote

from store.errors import Refused
from store.schema import APPLICATION_ID, SCHEMA_VERSION, migrate

if TYPE_CHECKING:
    import sqlite_utils

Connection: TypeAlias = sqlite3.Connection
"""What functions of the store take; named here for packages that leave SQLite to the store."""

BUSY_TIMEOUT_MS: Final = 5000

_CODES: Final = (
    ("locked", "db_locked"),
    ("busy", "db_locked"),
    ("readonly", "db_read_only"),
    ("is full", "db_disk_full"),
    ("not a database", "db_not_terren"),
    ("malformed", "db_corrupt"),
    ("disk i/o", "db_io"),
    ("unable to open", "db_io"),
)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise Refused with the file's name in place of SQLite's own errors."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        text = str(error).lower()
        for phrase, code in _CODES:
            if phrase in text:
                raise Refused(code, file=str(path), detail=str(error)) from error
        raise


class Store:
    """One open database: the plan, the ledger and the state derived from it.

    ``read_only`` stores show a published plan, or a database that must not be written to for the reason in
    ``refusal``; writing to them is refused. Use as a context manager, or call :meth:`close`.
    """

    def __init__(self, conn: Connection, path: Path, *, read_only: bool) -> None:
        self.conn, self.path, self.read_only = conn, path, read_only
        self.refusal: Refused | None = None

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection; a second call does nothing."""
        self.conn.close()

    @property
    def db(self) -> sqlite_utils.Database:
        """The same connection through sqlite-utils, imported only where it is used."""
        import sqlite_utils

        return sqlite_utils.Database(self.conn, execute_plugins=False)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction that has the write lock from its start; rolled back on any exception."""
        if self.refusal is not None:
            raise Refused(self.refusal.code, **self.refusal.figures)
        if self.read_only:
            raise Refused("db_read_only", file=str(self.path), detail="")
        with translated(self.path):
            self.conn.execute("BEGIN IMMEDIATE")
            try:
                yield self.conn
                self.conn.execute("COMMIT")
            except BaseException:
                if self.conn.in_transaction:
                    self.conn.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One read transaction: everything read inside comes from the same moment."""
        with translated(self.path):
            if self.conn.in_transaction:
                yield self.conn
                return
            self.conn.execute("BEGIN")
            try:
                yield self.conn
            finally:
                if self.conn.in_transaction:
                    self.conn.execute("ROLLBACK")

    def data_version(self) -> int:
        """Changes whenever another process has written."""
        return int(self.conn.execute("PRAGMA data_version").fetchone()[0])


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    # immutable would let a file on read-only media open even beside a stale journal, but hide changes
    conn = sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode={mode}", uri=True, isolation_level=None)
    conn.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    conn.execute("PRAGMA foreign_keys = ON")
    conn.execute("PRAGMA trusted_schema = OFF")
    conn.execute("PRAGMA cell_size_check = ON")
    return conn


def create_store(path: Path) -> Store:
    """Make an empty database at ``path``, which must not exist.

    Raises Refused ``db_exists``, or what SQLite says of the place.
    """
    if path.exists():
        raise Refused("db_exists", file=str(path))
    with translated(path):
        conn = _connect(path, "rwc")
        try:
            conn.execute("PRAGMA synchronous = FULL")
            migrate(conn)
        except BaseException:
            conn.close()
            path.unlink(missing_ok=True)
            raise
    return Store(conn, path, read_only=False)


def open_store(path: Path, *, read_only: bool = False) -> Store:
    """Open an existing database.

    Raises Refused ``db_missing``, ``db_not_terren``, ``db_too_new``, ``db_locked``, ``db_read_only``,
    ``db_corrupt`` or ``db_io``. An older schema is backed up beside the file and then migrated.
    """
    if not path.is_file():
        raise Refused("db_missing", file=str(path))
    with translated(path):
        conn = _connect(path, "ro" if read_only else "rw")
        try:
            _check_and_prepare(conn, path, read_only=read_only)
        except BaseException:
            conn.close()
            raise
    return Store(conn, path, read_only=read_only)


def _check_and_prepare(conn: sqlite3.Connection, path: Path, *, read_only: bool) -> None:
    if conn.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise Refused("db_not_terren", file=str(path), detail="")
    version = conn.execute("PRAGMA user_version").fetchone()[0]
    if version > SCHEMA_VERSION:
        raise Refused("db_too_new", file=str(path), found=version, known=SCHEMA_VERSION)
    if read_only:
        return
    # where WAL cannot work SQLite answers with the mode it kept, which is durable as well
    conn.execute("PRAGMA journal_mode = WAL")
    conn.execute("PRAGMA synchronous = FULL")
    if version < SCHEMA_VERSION:
        backup = path.with_name(f"{path.name}.version-{version}.backup")
        if not backup.exists():
            conn.execute("VACUUM INTO ?", (str(backup),))
        migrate(conn)
