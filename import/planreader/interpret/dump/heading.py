"""The heading of a table of actions in a text dump, as a row of a grid.

A dump parts cells by empty lines, but not all of them, so that of all ways to make cells of a heading's words
the one is taken in which most cells name a column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
from planreader.vocabulary.headwords import concepts, role_of

_LONGEST: Final = 70
"""Lines of a heading."""
_LONGEST_CELL: Final = 8
"""Words of a heading's cell."""
_NAMED: Final = 0.65
"""What a cell is worth that names a column or a year."""
_UNKNOWN: Final = -1.05
_WORD: Final = -0.15
"""What a cell costs that names nothing, and each word of it."""
_SMALL: Final = -1.0
"""What it costs beside that a cell begins with a small letter."""
_FAR: Final = 5.0
"""How much less than the best a way may be worth: what stands further up is no heading."""
_YEARS: Final = re.compile(r"(?:19|20)\d\d\.?")


class Head(NamedTuple):
    """A heading: its lines, its row of a grid, and what it says."""

    lines: tuple[Line, ...]
    row: GridRow
    heading: Heading


class _Word(NamedTuple):
    """A word with the line where it stands, and what lies before it."""

    text: str
    line: int
    gap: int


class _Way(NamedTuple):
    """A way to make cells of all words from one to the end: what it is worth, and their texts."""

    score: float
    cells: tuple[str, ...] = ()


def head_before(lines: Sequence[Line]) -> Head | None:
    """Return the heading at the end of some lines, None where there is none."""
    lines = lines[-_LONGEST:]
    words = [
        _Word(text, at, SPACE if n else line.gap)
        for at, line in enumerate(lines)
        for n, text in enumerate(line.text.split())
    ]
    begun = [(at, way) for at, way in _ways(words).items() if words[at].gap != SPACE]
    for at, way in sorted(begun, key=lambda pair: -pair[1].score):
        own = tuple(lines[words[at].line :])
        where = place(own[0].first, own[-1].last)
        texts = _ordered([text for text in way.cells if not _says_nothing(text)])
        cells = (GridCell(n, n + 1, (Part(text),), where) for n, text in enumerate(texts))
        row = GridRow(tuple(cells), where, 1)
        heading = heading_at([row], 0)
        if heading is not None and heading.kind == "actions":
            opens = next((column.role for column in heading.columns if column.role), "")
            if opens in ("nr", "title"):
                return Head(own, row, heading)
    return None


def _ordered(texts: Sequence[str]) -> list[str]:
    """A heading's cells with the years, and their sum, behind the budget's, below which they stand."""
    years = [n for n, text in enumerate(texts) if _is_year(text)]
    below = [
        n for n, text in enumerate(texts) if n in years or (years and n > years[0] and role_of(text) == "sum")
    ]
    upper = [text for n, text in enumerate(texts) if n not in below]
    at = next((n for n, text in enumerate(upper, 1) if role_of(text) == "budget"), len(upper))
    return [*upper[:at], *(texts[n] for n in below), *upper[at:]]


@cache
def _worth(text: str) -> float:
    """What a cell is worth by what it names."""
    if _says_nothing(text):
        return 0.0
    role = role_of(text)
    if role in ("", "sum") and _is_year(text):
        return _NAMED
    small = _SMALL if text[:1].islower() else 0.0
    if not role or is_unit(text):
        return _UNKNOWN + _WORD * len(text.split()) + small
    return _NAMED + small


def _is_year(text: str) -> bool:
    """Whether a cell says a year and nothing else but that it is one, or of what money."""
    words = text.split()
    others = [word for word in words if not _YEARS.fullmatch(word)]
    told = is_unit(" ".join(others)) or all("year" in concepts(word) for word in others)
    return len(others) == len(words) - 1 and told


def _says_nothing(text: str) -> bool:
    """Whether a cell counts columns, or says "year" without naming one."""
    return (text.isdigit() and len(text) <= 2) or is_year_word(text)


def _ways(words: Sequence[_Word]) -> dict[int, _Way]:
    """For words the best way to make cells from there to the end, as far back as one may be the best."""
    ways = {len(words): _Way(0.0)}
    most = 0.0
    for at in range(len(words) - 1, -1, -1):
        every: list[_Way] = []
        for stop in _stops(words, at):
            text = " ".join(word.text for word in words[at:stop])
            every.append(_Way(_worth(text) + ways[stop].score, (text, *ways[stop].cells)))
        ways[at] = max(every, key=lambda way: way.score)
        most = max(most, ways[at].score)
        if ways[at].score < most - _FAR:
            break
    del ways[len(words)]
    return ways


def _stops(words: Sequence[_Word], at: int) -> Iterator[int]:
    """Behind which words a cell may end that begins at one."""
    yield at + 1
    for stop in range(at + 2, min(len(words), at + _LONGEST_CELL) + 1):
        last = words[stop - 1]
        if last.gap > WRAP and not last.text[:1].islower():
            return
        yield stop
