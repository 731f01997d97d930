"""Rows cut into cells: the best sequence of columns over a row's chunks (a dynamic programme)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from planreader.chunks import Chunk, wrap_of
from planreader.columns import (
    NAMES,
    SUPPORT,
    TEXT_ROLES,
    Learned,
    Widths,
    ends_open,
    names_role,
    parts_entries,
    shape_score,
    start_score,
)
from planreader.context import Context
from planreader.deadlinewords import lacks_year
from planreader.fold import begins_body, begins_document, names_document, says_done, tags
from planreader.lines import BLOCK, WRAP
from planreader.moves import NEVER, Moves
from planreader.periods import ends_loose, is_blank_cell, is_period
from planreader.rowbreaks import is_hint, is_odd, possible_breaks
from planreader.words import SPACE

_HARDLY: Final = -8.0
"""Below this a chunk is not tried in a column: words in a budget cell."""
_FULL_END: Final = {True: -0.9, False: 0.6}
"""What it is worth that the last column is filled, with and without a blank paragraph behind the row."""
_HIDDEN_BREAK: Final = -3.0
"""What it costs to take a page's end for granted where the dump shows none."""
_THIRD_PAGE: Final = -2.0
"""What it costs beside that a row stands on three pages."""
_HINTED_BREAK: Final = -1.0
"""The same where more empty lines than usual, or blank cells in front, hint at it."""
_LOWER_BLOCK: Final = 1.5
"""What it costs that a paragraph of a cell begins with a small letter though the one before was over."""
_REFERENCE: Final = 1.5
"""What it costs that a line in a list of names begins with the kind of a document that has a column."""
_ONE_LINE: Final = 2.5
"""What it costs that a list of names goes on behind an acronym on the same line without a comma."""
_NO_RANGE: Final = 3.0
"""What it costs that a dash that leads to no second year stands in the deadline and not for a blank cell."""
_RANGE: Final = 2.0
"""What it is worth that a dash behind a period's beginning belongs to it where the end stands further on."""
_OF_YEAR: Final = 2.0
"""What it is worth that a year goes on in the cell that says "for the year"."""
_SAID: Final = 2.0
"""What it costs that a list of names goes on with something that was adopted or held."""
_LABELLED: Final = 4.0
"""What it costs that the word that says who leads or supports goes on in another column."""
_OF_BODY: Final = 0.25
"""What it is worth that a small word stands in the name of a body: Faculty of Agriculture."""
_COUNTED: Final = 4.0
"""What it is worth that the second entry of a numbered list stays in the cell of the first."""
_PERIOD: Final = frozenset({"deadline", "period"})
_BLANK_CELL: Final = 3.0
"""What it costs that a dash that stands by itself belongs to a text and is no blank cell."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table, in order; the budget column stands once for each year."""

    roles: tuple[str, ...]
    years: int
    flat: bool = False
    """Whether the dump has no empty lines, so that a cell may end with any line."""

    def columns(self) -> list[str]:
        """One role for each column."""
        return [role for role in self.roles for _ in range(self.years if role == "budget" else 1)]


class Segmenter:
    """Assigns each chunk of a row to a column."""

    def __init__(self, layout: Layout) -> None:
        self._columns = layout.columns()
        self._distinct = list(dict.fromkeys(self._columns))
        self._flat = layout.flat
        self._fresh = Moves(self._columns, frozenset(), flat=self._flat)

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
        emitted = [
            self._emissions(chunk, role, learned, widths, is_blank_cell(chunks, n))
            for n, (chunk, role) in enumerate(zip(chunks, roles, strict=True))
        ]
        stay = [self._stay(chunks, n, widths) for n in range(len(chunks))]
        row = _Row(chunks, emitted, stay, blank_end)
        pages = [n for n, chunk in enumerate(chunks) if chunk.page and n]
        labels, score = self._decode(row, pages)
        if not is_odd(chunks, labels):
            return labels
        for at in possible_breaks(chunks):
            if at in pages:
                continue
            found, reached = self._decode(row, sorted([*pages, at]))
            reached += _HINTED_BREAK if is_hint(chunks[at]) else _HIDDEN_BREAK
            reached += _THIRD_PAGE if pages else 0.0
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
            moves = Moves(self._columns, frozenset(done), flat=self._flat) if done else self._fresh
            tail = 1.0 if end == len(row.chunks) else 0.2
            found, score = self._part(row, begin, end, Context(moves, done, last, tail))
            labels += found
            total += score
            done.update(zip(found, row.chunks[begin:end], strict=True))
            last = found[-1] if found else last
        return labels, total

    def _emissions(
        self, chunk: Chunk, own: str, learned: Learned | None, widths: Widths | None, blank: bool
    ) -> list[float]:
        if not chunk.shape:
            year = chunk.text.isdigit()
            kinds = chunk.kinds[1:] if chunk.is_listed else chunk.kinds
            chunk.shape = {role: shape_score(kinds, role, year=year) for role in self._distinct}
        by_role = dict(chunk.shape)
        body = begins_body(chunk.words)
        for role, score in chunk.shape.items():
            if score < _HARDLY or role in ("budget", "deadline"):
                continue
            if learned is not None:
                score += learned.score(chunk.words, role, own)
            if widths is not None:
                score += widths.chunk_score(chunk, role)
            if role in NAMES and body:
                score += _OF_BODY * chunk.kinds.count("lower")
            by_role[role] = score - (_BLANK_CELL if blank else 0.0)
        return [by_role[role] for role in self._columns]

    def _part(self, row: _Row, begin: int, end: int, context: Context) -> tuple[list[str], float]:
        """The best roles of the chunks between two breaks, and their score."""
        if begin == end:
            return [], 0.0
        columns, size = self._columns, range(len(self._columns))
        heads = context.heads(row.chunks[begin], columns)
        best = [heads[n] + row.emitted[begin][n] for n in size]
        trails: list[list[int]] = []
        for index in range(begin + 1, end):
            chunk, emitted = row.chunks[index], row.emitted[index]
            opened = context.opened(chunk, row.chunks[index - 1])
            starts = {role: context.start(chunk, role) + opened for role in self._distinct}
            stay, table = (
                row.stay[index],
                context.moves.table(chunk.gap, chunk.extra + chunk.behind, opened=chunk.opened),
            )
            going_on = 0.8 if chunk.gap >= BLOCK and opened < -1 else 0.0
            trail: list[int] = []
            reached: list[float] = []
            for b in size:
                role = columns[b]
                if emitted[b] < _HARDLY:
                    reached.append(NEVER)
                    trail.append(b)
                    continue
                start = starts[role]
                top, at = best[b] + table[b][b] + stay[role] + going_on, b
                for a in range(b):
                    score = best[a] + table[a][b] + (0.0 if columns[a] == role else start)
                    if score > top:
                        top, at = score, a
                reached.append(top + emitted[b])
                trail.append(at)
            trails.append(trail)
            best = reached
        ends = [best[n] + context.moves.tail[n] * context.tail for n in size]
        if end == len(row.chunks) and columns[-1] not in context.done:
            ends[-1] += _FULL_END[row.blank_end]
        at = max(size, key=ends.__getitem__)
        score, path = ends[at], [at]
        for trail in reversed(trails):
            at = trail[at]
            path.append(at)
        return [columns[n] for n in reversed(path)], score

    def _stay(self, chunks: Sequence[Chunk], index: int, widths: Widths | None) -> dict[str, float]:
        """What staying in a column costs or gains for a chunk, by role."""
        scores = dict.fromkeys(self._distinct, 0.0)
        if index == 0:
            return scores
        chunk, before = chunks[index], chunks[index - 1]
        if chunk.number:
            # a list begins a cell with its first entry, and the others stand in the same
            scores = dict.fromkeys(self._distinct, _COUNTED if chunk.number > 1 else -_COUNTED)
        if chunk.gap >= BLOCK and "documents" in scores and not ends_open(before):
            scores["documents"] += start_score(chunk, "documents")
            if "output" in scores and begins_document(chunk.ahead):
                scores["output"] -= 0.8
        if chunk.gap >= BLOCK and chunk.kinds[0] == "lower" and not ends_open(before):
            for role in scores:
                scores[role] -= _LOWER_BLOCK
        if names_role(chunk):
            for role in scores.keys() - {"institutions", SUPPORT}:
                scores[role] -= _LABELLED
        if says_done(chunk.words):
            for role in NAMES & scores.keys():
                scores[role] -= _SAID
        if chunk.gap >= WRAP and begins_body(chunk.ahead) and not begins_document(chunk.ahead):
            for role in NAMES & scores.keys():
                scores[role] += 0.5
        if chunk.gap == SPACE and before.kinds[-1] == "acronym" and chunk.kinds[0] == "capital":
            for role in NAMES & scores.keys():
                scores[role] -= 0.0 if ends_open(before) else _ONE_LINE
        if chunk.gap == WRAP and "documents" in scores and names_document(chunk.words[0]):
            for role in NAMES & scores.keys():
                scores[role] -= _REFERENCE
        if chunk.gap == WRAP and widths is not None and before.lines[-1] in before.full:
            wrap = wrap_of(before, chunk.words[0])
            listed = NAMES if parts_entries(before, chunk) else frozenset[str]()
            for role in scores.keys() - listed:
                scores[role] += widths.wrap_score(wrap, role)
        if (
            chunk.gap >= BLOCK
            and before.kinds[-1] == "deadline"
            and (is_period(chunk) or not ends_open(before))
        ):
            after = chunks[index + 1] if index + 1 < len(chunks) else None
            ranged = "-" in chunk.text or (
                after is not None and after.gap == SPACE and after.words[0][0] in "-–"
            )
            single = before.text.isdigit() and not ranged
            scores["deadline"] = scores.get("deadline", 0.0) + (-1.3 if single else -3.0)
        if chunk.gap < BLOCK and chunk.kinds[0] == "deadline" and "year" in tags(before.words[-1]):
            for role in TEXT_ROLES:
                if role in scores:
                    scores[role] += _OF_YEAR
        if ends_loose(chunks, index):
            for role in TEXT_ROLES:
                if role in scores:
                    scores[role] += _OF_YEAR * 2
        if chunk.kinds == ["dash"] and "deadline" in scores:
            leads = _leads_on(chunks, index)
            begun = leads and chunk.gap == SPACE and lacks_year(before.words[0])
            scores["deadline"] += (_RANGE if begun else 0.0) if leads else -_NO_RANGE
        if chunk.kinds[0] != "currency" and "budget" in scores:
            scores["budget"] -= 6.0
        return scores


@dataclass(frozen=True, slots=True)
class _Row:
    """A row's chunks with their scores in each column and for staying in one."""

    chunks: Sequence[Chunk]
    emitted: Sequence[list[float]]
    stay: Sequence[dict[str, float]]
    blank_end: bool


def _leads_on(chunks: Sequence[Chunk], index: int) -> bool:
    """Whether a dash may stand between the two ends of a period; the second may be on the next page."""
    after = chunks[index + 1 :]
    goes_on = bool(after) and after[0].kinds[0] in ("deadline", "period")
    ended = any(chunk.page or (chunk.gap >= BLOCK and _PERIOD.issuperset(chunk.kinds)) for chunk in after)
    return chunks[index].text != "/" and (goes_on or ended)
