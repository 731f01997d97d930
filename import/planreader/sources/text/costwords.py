"""Words in a budget cell, administrative cost or that an amount is not fixed, cut by a narrow column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from typing import Final

from planreader.sources.text.lines import WRAP, Line
from planreader.sources.text.words import NUMERIC, OF_YEAR, is_unpriced, kind_of
from planreader.vocabulary.fold import fold

PHRASES: Final = (
    "kostoadministrative",
    "administrativecost",
    "administrativnitroskovi",
    "administrativecosts",
    "administrativnitrosak",
)
_BEGINS: Final = re.compile("kost|admi")
WORDS: Final = frozenset(
    {"kosto", "administrative", "administrativni", "cost", "costs", "troskovi", "trosak"}
)
_MOST_LINES: Final = 4
_MOST_WORDS: Final = 5
LEAST: Final = 5
"""Letters of the first half of administrative cost."""


def letters_of(text: str) -> str:
    """The letters of a text, folded."""
    return "".join(c for c in fold(text) if c.isalpha())


def with_costs(lines: Sequence[Line]) -> list[Line]:
    """Lines with words for administrative cost, or in place of an amount, that a narrow cell cut on one."""
    found: list[Line] = []
    at = 0
    while at < len(lines):
        size, text = _admin_over(lines, at)
        if size == 1:
            size, text = _admin_behind(lines, at)
        if size == 1:
            size, text = _unpriced_over(lines, at)
        last = lines[at + size - 1]
        found.append(
            lines[at]
            if size == 1
            else replace(lines[at], text=text, last=last.last, trail=last.trail, cut=False)
        )
        at += size
    return found


def _admin_over(lines: Sequence[Line], at: int) -> tuple[int, str]:
    """How many lines from one on are administrative cost in words, and these; one where they are not."""
    words = lines[at].text.split()
    if not _BEGINS.match(fold(words[0])):
        return 1, ""
    for size in range(2, min(_MOST_LINES, len(lines) - at) + 1):
        line = lines[at + size - 1]
        words += line.text.split()
        if line.gap != WRAP or line.page or len(words) > _MOST_WORDS or not "".join(words).isalpha():
            break
        if letters_of("".join(words)) in PHRASES:
            ways = (_spaced(words, joints) for joints in product(("", " "), repeat=len(words) - 1))
            text = next((text for text in ways if WORDS.issuperset(map(fold, text.split()))), "")
            return (size, text) if text else (1, "")
    return 1, ""


def _admin_behind(lines: Sequence[Line], at: int) -> tuple[int, str]:
    """The same where the first word of it stands on the line of the cells before it."""
    before, _, word = lines[at].text.rpartition(" ")
    last = before.split()[-1] if before else ""
    if not before or not (kind_of(last) in NUMERIC or OF_YEAR.fullmatch(last)):
        return 1, ""
    size, text = _admin_over([replace(lines[at], text=word), *lines[at + 1 : at + _MOST_LINES]], 0)
    return size, f"{before} {text}"


def _unpriced_over(lines: Sequence[Line], at: int) -> tuple[int, str]:
    """How many lines from one on say that an amount is not fixed, one or two words on each."""
    words = lines[at].text.split()
    for size in range(2, min(_MOST_LINES, len(lines) - at) + 1):
        line = lines[at + size - 1]
        words += line.text.split()
        if line.gap != WRAP or line.page or len(words) > _MOST_WORDS:
            break
        if is_unpriced(" ".join(words)):
            return size, " ".join(words)
    return 1, ""


def _spaced(words: Sequence[str], joints: Sequence[str]) -> str:
    return "".join(f"{joint}{word}" for joint, word in zip(("", *joints), words, strict=True))
