"""Words of a dump that are in one cell for sure, and the amounts that they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from planreader.sources.form import Tokens
from planreader.sources.text.lines import BLOCK, Line, place
from planreader.sources.text.words import is_open
from planreader.vocabulary import money
from planreader.vocabulary.fold import begins_body, begins_document


@dataclass(eq=False, slots=True)
class Chunk:
    """Words that are in one cell for sure: part of a line, or lines that go on in mid-sentence.

    ``gap`` and ``extra`` (spaces beyond the first, or the line's lead) lie before it. ``full`` are those of
    its ``lines`` that hold nothing else, ``wraps`` where it went from line to line. ``cut`` says that it ends
    inside a word, ``is_listed`` that a sign or number of a list stands before an entry. By its first words
    and those that follow in one block it ``cites`` a document or ``names_body``; ``ends_open`` says that a
    cell can hardly end with it.
    """

    gap: int
    extra: int
    page: bool
    words: list[str] = field(default_factory=list[str])
    kinds: list[str] = field(default_factory=list[str])
    lines: list[Line] = field(default_factory=list[Line])
    full: list[Line] = field(default_factory=list[Line])
    wraps: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    cut: bool = False
    is_listed: bool = False
    cites: bool = False
    names_body: bool = False
    ends_open: bool = False

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

    def look_ahead(self, words: Sequence[str], *, is_listed: bool) -> None:
        """Note what it looks like from its first ``words`` on, behind the sign of a list."""
        self.is_listed = is_listed
        self.cites, self.names_body = begins_document(words), begins_body(words)
        self.ends_open = self.cut or (self.kinds[-1] != "admin" and is_open(self.words[-1]))

    def wrap(self, word: str) -> tuple[int, int]:
        """The length of its last line, and what it would have been with the word on the next."""
        line = self.lines[-1]
        length = line.length - sum(line.cuts)
        return length, length + 1 + len(word)


def amounts_of(chunks: Sequence[Chunk]) -> Tokens:
    """The amounts that some chunks of a row are; the sign of a currency is part of the one beside it."""
    texts: list[str] = []
    sign = ""
    for chunk in chunks:
        text = chunk.text
        if chunk.kinds[0] != "currency":
            texts.append(f"{sign} {text}".strip())
            sign = ""
        elif texts and money.amount(texts[-1]) is not None:
            texts[-1] = f"{texts[-1]} {text}"
        else:
            sign = text
    lines = [line for chunk in chunks for line in chunk.lines]
    where = place(min(line.first for line in lines), max(line.last for line in lines)) if lines else ""
    return Tokens(tuple(texts), where)
