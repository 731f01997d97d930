"""What it costs to go from one column to another between two chunks of a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from planreader.interpret.segments.layout import SUPPORT
from planreader.interpret.segments.weights import WEIGHTS
from planreader.sources.text.lines import WRAP
from planreader.sources.text.words import SPACE

NEVER: Final = -1e9
_LISTS: Final = frozenset({"funding", "institutions", SUPPORT, "documents"})
_MOST_BLANK: Final = 8


class Moves:
    """Costs of going from one column to another; columns that an earlier page filled may be left out."""

    def __init__(self, columns: Sequence[str], filled: frozenset[str]) -> None:
        skips = [0.0]
        for role in columns:
            skips.append(skips[-1] + (0.0 if role in filled else WEIGHTS.skip[role]))
        self._columns, self._skips = columns, skips
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
            table[a][a] = _stay_costs(left)[gap] + (WEIGHTS.split_cell if blank > 1 else 0.0)
            for b in range(a + 1, len(columns)):
                table[a][b] = _move(left, columns[b], gap, opened=opened) + skips[b] - skips[a + 1]
                if self._budget is not None and a < self._budget[0] and b > self._budget[1]:
                    table[a][b] += WEIGHTS.moneyless
        return table


def _stay_costs(role: str) -> Mapping[int, float]:
    if role in _LISTS:
        return WEIGHTS.stay_list
    return WEIGHTS.stay_output if role == "output" else WEIGHTS.stay


def _move(left: str, right: str, gap: int, *, opened: bool) -> float:
    if {"budget", "deadline"} & {left, right}:
        return (
            WEIGHTS.deadline_in_block
            if gap <= WRAP and right == "deadline" and left != "budget"
            else WEIGHTS.move_numeric[gap]
        )
    if gap <= WRAP and left == "funding" and right == "institutions":
        return WEIGHTS.names_in_block
    return WEIGHTS.move_shared if opened and gap == SPACE else WEIGHTS.move[gap]
