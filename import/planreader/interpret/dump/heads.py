"""The heading of a table of actions in a text dump, as rows of a grid.

A dump parts cells by empty lines, but not all of them, so that of all ways to make cells of a heading's words
the one is taken in which most cells name a column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Final, NamedTuple, TypeAlias

from planreader.interpret.headings.headcolumns import is_year_word
from planreader.interpret.headings.headfinding import heading_at
from planreader.interpret.headings.headings import Heading
from planreader.sources.form import Part
from planreader.sources.grid import GridCell, GridRow
from planreader.sources.text.lines import BLANK, WRAP, Line, place
from planreader.sources.text.words import SPACE, is_open
from planreader.vocabulary.currency import is_unit
from planreader.vocabulary.headwords import concepts, role_of, year_of

_LONGEST: Final = 70
"""Lines of a heading."""
_LEAST: Final = 4
"""Columns that a heading names at least."""
_NAMED: Final = 1.0
_YEAR: Final = 0.9
_CELL: Final = -0.35
"""What it is worth that a cell names a column or a year, and what each cell costs."""
_UNKNOWN: Final = -0.7
_WORD: Final = -0.15
"""What a cell costs that names nothing, and each word of it."""
_TARGET: Final = -1.5
"""What it costs that a cell is of a table of indicators."""
_SMALL: Final = -1.0
"""What it costs beside that a cell begins with a small letter."""
_STRANGE: Final = "?"
_OF_TARGETS: Final = "target"
"""What cells are of that name nothing, or columns of indicators."""
_MANY: Final = 5
_OF_ACTIONS: Final = frozenset({"action", "deadline", "funding", "institution", "support", "documents"})
_SINGLE: Final = frozenset({"nr", "title", "deadline", "funding", "output", "documents"})
"""Columns that a table has once."""
_YEARS: Final = re.compile(r"(?:19|20)\d\d\.?")
_FREE: Final = frozenset({"", "budget", "sum"})


class Head(NamedTuple):
    """A heading: its lines, its rows of a grid, what they say, and its words."""

    lines: tuple[Line, ...]
    rows: tuple[GridRow, ...]
    heading: Heading
    words: list[str]

    @property
    def size(self) -> int:
        """How many lines it takes."""
        return len(self.lines)


def head_before(lines: Sequence[Line], known: Iterable[Head]) -> Head | None:
    """The heading at the end of some lines, one that is ``known`` or another; None where there is none."""
    lines = lines[-_LONGEST:]
    words = words_of(lines, 0, len(lines))
    texts = [word.text for word in words]
    for head in known:
        at = len(words) - len(head.words)
        if at >= 0 and texts[at:] == head.words and words[at].gap != SPACE:
            return head._replace(lines=tuple(lines[words[at].line :]))
    found = ways(words, _named, single=_SINGLE, free=_FREE)
    begun = [(at, way) for at, way in found.items() if words[at].gap != SPACE]
    for at, way in sorted(begun, key=lambda pair: -pair[1].score):
        first = words[at].line
        rows = _rows(words, way.cells, place(lines[first].first, lines[-1].last))
        heading = heading_at(rows, 0)
        if heading is not None and _is_whole(heading):
            return Head(tuple(lines[first:]), rows, heading, texts[at:])
    return None


def _is_whole(heading: Heading) -> bool:
    opens = next((column.role for column in heading.columns if column.role), "")
    told = heading.roles - {"notes", "sum", "nr"}
    return heading.kind == "actions" and len(told) >= _LEAST and opens in ("nr", "title")


def _rows(words: Sequence[Word], cells: Sequence[HeadCell], where: str) -> tuple[GridRow, ...]:
    """A heading's cells beside each other; years of a second row, and their sum, below the budget's."""
    texts = [(text_of(words, cell), cell.role) for cell in cells]
    texts = [(text, role) for text, role in texts if not _says_nothing(text)]
    years = [n for n, (text, role) in enumerate(texts) if role == "budget" and year_of(text) is not None]
    above = next((n for n, (text, role) in enumerate(texts) if role == "budget" and n not in years), None)
    if above is None or not years:
        return (_row([(text, n, n + 1, 1) for n, (text, _role) in enumerate(texts)], where),)
    below = [n for n, (_text, role) in enumerate(texts) if n in years or (role == "sum" and n > years[0])]
    upper: list[tuple[str, int, int, int]] = []
    left = begin = 0
    for n, (text, _role) in enumerate(texts):
        if n in below:
            continue
        width = len(below) if n == above else 1
        begin = left if n == above else begin
        upper.append((text, left, left + width, 1 if n == above else 2))
        left += width
    lower = [(texts[n][0], begin + at, begin + at + 1, 1) for at, n in enumerate(below)]
    return _row(upper, where), _row(lower, where)


def _row(cells: Sequence[tuple[str, int, int, int]], where: str) -> GridRow:
    made = (GridCell(left, right, (Part(text),), where, rows) for text, left, right, rows in cells)
    return GridRow(tuple(made), where, 1)


@cache
def _named(text: str) -> tuple[str, float]:
    """What a cell names, and what that is worth."""
    words = text.split()
    if _says_nothing(text):
        return "", 0.0
    role = role_of(text)
    if role in ("", "sum") and _is_year(words):
        return "budget", _YEAR + _CELL
    found = concepts(text)
    small = _SMALL if text[:1].islower() else 0.0
    if found & {"baseline", "target", "interim"} and not found & _OF_ACTIONS:
        return _OF_TARGETS, _TARGET
    if not role or is_unit(text) or (role == "notes" and "indicator" in found):
        return _STRANGE, _UNKNOWN + _WORD * len(words) + _CELL + small
    return role, _NAMED + _CELL + _WORD * max(0, len(words) - _MANY) + small


def _is_year(words: Sequence[str]) -> bool:
    """Whether a cell says a year and nothing else but that it is one, or of what money."""
    others = [word for word in words if not _YEARS.fullmatch(word)]
    told = is_unit(" ".join(others)) or all("year" in concepts(word) for word in others)
    return len(others) == len(words) - 1 and told


def _says_nothing(text: str) -> bool:
    """Whether a cell counts columns, or says "year" without naming one."""
    return (text.isdigit() and len(text) <= 2) or is_year_word(text)


_LONGEST_CELL: Final = 8
"""Words of a heading's cell."""
_AGAIN: Final = -1.2
"""What it costs that a cell is like the next, or names what only one may."""
_JOINED: Final = -3.0
"""What it costs that a cell begins with the sign between two words."""
_JOINING: Final = frozenset("/&+")
_FAR: Final = 5.0
"""How much less than the best a way may be worth: what stands further up is no heading."""
_IN_LINE: Final = -0.4
"""What it costs that a cell ends within a line."""
Naming: TypeAlias = Callable[[str], tuple[str, float]]
"""What a cell of these words names, and what that is worth."""


class Word(NamedTuple):
    """A word with the line where it stands, and what lies before it."""

    text: str
    line: int
    gap: int


class HeadCell(NamedTuple):
    """A cell's words, from one to behind another, and what it names."""

    begin: int
    end: int
    role: str


class Way(NamedTuple):
    """A way to make cells of all words from one to the end, with what they name."""

    score: float
    cells: tuple[HeadCell, ...]
    roles: tuple[str, ...]


def words_of(lines: Sequence[Line], begin: int, end: int) -> list[Word]:
    """The words of lines."""
    return [
        Word(word, at, SPACE if n else lines[at].gap)
        for at in range(begin, end)
        for n, word in enumerate(lines[at].text.split())
    ]


def text_of(words: Sequence[Word], cell: HeadCell) -> str:
    """The text of a cell."""
    return " ".join(word.text for word in words[cell.begin : cell.end])


def ways(
    words: Sequence[Word], named: Naming, *, single: frozenset[str], free: frozenset[str]
) -> dict[int, Way]:
    """For words the best way to make cells of those from there to the end, as far back as it may be the best.

    ``single`` are what only one cell may name, ``free`` what neighbours may name alike.
    """
    size = len(words)
    most, reached = 0.0, size
    found = [Way(0.0, (), ())] * (size + 1)
    for at in range(size - 1, -1, -1):
        best: tuple[float, HeadCell, Way] | None = None
        text = ""
        for stop in range(at + 1, min(size, at + _LONGEST_CELL) + 1):
            word = words[stop - 1]
            if stop > at + 1 and word.gap > WRAP and not word.text[:1].islower():
                break
            text = f"{text} {word.text}" if text else word.text
            role, score = named(text)
            if words[at].text[0] in _JOINING and at:
                score += _JOINED
            after = found[stop]
            gap = words[stop].gap if stop < size else BLANK
            if gap == SPACE:
                score += _IN_LINE
            near = gap <= WRAP and role not in free
            again = after.roles[:1] == (_like(role),) and not _supports(words, stop - 1, role, after)
            if (near and again) or (role in single and role in after.roles):
                score += _AGAIN
            if best is None or score + after.score > best[0]:
                best = score + after.score, HeadCell(at, stop, role), after
        if best is not None:
            score, cell, after = best
            found[at] = Way(score, (cell, *after.cells), (_like(cell.role), *after.roles))
            most, reached = max(most, score), at
            if score < most - _FAR:
                break
    return {at: found[at] for at in range(reached, size)}


def _supports(words: Sequence[Word], last: int, role: str, after: Way) -> bool:
    """Whether a column of those that support, with a capital letter, follows on one of those that lead."""
    cell = after.cells[0]
    begins = words[cell.begin].text[:1].isupper() and "support" in concepts(text_of(words, cell))
    return begins and role == "institutions" and not is_open(words[last].text)


def _like(role: str) -> str:
    return "institutions" if role == "support" else role
