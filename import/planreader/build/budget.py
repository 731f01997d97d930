"""Budget cells whose years the source does not tell: placed so that the printed totals come out.

A constraint problem over one objective: each row with fewer cells than years may stand in several ways; the
printed totals decide first, then the deadlines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Final, NamedTuple, TypeAlias

from store.plan.model import BudgetCell, SpecificObjective

_TOTAL: Final = 4
"""What it costs where a total does not come out, in years in which deadline and money disagree."""
_STATES: Final = 1000

Amounts: TypeAlias = "tuple[int, ...]"
"""What counts in each year."""


class BudgetLine(NamedTuple):
    """A row to place: its cells in order, and its deadline's years."""

    cells: tuple[BudgetCell, ...]
    span: tuple[int, int] | None = None


class PlacedCells(NamedTuple):
    """A row's cells by year, and what decided: nothing (all filled), total, deadline or order."""

    cells: Mapping[int, BudgetCell]
    reason: str = ""


class _Option(NamedTuple):
    """A way in which a row may stand."""

    cells: Mapping[int, BudgetCell]
    amounts: Amounts
    cost: int


def _options(line: BudgetLine, years: Sequence[int]) -> list[_Option]:
    """Return the ways in which a row may stand, the likeliest first."""
    options: list[_Option] = []
    for where in combinations(years, len(line.cells)):
        cells: dict[int, BudgetCell] = {**dict.fromkeys(years), **dict(zip(where, line.cells, strict=True))}
        amounts = tuple(cell if isinstance(cell, int) else 0 for cell in cells.values())
        due = where if line.span is None else range(line.span[0], line.span[1] + 1)
        options.append(_Option(cells, amounts, sum((year in where) != (year in due) for year in years)))
    return sorted(options, key=lambda option: option.cost)


def _mismatches(sums: Sequence[int], totals: Sequence[int]) -> int:
    return sum(total != value for value, total in zip(sums, totals, strict=True))


def place(
    lines: Sequence[BudgetLine], total: BudgetLine | None, years: Sequence[int]
) -> tuple[list[PlacedCells], PlacedCells]:
    """Return the cells of all rows of an objective by year, and those of its totals."""
    options = [_options(line, years) for line in lines]
    ways = _options(total, years) if total is not None and total.cells else []
    chosen, printed = _search(options, ways, len(years))
    sums = [sum(option.amounts[n] for option in chosen) for n in range(len(years))]
    placed = [
        PlacedCells(option.cells, _reason(line, option, others, sums, printed))
        for line, option, others in zip(lines, chosen, options, strict=True)
    ]
    if printed is None:
        return placed, PlacedCells(dict.fromkeys(years))
    agree = len(ways) > 1 and not _mismatches(sums, printed.amounts)
    return placed, PlacedCells(printed.cells, "" if len(ways) == 1 else "total" if agree else "order")


def sums(objectives: Sequence[SpecificObjective], years: Sequence[int]) -> tuple[list[int], list[int]]:
    """Return by year the sums of the actions of some objectives, and those of their printed totals."""
    actions = [action for objective in objectives for action in objective.actions]
    return (
        [
            sum(cell for action in actions if isinstance(cell := action.budget.get(year), int))
            for year in years
        ],
        [sum(objective.totals.get(year) or 0 for objective in objectives) for year in years],
    )


def place_sum(
    total: BudgetLine, years: Sequence[int], sums: Sequence[Sequence[int]]
) -> Mapping[int, BudgetCell]:
    """Return the total of the plan by year, placed where it contradicts the ``sums`` least."""

    def missed(way: _Option) -> int:
        return sum(a not in candidates for a, *candidates in zip(way.amounts, *sums, strict=True))

    return min(_options(total, years), key=missed).cells


def _search(
    options: Sequence[Sequence[_Option]], ways: Sequence[_Option], years: int
) -> tuple[list[_Option], _Option | None]:
    """Return the cheapest choice of one option a row; sums that exceed every total are followed last."""
    if not ways:
        return [row[0] for row in options], None
    most = [max(way.amounts[n] for way in ways) for n in range(years)]
    states: dict[Amounts, tuple[int, tuple[_Option, ...]]] = {(0,) * years: (0, ())}
    for row in options:
        # where nothing is counted, the likeliest will do
        free = row if any(any(option.amounts) for option in row) else row[:1]
        reached: dict[Amounts, tuple[int, tuple[_Option, ...]]] = {}
        for sums, (cost, path) in states.items():
            for option in free:
                after = tuple(a + b for a, b in zip(sums, option.amounts, strict=True))
                best = reached.get(after)
                if best is None or cost + option.cost < best[0]:
                    reached[after] = (cost + option.cost, (*path, option))
        if len(reached) > _STATES:
            beyond = {sums: sum(a > b for a, b in zip(sums, most, strict=True)) for sums in reached}
            ranked = sorted(reached, key=lambda sums: reached[sums][0] + _TOTAL * beyond[sums])
            reached = {sums: reached[sums] for sums in ranked[:_STATES]}
        states = reached
    ends = [
        (cost + way.cost + _TOTAL * _mismatches(sums, way.amounts), n, path, way)
        for n, (sums, (cost, path)) in enumerate(states.items())
        for way in ways
    ]
    _cost, _n, path, printed = min(ends, key=lambda end: end[:2])
    return list(path), printed


def _reason(
    line: BudgetLine,
    chosen: _Option,
    options: Sequence[_Option],
    sums: Sequence[int],
    printed: _Option | None,
) -> str:
    """Return what decided where a row stands: the totals, where they come out with no other option of it."""
    if len(options) == 1:
        return ""
    if printed is not None:
        rest = [s - a for s, a in zip(sums, chosen.amounts, strict=True)]
        after = [[a + b for a, b in zip(rest, option.amounts, strict=True)] for option in options]
        missed = [_mismatches(amounts, printed.amounts) for amounts in after]
        here = _mismatches(sums, printed.amounts)
        if here == min(missed) and missed.count(here) == 1:
            return "total"
    return "order" if line.span is None else "deadline"
