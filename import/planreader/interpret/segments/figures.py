"""Amounts put together from words: the sign of a currency beside a number, thousands grouped by spaces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from planreader.sources.text.words import kind_of
from planreader.vocabulary import money
from planreader.vocabulary.currency import SIGNS

_SIGN: Final = re.compile(rf"€|\b(?:{SIGNS})\b")
_SPACED: Final = re.compile(
    r"(?<![\d.,/-])[1-9]\d{0,2}(?: \n?\d{3})* \n?(?:\d00(?![\d.,])|\d{3}[.,]\d\d(?!\d))"
)
_MARKED: Final = re.compile(r"\d[.,]\d{3}(?!\d)")
_PLAIN: Final = re.compile(r"(?<![\d.,/-])(?!(?:19|20)\d\d\b)\d{4,9}(?![\d/-])")
_NEAR: Final = 10
"""Years between a deadline and the plan's."""
_NUMBERS: Final = frozenset({"amount", "number", "deadline"})


class Figures(NamedTuple):
    """How a document prints amounts: the currency ``ahead`` of the number, behind it, or
    None where that cannot be told; and the plan's first and last ``years``, if known."""

    ahead: bool | None = None
    years: tuple[int, int] | None = None

    def kind(self, word: str) -> str:
        """What a word looks like; a year far from the plan's, such as 2000, is a number like any other."""
        kind = kind_of(word)
        if kind == "deadline" and word.isdigit() and self.years is not None:
            low, high = self.years
            return kind if low - _NEAR <= int(word) <= high + _NEAR else "number"
        return kind


def figures_of(text: str, years: Sequence[int] = ()) -> Figures:
    """How the amounts of a document are printed, by what most of them show; ``years`` are the plan's."""
    ahead = behind = 0
    for match in _SIGN.finditer(text):
        before = re.search(r"\d ?\n?$", text[max(0, match.start() - 3) : match.start()])
        after = re.match(r" ?\n?\d", text[match.end() : match.end() + 3])
        ahead += bool(after and not before)
        behind += bool(before and not after)
    span = (min(years), max(years)) if years else None
    return Figures(None if ahead == behind else ahead > behind, span)


def are_spaced(text: str) -> bool:
    """Whether spaces group the thousands of most amounts, so that two of them cannot be told from one."""
    spaced = len(_SPACED.findall(text))
    return spaced > 2 and spaced > len(_MARKED.findall(text)) and spaced > len(_PLAIN.findall(text))


def with_currency(tokens: list[tuple[str, int]], style: Figures) -> list[tuple[str, int]]:
    """Amounts and the currency beside them as one word.

    Where the document does not tell on which side it stands, the first sign of the line does.
    """
    signs = [n for n, (word, _) in enumerate(tokens) if money.is_currency(word)]
    if not signs:
        return tokens
    numbers = [n for n, (word, _) in enumerate(tokens) if kind_of(word) in _NUMBERS]
    ahead = style.ahead if style.ahead is not None else bool(numbers) and signs[0] < numbers[0]
    found: list[tuple[str, int]] = []
    for n, (word, spaces) in enumerate(tokens):
        joins = n and (
            (ahead and n - 1 in signs and n in numbers) or (not ahead and n in signs and n - 1 in numbers)
        )
        if joins and kind_of(f"{found[-1][0]} {word}") == "amount":
            found[-1] = (f"{found[-1][0]} {word}", found[-1][1])
        else:
            found.append((word, spaces))
    return found
