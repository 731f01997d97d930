"""The words of a row with what lay before them, gathered into the chunks that cells are made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from planreader import money
from planreader.deadlines import is_deadline_word
from planreader.fold import fold, tags
from planreader.lines import WRAP, Line
from planreader.vocabulary import OPEN_WORDS

SPACE: Final = -1
"""The word stands on the same line as the one before."""

_TOKEN: Final = re.compile(r"[^ ]+")
_ACRONYM: Final = re.compile(
    r"^[(“\"]?[^\W\d_a-z]*[A-ZËÇČĆŠŽĐ]{2,}[^\W\d_a-z]*(?:[-/&.][A-ZËÇČĆŠŽĐ]+)*(?:-[a-zë]{1,3})?[).,;”\"/]*$"
)


@cache
def kind_of(word: str) -> str:
    """What a word looks like: amount, admin, currency, deadline, number, acronym, capital, mark or lower."""
    if money.is_admin(word):
        return "admin"
    if money.is_currency(word):
        return "currency"
    if any(c.isdigit() for c in word):
        if is_deadline_word(word):
            return "deadline"
        bare = word.strip("()*.,;€ ")
        if bare.isdigit():
            return "number"
        if money.amount(word) is not None:
            return "amount"
        return "number" if word[0].isdigit() else "lower"
    if not any(c.isalpha() for c in word):
        return "dash" if word in "-–—/" else "mark"
    if is_deadline_word(word):
        return "period"
    if _ACRONYM.match(word):
        return "acronym"
    return "capital" if word.lstrip("(“\"‘'„«")[:1].isupper() else "lower"


def is_open(word: str) -> bool:
    """Whether a cell is not over after a word: a function word, a comma, an open bracket, a hyphen or a slash."""
    bare = word.rstrip('”"’')
    return bare[-1:] in ",:(-–/“„" or fold(bare) in OPEN_WORDS


@dataclass(slots=True)
class Chunk:
    """Words of one line that are in one cell for sure.

    ``gap`` and ``extra`` (spaces beyond the first, or the line's lead) lie before it; ``size`` is the length of
    its line, ``cuts`` the lengths of pieces of it that were cut inside a word, ``alone`` whether it is the whole line.
    """

    words: list[str]
    kinds: list[str]
    gap: int
    extra: int
    page: bool
    line: Line
    alone: bool = True

    @property
    def text(self) -> str:
        return " ".join(self.words)


def wrap_of(before: Chunk, after: Chunk) -> tuple[int, int]:
    """The length of the line that ended before a chunk, and what it would have been with the chunk's first word."""
    length = before.line.length - sum(before.line.cuts)
    return length, length + 1 + len(after.words[0])


def _tokens(text: str) -> list[tuple[str, int]]:
    """Words with the spaces before each; the two words of administrative cost as one."""
    found: list[tuple[str, int]] = []
    end = 0
    for match in _TOKEN.finditer(text):
        word, spaces = match.group(), match.start() - end
        end = match.end()
        if (
            found
            and tags(word) & {"cost"} | tags(found[-1][0]) & {"cost"}
            and money.is_admin(f"{found[-1][0]} {word}")
        ):
            found[-1] = (f"{found[-1][0]} {word}", found[-1][1])
        else:
            found.append((word, spaces))
    return found


_NUMERIC: Final = frozenset({"amount", "admin", "currency", "deadline", "period", "dash"})


def _may_part(before: str, word: str, spaces: int) -> bool:
    a, b = kind_of(before), kind_of(word)
    if spaces > 1 or a in _NUMERIC or b in _NUMERIC:
        return True
    if b == "lower" or b == "mark" or (is_open(before) and a != "acronym" and b != "number"):
        return a == "number" and len(before) >= 3
    return True


def chunks_of(lines: Sequence[Line], skip: int = 0) -> list[Chunk]:
    """The chunks of a row's lines, without the first ``skip`` words (its number)."""
    chunks: list[Chunk] = []
    page = False
    for index, line in enumerate(lines):
        tokens = _tokens(line.text)
        page = page or (line.page and index > 0)
        if index == 0:
            tokens = tokens[skip:]
        whole = len(chunks)
        for n, (word, spaces) in enumerate(tokens):
            begins = n == 0
            gap = (line.gap if index else WRAP) if begins else SPACE
            if begins and index and not chunks:
                gap = line.gap
            if not begins and not _may_part(tokens[n - 1][0], word, spaces):
                chunks[-1].words.append(word)
                chunks[-1].kinds.append(kind_of(word))
                continue
            if not begins:
                chunks[-1].alone = False
            extra = (line.lead if index else max(0, spaces - 1)) if begins else spaces - 1
            chunks.append(
                Chunk([word], [kind_of(word)], gap, extra, page and begins, line, alone=len(chunks) == whole)
            )
            page = False
    return chunks
