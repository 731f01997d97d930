"""Which rows of a database hold what nobody can have written there: asked where reading one went wrong.

SQLite looks at types when something is written, and at little when it is read: a flipped bit makes a number
of a text, or a text of what was JSON.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Final, NamedTuple

_TYPES: Final = {"TEXT": str, "INTEGER": int, "BLOB": bytes}


class DamagedRow(NamedTuple):
    """A row that cannot be read: its table, its key, and the column."""

    table: str
    key: str
    column: str

    def __str__(self) -> str:
        return f"{self.table} {self.key}: {self.column}"


def _is_list(value: Any, *kinds: type) -> bool:
    return isinstance(value, list) and all(isinstance(member, kinds) for member in value)


def _json(test: Callable[[Any], bool] = lambda _: True) -> Callable[[str], bool]:
    return lambda text: test(json.loads(text))


def _day(text: str) -> bool:
    return bool(date.fromisoformat(text))


def _head(text: str) -> bool:
    return int(text.rpartition(":")[2]) > 0


def _is_vector(vector: Any) -> bool:
    """Return True if something says by replica how many changes are held, and the last hash, by history."""
    return isinstance(vector, dict) and all(
        isinstance(ends, list) and all(_is_end(end) for end in ends) for ends in vector.values()
    )


def _is_end(end: Any) -> bool:
    return isinstance(end, list) and len(end) in (2, 3) and [type(part) for part in end[:2]] == [int, str]


_REDACTED: Final = re.compile("~[0-9a-f]{64}:[^:]*:([0-9a-f]{2})*")
"""What stands for a value that is gone: its hash, who took it away, and the signature."""

_FORMS: Final[dict[tuple[str, str], Callable[[str], bool]]] = {
    ("plan", "years"): _json(lambda years: _is_list(years, int)),
    ("finding", "figures"): _json(),
    ("change", "value"): lambda text: _REDACTED.fullmatch(text) is not None or _json()(text),
    ("change", "supersedes"): _json(lambda ids: _is_list(ids, str)),
    ("change", "effective_on"): _day,
    ("state", "value"): _json(),
    ("state", "effective_on"): _day,
    ("state", "head"): _head,
    ("state", "others"): _json(lambda heads: _is_list(heads, list) and all(len(head) == 4 for head in heads)),
    ("change_set", "vector"): _json(_is_vector),
    ("change_set", "lacks"): _json(lambda hashes: _is_list(hashes, str)),
}
"""The form of a text beyond being one, by table and column: false, or ValueError, where it is not."""


def _fits(table: str, column: str, kind: str, is_needed: bool, value: Any) -> bool:
    if value is None:
        return not is_needed
    if type(value) is not _TYPES.get(kind, type(value)):
        return False
    if not isinstance(value, str):
        return True
    form = _FORMS.get((table, column))
    try:
        # what is no UTF-8 comes as lone surrogates
        return bool(value.encode() or True) and (form is None or form(value))
    except (ValueError, RecursionError):
        return False


def first_damaged_row(conn: sqlite3.Connection) -> DamagedRow | None:
    """Return a row that cannot be read, or None. Raises sqlite3.DatabaseError where SQLite cannot read on."""
    return next(_misread(conn), None) or next(_astray(conn), None) or next(_without_change(conn), None)


def names_lacking(conn: sqlite3.Connection) -> set[str]:
    """Return the names of the statements whose tables the schema of a database does not have."""
    from store.db import ledger_tables, plan_tables

    made = [
        text
        for module in (plan_tables, ledger_tables)
        for name, text in vars(module).items()
        if name.isupper()
    ]
    stands = [sql for (sql,) in conn.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")]
    return _words(made) - _words(stands)


def _words(statements: list[str]) -> set[str]:
    return {word.lower() for statement in statements for word in re.findall(r"\w+", statement)}


def _misread(conn: sqlite3.Connection) -> Iterator[DamagedRow]:
    """Yield rows with a value that its column cannot have."""
    before, conn.text_factory = conn.text_factory, lambda text: text.decode(errors="surrogateescape")
    try:
        tables = conn.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall()
        for (table,) in [("sqlite_schema",), *tables]:
            columns = conn.execute(
                'SELECT name, type, "notnull" OR pk, pk FROM pragma_table_info(?)', (table,)
            ).fetchall()
            keys = [n for n, column in enumerate(columns) if column[3]] or [0]
            for row in conn.execute(f'SELECT * FROM "{table}"'):
                for (name, kind, is_needed, _), value in zip(columns, row, strict=True):
                    if not _fits(table, name, kind, is_needed, value):
                        key = " ".join(str(row[n]) for n in keys)
                        yield DamagedRow(table, key.encode(errors="replace").decode(), name)
                        break
    finally:
        conn.text_factory = before


def _astray(conn: sqlite3.Connection) -> Iterator[DamagedRow]:
    """Yield rows that belong to one which there is not."""
    for table, row, parent, _ in conn.execute("PRAGMA foreign_key_check"):
        yield DamagedRow(table, "–" if row is None else str(row), parent)


def _without_change(conn: sqlite3.Connection) -> Iterator[DamagedRow]:
    """Yield rows of the state whose change is missing, or is of something else."""
    for *register, head in conn.execute("SELECT kind, target, unit, field, head FROM state"):
        chain, _, seq = head.rpartition(":")
        query = "SELECT kind, target, unit, field FROM change WHERE replica = ? AND seq = ?"
        if conn.execute(query, (chain, int(seq))).fetchone() != tuple(register):
            yield DamagedRow("state", " ".join(register), "head")
