"""Amounts and administrative cost as they are printed in budget cells."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from planreader.vocabulary.currency import UNIT, scale_of
from planreader.vocabulary.fold import fold
from planreader.vocabulary.vocabulary import NOT_APPLICABLE, listed
from store.plan.model import ADMIN, BudgetCell

_AMOUNT: Final = re.compile(
    rf"^(?:{UNIT})?\s*(\d[\d.,'\u00a0\u202f\u2009 ]*?)(?:[,.][-–])?\s*(?P<times>[^\W\d_]{{3,8}}\.?)??"
    rf"\s*(?:{UNIT})?\*{{0,3}}$",
    re.IGNORECASE,
)
_FIGURE: Final = re.compile(
    r"(?P<whole>\d+|\d{1,3}(?P<sign>[.,])\d{3}(?:(?P=sign)\d{3})*)(?:(?!(?P=sign))[.,](?P<cents>\d\d?))?[.,]*"
)
_MOST: Final = 10**15
_LONGEST_ADMIN: Final = 40
_ADMIN_SHORT: Final = frozenset(listed("administrative"))
_SHORTENED: Final = frozenset({"adm", "admin"})
_REGULAR: Final = frozenset(listed("regular"))
_ADMIN: Final = _REGULAR.union(listed("abbreviated"), listed("no_more_cost"))
"""No more than the institution's own cost."""
_NO_COST: Final = frozenset(listed("no_cost"))
_COSTS: Final = ("kosto", "shp.", "shpenz", "tros", "cost")


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
    figure = _FIGURE.fullmatch(re.sub(r"[\s'\u00a0\u202f\u2009]", "", match[1]))
    times = scale_of(match["times"] or "")
    if figure is None or (match["times"] and times == 1):
        return None
    whole, cents = re.sub("[.,]", "", figure["whole"]), (figure["cents"] or "").ljust(2, "0")
    found = int(whole + cents) * times
    return found if found < _MOST else None


def is_admin(text: str) -> bool:
    """Whether a cell says administrative cost: KA, AC, AT, or the words."""
    folded = fold(text).strip(" .,;()*")
    if folded.replace(".", "").replace("/", "") in _ADMIN_SHORT or folded in _ADMIN:
        return True
    # narrow columns cut the words in the middle
    whole = folded.replace(" ", "")
    named = "administr" in whole or any(word.strip(".") in _SHORTENED for word in folded.split())
    return named and len(whole) < _LONGEST_ADMIN and any(cost in whole for cost in _COSTS)


def is_regular(text: str) -> bool:
    """Whether a cell says that the regular budget bears the cost: ``within the regular budget``."""
    return fold(text).strip(" .") in _REGULAR


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
