"""What is known where a part of a row begins, behind a page's end or at its head."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from planreader.interpret.segments.chunk import Chunk
from planreader.interpret.segments.columns import lists_on
from planreader.interpret.segments.weights import WEIGHTS
from planreader.sources.text.lines import BLOCK, WRAP
from planreader.sources.text.words import NUMERIC, SPACE

NEVER: Final = -1e9
_LISTS: Final = frozenset({"funding", "institutions", "documents"})


class Moves:
    """Costs of going from one column to another; columns that an earlier page filled may be left out."""

    def __init__(self, columns: Sequence[str], filled: frozenset[str]) -> None:
        skips = [0.0]
        for role in columns:
            skips.append(skips[-1] + (0.0 if role in filled else WEIGHTS.skip[role]))
        self._columns, self._skips = columns, skips
        self._tables: dict[tuple[int, bool], list[list[float]]] = {}
        self.tail = [skips[-1] - skips[n + 1] for n in range(len(columns))]
        self.head = [skips[n] for n in range(len(columns))]

    def table(self, gap: int, *, opened: bool) -> list[list[float]]:
        """The cost of going from each column to each other over a gap.

        ``opened`` says that an empty line stands above the line: cells of one line share theirs.
        """
        key = (gap, opened)
        if key not in self._tables:
            columns, skips = self._columns, self._skips
            table = [[NEVER] * len(columns) for _ in columns]
            for a, left in enumerate(columns):
                table[a][a] = _stay_costs(left)[gap]
                for b in range(a + 1, len(columns)):
                    table[a][b] = _move(left, columns[b], gap, opened=opened) + skips[b] - skips[a + 1]
            self._tables[key] = table
        return self._tables[key]


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
    return WEIGHTS.move_shared if opened and gap == SPACE else WEIGHTS.move[gap]


class Context(NamedTuple):
    """What is known where a part begins: moves, the last chunk of each column so far, the last role."""

    moves: Moves
    done: Mapping[str, Chunk]
    last: str | None
    tail: float

    def opened(self, chunk: Chunk, before: Chunk) -> float:
        """What it costs to end a cell in mid-sentence; a page's end does that anywhere."""
        cut = chunk.gap >= BLOCK and (before.cut or self.tail < 1.0)
        over = cut or not before.ends_open or before.kinds[-1] in NUMERIC
        return 0.0 if over else WEIGHTS.open_end

    def starts(self, chunk: Chunk, roles: Sequence[str], begun: list[float]) -> list[float]:
        """What it costs to begin each column, or after a page's end to go on with it.

        ``begun`` is how well the chunk begins a cell of each.
        """
        if self.last is None:
            return begun
        return [self._start(chunk, role, score) for role, score in zip(roles, begun, strict=True)]

    def _start(self, chunk: Chunk, role: str, begun: float) -> float:
        before = self.done.get(role)
        if before is None:
            return begun - WEIGHTS.below
        if role in ("budget", "deadline"):
            return 0.0 if before.ends_open else WEIGHTS.figures_again
        if lists_on(before, chunk):
            return WEIGHTS.list_resumed
        if before.ends_open:
            return WEIGHTS.open_resumed
        return 0.0 if chunk.kinds[0] in ("lower", "acronym") else WEIGHTS.capital_resumed

    def heads(self, chunk: Chunk, columns: Sequence[str], begun: Mapping[str, float]) -> list[float]:
        """What it costs to begin a part of a row in each column."""
        if self.last is None:
            return self.moves.head
        last = max(n for n, role in enumerate(columns) if role == self.last)
        heads: list[float] = []
        for n, role in enumerate(columns):
            start = self._start(chunk, role, begun[role])
            if role in self.done:
                heads.append(start + (WEIGHTS.last_resumed if role == self.last else 0.0))
            elif n > last:
                heads.append(start + self.moves.head[n] - self.moves.head[last + 1])
            else:
                heads.append(WEIGHTS.column_back)
        return heads
