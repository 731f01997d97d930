"""Words and numbers that were cut at the end of a line, in dumps whose line ends do not tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import Final

from planreader.vocabulary.vocabulary import OPEN_WORDS

_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_BROKEN_NUMBER: Final = re.compile(r"(?:^|\s)(\d{1,3}(?:[.,]\d{3})*[.,]\d{0,2})$")
_SIGN: Final = re.compile(r"\s?(?:€|EUR)$")
_BROKEN_CENTS: Final = re.compile(
    r"(?:^|\s)\d{1,3}(?P<group>[., '])?(?(group)(?:\d{3}(?P=group))*\d{3}|)[.,](\d?)$"
)
_CENTS: Final = 2
_GROUPED: Final = re.compile(r"^\d{1,3}(?:[.,]\d{3})+$")


def cuts_number(left: str, right: str) -> bool:
    """Whether a line ends in the middle of a number that goes on with the next, as grouped thousands tell."""
    rest = _SIGN.sub("", right)
    if not rest.isdigit():
        return False
    number = _BROKEN_NUMBER.search(left)
    if number and _GROUPED.match(number.group(1) + rest):
        return True
    cents = _BROKEN_CENTS.search(left)
    return bool(cents and len(cents.group(2)) + len(rest) == _CENTS)


class Rejoiner:
    """Decides for each line whether it goes on in the middle of the last word of the line before.

    ``rows`` are lines with whether each follows directly on the one before. Evidence is the vocabulary of
    the document itself: words that stand inside lines are whole.
    """

    def __init__(self, rows: Sequence[tuple[str, bool]]) -> None:
        self._rows = rows

    @cached_property
    def _whole(self) -> Counter[str]:
        words: Counter[str] = Counter()
        for text, _follows in self._rows:
            found = [word.lower() for word in _WORD.findall(text)]
            words.update(found[1:-1])
        return words

    @cached_property
    def _ends(self) -> Counter[str]:
        words: Counter[str] = Counter()
        for text, _follows in self._rows:
            found = [word.lower() for word in _WORD.findall(text)]
            if found:
                words.update({found[0], found[-1]})
        return words

    def joins(self, index: int) -> bool:
        """Whether line ``index`` goes on inside the last word of the line before it."""
        left, (right, follows) = self._rows[index - 1][0].strip(), self._rows[index]
        right = right.strip()
        if left.endswith("-") and len(left) > 1 and left[-2] != " ":
            return right[:1].isalnum() and (follows or left[-2].isdigit())
        if cuts_number(left, right):
            return True
        head, tail = _WORD.findall(left), _WORD.findall(right)
        if (
            not follows
            or not head
            or not tail
            or not left.endswith(head[-1])
            or not right.startswith(tail[0])
        ):
            return False
        return self._is_cut(head[-1], tail[0])

    def _is_cut(self, head: str, tail: str) -> bool:
        if head.isdigit() or tail.isdigit():
            return False
        both, a, b = (head + tail).lower(), head.lower(), tail.lower()
        if a in OPEN_WORDS:
            return False
        if head.isupper() and tail.isupper():
            known = self._whole[both] + self._ends[both]
            return known > 0 and self._whole[b] + self._ends[b] <= 1 and len(head + tail) <= 8
        if not tail[0].islower():
            return False
        known = self._whole[both] * 2 + self._ends[both]
        apart = self._whole[b] * 2 + self._ends[b] - 1
        if known and known > apart:
            return True
        return len(tail) <= 3 and apart <= 0 and b not in OPEN_WORDS and self._whole[a] == 0
