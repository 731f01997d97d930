"""docs/data.md describes every table, view and column of a database, and none that there is not."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing

from report.lists.long_lists import reports_list, series_list
from report.table import AMOUNT, DATE, NUMBER, SHARE, TEXT
from store.opening import schema
from store.publishing.columns import DIGEST, PUBLICATION
from tests.support.paths import ROOT

PAGE = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
TYPES = {
    "INTEGER": {"number", "percent", "flag", "cents", "seconds"},
    "TEXT": {"text", "code", "words", "id", "day", "moment", "JSON"},
    "BLOB": {"bytes"},
}
"""Which forms a column of a table can have, by its type."""
LONG = (reports_list((), "EUR"), series_list([]))
KINDS = {
    TEXT: {"text", "code", "words", "id"},
    NUMBER: {"number", "percent", "flag"},
    SHARE: {"share"},
    AMOUNT: {"amount"},
    DATE: {"day"},
}
"""Which forms a column of a kind can have."""


def described(page: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each table or view that a page describes, with its columns and their forms."""
    for part in re.split(r"^### ", page, flags=re.MULTILINE)[1:]:
        name, _, body = part.partition("\n")
        yield name, re.findall(r"^\| `(\w+)` \| (\w+) \| \S.*\|$", body, flags=re.MULTILINE)


def test_every_column_is_described_and_none_that_is_none() -> None:
    told = dict(described(PAGE))
    files = [f"{table.code}.csv" for table in LONG]
    forms = set(
        re.findall(r"^\| (\w+) \|", PAGE.partition("## Forms")[2].partition("## Views")[0], re.MULTILINE)
    )
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as conn:
        schema.create(conn)
        names = [
            name for (name,) in conn.execute("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')")
        ]
        assert sorted(told) == sorted([*names, *files])
        for name in names:
            columns = {row[1]: row[2] for row in conn.execute(f"PRAGMA table_info({name})")}
            assert [column for column, _ in told[name]] == [*columns], name
            for column, form in told[name]:
                assert form in forms, (name, column, form)
                # what a view computes has no type
                assert name.startswith("v_") or form in TYPES[columns[column]], (name, column, form)


def test_every_column_of_the_long_tables_is_described() -> None:
    told = dict(described(PAGE))
    for table in LONG:
        columns = told[f"{table.code}.csv"]
        assert [name for name, _ in columns] == [column.code for column in table.columns]
        for (_, form), column in zip(columns, table.columns, strict=True):
            assert form in KINDS[column.kind], column


def test_what_is_published_beside_the_views_is_described() -> None:
    """A column of each table, and a table of what was published."""
    before_tables = PAGE.partition("## Forms")[0]
    assert {DIGEST, "publication", *PUBLICATION} <= {*re.findall(r"`(\w+)`", before_tables)}
