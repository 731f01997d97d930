"""What it costs to go from one column to another between two chunks of a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from planreader.interpret.segments.columns import NOTES, SUPPORT
from planreader.sources.text.lines import BLANK, BLOCK, WRAP
from planreader.sources.text.words import SPACE

NEVER: Final = -1e9
_SKIP: Final[Mapping[str, float]] = {
    "title": -6.0, "deadline": -4.0, "budget": -0.25, "funding": -3.0, "institutions": -4.5, "output": -3.8,
    "documents": -1.2, SUPPORT: -1.0, **dict.fromkeys(NOTES, -0.6),
}  # fmt: skip
_LISTS: Final = frozenset({"funding", "institutions", SUPPORT, "documents"})
_STAY: Final = {SPACE: 0.0, WRAP: 0.0, BLOCK: -1.2, BLANK: -1.2}
_STAY_OUTPUT: Final = {SPACE: 0.0, WRAP: 0.0, BLOCK: -0.8, BLANK: -0.8}
_STAY_LIST: Final = {SPACE: 0.0, WRAP: 0.0, BLOCK: -0.5, BLANK: -0.6}
_MOVE: Final = {SPACE: -3.5, WRAP: -2.5, BLOCK: 0.0, BLANK: 0.2}
_MOVE_SHARED: Final = -0.8
"""What it costs to go to the next column on a line below an empty one, so that a cell began on it."""
_MOVE_NUMERIC: Final = {SPACE: -0.2, WRAP: -0.2, BLOCK: 0.0, BLANK: 0.0}
_MOST_BLANK: Final = 8
_AS_SPACED: Final = 0.5
_UNLIKE_SPACED: Final = 0.3
"""A dump leaves a space for each blank cell on a line: for each that fits, and for each that does not."""
_FULL: Final = 4.0
"""How much more that counts behind a full budget, whose blank cells can be no others."""
_SHOWN_BLANK: Final = 0.5
"""What part of the cost of leaving columns out is not counted where just so many blank cells show."""
_NO_MONEY: Final = -1.5
"""What it costs, beside each blank cell, that a row has no money at all."""
_SPLIT_CELL: Final = -1.0
"""What it costs that a cell goes on behind several spaces."""


class Moves:
    """Costs of going from one column to another; columns that an earlier page filled may be left out."""

    def __init__(self, columns: Sequence[str], filled: frozenset[str], *, left_out: float = 0.0) -> None:
        skips = [0.0]
        for role in columns:
            skips.append(skips[-1] + (0.0 if role in filled else _SKIP[role]))
        self._columns, self._skips, self._left_out = columns, skips, left_out
        money = [n for n, role in enumerate(columns) if role == "budget" and role not in filled]
        self._budget = (money[0], money[-1]) if money else None
        self._tables: dict[tuple[int, int, bool], list[list[float]]] = {}
        self.tail = [skips[-1] - skips[n + 1] for n in range(len(columns))]
        self.head = [skips[n] for n in range(len(columns))]

    def table(self, gap: int, blank: int, *, opened: bool = False) -> list[list[float]]:
        """The cost of going from each column to each other over a gap that shows some ``blank`` cells.

        ``opened`` says that an empty line stands above the line: cells of one line share theirs.
        """
        key = (gap, min(blank, _MOST_BLANK), opened)
        if key not in self._tables:
            self._tables[key] = self._made(*key)
        return self._tables[key]

    def _made(self, gap: int, blank: int, opened: bool) -> list[list[float]]:
        columns, skips = self._columns, self._skips
        table = [[NEVER] * len(columns) for _ in columns]
        for a, left in enumerate(columns):
            table[a][a] = _stay_costs(left)[gap] + (_SPLIT_CELL if blank > 1 else 0.0)
            for b in range(a + 1, len(columns)):
                table[a][b] = _move(left, columns[b], gap, opened=opened) + skips[b] - skips[a + 1]
                if self._budget is not None and a < self._budget[0] and b > self._budget[1]:
                    table[a][b] += _NO_MONEY
                if gap == BLANK and not {"budget"}.issuperset(columns[a + 1 : b]):
                    table[a][b] += self._left_out
                if 0 < b - a - 1 == blank and left != "budget":
                    table[a][b] -= _SHOWN_BLANK * (skips[b] - skips[a + 1])
                if blank:
                    full = self._budget is not None and a == self._budget[1]
                    table[a][b] += _spacing(b - a - 1, blank) * (_FULL if full else 1.0)
        return table

    def begins(self, column: int, blank: int) -> float:
        """What it is worth that a row begins anew in a column behind so many blank cells."""
        return _spacing(column + 1, blank) if blank > 1 else 0.0


def _stay_costs(role: str) -> Mapping[int, float]:
    if role in _LISTS:
        return _STAY_LIST
    return _STAY_OUTPUT if role == "output" else _STAY


def _spacing(skipped: int, blank: int) -> float:
    """What it is worth that as many columns are left out as blank cells show."""
    if skipped == blank:
        return _AS_SPACED * min(blank, 3)
    return -_UNLIKE_SPACED * (blank - skipped) if skipped < blank else 0.0


def _move(left: str, right: str, gap: int, *, opened: bool) -> float:
    if {"budget", "deadline"} & {left, right}:
        return -0.9 if gap <= WRAP and right == "deadline" and left != "budget" else _MOVE_NUMERIC[gap]
    if gap <= WRAP and left == "funding" and right == "institutions":
        return -0.8
    return _MOVE_SHARED if opened and gap == SPACE else _MOVE[gap]
