"""Rows of a list that hold nothing but a title and amounts, which others beside them add up to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

from planreader.interpret.headings.headings import Heading
from planreader.sources.grid import GridRow
from planreader.vocabulary import money

_Amounts: TypeAlias = "dict[str, int]"


class _Line(NamedTuple):
    """A row with its amounts by the column's heading; whether it says nothing else but its title."""

    row: GridRow
    amounts: _Amounts
    is_bare: bool


def rows_of_sums(rows: Sequence[GridRow], heads: Mapping[int, Heading]) -> tuple[set[int], set[int]]:
    """Return the ids of rows that are what those below them add up to, and of those that sum up rows above.

    Neither is due, and nobody leads it, where a list tells both of its actions.
    """
    lines = _lines(rows, heads)
    above: set[int] = set()
    below: set[int] = set()
    if all(line.is_bare for line in lines):
        return above, below
    begins = [n for n, line in enumerate(lines) if line.is_bare]
    for n, end, before in zip(begins, [*begins[1:], len(lines)], [-1, *begins], strict=False):
        whole, own = lines[n].amounts, [line for line in lines[:n] if not line.is_bare]
        if _sum(lines[n + 1 : end]) == whole:
            above.add(id(lines[n].row))
        elif whole in (_sum(lines[before + 1 : n]), _sum(own)):
            below.add(id(lines[n].row))
    return above, below


def _lines(rows: Sequence[GridRow], heads: Mapping[int, Heading]) -> list[_Line]:
    """Return the rows with amounts, and those that are due or led, under headings that tell who and when."""
    lines: list[_Line] = []
    heading: Heading | None = None
    until = 0
    for at, row in enumerate(rows):
        if at in heads:
            heading, until = heads[at], at + heads[at].size
        if heading is None or at < until or not row.table or not heading.has("deadline"):
            continue
        if not heading.has("institutions"):
            continue
        roles = {heading.role_of(cell) for cell in row.filled}
        amounts: _Amounts = {}
        for cell in row.filled:
            cents = money.amount(cell.text) if heading.role_of(cell) == "budget" else None
            if cents:
                amounts[heading.of(cell)[0].title] = cents
        is_bare = "title" in roles and roles <= {"title", "budget", "sum"} and bool(amounts) and not row.above
        if is_bare or roles & {"deadline", "institutions"}:
            lines.append(_Line(row, amounts, is_bare))
    return lines


def _sum(lines: Sequence[_Line]) -> _Amounts:
    whole: _Amounts = {}
    for line in lines:
        for title, cents in line.amounts.items():
            whole[title] = whole.get(title, 0) + cents
    return whole
