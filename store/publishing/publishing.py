"""Publishing the data: all views of one moment, of which only rows that changed are written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timezone
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol, TypeAlias

from store.db.database import Connection, Store
from store.db.errors import UserError
from store.db.server import is_server
from store.db.system import path_of
from store.plan.lookup import plan_id
from store.publishing.columns import DIGEST, PUBLICATION, VIEWS, typed

SPOKEN: Final = ("en", "sq", "sr")
"""The languages in which the data have words for codes."""

_AT_ONCE: Final = 500

Row: TypeAlias = "tuple[Any, ...]"


class PublishedTable(NamedTuple):
    """A table that was published: its rows, and how many came and went."""

    name: str
    rows: int
    added: int
    removed: int


class PublishedTables(NamedTuple):
    """Where the data stand, and what changed there."""

    where: str
    plan: str
    tables: tuple[PublishedTable, ...]


class PublishingTarget(Protocol):
    """Where tables are published: one transaction, which is there whole or not at all."""

    where: str
    schema: str
    """What stands before the name of each table."""
    types: tuple[str, str, str]
    """The types of numbers, of amounts and of text."""
    placeholder: str

    def rows(self, statement: str) -> list[Row]:
        """Run a statement, and return its rows."""

    def each(self, statement: str) -> Iterator[Row]:
        """Yield the rows of a statement as they come."""

    def run_each(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement with each of some rows of values."""

    def columns(self, table: str) -> list[str]:
        """Return the columns of a table in their order; none where there is no such table."""

    def refuse_others(self) -> None:
        """Raise UserError where nothing was published yet and tables of others stand in the way."""


def publish_data(
    store: Store,
    where: str,
    *,
    program: str,
    schema: str = "terren_data",
    language: str | None = None,
    letters: Callable[[str], str] | None = None,
) -> PublishedTables:
    """Publish the views at ``where``, a SQLite file or the address of a server (there in ``schema``).

    What codes are called is said in the language of the plan, or in ``language`` (of SPOKEN), in ``letters``.
    Who reads there sees the data of before or of after, never a part. Raises UserError ``data_other_plan``,
    ``data_other_file``, ``data_damaged``, ``data_other_tables``, what the disk or SQLite says, or as
    :func:`store.db.server.connected`.
    """
    with store.reading() as conn, _target(store, where, schema) as target:
        plan, revision = plan_id(conn)
        standing = _published_plan(target)
        if standing not in (None, plan):
            raise UserError("data_other_plan", place=target.where, found=str(standing), known=plan)
        words = {} if language is None else _words_in(conn, language)
        if letters is not None:
            words = {word: letters(name) for word, name in words.items()}
        tables = tuple(_publish(conn, target, view, words) for view in VIEWS)
        at = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        _note(target, [(table.name, plan, revision, at, program, table.rows) for table in tables])
        return PublishedTables(target.where, plan, tables)


def _target(store: Store, where: str, schema: str) -> AbstractContextManager[PublishingTarget]:
    if is_server(where):
        from store.publishing.server_target import server_target

        return server_target(where, schema)
    from store.publishing.file_target import file_target

    path: Path = path_of(where)
    if path.resolve() == store.path.resolve():
        raise UserError("data_other_file", file=str(path))
    return file_target(path)


def _published_plan(target: PublishingTarget) -> str | None:
    """Return the plan whose data stand there; None where none do."""
    if "plan" not in target.columns("publication"):
        target.refuse_others()
        return None
    rows = target.rows(f"SELECT plan FROM {target.schema}publication LIMIT 1")
    return str(rows[0][0]) if rows else None


def _words_in(conn: Connection, language: str) -> dict[str, str]:
    """Return what codes are called in a language, by what they are called in that of the plan."""
    assert language in SPOKEN, language
    return dict(conn.execute(f"SELECT words, {language} FROM v_word").fetchall())


def _said_in(columns: Sequence[str], words: Mapping[str, str], rows: Iterable[Row]) -> Iterable[Row]:
    """Return the rows with other words for codes."""
    at = [column.endswith("words") for column in columns]
    if not words or not any(at):
        return rows
    return (
        tuple(words.get(value, value) if is_said else value for value, is_said in zip(row, at, strict=True))
        for row in rows
    )


def _publish(
    conn: Connection, target: PublishingTarget, view: str, words: Mapping[str, str]
) -> PublishedTable:
    """Write the rows of a view that do not stand there as they are, and remove all others."""
    cursor = conn.execute(f"SELECT * FROM {view}")
    columns = [*(column[0] for column in cursor.description), DIGEST]
    standing = _standing(target, view, columns)
    remove = f"DELETE FROM {target.schema}{view} WHERE {DIGEST} = {target.placeholder}"
    waiting: list[Row] = []
    altered: list[tuple[str]] = []
    rows = added = removed = 0

    def write() -> None:
        target.run_each(remove, altered)
        _insert(target, view, columns, waiting)
        altered.clear()
        waiting.clear()

    for digest, row in _digested(_said_in(columns[:-1], words, cursor)):
        rows += 1
        written = (*row, digest)
        stands = standing.pop(digest, None)
        if stands == _mark(written):
            continue
        if stands is not None:
            removed += 1
            altered.append((digest,))
        added += 1
        waiting.append(written)
        if len(waiting) == _AT_ONCE:
            write()
    write()
    target.run_each(remove, [(digest,) for digest in sorted(standing)])
    return PublishedTable(view, rows, added, removed + len(standing))


def _standing(target: PublishingTarget, table: str, columns: Sequence[str]) -> dict[str, bytes]:
    """Return by digest a mark of each row as it stands there, whoever has written it.

    One that lacks columns gets them, so that whoever was granted it has it still, and what others made of it
    stands; further ones are left alone. Where there is none, or none of ours, an empty one is made.
    """
    name = f"{target.schema}{table}"
    there = target.columns(table)
    if DIGEST in there:
        for column in columns:
            if column not in there:
                target.rows(f"ALTER TABLE {name} ADD COLUMN {typed([column], target.types)}")
        marks = dict[str, bytes]()
        target.rows(f"DELETE FROM {name} WHERE {DIGEST} IS NULL")
        for row in target.each(f"SELECT {', '.join(columns)} FROM {name}"):
            digest = str(row[-1])
            # what stands there twice is written anew
            marks[digest] = b"" if digest in marks else _mark(row)
        return marks
    target.rows(f"DROP TABLE IF EXISTS {name}")
    target.rows(f"CREATE TABLE {name} ({typed(columns, target.types)}, PRIMARY KEY ({DIGEST}))")
    return {}


def _mark(row: Iterable[Any]) -> bytes:
    """Return what tells whether two rows hold the same, whatever types a database has for numbers."""
    # by a few bytes of each row: there may be a million
    return sha256(repr([*map(_plain, row)]).encode("utf-8", "surrogatepass")).digest()[:16]


def _plain(value: Any) -> Any:
    """Return a number as a whole one where it is one, else as a float; all else as it is."""
    if isinstance(value, (float, Decimal)):
        number = float(value)
        return int(number) if number.is_integer() else number
    return value


def _insert(
    target: PublishingTarget, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    values = ", ".join([target.placeholder] * len(columns))
    target.run_each(f"INSERT INTO {target.schema}{table} ({', '.join(columns)}) VALUES ({values})", rows)


def _note(target: PublishingTarget, tables: Iterable[Sequence[Any]]) -> None:
    """Say in ``publication`` what was published."""
    name = f"{target.schema}publication"
    target.rows(f"CREATE TABLE IF NOT EXISTS {name} ({typed(PUBLICATION, target.types)})")
    target.rows(f"DELETE FROM {name}")
    _insert(target, "publication", PUBLICATION, tables)


def _digested(rows: Iterable[Row]) -> Iterator[tuple[str, Row]]:
    """Yield each row with a digest of its own; of equal rows each has another."""
    # by a few bytes of each row: there may be a million
    seen = dict[bytes, int]()
    for row in rows:
        text = json.dumps(row, ensure_ascii=False)
        short = sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]
        seen[short] = n = seen.get(short, 0) + 1
        yield sha256(f"{n}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()[:32], tuple(row)
