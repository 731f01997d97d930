"""The heading of a table of actions in a text dump, as rows of a grid.

A dump parts cells by empty lines, but not all of them, so that of all ways to make cells of a heading's words
the one is taken in which most cells name a column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from planreader.interpret.headings.headcolumns import is_year_word
from planreader.interpret.headings.headfinding import heading_at
from planreader.interpret.headings.headings import Heading
from planreader.sources.form import Part
from planreader.sources.grid import GridCell, GridRow
from planreader.sources.text.lines import WRAP, Line, place
from planreader.sources.text.words import SPACE
from planreader.vocabulary.currency import is_unit
from planreader.vocabulary.headwords import concepts, role_of, year_of

_LONGEST: Final = 70
"""Lines of a heading."""
_NAMED: Final = 0.65
"""What a cell is worth that names a column or a year."""
_UNKNOWN: Final = -1.05
_WORD: Final = -0.15
"""What a cell costs that names nothing, and each word of it."""
_SMALL: Final = -1.0
"""What it costs beside that a cell begins with a small letter."""
_YEARS: Final = re.compile(r"(?:19|20)\d\d\.?")
_LONGEST_CELL: Final = 8
"""Words of a heading's cell."""
_FAR: Final = 5.0
"""How much less than the best a way may be worth: what stands further up is no heading."""


class Word(NamedTuple):
    """A word with the line where it stands, and what lies before it."""

    text: str
    line: int
    gap: int


class Way(NamedTuple):
    """A way to make cells of all words from one to the end: what it is worth, their texts and roles."""

    score: float
    cells: tuple[tuple[str, str], ...]


class Head(NamedTuple):
    """A heading: its lines, its rows of a grid, what they say, and its words."""

    lines: tuple[Line, ...]
    rows: tuple[GridRow, ...]
    heading: Heading
    words: list[str]


def head_before(lines: Sequence[Line], known: Iterable[Head]) -> Head | None:
    """The heading at the end of some lines, one that is ``known`` or another; None where there is none."""
    lines = lines[-_LONGEST:]
    words = [
        Word(word, at, SPACE if n else line.gap)
        for at, line in enumerate(lines)
        for n, word in enumerate(line.text.split())
    ]
    texts = [word.text for word in words]
    for head in known:
        at = len(words) - len(head.words)
        if at >= 0 and texts[at:] == head.words and words[at].gap != SPACE:
            return head._replace(lines=tuple(lines[words[at].line :]))
    begun = [(at, way) for at, way in _ways(words).items() if words[at].gap != SPACE]
    for at, way in sorted(begun, key=lambda pair: -pair[1].score):
        first = words[at].line
        rows = _rows(way.cells, place(lines[first].first, lines[-1].last))
        heading = heading_at(rows, 0)
        if heading is not None and _is_whole(heading):
            return Head(tuple(lines[first:]), rows, heading, texts[at:])
    return None


def _is_whole(heading: Heading) -> bool:
    opens = next((column.role for column in heading.columns if column.role), "")
    return heading.kind == "actions" and opens in ("nr", "title")


def _rows(cells: Sequence[tuple[str, str]], where: str) -> tuple[GridRow, ...]:
    """A heading's cells beside each other; years of a second row, and their sum, below the budget's."""
    texts = [(text, role) for text, role in cells if not _says_nothing(text)]
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
        return "budget", _NAMED
    small = _SMALL if text[:1].islower() else 0.0
    if not role or is_unit(text):
        return "", _UNKNOWN + _WORD * len(words) + small
    return role, _NAMED + small


def _is_year(words: Sequence[str]) -> bool:
    """Whether a cell says a year and nothing else but that it is one, or of what money."""
    others = [word for word in words if not _YEARS.fullmatch(word)]
    told = is_unit(" ".join(others)) or all("year" in concepts(word) for word in others)
    return len(others) == len(words) - 1 and told


def _says_nothing(text: str) -> bool:
    """Whether a cell counts columns, or says "year" without naming one."""
    return (text.isdigit() and len(text) <= 2) or is_year_word(text)


def _ways(words: Sequence[Word]) -> dict[int, Way]:
    """For words the best way to make cells from there to the end, as far back as one may be the best."""
    size = len(words)
    found = {size: Way(0.0, ())}
    most = 0.0
    for at in range(size - 1, -1, -1):
        every: list[Way] = []
        for stop in _stops(words, at):
            text = " ".join(word.text for word in words[at:stop])
            role, score = _named(text)
            every.append(Way(score + found[stop].score, ((text, role), *found[stop].cells)))
        found[at] = max(every, key=lambda way: way.score)
        most = max(most, found[at].score)
        if found[at].score < most - _FAR:
            break
    del found[size]
    return found


def _stops(words: Sequence[Word], at: int) -> Iterator[int]:
    """Behind which words a cell may end that begins at one."""
    yield at + 1
    for stop in range(at + 2, min(len(words), at + _LONGEST_CELL) + 1):
        last = words[stop - 1]
        if last.gap > WRAP and not last.text[:1].islower():
            return
        yield stop
