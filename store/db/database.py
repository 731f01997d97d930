"""The SQLite file that holds everything, once it is open: transactions, reads done once, its errors."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from functools import update_wrapper
from pathlib import Path
from typing import Any, Concatenate, Final, ParamSpec, TypeAlias, TypeVar

from store.db.durable import is_full
from store.db.errors import UserError
from store.db.regular import read_regular

Connection: TypeAlias = sqlite3.Connection
"""What functions of the store take; named here for packages that leave SQLite to the store."""

ROOMY_KIB: Final = 65_536
"""How much of a database may stay in memory while much is written to it."""
_SQLITE: Final = b"SQLite format 3\0"


def is_database(path: Path) -> bool:
    """Return True if a file says that it is a SQLite database."""
    try:
        return read_regular(path, len(_SQLITE)) == _SQLITE
    except OSError:
        return False


def is_open_elsewhere(path: Path) -> bool:
    """Return True if somebody else has a database open, also one who neither reads nor writes just now.

    In the journal of Terren's databases whoever has read once keeps a lock until the file is closed. What is
    no database, or none that can be read, nobody has open.
    """
    conn = sqlite3.connect(path, timeout=0)
    try:
        conn.execute("PRAGMA locking_mode = EXCLUSIVE")
        conn.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        return any(word in str(error) for word, code in _CODES if code == "db_locked")
    finally:
        conn.close()
    return False


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


@contextmanager
def translate_sqlite_errors(path: Path, conn: sqlite3.Connection | None = None) -> Iterator[None]:
    """Raise UserError with the file's name in place of SQLite's own errors; every other stays what it is.

    With ``conn`` also ``db_row_damaged`` in place of a text that cannot be decoded, where it is a row's.
    """
    try:
        yield
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        _refuse_damaged_row(path, conn, error)
        if conn is None and isinstance(error, UnicodeDecodeError):
            # SQLite quotes damaged names in what it says, which Python cannot read
            raise UserError("db_corrupt", file=str(path), detail=str(error)) from error
        raise
    except sqlite3.DatabaseError as error:
        text = str(error).lower()
        if "could not decode" in text:
            _refuse_damaged_row(path, conn, error)
        if (lacking := _LACKING.match(text)) is not None and not _is_lacking(conn, lacking[1]):
            # our own statement is wrong, not the database
            raise
        if getattr(error, "sqlite_errorname", "") == "SQLITE_READONLY_DBMOVED":
            raise UserError("db_replaced", file=str(path)) from error
        for phrase, code in _CODES:
            if phrase in text:
                # SQLite does not say why a file beside it cannot be made
                code = "db_disk_full" if code == "db_io" and is_full(path.parent) else code
                raise UserError(code, file=str(path), detail=str(error)) from error
        raise


_LACKING: Final = re.compile(r"no such (?:table|column): (?:\w+\.)?(\w+)")


def _is_lacking(conn: sqlite3.Connection | None, name: str) -> bool:
    """Return True if a name that Terren gives to a table or a column is not in a database's schema."""
    if conn is None:
        return True
    from store.db.damage import names_lacking

    return name in names_lacking(conn)


def _refuse_damaged_row(path: Path, conn: sqlite3.Connection | None, error: Exception) -> None:
    # within a transaction a sound database may look otherwise; who ends it looks again
    if conn is None or conn.in_transaction:
        return
    if (refused := row_damage(path, conn)) is not None:
        raise refused from error


def row_damage(path: Path, conn: sqlite3.Connection) -> UserError | None:
    """That some row cannot be read, or None: what went wrong with a value of it then comes from there.

    Raises UserError as SQLite says of the file.
    """
    from store.db.damage import first_damaged_row

    with translate_sqlite_errors(path):
        row = first_damaged_row(conn)
    return None if row is None else UserError("db_row_damaged", file=str(path), place=str(row))


def where_equals(**wanted: object) -> str:
    """Build SQL ``AND column = :column`` for each argument that is not None."""
    return "".join(f" AND {column} = :{column}" for column, value in wanted.items() if value is not None)


Asked = ParamSpec("Asked")
Found = TypeVar("Found")


Signer: TypeAlias = Callable[[str, bytes, "tuple[bytes, bytes] | None"], bytes]
"""From a replica, what its key is to sign, and what that goes on from with the signature of it (None where it
is the first), to the signature. The store knows no key: who opens a database to write hands this to it."""


class SnapshotConnection(sqlite3.Connection):
    """A connection with what was read since its read transaction began (None outside of one) and last as long
    as nobody writes, what signs changes (None: nothing can be), and what knows which lie on a server."""

    snapshot: dict[Hashable, Any] | None = None
    kept: dict[Hashable, tuple[Hashable, Any]] | None = None
    signer: Signer | None = None
    on_server: Callable[[Connection], Mapping[str, int] | None] | None = None


@contextmanager
def remembering(conn: sqlite3.Connection) -> Iterator[None]:
    """Remember what is read of a connection as long as its snapshot lasts."""
    if not isinstance(conn, SnapshotConnection):
        yield
        return
    conn.snapshot = {}
    try:
        yield
    finally:
        conn.snapshot = None


def cached_per_transaction(
    read: Callable[Concatenate[sqlite3.Connection, Asked], Found],
) -> Callable[Concatenate[sqlite3.Connection, Asked], Found]:
    """A read that is done once in each ``Store.reading``, within which nothing changes; elsewhere each time.

    What it returns is shared, so nobody may alter it.
    """

    def known_or_read(conn: sqlite3.Connection, /, *args: Asked.args, **named: Asked.kwargs) -> Found:
        snapshot = getattr(conn, "snapshot", None)
        if snapshot is None:
            return read(conn, *args, **named)
        asked = (read, args, *named.items())
        if asked not in snapshot:
            snapshot[asked] = read(conn, *args, **named)
        value: Found = snapshot[asked]
        return value

    update_wrapper(known_or_read, read)
    return known_or_read


def cached_per_version(
    read: Callable[Concatenate[sqlite3.Connection, Asked], Found],
) -> Callable[Concatenate[sqlite3.Connection, Asked], Found]:
    """A read whose last answer is kept for every ``Store.reading`` until somebody writes.

    What it returns is shared, so nobody may alter it, and small, since it stays.
    """

    def known_or_read(conn: sqlite3.Connection, /, *args: Asked.args, **named: Asked.kwargs) -> Found:
        if not isinstance(conn, SnapshotConnection) or conn.snapshot is None:
            return read(conn, *args, **named)
        (version,) = conn.execute("PRAGMA data_version").fetchone()
        asked = (version, conn.total_changes, args, *named.items())
        conn.kept = conn.kept or {}
        if read not in conn.kept or conn.kept[read][0] != asked:
            conn.kept[read] = asked, read(conn, *args, **named)
        value: Found = conn.kept[read][1]
        return value

    update_wrapper(known_or_read, read)
    return known_or_read


_FORM: Final = "PRAGMA user_version"

_waiting: set[tuple[Path, object]] = set()
"""Who waits for the lock, of all threads: SQLite keeps no queue."""


class Store:
    """One open database: the plan, the ledger and the state derived from it.

    ``read_only`` stores show a published plan, or a database that must not be written to for the reason in
    ``refusal``; writing to them is refused. Use as a context manager, or call :meth:`close`.
    """

    def __init__(self, conn: Connection, path: Path, *, read_only: bool) -> None:
        self.conn, self.path, self.read_only = conn, path, read_only
        self.refusal: UserError | None = None
        (self._form,) = conn.execute(_FORM).fetchone()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def let_sign(self, signer: Signer) -> None:
        """Sign what is recorded here with this."""
        if isinstance(self.conn, SnapshotConnection):
            self.conn.signer = signer

    def close(self) -> None:
        """Close the connection; a second call does nothing."""
        self.conn.close()

    @contextmanager
    def writing(self, *, much: bool = False) -> Iterator[sqlite3.Connection]:
        """One transaction that has the write lock from its start; rolled back on any exception.

        ``much`` announces up to a million changes: with SQLite's usual 2 MB of memory most pages would be
        written and read many times. Raises UserError ``db_migrated`` where a newer Terren has migrated it.
        """
        if self.refusal is not None:
            raise UserError(self.refusal.code, **self.refusal.params)
        if self.read_only:
            raise UserError("db_read_only", file=str(self.path), detail="")
        with translate_sqlite_errors(self.path, self.conn):
            waits = self.path, object()
            _waiting.add(waits)
            try:
                self.conn.execute("BEGIN IMMEDIATE")
            finally:
                _waiting.discard(waits)
            try:
                if self.conn.execute(_FORM).fetchone() != (self._form,):
                    raise UserError("db_migrated", file=str(self.path))
                if much:
                    self.conn.execute(f"PRAGMA cache_size = -{ROOMY_KIB}")
                yield self.conn
                self.conn.execute("COMMIT")
            except BaseException:
                if self.conn.in_transaction:
                    self.conn.execute("ROLLBACK")
                raise

    def waiting(self) -> set[object]:
        """Return who of this program's threads waits until it may write to the database."""
        return {who for path, who in tuple(_waiting) if path == self.path}

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One read transaction: everything read inside comes from the same moment."""
        with translate_sqlite_errors(self.path, self.conn):
            if self.conn.in_transaction:
                yield self.conn
                return
            self.conn.execute("BEGIN")
            try:
                with remembering(self.conn):
                    yield self.conn
            finally:
                if self.conn.in_transaction:
                    self.conn.execute("ROLLBACK")

    def data_version(self) -> int:
        """Return a number that changes whenever another connection has written."""
        with translate_sqlite_errors(self.path, self.conn):
            return int(self.conn.execute("PRAGMA data_version").fetchone()[0])
