"""The columns of a document's table: their headings, what they seem to be, and what stands in them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, islice, takewhile
from typing import Final, NamedTuple

from planreader.interpret.headings.headcolumns import completed, table_heading
from planreader.interpret.headings.headfinding import heading_size, holds_value
from planreader.interpret.headings.headings import Column, Heading, below
from planreader.interpret.headings.passed import shown
from planreader.interpret.mapping import given
from planreader.sources.grid import GridRow
from planreader.sources.text.words import kind_of
from planreader.vocabulary.currency import named
from planreader.vocabulary.fold import begins_body, fold, squeeze
from planreader.vocabulary.headwords import LONGEST, concepts, role_of, year_of
from planreader.vocabulary.money import amount, is_cell
from planreader.vocabulary.tracking import (
    AMOUNTS,
    FIELDS,
    PERCENT,
    STATUS,
    reported_role,
    status_meant,
)
from planreader.vocabulary.vocabulary import listed

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
_FIGURES: Final = 0.5
"""Part of the values of a column that are figures, if what is reported in it are figures."""
_FEWEST: Final = 2
"""Rows of a table that lists something."""
SAMPLES: Final = 3
_SUMS: Final = listed("sums")
"""Words for a total, which "general" is not by itself."""
_OTHER: Final = listed("within")
"""What headings say of money within that of another column, and of quantities."""
_HELD: Final = listed("held")
"""What headings say of money that a budget beside it holds already."""
_SECOND: Final = {"deadline": "deadline.to", "lead": "support"}
"""What a second column of a role seems to be."""
_KINDS: Final = frozenset({"capital", "recurrent"})
_NAMES: Final = {role: name for name, role in reversed(given.ROLES.items()) if role}


class Table(NamedTuple):
    """What lists the actions: all rows, its headings by the row where each begins, and its columns."""

    rows: Sequence[GridRow]
    heads: Mapping[int, Heading]
    columns: tuple[given.Listed, ...]
    place: str

    def rank(self, wanted: Sequence[str] = ()) -> tuple[int, int]:
        """Return how many columns bear a ``wanted`` heading, and how many roles of a plan they have."""
        named = sum(any(given.same(name, column.name) for column in self.columns) for name in wanted)
        roles = {column.role.partition(".")[0] for column in self.columns}
        return named, len(roles - {"", given.REMARK, given.LEAVE, *FIELDS, *AMOUNTS})


def survey(rows: Sequence[GridRow], wanted: Sequence[str] = ()) -> Table | None:
    """Return the table, or several alike, that likely lists the actions; None where none looks like it.

    ``wanted`` are headings that somebody named: the table that has most of them is meant.
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
        (_table(rows, heads), size) for heads, size in zip(families, sizes, strict=True) if size >= _FEWEST
    ]
    best = max(tables, key=lambda pair: (*pair[0].rank(wanted), pair[1]), default=None)
    return None if best is None else best[0]


def _tables(rows: Sequence[GridRow]) -> Iterator[dict[int, Heading]]:
    """Yield what can be the heading of each table, by its row, and where it stands again further down."""
    start = 0
    for number, group in groupby(rows, key=lambda row: row.table):
        own = list(group)
        at = _heading_row(own) if number else None
        if at is not None:
            heading = _heading(own, at)
            end = at + heading.size
            words = {fold(cell.text) for row in own[at:end] for cell in row.filled}
            again = {
                start + n: replace(heading, size=1, place=row.place)
                for n, row in enumerate(own[end:], end)
                if len(row.filled) > 1 and words.issuperset(fold(cell.text) for cell in row.filled)
            }
            yield {start + at: heading, **again}
        start += len(own)


def _heading_row(rows: Sequence[GridRow]) -> int | None:
    """Return where the likeliest heading of a table's rows stands, None where none can be one."""
    most = max(len(row.filled) for row in rows)
    able = [n for n, row in enumerate(rows[:_LOOKED]) if _may_head(row, most)]
    roles = {n: len({role_of(cell.text) for cell in rows[n].filled} - {""}) for n in able}
    at = max(able, key=lambda n: (roles[n] if roles[n] > 1 else 0, -n), default=None)
    # what goes on with a row above is no heading by itself
    at = next((n for n in able if at is not None and n < at < n + heading_size(rows, n)), at)
    return None if at is None or len(rows) <= at + heading_size(rows, at) else at


def _may_head(row: GridRow, most: int) -> bool:
    """Return whether a row can be a heading: as wide as the table, short texts that differ, no numbers."""
    texts = [cell.text for cell in row.filled]
    if not max(2, _FILLED * most) <= len(texts) <= MOST_COLUMNS:
        return False
    if any((text.isdigit() and year_of(text) is None) or len(text.split()) > LONGEST for text in texts):
        return False
    differ = len(set(map(fold, texts))) >= _FILLED * len(texts)
    return differ and sum(map(holds_value, texts)) < _VALUES * len(texts)


def _heading(rows: Sequence[GridRow], at: int) -> Heading:
    """Return the heading at a row of a table, each column with a name of its own, also without a cell.

    ``#3`` is one whose heading is blank, ``Sum #3`` the second of a name.
    """
    heading = table_heading(rows[at : at + heading_size(rows, at)])
    below_it = (cell for row in rows[at + heading.size :][:_LOOKED] for cell in row.filled)
    columns = completed(heading.columns, below_it, MOST_COLUMNS)
    seen: set[str] = set()
    for n, column in enumerate(columns):
        name = squeeze(column.title)
        name = f"{name} #{n + 1}".strip() if not name or fold(name) in seen else name
        seen.add(fold(name))
        columns[n] = column._replace(title=name)
    return replace(heading, columns=tuple(columns))


def _alike(first: Heading, second: Heading) -> bool:
    a, b = ({fold(column.title) for column in heading.columns} for heading in (first, second))
    return len(a & b) > _SHARED * min(len(a), len(b))


def _table(rows: Sequence[GridRow], heads: Mapping[int, Heading]) -> Table:
    columns: dict[str, Column] = {}
    samples: dict[str, dict[str, None]] = {}
    for at, heading in heads.items():
        for column in heading.columns:
            columns.setdefault(column.title, column)
            samples.setdefault(column.title, {})
        for cell in (cell for row in below(rows, at, heads) for cell in row.filled):
            for own in heading.of(cell)[:1]:
                samples[own.title].setdefault(shown(cell.text))
    amounts = {
        name: any(map(amount, values)) for name, values in samples.items() if all(map(is_cell, values))
    }
    roles = _guessed(columns, amounts)
    if not {"lead", "support"} & set(roles.values()):
        named = (name for name, role in roles.items() if not role and names_bodies(samples[name]))
        roles |= dict.fromkeys(islice(named, 1), "lead")
    roles |= _reported(roles, samples)
    told = (given.Listed(name, roles[name], (*islice(texts, SAMPLES),)) for name, texts in samples.items())
    return Table(rows, heads, tuple(told), next(iter(heads.values())).place)


def _reported(roles: Mapping[str, str], samples: Mapping[str, Collection[str]]) -> dict[str, str]:
    """Return what columns without a field in the plan tell of progress, each role once."""
    reported: dict[str, str] = {}
    for name, role in roles.items():
        if role in ("", given.REMARK):
            texts = samples[name]
            words = any(map(status_meant, texts))
            figures = sum(text.endswith("%") or is_cell(text) for text in texts)
            # one cell that is none must not hide the others: it is said when they are recorded
            numbers = bool(texts) and figures >= len(texts) * (1 if words else _FIGURES)
            told = reported_role(name, numbers=numbers, words=words)
            if told and told not in reported.values():
                reported[name] = told
    if STATUS in reported.values() and PERCENT not in reported.values():
        # beside a status, and not beside what somebody pays
        reported |= dict.fromkeys(
            [name for name, role in roles.items() if name == "%" and not role][:1], PERCENT
        )
    return reported


def names_bodies(texts: Collection[str]) -> bool:
    """Return whether most texts of a column are names of bodies, or short forms as these have them."""
    words = [text.replace("/", " ").split() for text in texts]
    named = sum(begins_body(own) or kind_of("".join(own[:1]).strip(",;")) == "acronym" for own in words)
    return named > 0.5 * len(words)


def _guessed(columns: Mapping[str, Column], amounts: Mapping[str, bool]) -> dict[str, str]:
    """Return what each column seems to be, each role once; a sum says nothing where there are parts of it.

    Of two columns of deadlines the first is that of the beginning. ``amounts`` are columns of nothing else,
    with whether they hold any.
    """
    has_money = any(column.role == "budget" for column in columns.values())
    guesses: dict[str, str] = {}
    for name, column in columns.items():
        # "State" below a year is no sum of it
        part = column.role == "sum" and (not has_money or "general" not in concepts(name))
        role, year = ("budget", year_of(name)) if part else (column.role, column.year)
        guess = f"{given.BUDGET}.{year}" if role == "budget" and year is not None else _NAMES.get(role, "")
        if role == "sum":
            guess = given.LEAVE
        elif role == "funding" and amounts.get(name):
            # numbers pay for nothing
            guess = ""
        if guess in guesses.values() and guess not in given.SEVERAL and year is None:
            is_free = guess == "objective" and [*guesses.values()].count(guess) < given.LEVELS
            guess = guess if is_free else _SECOND.get(guess, "")
            guess = "" if guess in guesses.values() and not is_free else guess
        guesses[name] = guess
    guesses |= _who_pays(guesses, amounts)
    guesses |= _held(guesses)
    guesses |= _of_totals(guesses)
    if "deadline.to" in guesses.values():
        guesses = {name: "deadline.from" if role == "deadline" else role for name, role in guesses.items()}
    return guesses


def _who_pays(roles: Mapping[str, str], amounts: Mapping[str, bool]) -> dict[str, str]:
    """Return columns of amounts beside one of money without a year: who pays what of it, and their total.

    They stand between the two, or their headings speak of money: planned, and in the same currency.
    """
    names = list(roles)
    first = next((name for name in names if roles[name] == given.BUDGET), None)
    if first is None:
        return {}
    behind = list(takewhile(amounts.__contains__, names[names.index(first) + 1 :]))
    total = max((n for n, name in enumerate(behind, 1) if "general" in concepts(name)), default=0)
    parts: dict[str, str] = {}
    for name, holds_any in amounts.items():
        told = holds_any and (bool(named(name)) or role_of(name) in ("budget", "funding"))
        is_other = any(word.startswith(_OTHER) for word in fold(name).split())
        is_mixed = len({*named(name), *named(first)}) > 1
        is_free = roles[name] in ("", "funding", given.LEAVE)
        if is_free and not (is_other or is_mixed) and (told or name in behind[:total]):
            parts[name] = given.BUDGET
    return parts


def _held(roles: Mapping[str, str]) -> dict[str, str]:
    """Return columns of a budget that another one of the same time holds already, as remarks."""
    held = {
        name: role
        for name, role in roles.items()
        if role.startswith(given.BUDGET)
        and (concepts(name) & _KINDS or any(word.startswith(_HELD) for word in fold(name).split()))
    }
    whole = {role for name, role in roles.items() if name not in held}
    return {name: given.REMARK for name, role in held.items() if role in whole}


def _of_totals(roles: Mapping[str, str]) -> dict[str, str]:
    """Return what columns are so that no money counts its total beside its parts: the total is left out.

    The heading tells that has most words for a total. One part alone is a remark: what the total has besides
    stands nowhere else.
    """
    changed: dict[str, str] = {}
    for role in {role for role in roles.values() if role.startswith(given.BUDGET)}:
        words = {name: name.split() for name, own in roles.items() if own == role}
        # "Total" says more than "General budget"
        named = {
            name: sum(fold(word).strip("()[]").startswith(_SUMS) for word in words[name]) for name in words
        }
        if len({*named.values()}) == 1:
            named = {name: sum("general" in concepts(word) for word in words[name]) for name in words}
        parts = [name for name, n in named.items() if n == min(named.values())]
        totals = [name for name in named if name not in parts]
        if len(parts) == len(totals) == 1:
            changed[parts[0]] = given.REMARK
        else:
            changed |= dict.fromkeys(totals, given.LEAVE)
    return changed
