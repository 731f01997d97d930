"""Amounts, numbers and rates as each language writes them.

Signs and grouping are those of CLDR (Albanian groups with a no-break space, so that an amount never wraps;
it is one cell wide). They stand here as a table because loading a locale costs more than all the rest of a
short command; the tests hold the table equal to CLDR.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from language import current, glyph

if TYPE_CHECKING:
    from fractions import Fraction

NOTHING: Final = "–"
"""Stands where there is no figure."""


class Signs(NamedTuple):
    """The decimal and the grouping sign of a language; whole parts are grouped by three digits."""

    decimal: str
    group: str


SIGNS: Final = {
    "sq": Signs(",", "\u00a0"),
    "sr": Signs(",", "."),
    "sr-Cyrl": Signs(",", "."),
    "en": Signs(".", ","),
}

_EXACT: Final = Context(prec=60, rounding=ROUND_HALF_UP)


def _written(value: Decimal, places: int, language: str | None) -> str:
    signs = SIGNS[language or current()]
    rounded = value.quantize(Decimal(1).scaleb(-places), context=_EXACT)
    if rounded == 0:
        rounded = abs(rounded)
    return f"{rounded:,f}".translate({ord(","): signs.group, ord("."): signs.decimal})


def number(value: Decimal | int | float, places: int = 0, language: str | None = None) -> str:
    """A number with ``places`` decimals, halves rounded away from zero."""
    return _written(Decimal(str(value)), places, language)


def money(cents: int | None, decimals: Literal["auto"] | int = "auto", language: str | None = None) -> str:
    """Cents as whole units without a currency; a dash for None.

    ``decimals`` is 0 (whole units, halves away from zero), 2, or "auto": two only where there are cents.
    """
    if cents is None:
        return NOTHING
    places = (2 if cents % 100 else 0) if decimals == "auto" else decimals
    return _written(Decimal(cents).scaleb(-2, context=_EXACT), places, language)


def percent(ratio: Fraction | Decimal | float | None, places: int = 1, language: str | None = None) -> str:
    """A ratio (1 is 100 %) as a percentage, halves rounded away from zero; a dash for None."""
    if ratio is None:
        return NOTHING
    if isinstance(ratio, (int, float, Decimal)):
        exact = Decimal(str(ratio))
    else:
        exact = _EXACT.divide(Decimal(ratio.numerator), Decimal(ratio.denominator))
    return _written(exact * 100, places, language) + "%"


_CURRENCY_SIGNS: Final = {"EUR": "€"}


def currency_sign(currency: str) -> str:
    """What stands for a currency where there is little room."""
    return glyph(_CURRENCY_SIGNS.get(currency, currency), currency)


def priced(
    cents: int | None, currency: str, decimals: Literal["auto"] | int = "auto", language: str | None = None
) -> str:
    """Cents as :func:`money` with the plan's currency; a dash for None.

    Without a currency (empty) the figure stands alone.
    """
    shown = money(cents, decimals, language)
    return shown if shown == NOTHING or not currency else f"{shown} {currency}"
