"""A database in which bits have turned: every command says so, and none fails as nobody foresaw."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from itertools import cycle
from pathlib import Path
from random import Random

import pytest

from tests.support.lengths import cases
from tests.terren.conftest import Exchange, Terren

LOOKING = (("show", "1.1.1"), ("log",), ("list",), ("status",), ("trust", "list"), ("inbox",))
OTHERS = {"TEXT": 7, "BLOB": "x", "INTEGER": "x"}
"""What stands where another type was written."""


@pytest.fixture
def database(exchange: Exchange, tmp_path: Path) -> Path:
    """Headquarters after an exchange, as one file."""
    for entered in (("set", "1.1.1", "--status", "2"), ("note", "1.1.1", "Shënim")):
        assert exchange.at("peja", *entered).code == 0
    assert exchange.carry("peja", "hq").code == 0
    assert exchange.at("hq", "assess", "1.1.1", "--status", "4").code == 0
    assert exchange.carry("hq", "peja").code == 0
    exchange.at("hq", "list")
    path = tmp_path / "hq" / "terren.db"
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("PRAGMA journal_mode = DELETE")
    return path


def filled(conn: sqlite3.Connection) -> dict[str, list[tuple[str, str]]]:
    """Name and type of the columns of each table that holds something."""
    columns: dict[str, list[tuple[str, str]]] = {}
    for table, name, kind in conn.execute(
        "SELECT t.name, c.name, c.type FROM sqlite_schema AS t, pragma_table_info(t.name) AS c"
        " WHERE t.type = 'table' AND t.name NOT GLOB '*sqlite*' AND NOT (c.pk AND c.type = 'INTEGER')"
        " ORDER BY t.name, c.cid"
    ):
        columns.setdefault(table, []).append((name, kind))
    return {
        table: found for table, found in columns.items() if conn.execute(f"SELECT 1 FROM {table}").fetchone()
    }


def turn_a_bit(conn: sqlite3.Connection, table: str, column: str, kind: str, rng: Random) -> None:
    """Turn one bit of one value of a column."""
    values = f'SELECT CAST("{column}" AS BLOB) FROM {table} WHERE length("{column}") > 0'
    if held := [value for (value,) in conn.execute(values)]:
        before = rng.choice(held)
        after = bytearray(before)
        after[rng.randrange(len(after))] ^= 1 << rng.randrange(8)
        conn.execute(
            f'UPDATE OR IGNORE {table} SET "{column}" = CAST(? AS {kind}) WHERE CAST("{column}" AS BLOB) = ?',
            (bytes(after), before),
        )


def retype(conn: sqlite3.Connection, table: str, column: str, kind: str, _rng: Random) -> None:
    """Put something of another type into a column, which SQLite itself would not write."""
    (strict,) = conn.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
    for sql in (re.sub(" (TEXT|BLOB|INTEGER)(?! PRIMARY)", " ANY", strict), strict):
        conn.execute("PRAGMA writable_schema = ON")
        conn.execute("UPDATE sqlite_schema SET sql = ? WHERE name = ?", (sql, table))
        conn.execute("PRAGMA writable_schema = RESET")
        if sql != strict:
            conn.execute(f'UPDATE OR IGNORE {table} SET "{column}" = ?', (OTHERS[kind],))


@pytest.mark.parametrize("damage", [turn_a_bit, retype])
def test_whatever_a_database_holds_is_no_surprise(
    terren: Terren, database: Path, damage: Callable[..., None]
) -> None:
    rng, looking, named = Random(3), cycle(LOOKING), 0
    clean = database.read_bytes()
    with closing(sqlite3.connect(database)) as conn:
        tables = filled(conn)
    for table, columns in [*tables.items()] * cases(1, 60):
        column, kind = rng.choice(columns)
        # another file of the same name: a call that failed may have left the one before open
        database.unlink()
        database.write_bytes(clean)
        with closing(sqlite3.connect(database, isolation_level=None)) as conn:
            conn.execute("PRAGMA ignore_check_constraints = ON")
            damage(conn, table, column, kind, rng)
        for command in (("verify",), next(looking)):
            result = terren(*command, "--json")
            assert result.code in (0, 1), (table, column, command, result.err)
            assert '"unexpected"' not in result.err, (table, column, command, result.err)
            named += f"{table} " in result.err and "cannot be read" in result.err
    assert len(tables) > 15
    assert damage is turn_a_bit or named > 3
