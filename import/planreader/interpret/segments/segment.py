"""Rows cut into cells: the best sequence of columns over a row's chunks (a dynamic programme)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from planreader.interpret.segments.chunk import Chunk
from planreader.interpret.segments.chunks import ONE_LINE
from planreader.interpret.segments.columns import shape_score
from planreader.interpret.segments.context import Context
from planreader.interpret.segments.layout import NAMES, Layout
from planreader.interpret.segments.learned import Learned
from planreader.interpret.segments.moves import NEVER, Moves
from planreader.interpret.segments.rowbreaks import is_hint, is_odd, possible_breaks
from planreader.interpret.segments.staying import stay_scores
from planreader.interpret.segments.weights import WEIGHTS
from planreader.interpret.segments.widths import Widths
from planreader.sources.text.lines import BLOCK
from planreader.vocabulary.fold import begins_body


class Segmenter:
    """Assigns each chunk of a row to a column."""

    def __init__(self, layout: Layout) -> None:
        self.columns = layout.columns()
        self._distinct = list(dict.fromkeys(self.columns))
        self._fresh = Moves(self.columns, frozenset())

    def label(
        self,
        chunks: Sequence[Chunk],
        own: Sequence[str] | None = None,
        learned: Learned | None = None,
        widths: Widths | None = None,
        *,
        blank_end: bool = False,
    ) -> list[str]:
        """The role of each chunk. ``own`` are the roles of an earlier pass, left out of what was learned.

        ``blank_end`` says that a blank paragraph follows the row, as it does where the last cell is empty.

        After a page's end the columns begin anew, each going on where it stopped.
        """
        roles = own or [""] * len(chunks)
        blank_end = blank_end or (len(chunks) > 0 and _ends_blank(chunks[-1]))
        emitted = [
            self._emissions(chunk, role, learned, widths) for chunk, role in zip(chunks, roles, strict=True)
        ]
        stay = [stay_scores(chunks, n, self._distinct, widths) for n in range(len(chunks))]
        row = _Row(chunks, emitted, stay, blank_end)
        pages = [n for n, chunk in enumerate(chunks) if chunk.page and n]
        labels, score = self._decode(row, pages)
        if not is_odd(chunks, labels):
            return labels
        for at in possible_breaks(chunks):
            if at in pages:
                continue
            found, reached = self._decode(row, sorted([*pages, at]))
            reached += WEIGHTS.hinted_break if is_hint(chunks[at]) else WEIGHTS.hidden_break
            reached += WEIGHTS.third_page if pages else 0.0
            if reached > score:
                labels, score = found, reached
        return labels

    def _decode(self, row: _Row, breaks: Sequence[int]) -> tuple[list[str], float]:
        """The best roles and their score, with the columns beginning anew at the breaks."""
        labels: list[str] = []
        done: dict[str, Chunk] = {}
        last: str | None = None
        total = 0.0
        bounds = [0, *breaks, len(row.chunks)]
        for begin, end in pairwise(bounds):
            moves = Moves(self.columns, frozenset(done)) if done else self._fresh
            tail = 1.0 if end == len(row.chunks) else WEIGHTS.tail_cut
            found, score = self._part(row, begin, end, Context(moves, done, last, tail))
            labels += found
            total += score
            done.update(zip(found, row.chunks[begin:end], strict=True))
            last = found[-1] if found else last
        return labels, total

    def _emissions(
        self, chunk: Chunk, own: str, learned: Learned | None, widths: Widths | None
    ) -> list[float]:
        if not chunk.shape:
            year = chunk.text.isdigit()
            kinds = chunk.kinds[1:] if chunk.is_listed else chunk.kinds
            chunk.shape = {role: shape_score(kinds, role, year=year) for role in self._distinct}
        by_role = dict(chunk.shape)
        body = begins_body(chunk.words)
        for role, score in chunk.shape.items():
            if score < WEIGHTS.hardly or role in ("budget", "deadline"):
                continue
            if learned is not None:
                score += learned.score(chunk.words, role, own)
            if widths is not None:
                score += widths.chunk_score(chunk, role)
            if role in NAMES and body:
                score += WEIGHTS.of_body * chunk.kinds.count("lower")
            by_role[role] = score
        return [by_role[role] for role in self.columns]

    def _part(self, row: _Row, begin: int, end: int, context: Context) -> tuple[list[str], float]:
        """The best roles of the chunks between two breaks, and their score."""
        if begin == end:
            return [], 0.0
        columns, size = self.columns, range(len(self.columns))
        heads = context.heads(row.chunks[begin], columns)
        best = [heads[n] + row.emitted[begin][n] for n in size]
        trails: list[list[int]] = []
        for index in range(begin + 1, end):
            chunk, emitted = row.chunks[index], row.emitted[index]
            opened = context.opened(chunk, row.chunks[index - 1])
            likely = [b for b in size if emitted[b] >= WEIGHTS.hardly]
            starts = {role: context.start(chunk, role) + opened for role in {columns[b] for b in likely}}
            stay, table = (
                row.stay[index],
                context.moves.table(chunk.gap, chunk.extra + chunk.behind, opened=chunk.opened),
            )
            going_on = WEIGHTS.open_block if chunk.gap >= BLOCK and opened < -1 else 0.0
            alive = [(a, best[a], table[a]) for a in size if best[a] > NEVER]
            trail, reached = list(size), [NEVER] * len(columns)
            for b in likely:
                role = columns[b]
                start = starts[role]
                top, at = best[b] + table[b][b] + stay[role] + going_on, b
                for a, score, costs in alive:
                    if a >= b:
                        break
                    score += costs[b] + (0.0 if columns[a] == role else start)
                    if score > top:
                        top, at = score, a
                trail[b], reached[b] = at, top + emitted[b]
            trails.append(trail)
            best = reached
        ends = [best[n] + context.moves.tail[n] * context.tail for n in size]
        if end == len(row.chunks) and columns[-1] not in context.done:
            ends[-1] += WEIGHTS.full_end[row.blank_end]
        at = max(size, key=ends.__getitem__)
        score, path = ends[at], [at]
        for trail in reversed(trails):
            at = trail[at]
            path.append(at)
        return [columns[n] for n in reversed(path)], score


def _ends_blank(chunk: Chunk) -> bool:
    """Whether spaces behind the last figures or short forms of a row stand for a blank cell."""
    return chunk.kinds[-1] in ONE_LINE and chunk.lines[-1].trail > 1


@dataclass(frozen=True, slots=True)
class _Row:
    """A row's chunks with their scores in each column and for staying in one."""

    chunks: Sequence[Chunk]
    emitted: Sequence[list[float]]
    stay: Sequence[dict[str, float]]
    blank_end: bool
