"""Rows cut into cells: the best sequence of columns over a row's chunks (a dynamic programme)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final

from planreader.interpret.segments.chunks import Chunk
from planreader.interpret.segments.columns import (
    NEVER,
    Context,
    shape_scores,
    start_scores,
    stay_scores,
    step,
)
from planreader.interpret.segments.layout import FIGURES, Layout
from planreader.interpret.segments.learned import Learned, Widths
from planreader.interpret.segments.weights import WEIGHTS
from planreader.sources.text.lines import BLANK, BLOCK, WRAP
from planreader.sources.text.words import SPACE


@dataclass(slots=True)
class Row:
    """A row's chunks with their scores in each column, for beginning a cell there, and for staying in it.

    ``blank_end`` says that a blank paragraph follows, as it does where the last cell is empty.
    """

    chunks: Sequence[Chunk]
    blank_end: bool
    shapes: Sequence[list[float]]
    starts: Sequence[list[float]]
    stay: Sequence[list[float]]
    labels: list[str]


class Segmenter:
    """Assigns each chunk of a row to a column.

    After a page's end the columns begin anew, each going on where it stopped.
    """

    def __init__(self, layout: Layout) -> None:
        self.columns = layout.columns()
        self.roles = tuple(dict.fromkeys(self.columns))
        self._at = [self.roles.index(role) for role in self.columns]
        self._figures = [role in FIGURES for role in self.columns]
        self._steps = {
            (gap, opened): step(self.columns, gap, opened=opened)
            for gap in (SPACE, WRAP, BLOCK, BLANK)
            for opened in (False, True)
        }
        self._skips: dict[frozenset[str], list[float]] = {}

    def row(self, chunks: Sequence[Chunk], *, blank_end: bool = False) -> Row:
        """A row with the labels that the look of its words tells."""
        starts = [start_scores(chunk, self.roles) for chunk in chunks]
        row = Row(
            chunks,
            blank_end,
            [shape_scores(chunk, self.roles) for chunk in chunks],
            starts,
            [stay_scores(chunks, n, self.roles, begun) for n, begun in enumerate(starts)],
            [],
        )
        row.labels, _score = self._decode(row, row.shapes, _pages(chunks))
        return row

    def again(self, row: Row, learned: Learned, widths: Widths) -> list[str]:
        """The labels of a row by what the document has shown, where a page's end that left no mark may be."""
        emitted = [
            self._seen(chunk, shape, own, learned, widths)
            for chunk, shape, own in zip(row.chunks, row.shapes, row.labels, strict=True)
        ]
        pages = _pages(row.chunks)
        labels, score = self._decode(row, emitted, pages)
        for at in _breaks(row.chunks):
            found, reached = self._decode(row, emitted, sorted([*pages, at]))
            reached += WEIGHTS.hidden_break
            if reached > score:
                labels, score = found, reached
        return labels

    def _seen(
        self, chunk: Chunk, shape: Sequence[float], own: str, learned: Learned, widths: Widths
    ) -> list[float]:
        """The scores of a chunk in each column by its look and by what the document has shown."""
        told = zip(shape, learned.scores(chunk.words, own), widths.scores(chunk), strict=True)
        return [
            score if role in FIGURES else score + words + width
            for role, (score, words, width) in zip(self.roles, told, strict=True)
        ]

    def _decode(
        self, row: Row, emitted: Sequence[list[float]], breaks: Sequence[int]
    ) -> tuple[list[str], float]:
        """The best roles and their score, with the columns beginning anew at the breaks."""
        labels: list[str] = []
        done: dict[str, Chunk] = {}
        total = 0.0
        size = len(row.chunks)
        for begin, end in pairwise([0, *breaks, size]):
            last = labels[-1] if labels else None
            context = Context(self._skips_after(done), done, last, end == size)
            found, score = self._part(row, emitted, range(begin, end), context)
            labels += found
            total += score
            done.update(zip(found, row.chunks[begin:end], strict=True))
        return labels, total

    def _skips_after(self, done: Iterable[str]) -> list[float]:
        """What it costs to leave out the columns before each, those at none that are done."""
        filled = frozenset(done)
        if filled not in self._skips:
            costs = (0.0 if role in filled else WEIGHTS.skip[role] for role in self.columns)
            self._skips[filled] = list(accumulate(costs, initial=0.0))
        return self._skips[filled]

    def _part(
        self, row: Row, emitted: Sequence[list[float]], part: range, context: Context
    ) -> tuple[list[str], float]:
        """The best roles of a part of a row's chunks, and their score."""
        if not part:
            return [], 0.0
        columns, first = self.columns, part[0]
        starts = context.starts(row.chunks[first], self.roles, row.starts[first])
        heads = context.heads(columns, [starts[at] for at in self._at])
        best = [head + emitted[first][at] for head, at in zip(heads, self._at, strict=True)]
        trails: list[list[int]] = []
        for index in part[1:]:
            trail, best = self._step(row, emitted[index], index, context, best)
            trails.append(trail)
        if context.is_end:
            best = [
                score + context.skips[-1] - skip for score, skip in zip(best, context.skips[1:], strict=True)
            ]
            if columns[-1] not in context.done:
                best[-1] += WEIGHTS.full_end[row.blank_end]
        at = max(range(len(columns)), key=best.__getitem__)
        score, path = best[at], [at]
        for trail in reversed(trails):
            at = trail[at]
            path.append(at)
        return [columns[n] for n in reversed(path)], score

    def _step(
        self, row: Row, emitted: Sequence[float], index: int, context: Context, best: Sequence[float]
    ) -> tuple[list[int], list[float]]:
        """For each column where the chunk before it best stood, and the score with the chunk in it."""
        chunk, stay, skips = row.chunks[index], row.stay[index], context.skips
        opened = context.opened(chunk, row.chunks[index - 1])
        starts = context.starts(chunk, self.roles, row.starts[index])
        staying, behind_text, behind_figure = self._steps[chunk.gap, chunk.opened]
        trail, reached = list(range(len(best))), [NEVER] * len(best)
        # of the columns before each one the best: of texts, of figures, and of those of its own role
        text = figure = same = NEVER
        text_at = figure_at = same_at = 0
        before = -1
        for b, at in enumerate(self._at):
            if at != before:
                same, before = NEVER, at
            score = emitted[at]
            if score > WEIGHTS.foreign:
                top, way = best[b] + staying[b] + stay[at], b
                skipped = skips[b] + behind_figure
                begun = starts[at] + opened
                if same + skipped > top:
                    top, way = same + skipped, same_at
                if figure + skipped + begun > top:
                    top, way = figure + skipped + begun, figure_at
                if text + skips[b] + behind_text[b] + begun > top:
                    top, way = text + skips[b] + behind_text[b] + begun, text_at
                trail[b], reached[b] = way, top + score
            left = best[b] - skips[b + 1]
            if left > same:
                same, same_at = left, b
            if self._figures[b]:
                if left > figure:
                    figure, figure_at = left, b
            elif left > text:
                text, text_at = left, b
        return trail, reached


def _pages(chunks: Sequence[Chunk]) -> list[int]:
    """Where pages begin."""
    return [n for n, chunk in enumerate(chunks) if chunk.page and n]


_MOST_TRIED: Final = 6000
"""Chunks times breaks that are tried in a long row."""


def _breaks(chunks: Sequence[Chunk]) -> list[int]:
    """Where a page may begin without a mark: far below what stands above, or in mid-sentence behind none."""
    found = [
        n
        for n, chunk in enumerate(chunks)
        if n and chunk.gap >= BLOCK and not chunk.page
        and (chunk.line.apart or (chunk.kinds[0] == "lower" and not chunks[n - 1].ends_open))
    ]  # fmt: skip
    return found[: _MOST_TRIED // max(1, len(chunks))]
