"""What the words of a text dump look like."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from planreader.vocabulary import money
from planreader.vocabulary.currency import code_of
from planreader.vocabulary.deadlinewords import is_deadline_word
from planreader.vocabulary.fold import fold
from planreader.vocabulary.vocabulary import OPEN_WORDS, UNPRICED

_CAPITAL: Final = r"[^\W\d_a-zа-џ]"
_LETTER: Final = "[A-ZËÇČĆŠŽĐЀ-Я]"
_ACRONYM: Final = re.compile(
    rf"^[(“\"]?(?={_CAPITAL}*?{_LETTER}{{2}}){_CAPITAL}+(?:[-/&.]{_LETTER}+)*(?:-[a-zë]{{1,3}})?[).,;”\"/]*$"
)
_DIGRAPHS: Final = re.compile(
    r"^[(“\"]?(?=(?:[^A-ZËÇ]*[A-ZËÇ]){2})(?:[A-ZËÇ]|(?<=[SDTXZ])h|(?<=[GN])j|(?<=M)o)+[).,;”\"/]*$"
)
"""Short forms with small letters: those of two signs in Albanian, ``MSh``, ``IKShPK``, and ``MoH``."""
_SHORT_FORM: Final = 4
"""Short forms of administrative cost are capitals: "ka" and "At" begin words of other columns."""
_BROKEN: Final = re.compile(r"\d[\d.,]*[.,]\d+|\d[\d.,]*[Oo?][\d.,Oo?]*")
"""Figures with signs or letters that no amount has; ``18.00.0``, ``15O00``."""
_FAR: Final = re.compile(r"19\d\d|20(?:0\d|[5-9]\d)")
"""A number that is no year of a plan, but may be an amount."""
SPACE: Final = -1
"""The word stands on the same line as the one before."""
NUMERIC: Final = frozenset({"amount", "broken", "admin", "currency", "deadline", "period", "dash"})
"""Kinds of words that stand in budget and deadline cells."""


@cache
def kind_of(word: str) -> str:
    """Return what a word looks like: amount, broken (was to be one), admin, currency, deadline, number,
    acronym, capital, mark or lower."""
    if money.is_admin(word) and (len(word) > _SHORT_FORM or not word[-1:].islower()):
        return "admin"
    if code_of(word):
        return "currency"
    if is_unpriced(word):
        return "broken"
    if any(c.isdigit() for c in word):
        if is_deadline_word(word) and not _FAR.fullmatch(word):
            return "deadline"
        bare = word.strip("()*.,;€ ")
        if bare.isdigit():
            return "amount" if "€" in word else "number"
        if money.amount(word) is not None:
            return "amount"
        if is_broken(word):
            return "broken"
        return "code" if word[0].isdigit() else "capital" if word[0].isupper() else "lower"
    if not any(c.isalpha() for c in word):
        return "dash" if word in "-–—/" else "mark"
    if is_deadline_word(word):
        return "period"
    if _ACRONYM.match(word) or _DIGRAPHS.match(word):
        return "acronym"
    return "capital" if word.lstrip("(“\"‘'„«")[:1].isupper() else "lower"


def is_broken(word: str) -> bool:
    """Return whether a word was to be an amount; a number such as 4.3.4 was not."""
    if not _BROKEN.fullmatch(word):
        return False
    groups = re.split("[.,]", word)
    odd = any(not group.isdigit() or len(group) > 2 or not group.strip("0") for group in groups)
    return odd and (len(groups) > 2 or not word.replace(".", "").replace(",", "").isdigit())


@cache
def is_open(word: str) -> bool:
    """Return whether a cell is not over after a word: a function word, a comma, colon, bracket, hyphen or
    slash."""
    bare = word.rstrip('”"’')
    if bare[-1:] == "“":
        # behind letters the sign closes what „ opened
        return not any(map(str.isalnum, bare))
    return bare[-1:] in ",:(-–/„" or fold(bare) in OPEN_WORDS


def is_unpriced(text: str) -> bool:
    """Return whether a text says that an amount is not fixed: "as needed"."""
    return fold(text).strip(".,") in UNPRICED
