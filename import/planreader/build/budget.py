"""Budget cells whose years the source does not tell: placed so that the printed totals come out.

A constraint problem over one objective: each row with fewer tokens than years may stand in several ways;
the printed totals decide first, then the deadlines, then the spacing of the dump.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise
from typing import Final

from store.plan.model import BudgetCell

_TOTAL: Final = 4.0
_OUTSIDE: Final = 1.5
_MISSING: Final = 1.0
_SPACING: Final = 0.07
_EXACT: Final = 0.9
"""The same where cells and the blanks that show are as many as the years."""
_STATES: Final = 1000


@dataclass(frozen=True, slots=True)
class Line:
    """A row to place: its cells in order, the empty cells that spacing suggests, and its deadline's years."""

    nr: str
    cells: tuple[BudgetCell, ...]
    blanks: tuple[int, ...] = ()
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A row's cells by year, and what decided: nothing (all years are filled), total, deadline or spacing."""

    cells: Mapping[int, BudgetCell]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Option:
    where: tuple[int, ...]
    cost: float
    sums: tuple[int, ...]
    cells: tuple[BudgetCell, ...]


@cache
def _ways(count: int, years: int) -> tuple[tuple[int, ...], ...]:
    return tuple(combinations(range(years), count))


def _spacing(where: Sequence[int], blanks: Sequence[int], years: int) -> float:
    if len(blanks) != len(where) + 1 or not any(blanks):
        return 0.0
    edges = [-1, *where, years]
    empty = [b - a - 1 for a, b in pairwise(edges)]
    exact = len(where) + sum(blanks) == years
    return (_EXACT if exact else _SPACING) * sum(
        min(abs(e - blank), 2) for e, blank in zip(empty, blanks, strict=True)
    )


def _deadline(where: Sequence[int], years: Sequence[int], span: tuple[int, int] | None) -> float:
    if span is None:
        return 0.0
    filled = {years[n] for n in where}
    outside = sum(not span[0] <= year <= span[1] for year in filled)
    missing = sum(span[0] <= year <= span[1] and year not in filled for year in years)
    return _OUTSIDE * outside + _MISSING * missing


def _options(line: Line, cells: tuple[BudgetCell, ...], years: Sequence[int]) -> list[_Option]:
    found: list[_Option] = []
    for where in _ways(len(cells), len(years)):
        sums = [0] * len(years)
        for n, cell in zip(where, cells, strict=True):
            sums[n] += cell if isinstance(cell, int) else 0
        cost = _spacing(where, line.blanks, len(years)) + _deadline(where, years, line.span)
        found.append(_Option(where, cost, tuple(sums), cells))
    return sorted(found, key=lambda option: option.cost)


def _mismatches(sums: Sequence[int], totals: Sequence[int | None]) -> int:
    return sum((total or 0) != value for value, total in zip(sums, totals, strict=True))


def _totals(
    total: Line | None, years: Sequence[int]
) -> list[tuple[tuple[int, ...], float, tuple[int | None, ...]]]:
    """Ways in which the totals may stand, with their cost."""
    if total is None or not total.cells:
        return []
    found: list[tuple[tuple[int, ...], float, tuple[int | None, ...]]] = []
    for where in _ways(len(total.cells), len(years)):
        values: list[int | None] = [None] * len(years)
        for n, cell in zip(where, total.cells, strict=True):
            values[n] = cell if isinstance(cell, int) else None
        found.append((where, _spacing(where, total.blanks, len(years)), tuple(values)))
    return found


def place(lines: Sequence[Line], total: Line | None, years: Sequence[int]) -> tuple[list[Placed], Placed]:
    """The cells of all rows of an objective by year, and those of its totals."""
    options = [_options(line, line.cells, years) for line in lines]
    ways = _totals(total, years)
    chosen, best_total = _search(options, ways, len(years))
    sums = _sums(chosen, len(years))
    placed = [
        Placed(_by_year(option.where, option.cells, years), _reason(line, option, others, sums, best_total))
        for line, option, others in zip(lines, chosen, options, strict=True)
    ]
    if total is None or best_total is None:
        return placed, Placed(dict.fromkeys(years, None))
    where = next(way[0] for way in ways if way[2] == best_total)
    sure = len(total.cells) == len(years)
    reason = "" if sure else ("total" if not _mismatches(sums, best_total) else "spacing")
    return placed, Placed(_by_year(where, total.cells, years), reason)


def _sums(options: Sequence[_Option], years: int) -> list[int]:
    return [sum(option.sums[n] for option in options) for n in range(years)]


def place_sum(total: Line, years: Sequence[int], sums: Sequence[Sequence[int]]) -> Placed:
    """The total of the plan by year: where it contradicts least of the ``sums`` that may stand there."""
    ways = _totals(total, years)
    if not ways:
        return Placed(dict.fromkeys(years, None))
    missed = [_mismatches_of(way[2], sums) for way in ways]
    best = min(range(len(ways)), key=lambda n: _TOTAL * missed[n] + ways[n][1])
    reason = "" if len(ways) == 1 else ("total" if missed.count(missed[best]) == 1 else "spacing")
    return Placed(_by_year(ways[best][0], total.cells, years), reason)


def _mismatches_of(totals: Sequence[int | None], sums: Sequence[Sequence[int]]) -> int:
    return sum(all((total or 0) != value[n] for value in sums) for n, total in enumerate(totals))


def _by_year(
    where: Sequence[int], cells: Sequence[BudgetCell], years: Sequence[int]
) -> dict[int, BudgetCell]:
    by_year: dict[int, BudgetCell] = dict.fromkeys(years, None)
    by_year.update({years[n]: cell for n, cell in zip(where, cells, strict=True)})
    return by_year


def _search(
    options: Sequence[Sequence[_Option]],
    ways: Sequence[tuple[tuple[int, ...], float, tuple[int | None, ...]]],
    years: int,
) -> tuple[list[_Option], tuple[int | None, ...] | None]:
    """The cheapest choice of one option a row; sums that exceed every total are followed last."""
    most = [max((way[2][n] or 0 for way in ways), default=0) for n in range(years)]
    states: dict[tuple[int, ...], tuple[float, tuple[_Option, ...]]] = {(0,) * years: (0.0, ())}
    for row in options:
        free = [row[0]] if not any(any(option.sums) for option in row) else row
        reached: dict[tuple[int, ...], tuple[float, tuple[_Option, ...]]] = {}
        for sums, (cost, path) in states.items():
            for option in free:
                after = tuple(a + b for a, b in zip(sums, option.sums, strict=True))
                known = reached.get(after)
                if known is None or cost + option.cost < known[0]:
                    reached[after] = (cost + option.cost, (*path, option))
        if len(reached) > _STATES:
            ranked = sorted(
                reached.items(),
                key=lambda item: (
                    item[1][0] + _TOTAL * sum(a > b for a, b in zip(item[0], most, strict=True) if ways)
                ),
            )
            reached = dict(ranked[:_STATES])
        states = reached
    if not ways:
        _cost, path = min(states.values(), key=lambda state: state[0])
        return list(path), None
    ends = [
        (cost + way[1] + _TOTAL * _mismatches(sums, way[2]), n, path, way[2])
        for n, (sums, (cost, path)) in enumerate(states.items())
        for way in ways
    ]
    _cost, _n, path, totals = min(ends, key=lambda end: end[:2])
    return list(path), totals


def _reason(
    line: Line,
    chosen: _Option,
    options: Sequence[_Option],
    sums: Sequence[int],
    totals: Sequence[int | None] | None,
) -> str:
    if len(options) == 1:
        return ""
    if totals is not None and any(chosen.sums):
        here = _mismatches(sums, totals)
        others = [
            _mismatches([s - a + b for s, a, b in zip(sums, chosen.sums, option.sums, strict=True)], totals)
            for option in options
            if option is not chosen
        ]
        if all(other > here for other in others):
            return "total"
    if line.span is not None:
        return "deadline"
    return "spacing" if any(line.blanks) else "order"
