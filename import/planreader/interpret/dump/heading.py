"""The heading of a table of actions in a text dump, as a row of a grid.

A dump parts cells by empty lines, but not all of them, so that of all ways to make cells of a heading's words
the one is taken in which most cells name a column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from math import inf
from operator import itemgetter
from typing import Final, NamedTuple

from planreader.interpret.dump.pieces import place_of
from planreader.interpret.headings.headcolumns import is_year_word
from planreader.interpret.headings.headfinding import heading_at
from planreader.interpret.headings.headings import Heading
from planreader.sources.form import Part
from planreader.sources.grid import GridCell, GridRow
from planreader.sources.text.lines import WRAP, Line
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


class DumpHeading(NamedTuple):
    """A heading: its lines, its row of a grid, and what it says."""

    lines: tuple[Line, ...]
    row: GridRow
    heading: Heading


def head_before(lines: Sequence[Line]) -> DumpHeading | None:
    """Return the heading at the end of some lines, None where there is none."""
    lines = lines[-_LONGEST:]
    words = [
        (text, SPACE if n else line.gap, at)
        for at, line in enumerate(lines)
        for n, text in enumerate(line.text.split())
    ]
    ways = _ways([(text, gap) for text, gap, _line in words])
    begun = [at for at in ways if words[at][1] != SPACE]
    for at in sorted(begun, key=lambda at: -ways[at][0]):
        own = tuple(lines[words[at][2] :])
        where = place_of(own)
        texts = _ordered([text for text in ways[at][1] if not _says_nothing(text)])
        row = GridRow(
            tuple(GridCell(n, n + 1, (Part(text),), where) for n, text in enumerate(texts)), where, 1
        )
        heading = heading_at([row], 0)
        if heading is not None and heading.kind == "actions":
            opens = next((column.role for column in heading.columns if column.role), "")
            if opens in ("nr", "title"):
                return DumpHeading(own, row, heading)
    return None


def _ordered(texts: Sequence[str]) -> list[str]:
    """Return a heading's cells with the years, and their sum, behind the budget's, below which they stand."""
    years = [n for n, text in enumerate(texts) if _is_year(text)]
    below = [
        n for n, text in enumerate(texts) if n in years or (years and n > years[0] and role_of(text) == "sum")
    ]
    upper = [text for n, text in enumerate(texts) if n not in below]
    at = next((n for n, text in enumerate(upper, 1) if role_of(text) == "budget"), len(upper))
    return [*upper[:at], *(texts[n] for n in below), *upper[at:]]


@cache
def _worth(text: str) -> float:
    """Return what a cell is worth by what it names."""
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
    """Return whether a cell says a year and nothing else but that it is one, or of what money."""
    words = text.split()
    others = [word for word in words if not _YEARS.fullmatch(word)]
    told = is_unit(" ".join(others)) or all("year" in concepts(word) for word in others)
    return len(others) == len(words) - 1 and told


def _says_nothing(text: str) -> bool:
    """Return whether a cell counts columns, or says "year" without naming one."""
    return (text.isdigit() and len(text) <= 2) or is_year_word(text)


def _ways(words: Sequence[tuple[str, int]]) -> dict[int, tuple[float, tuple[str, ...]]]:
    """For words with the gap before each what the best way to make cells from there on is worth, and it.

    They go as far back as one may be the best.
    """
    ways: dict[int, tuple[float, tuple[str, ...]]] = {len(words): (0.0, ())}
    most = 0.0
    for at in range(len(words) - 1, -1, -1):
        way: tuple[float, tuple[str, ...]] = (-inf, ())
        for stop in range(at + 1, min(len(words), at + _LONGEST_CELL) + 1):
            last, gap = words[stop - 1]
            if stop > at + 1 and gap > WRAP and not last[:1].islower():
                break
            score, cells = ways[stop]
            if _NAMED + score > way[0]:
                text = " ".join(word for word, _gap in words[at:stop])
                way = max(way, (_worth(text) + score, (text, *cells)), key=itemgetter(0))
        ways[at] = way
        most = max(most, way[0])
        if way[0] < most - _FAR:
            break
    del ways[len(words)]
    return ways
