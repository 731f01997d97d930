"""What going from one column to another costs, and what is known where a part of a row begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from planreader.interpret.segments.chunk import Chunk
from planreader.interpret.segments.columns import lists_on
from planreader.interpret.segments.layout import FIGURES
from planreader.interpret.segments.weights import WEIGHTS
from planreader.sources.text.lines import BLOCK
from planreader.sources.text.words import NUMERIC, SPACE

NEVER: Final = -1e9
_LISTS: Final = frozenset({"funding", "institutions", "documents"})


class Step(NamedTuple):
    """What going over a gap costs: staying in each column, beginning each behind text, and behind figures."""

    stay: list[float]
    text: list[float]
    figures: float


def step(columns: Sequence[str], gap: int, *, opened: bool) -> Step:
    """The costs of a gap; ``opened`` says that an empty line stands above: cells of one line share theirs."""
    numeric = WEIGHTS.move_numeric[gap]
    move = WEIGHTS.move_shared if opened and gap == SPACE else WEIGHTS.move[gap]
    return Step(
        [_stay_costs(role)[gap] for role in columns],
        [numeric if role == "budget" else move for role in columns],
        numeric,
    )


def _stay_costs(role: str) -> Mapping[int, float]:
    if role in _LISTS:
        return WEIGHTS.stay_list
    return WEIGHTS.stay_output if role == "output" else WEIGHTS.stay


class Context(NamedTuple):
    """What is known where a part of a row begins, at its head or behind a page's end.

    ``skips`` adds up what it costs to leave out the columns before each, those at none that an earlier page
    filled. ``done`` is the last chunk of each column so far, ``last`` the last role, ``is_end`` says that
    the row ends with the part.
    """

    skips: Sequence[float]
    done: Mapping[str, Chunk]
    last: str | None
    is_end: bool

    def opened(self, chunk: Chunk, before: Chunk) -> float:
        """What it costs to end a cell in mid-sentence; a page's end does that anywhere."""
        cut = chunk.gap >= BLOCK and (before.cut or not self.is_end)
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
            return begun
        if role in FIGURES:
            return WEIGHTS.figures_again
        return WEIGHTS.open_resumed if before.ends_open or lists_on(before, chunk) else 0.0

    def heads(self, chunk: Chunk, columns: Sequence[str], begun: Sequence[float]) -> list[float]:
        """What it costs to begin a part of a row in each column."""
        if self.last is None:
            return list(self.skips[:-1])
        last = max(n for n, role in enumerate(columns) if role == self.last)
        heads = [NEVER] * len(columns)
        for n, role in enumerate(columns):
            if role in self.done:
                resumed = WEIGHTS.last_resumed if role == self.last else 0.0
                heads[n] = self._start(chunk, role, begun[n]) + resumed
            elif n > last:
                heads[n] = begun[n] + self.skips[n] - self.skips[last + 1]
        return heads
