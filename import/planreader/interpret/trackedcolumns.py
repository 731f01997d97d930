"""Which columns of a tracker count where several tell the same, and of which nothing is recorded."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from planreader.interpret.headings.headings import Heading, below
from planreader.interpret.mapping import given
from planreader.interpret.mapping.guesses import ROMAN
from planreader.interpret.mapping.survey import ActionTable
from planreader.interpret.trackedunits import own_words
from planreader.interpret.whose.beside import is_beside
from planreader.interpret.whose.totals import without_unit
from planreader.interpret.whose.years import NEVER, time_told
from planreader.sources.grid import STRUCK, GridRow, hidden_places
from planreader.sources.text.words import kind_of
from planreader.vocabulary.deadlinewords import is_said_of_years
from planreader.vocabulary.fold import begins_body, fold
from planreader.vocabulary.headwords import concepts, is_spent, names_expenditure
from planreader.vocabulary.times import moment
from planreader.vocabulary.tracking import (
    ALLOTTED,
    NEW_DEADLINE,
    NOTE,
    is_amount,
    is_newer,
    is_reported,
    reported_role,
    year_of_amount,
)
from planreader.vocabulary.vocabulary import PAYERS, listed

_BESIDE: Final = (*listed("beside_years"), *listed("months_long"))
"""What stands beside the word for a year of which amounts are, and words for months."""
_NAMING: Final = ("number", "action", "lead", "funding")
"""Roles of columns that say of what a row is."""
_EXPLAINED: Final = re.compile(r"(?:^|[\s,;:(])([^\W\d_]{1,4})\s*[–—=-]\s*([^\W\d_][^,;.()–—=]*)")
"""``P – përfunduar``: what stands for a status in a legend."""


class Told(NamedTuple):
    """What somebody should see of a table: a place, a code of ``language.refusals``, and what was found.

    ``is_left`` is what says something, and nobody can tell what: nothing of it is recorded.
    """

    place: str
    code: str
    found: str | int | tuple[str, ...]
    is_left: bool = False


def columns_of_times(table: ActionTable, roles: Mapping[str, str], mapping: given.Mapping) -> frozenset[str]:
    """Return the columns that tell of which year, or part of one, each row is: most cells are one, and the
    heading says no more than that. Parts have to tell rows of one action apart: it may be planned for one."""
    of_times: set[str] = set()
    for name, texts in table.texts().items():
        times = [time_told(text) for text in texts]
        if mapping.role(name) or not _heads_times(name) or times.count(NEVER) >= len(texts) / 2:
            continue
        if "year" in concepts(name) or _tells_apart(name, table, roles):
            of_times.add(name)
    return frozenset(of_times)


def _heads_times(name: str) -> bool:
    """Return whether a heading is nothing but that of years, or of parts of one that were reported on."""
    return all(
        is_said_of_years(word) or is_beside(word) or fold(word).startswith(_BESIDE) for word in name.split()
    )


def _tells_apart(name: str, table: ActionTable, roles: Mapping[str, str]) -> bool:
    """Return whether rows that are alike but for what is reported differ in a column."""
    told: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for at, heading in table.heads.items():
        for row in below(table.rows, at, table.heads):
            cells = {
                column.title: cell.text for cell in (*row.filled, *row.above) for column in heading.of(cell)
            }
            alike = (cells.get(other, "") for other, role in roles.items() if role in _NAMING)
            told[tuple(alike)].add(cells.get(name, ""))
    return any(len(texts - {""}) > 1 for texts in told.values())


def progress_of_plan(table: ActionTable, roles: Mapping[str, str]) -> dict[str, str]:
    """Return columns that tell what a plan would take for its deadlines or its budget: deadlines that came
    later, and what was allocated, where others tell of progress."""
    kinds = {name: given.kind_of(role) for name, role in roles.items()}
    newer = {name: NEW_DEADLINE for name in roles if kinds[name] == "deadline" and is_newer(name)}
    if not any(column.samples and is_reported(roles[column.name]) for column in table.columns):
        return newer
    money = [name for name in roles if name in table.open or kinds[name] == given.BUDGET]
    allotted = [name for name in money if re.search(ALLOTTED, fold(name))]
    return newer | {name: reported_role(name, numbers=True, words=False) for name in allotted}


def counted(heading: Heading, roles: Mapping[str, str], units: Mapping[str, str]) -> dict[str, str]:
    """Return what each column of a table counts as, empty where another one tells the same.

    Notes all count, and what is of single ``units``, beside which no total does. Otherwise it is the column
    of the latest day or period, or the first. Of amounts of one time it is their total, that of the latest
    day, or all where each names who pays; else none of them. A total without a year is that of the years
    beside it.
    """
    named = [column.title for column in heading.columns]
    counting = {name: roles.get(name, "") for name in named}
    counting |= dict.fromkeys(without_unit(counting, units), "")
    several: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, role in counting.items():
        several[role, units.get(name, "")].append(name)
    for (role, _unit), own in several.items():
        if len(own) > 1 and is_reported(role) and role != NOTE:
            kept = _amounts(own) if is_amount(role) else _latest(own) or own[:1]
            # a part that is read as a budget is missing from their sum
            if len(kept) > 1 and any(is_read_as_budget(*pair) for pair in counting.items()):
                kept = []
            counting |= dict.fromkeys([name for name in own if name not in kept], "")
    dated = {role.partition(".")[0] for role in counting.values() if year_of_amount(role) is not None}
    sums = [name for name, role in counting.items() if role in dated and "general" in concepts(name)]
    return {**counting, **dict.fromkeys(sums, "")}


def _latest(names: Sequence[str], *, by_day: bool = False) -> list[str]:
    """Return the column of the latest moment, where each of several names another one."""
    moments = {name: told for name in names if (told := moment(name)) is not None and (told[2] or not by_day)}
    if len(moments) < len(names) or len({*moments.values()}) < len(names):
        return []
    return [max(names, key=lambda name: moments[name])]


def _amounts(names: Sequence[str]) -> list[str]:
    totals = [name for name in names if "general" in concepts(name)]
    if len(totals) == 1:
        return totals
    own = own_words(names)
    paid = [name for name, words in own.items() if begins_body(words) or any(map(_pays, words))]
    # beside its parts, the whole says nothing more
    whole = [name for name, words in own.items() if not words]
    if len(paid) + len(whole) == len(names) and len(whole) < 2:
        return whole or paid
    return _latest(names, by_day=True)


def _pays(word: str) -> bool:
    return fold(word).startswith(PAYERS) or (kind_of(word) == "acronym" and not ROMAN.issuperset(word))


def is_read_as_budget(name: str, role: str) -> bool:
    """Return whether what may be spent is taken for the plan's money: ``Shpenzime kapitale 2022``."""
    return given.kind_of(role) == given.BUDGET and (names_expenditure(name) or is_spent(name))


def legend_of(rows: Sequence[GridRow]) -> tuple[tuple[str, str], ...]:
    """Return what short words stand for, folded, by the lines that explain them."""
    lines = (" – ".join(cell.text for cell in row.filled) for row in rows if len(row.filled) in (1, 2))
    told = (match.groups() for line in lines for match in _EXPLAINED.finditer(line))
    return tuple({fold(code): words.strip() for code, words in told}.items())


def tables_passed(table: ActionTable) -> Iterator[Told]:
    """Yield tables that list something else than actions, with how many rows they have."""
    used = {table.rows[at].table for at in table.heads}
    for number, group in groupby(table.rows, key=lambda row: row.table):
        own: list[GridRow] = [row for row in group if len(row.filled) > 1]
        if number and number not in used and len(own) > 1:
            yield Told(own[0].place, "table_passed", len(own))


def told_of_rows(table: ActionTable, listed: Sequence[GridRow], earlier: Sequence[str]) -> Iterator[Told]:
    """Yield how many rows are of an earlier day, what is struck through, and how many rows are hidden."""
    for place in earlier[:1]:
        yield Told(place, "rows_earlier", len(earlier))
    for row in table.rows:
        if row.struck and row.table:
            yield Told(row.place, STRUCK, row.struck)
    hidden = hidden_places(listed)
    for place in hidden[:1]:
        yield Told(place, "rows_hidden", len(hidden))
