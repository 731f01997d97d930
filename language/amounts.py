"""Amounts of money as people type them.

A sign followed by one or two last digits is a decimal sign in any language. A single sign followed by three
digits groups thousands; where the current language would use that sign for decimals, the reading is marked
ambiguous, so that what was understood can be shown before it is stored.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, NamedTuple

from language import BY_CODE, Unreadable
from language.numbers import number, priced
from schema.types import MAX_CENTS

_LONGEST: Final = 60
_SPACES: Final = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f\t"), " ") | dict.fromkeys(
    map(ord, "’ʼ`´"), "'"
)
_CURRENCIES: Final = {
    "EUR": r"€|eurosh?|euro|evra|eura",
    "RSD": r"din\.?|dinar[aeëi]?",
    "ALL": r"lek[euë]?",
    "MKD": r"den\.?|denar[aeëi]?",
    "BAM": r"km",
}
"""By code, what stands for it beside an amount, in small letters; the code itself always does."""
_NAMED: Final = {code: re.compile(words) for code, words in _CURRENCIES.items()}

_SCALES: Final = {
    1_000: r"k|mijë|mije|thousand|hilj\.?|hiljad[aeu]|хиљ\.?|хиљад[аеу]",
    1_000_000: r"(?:mil|mln|mio)\.?|milion(?:ë|e|a)?|million|(?:мил|мио)\.?|милион(?:а|е)?",
    1_000_000_000: r"(?:mlrd|mrd)\.?|miliard[ëe]?|milijard[aeiu]|(?:мил|мл)рд\.?|милијард[аеиу]",
}
"""Words behind the figures that multiply them."""

_WORD: Final = r"€|[^\W\d_]{2,8}\.?"
_FORM: Final = re.compile(
    rf"(?:(?P<ahead>{_WORD})\s*)?(?P<figures>[0-9][0-9.,' ]*[0-9]|[0-9])(?P<whole>[.,]\s?[-–—]{{1,2}})?"
    rf"(?:\s*(?P<scale>{'|'.join(_SCALES.values())})(?!\w))?(?:\s*(?P<behind>{_WORD}))?"
)


def currency_of(word: str) -> str:
    """Return the code of the currency that a typed word names, empty where it names none."""
    named = next((code for code, words in _NAMED.items() if words.fullmatch(word.lower())), "")
    return named or (word.upper() if len(word) == 3 and word.isascii() and word.isalpha() else "")


class AmountError(Unreadable):
    """A text that is no acceptable amount."""

    def __init__(self, code: str, text: str, **params: object) -> None:
        super().__init__(code, found=text[:40], **params)


class TypedAmount(NamedTuple):
    """What was understood: never negative, in cents.

    ``relative``: to be added to what stands. ``ambiguous``: its sign of thousands may be the decimal one.
    """

    cents: int
    relative: bool = False
    ambiguous: bool = False

    def shown(self, language: str | None = None, currency: str = "") -> str:
        """Return the amount in words of the language: always with cents, with + where it is added."""
        return ("+" if self.relative else "") + priced(self.cents, currency, 2, language)

    def other_shown(self, language: str | None = None) -> str:
        """Return the other reading of an ambiguous one in the same form, with a third decimal if any."""
        other = Decimal(self.cents).scaleb(-5)
        return ("+" if self.relative else "") + number(other, 3 if self.cents % 1000 else 2, language)


def _grouped(parts: list[str]) -> bool:
    first, *rest = parts
    return 1 <= len(first) <= 3 and first[0] != "0" and all(len(part) == 3 for part in rest)


def _decimals(whole: str, fraction: str, text: str) -> int:
    if len(fraction) > 2:
        raise AmountError("amount_too_fine", text)
    return int(whole) * 100 + int(fraction.ljust(2, "0"))


def _one_sign(parts: list[str], sign: str, language: str, text: str) -> TypedAmount:
    if _grouped(parts):
        whole = int("".join(parts)) * 100
        return TypedAmount(whole, ambiguous=len(parts) == 2 and sign == BY_CODE[language].decimal)
    if len(parts) == 2 and sign in ".,":
        return TypedAmount(_decimals(parts[0], parts[1], text))
    raise AmountError("amount_unreadable", text)


def _read_figures(figures: str, language: str, text: str) -> TypedAmount:
    signs = [c for c in figures if not c.isdigit()]
    if not signs:
        return TypedAmount(int(figures) * 100)
    if len(set(signs)) == 1:
        return _one_sign(figures.split(signs[0]), signs[0], language, text)
    whole, _, fraction = figures.rpartition(signs[-1])
    groups = whole.split(signs[0])
    if len(set(signs)) > 2 or signs[-1] not in ".," or signs[-1] in whole or not _grouped(groups):
        raise AmountError("amount_unreadable", text)
    return TypedAmount(_decimals("".join(groups), fraction, text))


def _scaled(amount: TypedAmount, word: str | None) -> TypedAmount:
    """Return an amount multiplied by what a word of _SCALES says."""
    factor = next((factor for factor, words in _SCALES.items() if word and re.fullmatch(words, word)), 1)
    return amount._replace(cents=amount.cents * factor)


def read_amount(text: str, language: str, currency: str = "") -> TypedAmount:
    """Read ``12500``, ``12.500``, ``12 500,50``, ``12'500``, ``12.500,-``, ``12k``, ``1,5 mijë``, ``€ 500``,
    ``+500`` (added to what stands).

    ``currency`` is the code of the plan's, whose words may stand beside the figures: ``500 din.``; where it
    is empty those of any currency may. Raises AmountError with code ``amount_unreadable``,
    ``amount_currency`` (another one is named), ``amount_negative``, ``amount_too_fine`` (more than two
    decimals) or ``amount_too_large`` (above MAX_CENTS).
    """
    typed = text.translate(_SPACES).strip().lower()
    if len(typed) > _LONGEST:
        raise AmountError("amount_unreadable", text)
    relative = typed.startswith("+")
    typed = typed[1:].lstrip() if relative else typed
    negative = typed.startswith(("-", "−", "–"))
    match = _FORM.fullmatch(typed[1:].lstrip() if negative else typed)
    named = [currency_of(word) for word in (match["ahead"], match["behind"]) if word] if match else [""]
    if match is None or not all(named):
        raise AmountError("amount_unreadable", text)
    if currency and any(code != currency for code in named):
        raise AmountError("amount_currency", text, currency=currency)
    if negative:
        raise AmountError("amount_negative", text)
    amount = _scaled(_read_figures(match["figures"], language, text), match["scale"])
    if amount.cents > MAX_CENTS:
        raise AmountError("amount_too_large", text, limit_cents=MAX_CENTS)
    return TypedAmount(amount.cents, relative, amount.ambiguous and not match["whole"])
