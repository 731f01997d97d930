"""Amounts and administrative cost as they are printed in budget cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from planreader.vocabulary import currency
from planreader.vocabulary.currency import UNIT
from planreader.vocabulary.fold import fold
from planreader.vocabulary.vocabulary import NOT_APPLICABLE, listed
from store.plan.model import ADMIN, BudgetCell

_AMOUNT: Final = re.compile(
    rf"^(?:{UNIT})?\s*(\d[\d.,'\u00a0\u202f\u2009 ]*?)(?:[,.][-–])?\s*(?P<times>[^\W\d_]{{3,8}}\.?)??"
    rf"\s*(?:{UNIT})?\*{{0,3}}$",
    re.IGNORECASE,
)
_TIMES: Final = (("mije", 1_000), ("hilj", 1_000), ("iljad", 1_000), ("thousand", 1_000), ("mil", 1_000_000))
"""Words behind a figure: ``5 mijë``, ``2,5 mil.``, ``1.5 million``."""
_MOST: Final = 10**15
_LONGEST_ADMIN: Final = 40
_ADMIN_SHORT: Final = frozenset(listed("administrative"))
_SHORTENED: Final = frozenset({"adm", "admin"})
_ABBREVIATED: Final = frozenset(listed("abbreviated"))
_REGULAR: Final = frozenset(listed("regular"))
_NO_MORE: Final = frozenset(listed("no_more_cost"))
"""No more than the institution's own cost."""
_NO_COST: Final = frozenset(listed("no_cost"))
_COST_BEGINS: Final = ("kost", "kos.", "tros", "tr.", "cost", "shp")
_COSTS: Final = ("kosto", "shpenzim", "trosk", "trosak", "cost")


@lru_cache(maxsize=1024)
def amount(text: str) -> int | None:
    """Cents of a printed amount (``162,000``, ``90.000 €``, ``12 500,50``), or None where it is none.

    A separator before one or two last digits is the decimal point; before three digits it groups thousands.
    The same one is not both: ``1,923,00`` is an amount cut short.
    """
    if fold(text).strip(" .") in _NO_COST:
        return 0
    match = _AMOUNT.match(text.strip() if text.isascii() else fold(text))
    if not match:
        return None
    digits = re.sub(r"[\s'\u00a0\u202f\u2009]", "", match.group(1)).rstrip(".,")
    point = re.search(r"[.,](\d{1,2})$", digits)
    whole, fraction = (digits[: point.start()], point.group(1).ljust(2, "0")) if point else (digits, "00")
    groups = re.split(r"[.,]", whole)
    if len(groups) > 1 and (not 1 <= len(groups[0]) <= 3 or any(len(group) != 3 for group in groups[1:])):
        return None
    if point and point.group()[0] in whole:
        return None
    times = _times(match["times"])
    if times is None:
        return None
    cents = (int("".join(groups)) * 100 + int(fraction)) * times
    return cents if cents < _MOST else None


def _times(word: str | None) -> int | None:
    """What a word behind a figure multiplies it by, None where it is another word."""
    if not word:
        return 1
    return next((times for stem, times in _TIMES if fold(word).startswith(stem)), None)


def is_admin(text: str) -> bool:
    """Whether a cell says administrative cost: KA, AC, AT, or the words."""
    folded = fold(text).strip(" .,;()*")
    if folded.replace(".", "").replace("/", "") in _ADMIN_SHORT or folded in _ABBREVIATED:
        return True
    words = folded.split()
    if len(words) > 1 and (is_regular(text) or folded in _NO_MORE or is_shortened(words)):
        return True
    # narrow columns cut the words in the middle
    whole = folded.replace(" ", "")
    named = "administra" in whole or any(word.strip(".") in _SHORTENED for word in words)
    return named and len(whole) < _LONGEST_ADMIN and any(cost in whole for cost in _COSTS)


def is_shortened(words: Sequence[str]) -> bool:
    """Whether two words are administrative cost shortened: ``Adm. troš.``, ``kosto adm.``."""
    if len(words) != 2 or not any(word.endswith(".") for word in words):
        return False
    return any(
        one.startswith("adm") and other.startswith(_COST_BEGINS) for one, other in (words, words[::-1])
    )


def is_regular(text: str) -> bool:
    """Whether a cell says that the regular budget bears the cost: ``within the regular budget``."""
    return fold(text).strip(" .") in _REGULAR


def is_currency(text: str) -> bool:
    """Whether a word is nothing but the sign, short form or name of a currency."""
    return currency.code_of(text) != ""


def cell(text: str) -> BudgetCell:
    """A budget cell's text as cents, administrative cost, or nothing.

    Raises ValueError where there is text that is neither.
    """
    if not text.strip(" -–—/\u00a0") or fold(text).strip(".") in NOT_APPLICABLE:
        return None
    if is_admin(text):
        return ADMIN
    cents = amount(text)
    if cents is None:
        raise ValueError(text)
    return cents


def is_cell(text: str) -> bool:
    """Whether a text is what a budget cell may hold, or blank."""
    try:
        cell(text)
    except ValueError:
        return False
    return True
