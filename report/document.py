"""A document to be printed, before it has a form: plain text in its places, no markup anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

_LONGEST: Final = 40
"""Characters of a line beyond which a column grows no wider."""
_LONGEST_WORD: Final = 14
"""Characters of a word beyond which it may be broken; a day has eleven."""
_LINE: Final = 80
"""Characters that a table on A4 has room for."""
_AROUND: Final = 3
"""What the space beside a text takes, in characters."""


class DocumentEntry(NamedTuple):
    """One thing said: ``label`` names it, ``text`` may have several lines, ``remark`` says by whom, when."""

    label: str
    text: str
    remark: str = ""


class DocumentSection(NamedTuple):
    """Entries under a heading; ``empty`` is said where there are none."""

    heading: str
    entries: tuple[DocumentEntry, ...]
    empty: str = ""


class DocumentTable(NamedTuple):
    """Rows under a heading and the names of their columns; ``empty`` is said where there are none."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str = ""


def shares(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> list[float]:
    """Return which part of a table's width each column takes: its longest word, within limits, and of the
    rest as much as its longest line has beyond."""
    words = [max(map(len, [*name.split(), ""])) for name in columns]
    sizes = words
    for row in rows:
        sizes = [max(size, *map(len, cell.split("\n"))) for size, cell in zip(sizes, row, strict=True)]
        words = [max(word, *map(len, [*cell.split(), ""])) for word, cell in zip(words, row, strict=True)]
    sizes = [min(size, _LONGEST) + _AROUND for size in sizes]
    least = [min(word, _LONGEST_WORD) + _AROUND for word in words]
    room = max(_LINE, sum(least)) - sum(least)
    beyond = sum(sizes) - sum(least)
    if not beyond:
        return [size / sum(sizes) for size in sizes]
    widths = [word + room * (size - word) / beyond for word, size in zip(least, sizes, strict=True)]
    return [width / sum(widths) for width in widths]


class Document(NamedTuple):
    """Title, facts beneath it, tables, sections, and lines left blank for writing by hand.

    ``language`` is the code of the language in which all of it is written. ``attendance`` stands below the
    facts over ``names``, with room to write where one is empty; ``signatures`` stand at the end.
    """

    language: str
    title: str
    facts: tuple[tuple[str, str], ...]
    tables: tuple[DocumentTable, ...]
    attendance: str
    names: tuple[str, ...]
    sections: tuple[DocumentSection, ...]
    signatures: tuple[str, ...]
