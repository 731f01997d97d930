"""The words of a row's lines; those that are one figure or one period together are one token."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from planreader.sources.text.lines import WRAP, Line
from planreader.sources.text.words import NUMERIC, SPACE, is_broken, is_unpriced, kind_of
from planreader.vocabulary.deadlinewords import BETWEEN, JOINERS, ORDINAL, STARTERS, is_deadline_word
from planreader.vocabulary.fold import fold, tags
from planreader.vocabulary.vocabulary import UNPRICED, listed

ADMIN: Final = listed("administrative_cost")
"""Administrative cost in words, of which a narrow cell or a page's end may leave pieces."""
_ADMIN_BEGINS: Final = ("adm", "kos", "cost", "tr", "k.", "shp")
_IN: Final = frozenset({"ne", "u", "in", "na", "i", "e"})
"""In front of "continuation"."""
_QUARTERS: Final = frozenset({"TM", "Q", "K", "T", "KV", "TR"})
_SAID: Final = JOINERS | STARTERS | BETWEEN | frozenset(listed("said"))
"""Words that a deadline in words is made of, besides its months, quarters and years."""
_UNPRICED_BEGINS: Final = frozenset(text.split()[0] for text in UNPRICED)
_LONGEST: Final = 10
"""Words of one token."""


@dataclass(slots=True)
class Token:
    """A word, or words that are one figure or period, with the lines where it stands.

    ``gap`` and ``extra`` (spaces beyond the first, or the line's lead) lie before it; ``page`` says that it
    begins a page.
    """

    text: str
    kind: str
    gap: int
    extra: int
    page: bool
    lines: list[Line]


def token_lines(lines: Sequence[Line], skip: int = 0) -> list[list[Token]]:
    """The tokens of each line, without the first ``skip`` words; of lines that one token joins, together."""
    tokens: list[Token] = []
    for index, line in enumerate(lines):
        gap, extra = (line.gap, line.lead) if index else (WRAP, 0)
        page = line.page and index > 0
        for word in line.text.split(" "):
            if not word:
                extra += 1
            elif skip and not index:
                skip -= 1
                extra = 0
            else:
                tokens.append(Token(word, kind_of(word), gap, extra, page, [line]))
                gap, extra, page = SPACE, 0, False
    found: list[list[Token]] = []
    at = 0
    while at < len(tokens):
        token, size = tokens[at], 1
        if _most(token.text) > 1:
            size, kind = _size(tokens, at)
            token = token if size == 1 else _joined(tokens[at : at + size], kind)
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
def _most(word: str) -> int:
    """Of how many words a token may be that begins with a word."""
    folded = fold(word)
    bare = folded.strip(".,")
    if folded.startswith(_ADMIN_BEGINS) or folded in _UNPRICED_BEGINS or bare in STARTERS:
        return _LONGEST
    if word[0].isupper() and bare in _SAID:
        return _LONGEST
    pair = (
        folded in _IN
        or word in _QUARTERS
        or (word[0].isdigit() and (len(word) <= 3 or is_broken(word)))
        or ORDINAL.match(word.upper()) is not None
        or bool(tags(word) & {"quarter", "half"})
    )
    return 2 if pair else 1


def _size(tokens: Sequence[Token], at: int) -> tuple[int, str]:
    """How many tokens from one on are one, over the lines of its cell, and what that looks like."""
    first, before = tokens[at], tokens[at - 1] if at else None
    begins = first.gap != SPACE or before is None or before.kind in NUMERIC
    best = 1, first.kind
    words = [first.text]
    for token in tokens[at + 1 : at + _most(first.text)]:
        if token.gap > WRAP or token.page or (token.gap == WRAP and not (begins or first.kind == "number")):
            break
        words.append(token.text)
        if _is_figure(words):
            best = len(words), kind_of(" ".join(words))
        elif (begins or words[0][0].isupper()) and _is_period(words):
            best = len(words), "deadline"
    return best


def _is_figure(words: Sequence[str]) -> bool:
    """Whether words are administrative cost, a quarter, a day, "in continuation", or no amount."""
    first = fold(words[0])
    if first in _UNPRICED_BEGINS and is_unpriced(" ".join(words)):
        return True
    if first.startswith(_ADMIN_BEGINS) and letters_of("".join(words)) in ADMIN:
        return True
    if len(words) != 2:
        return False
    left, right = words
    return (
        _is_part_of_year(left, right)
        or (fold(left) in _IN and "ongoing" in tags(right))
        or is_broken(f"{left} {right}")
    )


def _is_part_of_year(left: str, right: str) -> bool:
    """Whether two words are a quarter, a half or a day of a year, and not each of them is of deadlines."""
    alone = is_deadline_word(left) and is_deadline_word(right)
    return not alone and fold(left) not in STARTERS | BETWEEN and is_deadline_word(f"{left} {right}")


def _is_period(words: Sequence[str]) -> bool:
    """Whether words are a deadline in words that ends with its year: ``Deri në fund të vitit 2025``."""
    *said, last = words
    begins = _SAID if words[0][0].isupper() else STARTERS
    return (
        fold(words[0]).strip(".,") in begins
        and kind_of(last) == "deadline"
        and all(kind_of(word) in NUMERIC or fold(word).strip(".,") in _SAID for word in said)
    )


@cache
def letters_of(text: str) -> str:
    """The letters of a text, folded."""
    return "".join(filter(str.isalpha, fold(text)))
