"""Rows of a list that hold nothing but a title and amounts, which others beside them add up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from planreader.interpret.headings.headings import Heading
from planreader.sources.grid import GridRow
from planreader.vocabulary import money


@dataclass(slots=True)
class _Section:
    """A row of nothing but a title and amounts, the first without any; what those below it come to."""

    row: GridRow | None = None
    amounts: Counter[str] = field(default_factory=Counter[str])
    """What the row itself says, by the column's heading."""
    summed: Counter[str] = field(default_factory=Counter[str])
    size: int = 0
    """How many actions below it have an amount."""


def rows_of_sums(rows: Sequence[GridRow], heads: Mapping[int, Heading]) -> tuple[set[int], set[int]]:
    """Return the ids of rows that are what those below them add up to, and of those that sum up rows above.

    Neither is due, and nobody leads it, where a list tells both of its actions. That it is as much as one
    action tells nothing where none is the sum of several.
    """
    above: dict[int, int] = {}
    below: dict[int, int] = {}
    whole, size = Counter[str](), 0
    for before, section in pairwise(_sections(rows, heads)):
        whole.update(before.summed)
        size += before.size
        if section.summed == section.amounts:
            above[id(section.row)] = section.size
        elif section.amounts == before.summed:
            below[id(section.row)] = before.size
        elif section.amounts == whole:
            below[id(section.row)] = size
    return _told(above), _told(below)


def _told(sizes: Mapping[int, int]) -> set[int]:
    """Return the ids of rows, with how many actions each sums up, if any sums up several."""
    return set(sizes) if any(size > 1 for size in sizes.values()) else set()


def _sections(rows: Sequence[GridRow], heads: Mapping[int, Heading]) -> list[_Section]:
    """Return the sections of a list under headings that tell who and when."""
    sections = [_Section()]
    for row, heading in _rows_below(rows, heads):
        roles = {heading.role_of(cell) for cell in row.filled}
        amounts = Counter[str]()
        for cell in row.filled:
            if heading.role_of(cell) == "budget" and (cents := money.amount(cell.text)):
                amounts[heading.of(cell)[0].title] = cents
        if roles & {"deadline", "institutions"}:
            sections[-1].summed.update(amounts)
            sections[-1].size += bool(amounts)
        elif "title" in roles and roles <= {"title", "budget", "sum"} and amounts and not row.above:
            sections.append(_Section(row, amounts))
    return sections


def _rows_below(rows: Sequence[GridRow], heads: Mapping[int, Heading]) -> Iterator[tuple[GridRow, Heading]]:
    """Yield the rows of tables below each heading that has deadlines and institutions, with the heading."""
    heading: Heading | None = None
    until = 0
    for at, row in enumerate(rows):
        if at in heads:
            heading, until = heads[at], at + heads[at].size
        if (
            heading is not None
            and at >= until
            and row.table
            and heading.roles >= {"deadline", "institutions"}
        ):
            yield row, heading
