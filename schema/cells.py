"""Values as cells of tables have them: amounts as numbers, or as texts that can be one amount only."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from language import Unreadable, current
from language.amounts import read_amount
from schema.types import MAX_CENTS

__all__ = ["Unreadable", "cents_of", "kept_text"]

_KEPT_TEXT: Final = re.compile(r'="([^"]*)"')

_RECKONED: Final = Decimal("0.0001")
"""As far from whole cents as a workbook's sums come."""


def cents_of(cell: object, currency: str) -> int:
    """Return the cents of an amount in a plan's currency. Raises Unreadable, with what is wrong of it."""
    if not isinstance(cell, (int, float, Decimal)):
        try:
            amount = read_amount(str(cell), current(), currency)
        except Unreadable as refused:
            if refused.code != "amount_unreadable":
                raise
            # a table tells totals: nothing is added
            raise Unreadable("cell_amount_unreadable", **refused.params) from refused
        if amount.relative:
            raise Unreadable("cell_amount_added", found=cell)
        if amount.ambiguous:
            meant = {"understood": amount.shown(currency=currency), "alternatives": amount.other_shown()}
            raise Unreadable("cell_amount_ambiguous", found=cell, **meant)
        return amount.cents
    exact = Decimal(str(cell)).scaleb(2)
    if not exact.is_finite() or exact > MAX_CENTS:
        raise Unreadable("amount_too_large", found=cell, limit_cents=MAX_CENTS)
    if exact < 0:
        raise Unreadable("amount_negative", found=cell)
    cents = round(exact)
    if abs(cents - exact) > _RECKONED:
        raise Unreadable("amount_too_fine", found=cell)
    return cents


def kept_text(text: str) -> str:
    """Return a cell of CSV without what keeps Excel from reading it as a number or a day: ``="1.2.3"``."""
    match = _KEPT_TEXT.fullmatch(text)
    return match[1] if match else text
