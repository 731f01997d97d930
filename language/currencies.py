"""Currencies of plans: how their amounts are shown, and the words by which people name them when typing."""

from __future__ import annotations

import re
from typing import Final, Literal

from language.numbers import NOTHING, money
from language.signs import glyph

_WORDS: Final = {
    "EUR": r"€|eurosh?|euro|evra|eura",
    "RSD": r"din\.?|dinar[aeëi]?",
    "ALL": r"lek[euë]?",
    "MKD": r"den\.?|denar[aeëi]?",
    "BAM": r"km",
}
"""By code, what stands for it beside an amount, in small letters; the code itself always does."""
_NAMED: Final = {code: re.compile(words) for code, words in _WORDS.items()}
_SIGNS: Final = {"EUR": "€"}


def currency_of(word: str) -> str:
    """The code of the currency that a typed word names, empty where it names none."""
    named = next((code for code, words in _NAMED.items() if words.fullmatch(word.lower())), "")
    return named or (word.upper() if len(word) == 3 and word.isascii() and word.isalpha() else "")


def sign(currency: str) -> str:
    """What stands for a currency where there is little room."""
    return glyph(_SIGNS.get(currency, currency), currency)


def priced(
    cents: int | None, currency: str, decimals: Literal["auto"] | int = "auto", language: str | None = None
) -> str:
    """Cents as :func:`language.numbers.money` with the plan's currency; a dash for None.

    Without a currency (empty) the figure stands alone.
    """
    shown = money(cents, decimals, language)
    return shown if shown == NOTHING or not currency else f"{shown} {currency}"
