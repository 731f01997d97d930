"""What sentences quote: amounts, numbers and rates as each language writes them, texts made safe.

Signs and grouping are those of CLDR (Albanian groups with a no-break space, so that an amount never wraps;
it is one cell wide). They stand here as a table because loading a locale costs more than all the rest of a
short command; the tests hold the table equal to CLDR.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Set
from decimal import ROUND_HALF_UP, Context, Decimal
from string import Formatter
from typing import TYPE_CHECKING, Final, Literal

from language import BY_CODE, current, glyph, one_dot

if TYPE_CHECKING:
    from fractions import Fraction

NOTHING: Final = "–"
"""Stands where there is no figure."""

MISSING: Final = "…"
"""Stands where a sentence quotes a figure that was not given."""

_UNSAFE: Final = ("Cc", "Cf", "Cs")


_EXACT: Final = Context(prec=60, rounding=ROUND_HALF_UP)


def _written(value: Decimal, places: int, language: str | None) -> str:
    signs = BY_CODE[language or current()]
    rounded = value.quantize(Decimal(1).scaleb(-places), context=_EXACT)
    if rounded == 0:
        rounded = abs(rounded)
    return f"{rounded:,f}".translate({ord(","): signs.group, ord("."): signs.decimal})


def number(value: Decimal | int | float, places: int = 0, language: str | None = None) -> str:
    """Return a number with ``places`` decimals, halves rounded away from zero."""
    return _written(Decimal(str(value)), places, language)


def money(cents: int | None, decimals: Literal["auto"] | int = "auto", language: str | None = None) -> str:
    """Return cents as whole units without a currency; a dash for None.

    ``decimals`` is 0 (whole units, halves away from zero), 2, or "auto": two only where there are cents.
    """
    if cents is None:
        return NOTHING
    places = (2 if cents % 100 else 0) if decimals == "auto" else decimals
    return _written(Decimal(cents).scaleb(-2, context=_EXACT), places, language)


def percent(ratio: Fraction | Decimal | float | None, places: int = 1, language: str | None = None) -> str:
    """Return a ratio (1 is 100 %) as a percentage, halves rounded away from zero; a dash for None."""
    if ratio is None:
        return NOTHING
    if isinstance(ratio, (int, float, Decimal)):
        exact = Decimal(str(ratio))
    else:
        exact = _EXACT.divide(Decimal(ratio.numerator), Decimal(ratio.denominator))
    return _written(exact * 100, places, language) + "%"


_CURRENCY_SIGNS: Final = {"EUR": "€"}


def currency_sign(currency: str) -> str:
    """Return the sign of a currency, for places with little room."""
    return glyph(_CURRENCY_SIGNS.get(currency, currency), currency)


def priced(
    cents: int | None, currency: str, decimals: Literal["auto"] | int = "auto", language: str | None = None
) -> str:
    """Return cents as :func:`money` with the plan's currency; a dash for None.

    Without a currency (empty) the figure stands alone.
    """
    shown = money(cents, decimals, language)
    return shown if shown == NOTHING or not currency else f"{shown} {currency}"


class _Plain(Formatter):
    """A placeholder is a plain name, never an expression that reaches into the figure."""

    def get_field(self, field_name: str, args: object, kwargs: Mapping[str, object]) -> tuple[object, str]:
        return kwargs.get(field_name, MISSING), field_name


def figure(key: str, value: object, money_keys: Set[str] = frozenset(), currency: str = "") -> str:
    """Return a figure as one line that is safe on any screen: no control, format or surrogate characters.

    Integers under a key of ``money_keys``, or one that ends in ``_cents``, are cents of the ``currency``.
    """
    if value is None or value == "" or value == () or value == []:
        return NOTHING
    if isinstance(value, int) and (key in money_keys or key.endswith("_cents")):
        return priced(value, currency)
    text = _listed(value) if isinstance(value, (list, tuple, set, frozenset)) else str(value)
    return "".join(c for c in " ".join(text.split()) if unicodedata.category(c) not in _UNSAFE)


def _listed(value: Collection[object]) -> str:
    """Return entries in one line, parted by a sign that no entry has."""
    entries = list(map(str, value))
    return ("; " if any("," in entry for entry in entries) else ", ").join(entries)


def fill(
    template: str, params: Mapping[str, object], money_keys: Set[str] = frozenset(), currency: str = ""
) -> str:
    """Return the template with its params as :func:`figure`; what is missing is shown as an ellipsis."""
    shown = {key: figure(key, value, money_keys, currency) for key, value in params.items()}
    return _Plain().vformat(one_dot(template, shown), (), shown)


def bare(
    code: str, params: Mapping[str, object], money_keys: Set[str] = frozenset(), currency: str = ""
) -> str:
    """Return a code that has no template, with its params."""
    parts = (f"{key}={figure(key, value, money_keys, currency)}" for key, value in params.items())
    return " ".join([figure("code", code), *parts])
