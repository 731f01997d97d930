"""Publishing the data: all views of one moment, of which only rows that changed are written."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timezone
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol

from store.db.database import Connection, Store
from store.db.errors import UserError
from store.db.server import is_server
from store.db.system import path_of
from store.plan.lookup import plan_id
from store.publishing.columns import DIGEST, VIEWS

_AT_ONCE: Final = 500


class PublishedTable(NamedTuple):
    """A table that was published: its rows, and how many came and went."""

    name: str
    rows: int
    added: int
    removed: int


class Published(NamedTuple):
    """Where the data stand, and what changed there."""

    where: str
    plan: str
    tables: tuple[PublishedTable, ...]


class Target(Protocol):
    """Where data are published: one transaction, which is there whole or not at all."""

    where: str

    def plan(self) -> str | None:
        """Return the plan whose data stand there; None where none do."""

    def prepare(self, name: str, columns: Sequence[str]) -> set[str]:
        """See that a table has these columns, and return the digests of its rows; an empty one is made."""

    def remove(self, name: str, digests: Sequence[str]) -> None:
        """Remove rows."""

    def add(self, name: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        """Add rows, each with its digest at the end."""

    def note(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Say in ``publication`` what was published."""


def publish_data(store: Store, where: str, *, program: str, schema: str = "terren_data") -> Published:
    """Publish the views at ``where``, a SQLite file or the address of a server (there in ``schema``).

    Who reads there sees the data of before or of after, never a part. Raises UserError ``data_other_plan``,
    ``data_other_file``, ``data_other_tables``, what the disk or SQLite says, or as
    :func:`store.db.server.connected`.
    """
    with store.reading() as conn, _target(store, where, schema) as target:
        plan, revision = plan_id(conn)
        standing = target.plan()
        if standing not in (None, plan):
            raise UserError("data_other_plan", place=target.where, found=str(standing), known=plan)
        tables = tuple(_publish(conn, target, view) for view in VIEWS)
        at = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        target.note((table.name, plan, revision, at, program, table.rows) for table in tables)
        return Published(target.where, plan, tables)


def _target(store: Store, where: str, schema: str) -> AbstractContextManager[Target]:
    if is_server(where):
        from store.publishing.server_target import server_target

        return server_target(where, schema)
    from store.publishing.file_target import file_target

    path: Path = path_of(where)
    if path.resolve() == store.path.resolve():
        raise UserError("data_other_file", file=str(path))
    return file_target(path)


def _publish(conn: Connection, target: Target, view: str) -> PublishedTable:
    """Write the rows of a view that do not stand there, and remove those that are none any more."""
    cursor = conn.execute(f"SELECT * FROM {view}")
    columns = [column[0] for column in cursor.description]
    standing = target.prepare(view, columns)
    kept: set[str] = set()
    waiting: list[tuple[Any, ...]] = []
    rows = added = 0
    for digest, row in _digested(cursor):
        rows += 1
        if digest in standing:
            kept.add(digest)
            continue
        added += 1
        waiting.append((*row, digest))
        if len(waiting) == _AT_ONCE:
            target.add(view, [*columns, DIGEST], waiting)
            waiting = []
    if waiting:
        target.add(view, [*columns, DIGEST], waiting)
    gone = sorted(standing - kept)
    for at in range(0, len(gone), _AT_ONCE):
        target.remove(view, gone[at : at + _AT_ONCE])
    return PublishedTable(view, rows, added, len(gone))


def _digested(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield each row with a digest of its own; of equal rows each has another."""
    seen = Counter[str]()
    for row in rows:
        text = json.dumps(row, ensure_ascii=False)
        seen[text] += 1
        yield sha256(f"{seen[text]}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()[:32], tuple(row)
