"""Words of a dump that are in one cell for sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from planreader.sources.text.lines import BLOCK, WRAP, Line
from planreader.sources.text.words import NUMERIC, kind_of


@dataclass(slots=True, eq=False)
class Chunk:
    """Words that are in one cell for sure: part of a line, or lines that go on in mid-sentence.

    ``gap`` and ``extra`` (spaces beyond the first, or the line's lead) lie before it. ``full`` are those of
    its ``lines`` that hold nothing else, ``wraps`` where it went from line to line, ``shape`` its score by
    column, ``starts`` that of beginning one, ``ahead`` its first words and those that follow in one block.
    ``cut`` says that it ends inside a word, ``behind`` counts the blank cells that stood behind the line of
    figures or short forms before it. ``is_listed`` says that a sign or number of a list stands before an
    entry, ``number`` which, 0 for none.
    """

    words: list[str]
    kinds: list[str]
    gap: int
    extra: int
    page: bool
    lines: list[Line]
    full: list[Line]
    wraps: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    shape: dict[str, float] = field(default_factory=dict[str, float])
    starts: dict[str, float] = field(default_factory=dict[str, float])
    ahead: list[str] = field(default_factory=list[str])
    cut: bool = False
    behind: int = 0
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

    def join(self, other: Chunk) -> None:
        """Take the words and lines of a chunk that goes on in the same cell; its kind is not touched."""
        self.words += other.words
        self.lines = [*self.lines, *(line for line in other.lines if line not in self.lines)]
        self.full = [*self.full, *(line for line in other.full if line not in self.full)]
        self.cut = other.cut

    def follows(self, line: Line, words: Sequence[tuple[str, int]]) -> bool:
        """Whether a line that begins with these words can only go on in the same cell."""
        return (
            line.gap == WRAP
            and not line.page
            and kind_of(words[0][0]) == "lower"
            and self.kinds[-1] not in NUMERIC
            and not (self.kinds == ["number"] and self.extra)
            and self.lines[-1] is not line
        )


def wrap_of(before: Chunk, word: str) -> tuple[int, int]:
    """The length of the line that ended before a word, and what it would have been with the word."""
    line = before.lines[-1]
    length = line.length - sum(line.cuts)
    return length, length + 1 + len(word)
