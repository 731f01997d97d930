"""Of which year the amounts of a table are whose headings name none: lines above it, or its sheet, tell."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from planreader.interpret.headings.headings import Heading
from planreader.interpret.whose.around import above
from planreader.interpret.whose.beside import is_of_report, without_report
from planreader.interpret.whose.sheets import called
from planreader.sources.grid import GridRow
from planreader.vocabulary.deadlinewords import is_said_of_years
from planreader.vocabulary.headwords import title_rank, years_in
from planreader.vocabulary.times import is_period, moment, period_in
from planreader.vocabulary.tracking import is_amount, is_running, year_of_amount

Moment: TypeAlias = tuple[int, int, int]
"""Year, month and day, 0 for what is not told."""
NEVER: Final[Moment] = (0, 0, 0)
_LONGEST: Final = 20
"""Words of the longest line that is no prose."""
_LABELLED: Final = 2
"""Cells of a label and what it says."""


def years_told(
    rows: Sequence[GridRow], heads: Mapping[int, Heading], days: Mapping[int, str]
) -> dict[int, frozenset[int]]:
    """Return by the row of its heading which years are told of a table; several tell of none which it is.

    A day tells of its year only where the tables are of different ones: the year is asked for otherwise.
    """
    years = {at: frozenset(_years(rows, at, heads)) for at in heads}
    of_days = {at: int(day[:4]) for at, day in days.items() if day}
    if len({*of_days.values()}) > 1:
        years |= {at: frozenset({year}) for at, year in of_days.items() if not years[at]}
    return years


def period_told(rows: Sequence[GridRow], at: int, heads: Mapping[int, Heading]) -> list[str]:
    """Return the lines above a table that name a year, or a part of one, beside days and the years of a plan,
    and nothing else, but that it is a report's, the nearest first; and the name of its sheet."""
    lines = [text for n in above(rows, at, heads) for text in _texts(rows[n])]
    sheet = called(rows[at])
    return [*filter(_is_of_period, lines), *([] if _is_of_plan(sheet) else [sheet])]


def _texts(row: GridRow) -> list[str]:
    """Return the texts of a row, and a label with what it says beside it."""
    texts = [cell.text for cell in row.filled]
    return [*texts, " ".join(texts)] if len(texts) == _LABELLED else texts


def _is_of_period(line: str) -> bool:
    if len(line.split()) > _LONGEST or _is_of_plan(line):
        return False
    line = period_in(line)
    return is_of_report(line) or _is_of_year(line) or is_period(_without_labels(line))


def _is_of_plan(text: str) -> bool:
    """Return whether a text names a plan, and no report on it: its year is no report's."""
    return title_rank(text) > 0 and not is_of_report(text)


def time_told(text: str) -> Moment:
    """Return the year, and the last month, that a text names and nothing else, but that it is a report's:
    ``Viti 2025``, ``Raport për TM1``; 0 for what it leaves out."""
    rest = _without_labels(text)
    return (moment(rest) or NEVER) if is_period(rest) and len({*years_in(rest)}) < 2 else NEVER


def _without_labels(text: str) -> str:
    """Return a text without words that say that it is a report's, or that a time follows: ``Period: Q3``."""
    words = (word.strip(".:") for word in without_report(text).split())
    return " ".join(word for word in words if not is_said_of_years(word))


def in_year(roles: Mapping[str, str], years: Collection[int]) -> dict[str, str]:
    """Return roles with the only one of ``years`` in those of amounts without one, unless others beside them
    name theirs or they are of all years so far."""
    own = {role.partition(".")[0] for role in roles.values() if year_of_amount(role) is not None}
    told = dict(roles)
    for name, role in roles.items():
        kind, point, part = role.partition(".")
        if len(years) == 1 and is_amount(role) and kind not in own and not is_running(name):
            told[name] = f"{kind}.{min(years)}{point}{part}"
    return told


def of_all_tables(roles: Mapping[str, str], tables: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Return roles as all tables that have the column tell them; a year that one lacks is asked for."""
    told = dict(roles)
    for name, role in roles.items():
        own = {table[name] for table in tables if name in table}
        told[name] = role if role in own else min(own, default=role)
    return told


def _years(rows: Sequence[GridRow], at: int, heads: Mapping[int, Heading]) -> set[int]:
    lines = [" ".join(cell.text for cell in rows[n].filled) for n in above(rows, at, heads)]
    short = [line for line in lines if len(line.split()) <= _LONGEST and not _is_of_plan(line)]
    told = {year for line in short if _is_of_year(line) for year in _year_in(line)}
    told = told or {year for line in short if is_of_report(line) for year in _year_in(line)}
    return told | {*_year_in(called(rows[at]))}


def _year_in(text: str) -> Iterator[int]:
    """Yield the only year that a text names beside its days and the years of a plan."""
    years = {*years_in(period_in(text))}
    if len(years) == 1:
        yield from years


def _is_of_year(line: str) -> bool:
    """Return whether a line says of which year something is: ``Viti 2026``, ``Raporti për vitin 2026``."""
    words = line.split()
    return is_period(line) or any(
        is_said_of_years(word.strip(".,:;()")) and years_in(" ".join(words[max(0, n - 1) : n + 2]))
        for n, word in enumerate(words)
    )
