"""Sets of row numbers as spans: a bookmark stays small, however many rows somebody puts there."""

from __future__ import annotations

import secrets
from bisect import bisect_right
from collections.abc import Iterable
from typing import Final

MOST_SPANS: Final = 1_000


class Spans:
    """Row numbers as spans from first to last, in order.

    Beyond MOST_SPANS the two nearest become one, with what lies between them: so what is in the set stays in
    it, and some more may be. Whoever asks must be able to bear that.
    """

    def __init__(self, spans: Iterable[Iterable[int]] = ()) -> None:
        self._spans: list[tuple[int, int]] = []
        for first, last in spans:
            self.add(int(first), int(last))

    def __contains__(self, place: int) -> bool:
        at = bisect_right(self._spans, (place, place)) - 1
        return any(first <= place <= last for first, last in self._spans[max(at, 0) : at + 2])

    def __len__(self) -> int:
        return sum(last - first + 1 for first, last in self._spans)

    @property
    def first(self) -> int | None:
        """The lowest number; None where there is none."""
        return self._spans[0][0] if self._spans else None

    def __bool__(self) -> bool:
        return bool(self._spans)

    def pairs(self) -> list[tuple[int, int]]:
        """The spans, as they are kept."""
        return list(self._spans)

    def add(self, first: int, last: int | None = None) -> None:
        """Add a number, or all from ``first`` to ``last``."""
        start, end = first, first if last is None else last
        before = [span for span in self._spans if span[1] < start - 1]
        after = [span for span in self._spans if span[0] > end + 1]
        for span in self._spans[len(before) : len(self._spans) - len(after)]:
            start, end = min(start, span[0]), max(end, span[1])
        self._spans = [*before, (start, end), *after]
        if len(self._spans) > MOST_SPANS:
            gaps = [
                later[0] - earlier[1] for earlier, later in zip(self._spans, self._spans[1:], strict=False)
            ]
            at = gaps.index(min(gaps))
            self._spans[at : at + 2] = [(self._spans[at][0], self._spans[at + 1][1])]

    def remove(self, place: int) -> None:
        """Take a number out."""
        for at, (first, last) in enumerate(self._spans):
            if first <= place <= last:
                rest = ((first, place - 1), (place + 1, last))
                self._spans[at : at + 1] = [span for span in rest if span[0] <= span[1]]
                return

    def some(self, most: int) -> list[int]:
        """Return the numbers in order; where there are more than ``most``, as many of them by lot."""
        total = len(self)
        if total <= most:
            return [place for first, last in self._spans for place in range(first, last + 1)]
        return sorted({self._nth(secrets.randbelow(total)) for _ in range(most)})

    def _nth(self, n: int) -> int:
        for first, last in self._spans:
            if n <= last - first:
                return first + n
            n -= last - first + 1
        raise IndexError(n)
