"""The words of a row's lines; those that are one figure or one period together are one token."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from planreader.sources.text.lines import WRAP, Line
from planreader.sources.text.words import NUMERIC, SPACE, is_unpriced, kind_of
from planreader.vocabulary.deadlinewords import BETWEEN, JOINERS, STARTERS, is_deadline_word
from planreader.vocabulary.fold import fold, tags
from planreader.vocabulary.vocabulary import UNPRICED, listed

ADMIN: Final = frozenset(listed("administrative_cost"))
"""The letters of administrative cost in words."""
_ADMIN_BEGINS: Final = ("adm", "kos", "cost", "tr", "k.", "shp")
_IN: Final = frozenset({"ne", "u", "in", "na", "i", "e"})
"""In front of "continuation"."""
_SAID: Final = JOINERS | STARTERS | BETWEEN | frozenset(listed("said"))
"""Words that a deadline in words is made of, besides its months, quarters and years."""
_UNPRICED_BEGINS: Final = frozenset(text.split()[0] for text in UNPRICED)
_LONGEST: Final = 10
"""Words of one token that is a phrase."""


@dataclass(slots=True)
class Token:
    """A word, or words that are one figure or period, with the lines where it stands.

    ``gap`` lies before it; ``page`` says that it begins a page.
    """

    text: str
    kind: str
    gap: int
    page: bool
    lines: list[Line]


def token_lines(lines: Sequence[Line], skip: int = 0) -> list[list[Token]]:
    """The tokens of each line, without the first ``skip`` words; of lines that one token joins, together."""
    tokens: list[Token] = []
    for index, line in enumerate(lines):
        gap, page = (line.gap, line.page) if index else (WRAP, False)
        # a space that does not break is part of an amount
        for word in [word for word in line.text.split(" ") if word][0 if index else skip :]:
            tokens.append(Token(word, kind_of(word), gap, page, [line]))
            gap, page = SPACE, False
    found: list[list[Token]] = []
    at = 0
    while at < len(tokens):
        size, kind = _size(tokens, at)
        token = tokens[at] if size == 1 else _joined(tokens[at : at + size], kind)
        if token.gap != SPACE or not found:
            found.append([])
        found[-1].append(token)
        at += size
    return found


def _joined(tokens: Sequence[Token], kind: str) -> Token:
    text = " ".join(token.text for token in tokens)
    lines = [token.lines[0] for token in tokens if token is tokens[0] or token.gap != SPACE]
    return replace(tokens[0], text=text, kind=kind, lines=lines)


@cache
def begins_phrase(word: str) -> bool:
    """Whether a token of more than two words may begin with a word."""
    folded = fold(word)
    bare = folded.strip(".,")
    figures = folded.startswith(_ADMIN_BEGINS) or folded in _UNPRICED_BEGINS
    return figures or bare in STARTERS or (word[0].isupper() and bare in _SAID)


def _size(tokens: Sequence[Token], at: int) -> tuple[int, str]:
    """How many tokens from one on are one, over the lines of its cell, and what that looks like."""
    first, before = tokens[at], tokens[at - 1] if at else None
    begins = first.gap != SPACE or before is None or before.kind in NUMERIC
    best = 1, first.kind
    words = [first.text]
    for token in tokens[at + 1 : at + (_LONGEST if begins_phrase(first.text) else 2)]:
        if token.gap > WRAP or token.page or (token.gap == WRAP and not begins):
            break
        words.append(token.text)
        if _is_figure(words):
            best = len(words), kind_of(" ".join(words))
        elif (begins or words[0][0].isupper()) and _is_period(words):
            best = len(words), "deadline"
    return best


def _is_figure(words: Sequence[str]) -> bool:
    """Whether words are administrative cost, a quarter, a day, "in continuation", or no amount."""
    if begins_phrase(words[0]) and (is_unpriced(" ".join(words)) or letters_of(words) in ADMIN):
        return True
    if len(words) != 2:
        return False
    left, right = words
    if fold(left) in _IN and "ongoing" in tags(right):
        return True
    # a quarter, a half or a day of a year, and not each of the words by itself
    told = is_deadline_word(left) + is_deadline_word(right)
    if told > 1 or not (told or left[0].isdigit() or right[0].isdigit()) or kind_of(right) == "dash":
        return False
    return fold(left) not in STARTERS | BETWEEN and is_deadline_word(f"{left} {right}")


def _is_period(words: Sequence[str]) -> bool:
    """Whether words are a deadline in words that ends with its year: ``Deri në fund të vitit 2025``."""
    *said, last = words
    begins = _SAID if words[0][0].isupper() else STARTERS
    return (
        fold(words[0]).strip(".,") in begins
        and kind_of(last) == "deadline"
        and all(kind_of(word) in NUMERIC or fold(word).strip(".,") in _SAID for word in said)
    )


def letters_of(words: Sequence[str]) -> str:
    """The letters of some words, folded."""
    return "".join(filter(str.isalpha, fold(" ".join(words))))
