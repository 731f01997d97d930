"""The columns of a document's table: their headings, what they seem to be, and what stands in them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, islice
from typing import Final, NamedTuple

from planreader.interpret.headings import labels
from planreader.interpret.headings.headcolumns import MOST_COLUMNS, columns_of, completed, table_heading
from planreader.interpret.headings.headfinding import heading_size, holds_value
from planreader.interpret.headings.headings import Heading, RoleColumn, below, texts_below
from planreader.interpret.headings.passed import shown
from planreader.interpret.mapping import given
from planreader.interpret.mapping.guesses import guessed
from planreader.interpret.mapping.moneycolumns import OPEN
from planreader.sources.grid import GridRow
from planreader.vocabulary.fold import fold, squeeze
from planreader.vocabulary.headwords import LONGEST, role_of, year_of
from planreader.vocabulary.money import amount
from planreader.vocabulary.tracking import AMOUNTS, FIELDS, is_reported, is_reporting

_LOOKED: Final = 30
"""Rows of a table among which its heading is looked for, and below it columns without one."""
_MOST_TABLES: Final = 300
"""Tables of a document that are looked at."""
_FILLED: Final = 0.6
"""Part of the cells of a table's fullest row that its heading fills at least."""
_VALUES: Final = 1 / 3
"""Part of a row's cells that hold values, from which on it is no heading."""
_SHARED: Final = 0.5
"""Part of a table's headings that another has as well, if both list the same."""
_FEWEST: Final = 2
"""Rows of a table that lists something, unless its headings say of what: titles and signatures have one."""
SAMPLES: Final = 3
_FIGURES: Final = re.compile(r"\d+")


class ActionTable(NamedTuple):
    """What lists the actions: all rows, its headings by the row where each begins, and its columns.

    ``open`` are columns of money that another one may hold already: nobody can propose what they are.
    """

    rows: Sequence[GridRow]
    heads: Mapping[int, Heading]
    columns: tuple[given.ListedColumn, ...]
    place: str
    open: tuple[str, ...] = ()

    def rank(self, wanted: Sequence[str] = ()) -> tuple[int, int]:
        """Return how many columns bear a ``wanted`` heading, and how many roles of a plan they have."""
        named = sum(any(given.same(name, column.name) for column in self.columns) for name in wanted)
        roles = {column.role.partition(".")[0] for column in self.columns}
        return named, len(roles - {"", given.REMARK, given.LEAVE, *FIELDS, *AMOUNTS})

    def texts(self) -> dict[str, list[str]]:
        """Return what stands below each heading."""
        texts: dict[str, list[str]] = defaultdict(list)
        for at in self.heads:
            for column, own in texts_below(self.rows, at, self.heads).items():
                texts[column.title] += own
        return texts

    def tells(self, wanted: Sequence[str]) -> bool:
        """Return whether it reports on actions, or has a ``wanted`` heading, however few rows there are."""
        roles = [column.role for column in self.columns]
        reports = not {"number", "action"}.isdisjoint(roles) and any(map(is_reported, roles))
        return reports or self.rank(wanted)[0] > 0


def survey(
    rows: Sequence[GridRow], wanted: Sequence[str] = (), *, reports: bool = False
) -> ActionTable | None:
    """Return the table, or several alike, that likely lists the actions; None where none looks like it.

    ``wanted`` are headings that somebody named: the table that has most of them is meant. Else, where
    ``reports`` are looked for, all that report on actions are.
    """
    families: list[dict[int, Heading]] = []
    for heads in islice(_tables(rows), _MOST_TABLES):
        first = next(iter(heads.values()))
        own = next((family for family in families if _alike(next(iter(family.values())), first)), None)
        if own is None:
            families.append(heads)
        else:
            own |= heads
    sizes = [sum(len(list(below(rows, at, heads))) for at in heads) for heads in families]
    tables = [
        (table, size)
        for heads, size in zip(families, sizes, strict=True)
        if size and ((table := _table(rows, heads)).tells(wanted) or size >= _FEWEST)
    ]
    told = [table for table, _size in tables if reports and table.tells(())]
    if len(told) > 1:
        return _table(rows, dict(sorted(pair for table in told for pair in table.heads.items())))
    best = max(tables, key=lambda pair: (pair[0] in told, *pair[0].rank(wanted), pair[1]), default=None)
    return None if best is None else best[0]


def _tables(rows: Sequence[GridRow]) -> Iterator[dict[int, Heading]]:
    """Yield what can be the heading of each table, by its row, and where it stands again further down."""
    start = 0
    for number, group in groupby(rows, key=lambda row: row.table):
        own = list(group)
        at = _heading_row(own) if number else None
        if at is not None:
            heads = _again(_heading(own, at), own, at)
            yield {start + n: heading for n, heading in sorted(heads.items())}
        start += len(own)


def _again(heading: Heading, rows: Sequence[GridRow], at: int) -> dict[int, Heading]:
    """Return a heading with where it stands again, by its row: with its columns, or the row's where these
    stand in another order or are others in part, and with any other that heads numbers and actions."""
    heads, end = {at: heading}, 0
    words = {fold(cell.text) for row in rows[at : at + heading.size] for cell in row.filled}
    most = max(len(row.filled) for row in rows)
    for n, row in enumerate(rows):
        texts = [fold(cell.text) for cell in row.filled]
        if len(texts) < 2 or n < end or at <= n < at + heading.size:
            continue
        repeated = sum(text in words for text in texts)
        lists = {"nr", "title"}.issubset(role_of(cell.text) for cell in row.filled)
        if repeated == len(texts) or (
            (lists or repeated > _SHARED * len(texts)) and _may_head(rows, n, most)
        ):
            is_same = all(
                any(fold(cell.text) in fold(column.title) for column in heading.of(cell))
                for cell in row.filled
            )
            heads[n] = replace(heading, size=1, place=row.place) if is_same else _heading(rows, n)
            end = n + heads[n].size
    return heads


def _heading_row(rows: Sequence[GridRow]) -> int | None:
    """Return where the likeliest heading of a table's rows stands, None where none can be one."""
    most = max(len(row.filled) for row in rows)
    looked = range(min(len(rows), _LOOKED))
    able = [n for n in looked if _may_head(rows, n, most) and len(rows) > n + heading_size(rows, n)]
    roles = {n: len({role_of(cell.text) for cell in rows[n].filled} - {""}) for n in able}
    at = max(able, key=lambda n: (roles[n] if roles[n] > 1 else 0, -n), default=None)
    # what goes on with a row above is no heading by itself, unless a title parts them
    return next((n for n in able if at is not None and n < at < n + _size_to_title(rows, n)), at)


def _size_to_title(rows: Sequence[GridRow], at: int) -> int:
    """Return how many rows a heading takes, up to a row that is nothing but a text where rows begin."""
    own = rows[at + 1 : at + heading_size(rows, at)]
    titles = (
        n for n, row in enumerate(own, 1) if [cell.left for cell in row.filled] == [rows[at].cells[0].left]
    )
    return next(titles, len(own) + 1)


def _may_head(rows: Sequence[GridRow], at: int, most: int) -> bool:
    """Return whether a heading can begin at a row: as wide as the table, short texts that differ, no numbers.

    It is as wide as the rows that part its cells.
    """
    texts = [cell.text for cell in rows[at].filled]
    if not 2 <= len(texts) <= MOST_COLUMNS:
        return False
    if any((text.isdigit() and year_of(text) is None) or len(text.split()) > LONGEST for text in texts):
        return False
    differ = len(set(map(fold, texts))) >= _FILLED * len(texts)
    values = sum(holds_value(text) and not is_reporting(text) for text in texts)
    if not differ or values >= _VALUES * len(texts):
        return False
    return sum(bool(c.title) for c in columns_of(rows[at : at + heading_size(rows, at)])) >= _FILLED * most


def _heading(rows: Sequence[GridRow], at: int) -> Heading:
    """Return the heading at a row of a table, each column with a name of its own, also without a cell.

    ``#3`` is one whose heading is blank, ``Sum #3`` the second of a name.
    """
    heading = table_heading(rows[at : at + heading_size(rows, at)])
    below_it = (cell for row in rows[at + heading.size :][:_LOOKED] for cell in row.filled)
    columns = completed(heading.columns, below_it)
    seen: set[str] = set()
    for n, column in enumerate(columns):
        name = squeeze(column.title)
        name = f"{name} #{n + 1}".strip() if not name or fold(name) in seen else name
        seen.add(fold(name))
        columns[n] = column._replace(title=name)
    return replace(heading, columns=tuple(columns))


def _alike(first: Heading, second: Heading) -> bool:
    # those of another year list the same
    a, b = (
        {_FIGURES.sub("", fold(column.title)) for column in heading.columns} for heading in (first, second)
    )
    return len(a & b) > _SHARED * min(len(a), len(b))


def _table(rows: Sequence[GridRow], heads: Mapping[int, Heading]) -> ActionTable:
    columns: dict[str, RoleColumn] = {}
    samples: dict[str, dict[str, None]] = {}
    for at, heading in heads.items():
        for column in heading.columns:
            columns.setdefault(column.title, column)
            samples.setdefault(column.title, {})
        for cell in (cell for row in below(rows, at, heads) for cell in row.filled):
            for own in heading.of(cell)[:1]:
                samples[own.title].setdefault(shown(cell.text))
    amounts = [
        {
            own.title: cents
            for cell in row.filled
            for own in heading.of(cell)[:1]
            if (cents := amount(cell.text))
        }
        for at, heading in heads.items()
        for row in below(rows, at, heads)
        if labels.total(row.filled[0].text) is None
    ]
    roles = guessed(columns, samples, amounts)
    told = (
        given.ListedColumn(name, role.strip(OPEN), (*islice(samples[name], SAMPLES),))
        for name, role in roles.items()
    )
    doubtful = tuple(name for name, role in roles.items() if role == OPEN)
    return ActionTable(rows, heads, tuple(told), next(iter(heads.values())).place, doubtful)
