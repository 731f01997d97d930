"""Words of a dump that are in one cell for sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from planreader.sources.text.lines import BLOCK, Line
from planreader.sources.text.words import is_open
from planreader.vocabulary.fold import begins_body, begins_document


@dataclass(eq=False)
class Chunk:
    """Words that are in one cell for sure: part of a line, or lines that go on in mid-sentence.

    ``gap`` and ``extra`` (spaces beyond the first, or the line's lead) lie before it. ``full`` are those of
    its ``lines`` that hold nothing else, ``wraps`` where it went from line to line, ``ahead`` its first words
    and those that follow in one block. ``cut`` says that it ends inside a word, ``behind`` counts the blank
    cells that stood behind the line of figures or short forms before it. ``is_listed`` says that a sign or
    number of a list stands before an entry, ``number`` which, 0 for none.
    """

    gap: int
    extra: int
    page: bool
    behind: int
    words: list[str] = field(default_factory=list[str])
    kinds: list[str] = field(default_factory=list[str])
    lines: list[Line] = field(default_factory=list[Line])
    full: list[Line] = field(default_factory=list[Line])
    wraps: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    ahead: Sequence[str] = ()
    cut: bool = False
    is_listed: bool = False
    number: int = 0

    @property
    def opened(self) -> bool:
        """Whether the line it begins on has an empty one above."""
        return self.lines[0].gap >= BLOCK

    @property
    def text(self) -> str:
        return " ".join(self.words)

    @property
    def line(self) -> Line:
        """The line it begins on."""
        return self.lines[0]

    @cached_property
    def cites(self) -> bool:
        """Whether it begins like a reference to a document."""
        return begins_document(self.ahead)

    @cached_property
    def names_body(self) -> bool:
        """Whether it begins like the name of a body."""
        return begins_body(self.ahead)

    @cached_property
    def ends_open(self) -> bool:
        """Whether a cell can hardly end with it."""
        return self.cut or (self.kinds[-1] != "admin" and is_open(self.words[-1]))

    def wrap(self, word: str) -> tuple[int, int]:
        """The length of its last line, and what it would have been with the word on the next."""
        line = self.lines[-1]
        length = line.length - sum(line.cuts)
        return length, length + 1 + len(word)
