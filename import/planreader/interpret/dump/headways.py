"""Words of a dump's heading gathered into cells: of all ways the one in which most cells name something.

A dump parts cells by empty lines, but not all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple, TypeAlias

from planreader.sources.text.lines import BLANK, WRAP, Line
from planreader.sources.text.words import SPACE, is_open
from planreader.vocabulary.headwords import concepts

_LONGEST_CELL: Final = 8
"""Words of a heading's cell."""
_AGAIN: Final = -1.2
"""What it costs that a cell is like the next, or names what only one may."""
_JOINED: Final = -3.0
"""What it costs that a cell begins with the sign between two words."""
_JOINING: Final = frozenset("/&+")
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
    words: Sequence[Word], named: Naming, *, single: frozenset[str], free: frozenset[str] = frozenset()
) -> list[Way]:
    """For each word the best way to make cells of those from there to the end.

    ``single`` are what only one cell may name, ``free`` what neighbours may name alike.
    """
    size = len(words)
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
    return found[:size]


def _supports(words: Sequence[Word], last: int, role: str, after: Way) -> bool:
    """Whether a column of those that support, with a capital letter, follows on one of those that lead."""
    cell = after.cells[0]
    begins = words[cell.begin].text[:1].isupper() and "support" in concepts(text_of(words, cell))
    return begins and role == "institutions" and not is_open(words[last].text)


def _like(role: str) -> str:
    return "institutions" if role == "support" else role
