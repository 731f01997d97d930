"""Deadlines said in words, ``Deri në fund të vitit 2022``, gathered from the lines of a narrow cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from planreader.interpret.segments.chunk import Chunk
from planreader.sources.text.lines import WRAP
from planreader.vocabulary.deadlinewords import JOINERS
from planreader.vocabulary.fold import fold

_DATED: Final = frozenset({"deadline", "period", "dash"})
_WORDS: Final = frozenset({"capital", "lower"})
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_SAID: Final = JOINERS | frozenset(
    {
        "before", "later", "latest", "no", "than", "within", "during", "early", "mid", "middle",
        "start", "beginning", "year", "years", "quarter", "the", "jo", "me", "vone", "se", "voni",
        "larg", "fundin", "fundit", "mesi", "mesin", "fillimi", "fillimin", "brenda", "viti", "vitin",
        "muajit", "para", "najkasnije", "krajem", "sredina", "sredine", "sredinom", "pocetak",
        "pocetkom", "toku", "tokom", "unutar", "godini", "godinu", "meseca", "pre", "u",
    }
)  # fmt: skip
"""Words that a deadline in words is made of, besides its months, quarters and years."""
_WITHIN: Final = frozenset(
    {
        "i", "e", "te", "se", "and", "dhe", "of", "year", "years", "quarter", "no", "u", "the",
    }
)  # fmt: skip
"""Those that begin none."""
_LONGEST: Final = 10
"""Words of one."""


def with_phrases(chunks: Sequence[Chunk]) -> list[Chunk]:
    """Chunks with each deadline in words in one piece. It begins a cell."""
    found: list[Chunk] = []
    at = 0
    while at < len(chunks):
        end = _phrase_end(chunks, at)
        first = chunks[at]
        for chunk in chunks[at + 1 : end]:
            first.join(chunk)
        if end > at + 1:
            first.kinds = ["period"] * (len(first.words) - 1) + ["deadline"]
            first.wraps = []
        found.append(first)
        at = end
    return found


def _phrase_end(chunks: Sequence[Chunk], at: int) -> int:
    """Behind the last chunk of the deadline in words that begins with one; the next where none begins."""
    first = chunks[at]
    word = first.words[0]
    if fold(word).strip(".,") not in _SAID - _WITHIN or not word[:1].isupper():
        return at + 1
    end, words = at + 1, 0
    for n in range(at, len(chunks)):
        chunk = chunks[n]
        words += len(chunk.words)
        if n > at and (chunk.page or chunk.gap > WRAP or chunk.extra > 1):
            break
        if words > _LONGEST or not _is_said(chunk):
            break
        if n > at and chunk.kinds[-1] == "deadline" and _YEAR.search(chunk.words[-1]):
            end = n + 1
    return end


def _is_said(chunk: Chunk) -> bool:
    return all(
        kind in _DATED or (kind in _WORDS and fold(word).strip(".,") in _SAID)
        for word, kind in zip(chunk.words, chunk.kinds, strict=True)
    )
