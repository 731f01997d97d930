"""What the words of a text dump look like, and the words of a line with the spaces before each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from planreader.vocabulary import money
from planreader.vocabulary.deadlinewords import (
    is_dated_day,
    is_deadline_word,
    is_named_period,
    without_starter,
)
from planreader.vocabulary.fold import fold, tags
from planreader.vocabulary.vocabulary import OPEN_WORDS, UNPRICED

_QUARTERS: Final = frozenset({"TM", "Q", "K", "T", "KV", "TR"})
_IN: Final = frozenset({"ne", "u", "in", "na", "i", "e"})
_TOKEN: Final = re.compile(r"[^ ]+")
_ACRONYM: Final = re.compile(
    r"^[(“\"]?[^\W\d_a-z]*[A-ZËÇČĆŠŽĐ]{2,}[^\W\d_a-z]*(?:[-/&.][A-ZËÇČĆŠŽĐ]+)*(?:-[a-zë]{1,3})?[).,;”\"/]*$"
)
_DIGRAPHS: Final = re.compile(
    r"^[(“\"]?(?=(?:[^A-ZËÇ]*[A-ZËÇ]){2})(?:[A-ZËÇ]|(?<=[SDTXZ])h|(?<=[GN])j|(?<=M)o)+[).,;”\"/]*$"
)
"""Short forms with small letters: those of two signs in Albanian, ``MSh``, ``IKShPK``, and ``MoH``."""
_NARROW: Final = re.compile(r"\d[\u00a0\u202f\u2009]\d{3}")
"""Thousands grouped by a space that does not break: 2 000 is no year."""
_SHORT_FORM: Final = 4
"""Short forms of administrative cost are capitals: "ka" and "At" begin words of other columns."""
OF_YEAR: Final = re.compile(r"(?:19|20)\d\d:")
"""The year in front of its amount: ``2024:``."""
_DATED: Final = re.compile(r"(?:19|20)\d\d: (\S.*)")
"""An amount behind its year: ``2024: 500``."""
_BROKEN: Final = re.compile(r"\d[\d.,]*[.,]\d+|\d[\d.,]*[Oo?][\d.,Oo?]*")
"""Figures with signs or letters that no amount has; ``18.00.0 x``, ``15O00``."""
_PREFIXED: Final = re.compile(r"[(“\"„]?e-[^\W\d_a-z]")
"""``e-Government``: a name all the same."""
_NUMBERED: Final = re.compile(r"[(“\"]?[A-ZËÇ]{2,}\d{1,2}[).,;”\"/]*")
"""``NIS2``, ``CO2``: short forms with a number."""
_LONGEST_START: Final = 5
"""Words of what begins a period, with its first year."""
_MARKS: Final = re.compile(r"[xX?]{1,3}")
"""What stands behind such an amount."""
SPACE: Final = -1
"""The word stands on the same line as the one before."""
NUMERIC: Final = frozenset({"amount", "broken", "admin", "currency", "deadline", "period", "dash"})
"""Kinds of words that stand in budget and deadline cells."""


@cache
def kind_of(word: str) -> str:
    """What a word looks like: amount, broken (was to be one), admin, currency, deadline, number, acronym,
    capital, mark or lower."""
    dated = _DATED.match(word)
    if dated is not None:
        return "amount" if kind_of(dated[1]) in ("amount", "number", "admin") else "lower"
    if money.is_admin(word) and (len(word) > _SHORT_FORM or not word[-1:].islower()):
        return "admin"
    if money.is_currency(word):
        return "currency"
    if is_unpriced(word):
        return "broken"
    if any(c.isdigit() for c in word):
        if _NARROW.search(word) and money.amount(word) is not None:
            return "amount"
        if is_deadline_word(word):
            return "deadline"
        bare = word.strip("()*.,;€ ")
        if bare.isdigit():
            return "amount" if "€" in word else "number"
        if money.amount(word) is not None:
            return "amount"
        if _is_broken(word):
            return "broken"
        if _NUMBERED.fullmatch(word):
            return "acronym"
        return "code" if word[0].isdigit() else "capital" if word[0].isupper() else "lower"
    if not any(c.isalpha() for c in word):
        return "dash" if word in "-–—/" else "mark"
    if is_deadline_word(word):
        return "period"
    if _ACRONYM.match(word) or _DIGRAPHS.match(word):
        return "acronym"
    return "capital" if word.lstrip("(“\"‘'„«")[:1].isupper() or _PREFIXED.match(word) else "lower"


def _is_broken(word: str) -> bool:
    """Whether a word was to be an amount; a number such as 4.3.4 was not."""
    figures, _space, marks = word.partition(" ")
    if not _BROKEN.fullmatch(figures) or (marks and not _MARKS.fullmatch(marks)):
        return False
    groups = re.split("[.,]", figures)
    odd = any(not group.isdigit() or len(group) > 2 or not group.strip("0") for group in groups)
    return odd and (len(groups) > 2 or not figures.replace(".", "").replace(",", "").isdigit())


def is_open(word: str) -> bool:
    """Whether a cell is not over after a word: a function word, a comma, colon, bracket, hyphen or slash."""
    bare = word.rstrip('”"’')
    if bare[-1:] == "“":
        # behind letters the sign closes what „ opened
        return not any(map(str.isalnum, bare))
    return bare[-1:] in ",:(-–/„" or fold(bare) in OPEN_WORDS


def tokens(text: str) -> list[tuple[str, int]]:
    """Words with the spaces before each; those that are one figure or period together as one."""
    found: list[tuple[str, int]] = []
    end = 0
    for match in _TOKEN.finditer(text):
        word, spaces = match.group(), match.start() - end
        end = match.end()
        if found and _is_one(found[-1][0], word):
            found[-1] = (f"{found[-1][0]} {word}", found[-1][1])
        elif len(found) > 1 and is_unpriced(f"{found[-2][0]} {found[-1][0]} {word}"):
            found[-2:] = [(f"{found[-2][0]} {found[-1][0]} {word}", found[-2][1])]
        else:
            found.append((word, spaces))
    return _with_starter(_with_years(found))


def _with_starter(words: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Words with what begins a period, or its end, and its year as one: ``nga 2023``, ``deri më 2024``.

    Only at the beginning of a line, or behind a year; the year may stand on the next line.
    """
    found: list[tuple[str, int]] = []
    at = 0
    while at < len(words):
        texts = [word for word, _spaces in words[at:]]
        rest = without_starter(texts)
        size = len(texts) - len(rest) + (1 if rest else 0)
        dated = not rest or kind_of(rest[0]) in ("deadline", "period")
        follows = not found or kind_of(found[-1][0]) in ("deadline", "period")
        if follows and dated and 1 < size <= _LONGEST_START and len(rest) < len(texts):
            found.append((" ".join(texts[:size]), words[at][1]))
            at += size
        else:
            found.append(words[at])
            at += 1
    return found


def _with_years(words: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Words with each year in front of its amount as one."""
    found: list[tuple[str, int]] = []
    for word, spaces in words:
        if found and OF_YEAR.fullmatch(found[-1][0]) and kind_of(word) in ("amount", "number", "admin"):
            found[-1] = (f"{found[-1][0]} {word}", found[-1][1])
        else:
            found.append((word, spaces))
    return found


def _is_one(left: str, right: str) -> bool:
    """Whether two words are administrative cost spelled out, a quarter, or "in continuation"."""
    if is_admin_pair(left, right):
        return True
    if is_named_period(left, right) or is_dated_day(left, right) or is_unpriced(f"{left} {right}"):
        return True
    if left in _QUARTERS and re.fullmatch(r"[1-4](?:[/-](?:19|20)\d\d)?", right):
        return True
    return is_ongoing_pair(left, right) or bool(_MARKS.fullmatch(right) and _is_broken(left))


def is_admin_pair(left: str, right: str) -> bool:
    """Whether two words are administrative cost spelled out, and neither is it alone."""
    named = tags(left) & {"cost"} | tags(right) & {"cost"} or money.is_shortened((fold(left), fold(right)))
    if not named:
        return False
    return money.is_admin(f"{left} {right}") and not money.is_admin(left) and not money.is_admin(right)


def is_unpriced(text: str) -> bool:
    """Whether a text says that an amount is not fixed: "as needed"."""
    return fold(text).strip(".,") in UNPRICED


def is_ongoing_pair(left: str, right: str) -> bool:
    """Whether two words say "in continuation"."""
    return fold(left) in _IN and "ongoing" in tags(right)
