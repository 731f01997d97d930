"""The columns of a document's table: their headings, what they seem to be, and what stands in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, islice
from typing import Final, NamedTuple

from planreader.interpret.headings import labels
from planreader.interpret.headings.headcolumns import table_heading
from planreader.interpret.headings.headfinding import heading_size, holds_value
from planreader.interpret.headings.headings import Column, Heading, below
from planreader.interpret.mapping import given
from planreader.sources.grid import GridRow
from planreader.vocabulary.deadlines import read_deadline
from planreader.vocabulary.fold import fold, squeeze
from planreader.vocabulary.headwords import LONGEST, concepts, role_of, year_of

_LOOKED: Final = 30
"""Rows of a table among which its heading is looked for, and below it columns without one."""
MOST_COLUMNS: Final = 60
_MOST_TABLES: Final = 300
"""Tables of a document that are looked at."""
_FILLED: Final = 0.6
"""Part of the cells of a table's fullest row that its heading fills at least."""
_VALUES: Final = 1 / 3
"""Part of a row's cells that hold values, from which on it is no heading."""
_SHARED: Final = 0.5
"""Part of a table's headings that another has as well, if both list the same."""
_FEWEST: Final = 2
"""Rows of a table that lists something."""
_SAMPLES: Final = 3
_LONGEST: Final = 60
"""Letters of a sample."""
_SECOND: Final = {"deadline": "deadline.to", "lead": "support"}
"""What a second column of a role seems to be."""
_NAMES: Final = {role: name for name, role in reversed(given.ROLES.items()) if role}


class Table(NamedTuple):
    """What lists the actions: its headings by the row where each begins, and its columns."""

    heads: Mapping[int, Heading]
    columns: tuple[given.Listed, ...]
    place: str

    def rank(self, wanted: Sequence[str] = ()) -> tuple[int, int]:
        """How many columns bear a ``wanted`` heading, and how many roles of a plan they have."""
        named = sum(any(given.same(name, column.name) for column in self.columns) for name in wanted)
        roles = {column.role.partition(".")[0] for column in self.columns}
        return named, len(roles - {"", given.REMARK, given.LEAVE})


def survey(rows: Sequence[GridRow], wanted: Sequence[str] = ()) -> Table | None:
    """The table, or several alike, that most likely lists the actions; None where nothing looks like one.

    ``wanted`` are headings that somebody named: the table that has most of them is meant.
    """
    families: list[dict[int, Heading]] = []
    for at, heading in islice(_candidates(rows), _MOST_TABLES):
        own = next((one for one in families if _alike(next(iter(one.values())), heading)), None)
        if own is None:
            families.append({at: heading})
        else:
            own[at] = heading
    sizes = [sum(len(list(below(rows, at, heads))) for at in heads) for heads in families]
    tables = [
        (_table(rows, heads), size) for heads, size in zip(families, sizes, strict=True) if size >= _FEWEST
    ]
    best = max(tables, key=lambda pair: (*pair[0].rank(wanted), pair[1]), default=None)
    return None if best is None else best[0]


def table_of(rows: Sequence[GridRow], at: int) -> Table | None:
    """The table below the heading at a row, None where that is none."""
    found = _heading_of([row for row in rows[at:] if row.table == rows[at].table], first=True)
    return None if found is None else _table(rows, {at: found[1]})


def _candidates(rows: Sequence[GridRow]) -> Iterator[tuple[int, Heading]]:
    """The row of each table that can be its heading."""
    start = 0
    for number, group in groupby(rows, key=lambda row: row.table):
        own = list(group)
        found = _heading_of(own) if number else None
        if found is not None:
            yield start + found[0], found[1]
        start += len(own)


def _heading_of(rows: Sequence[GridRow], *, first: bool = False) -> tuple[int, Heading] | None:
    """The likeliest heading of a table's rows, with its place in them; the ``first`` where that is known."""
    most = max(len(row.filled) for row in rows)
    able = [n for n, row in enumerate(rows[:_LOOKED]) if _may_head(row, most) and len(rows) > n + 1]
    able = [0] if first else able
    if most < 2 or not able:
        return None
    roles = {n: len({role_of(cell.text) for cell in rows[n].filled} - {""}) for n in able}
    at = max(able, key=lambda n: (roles[n] if roles[n] > 1 else 0, -n))
    size = heading_size(rows, at)
    if len(rows) <= at + size:
        return None
    heading = table_heading(rows[at : at + size])
    columns = _with_names(_with_unheaded(heading.columns, rows[at + size :]))
    return at, replace(heading, columns=tuple(columns))


def _may_head(row: GridRow, most: int) -> bool:
    """Whether a row can be a heading: as wide as the table, short texts that differ, no number among them."""
    filled = row.filled
    if len(filled) > MOST_COLUMNS or any(_is_count(cell.text) for cell in filled):
        return False
    if len(filled) < max(2, _FILLED * most) or any(len(cell.text.split()) > LONGEST for cell in filled):
        return False
    if len({fold(cell.text) for cell in filled}) < _FILLED * len(filled):
        return False
    return sum(holds_value(cell.text) for cell in filled) < _VALUES * len(filled)


def _is_count(text: str) -> bool:
    return text.isdigit() and year_of(text) is None


def _with_unheaded(columns: Sequence[Column], rows: Sequence[GridRow]) -> list[Column]:
    """The columns, with those that hold something and have no cell in the heading at all."""
    found = list(columns)
    for cell in (cell for row in rows[:_LOOKED] for cell in row.filled):
        if len(found) < MOST_COLUMNS and not any(
            cell.overlap(column.left, column.right) > 0 for column in found
        ):
            found.append(Column(cell.left, cell.right, ""))
    return sorted(found, key=lambda column: column.left)


def _with_names(columns: Sequence[Column]) -> list[Column]:
    """Columns with a name of their own each: ``#3`` where the heading is blank, ``Sum #3`` the second."""
    seen: set[str] = set()
    found: list[Column] = []
    for n, column in enumerate(columns, 1):
        name = squeeze(column.title)
        name = f"{name} #{n}".strip() if not name or fold(name) in seen else name
        seen.add(fold(name))
        found.append(column._replace(title=name))
    return found


def _alike(one: Heading, other: Heading) -> bool:
    a, b = ({fold(column.title) for column in heading.columns} for heading in (one, other))
    return len(a & b) > _SHARED * min(len(a), len(b))


def _with_repeated(rows: Sequence[GridRow], heads: Mapping[int, Heading]) -> dict[int, Heading]:
    """The headings, and where they stand again further down in their table."""
    found = dict(heads)
    for at, heading in heads.items():
        own = rows[at : at + heading.size]
        n = at + heading.size
        while n + heading.size <= len(rows) and rows[n].table == rows[at].table:
            if len(rows[n].filled) > 1 and all(map(_repeats, rows[n : n + heading.size], own)):
                found[n] = replace(heading, place=rows[n].place)
            n += 1
    return found


def _repeats(row: GridRow, above: GridRow) -> bool:
    """Whether each cell with text says the same as the one above it."""
    return all(
        any(
            cell.overlap(one.left, one.right) > 0 and fold(cell.text) == fold(one.text)
            for one in above.filled
        )
        for cell in row.filled
    )


def _table(rows: Sequence[GridRow], heads: Mapping[int, Heading]) -> Table:
    heads = _with_repeated(rows, heads)
    columns = {
        column.title: column for heading in reversed(list(heads.values())) for column in heading.columns
    }
    samples: dict[str, dict[str, None]] = {c.title: {} for heading in heads.values() for c in heading.columns}
    for at, heading in heads.items():
        for cell in (cell for row in below(rows, at, heads) for cell in row.filled):
            for own in heading.of(cell)[:1]:
                if len(samples[own.title]) < _SAMPLES:
                    samples[own.title].setdefault(_sample(cell.text))
    roles = _guessed({name: columns[name] for name in samples}, samples)
    listed = (given.Listed(name, roles[name], tuple(values)) for name, values in samples.items())
    return Table(heads, tuple(listed), next(iter(heads.values())).place)


def _sample(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"


def _guessed(columns: Mapping[str, Column], samples: Mapping[str, Mapping[str, None]]) -> dict[str, str]:
    """What each column seems to be, each role once; a sum says nothing where there are parts of it.

    Of two columns of deadlines the first is that of the beginning. Where no heading speaks of deadlines, the
    first unknown column that holds nothing but such is theirs.
    """
    has_money = any(column.role == "budget" for column in columns.values())
    found: dict[str, str] = {}
    for name, column in columns.items():
        # "State" below a year is no sum of it
        part = column.role == "sum" and (not has_money or "general" not in concepts(name))
        role, year = ("budget", year_of(name)) if part else (column.role, column.year)
        guess = f"{given.BUDGET}.{year}" if role == "budget" and year is not None else _NAMES.get(role, "")
        guess = given.LEAVE if role == "sum" else guess
        if guess in found.values() and guess not in given.SEVERAL and year is None:
            guess = _SECOND.get(guess, "")
            guess = "" if guess in found.values() else guess
        found[name] = guess
    found |= _of_totals(found)
    if "deadline.to" in found.values():
        return {name: "deadline.from" if role == "deadline" else role for name, role in found.items()}
    unknown = (name for name, role in found.items() if not role and samples[name])
    dated = next((name for name in unknown if all(map(_is_deadline, samples[name]))), None)
    if dated is not None and "deadline" not in found.values():
        found[dated] = "deadline"
    return found


def _of_totals(roles: Mapping[str, str]) -> dict[str, str]:
    """What columns are so that no year counts its total beside its parts: the total is left out.

    One part alone is a remark: what the total has besides stands nowhere else.
    """
    found: dict[str, str] = {}
    for role in {role for role in roles.values() if given.year_of_role(role) is not None}:
        named = {name: labels.total_words(name) for name, own in roles.items() if own == role}
        parts = [name for name, n in named.items() if n == min(named.values())]
        totals = [name for name in named if name not in parts]
        if len(parts) == len(totals) == 1:
            found[parts[0]] = given.REMARK
        else:
            found |= dict.fromkeys(totals, given.LEAVE)
    return found


def _is_deadline(text: str) -> bool:
    reading = read_deadline(text)
    return reading.deadline.start is not None and not reading.malformed
