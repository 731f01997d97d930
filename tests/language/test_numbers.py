"""Amounts and rates as printed: the signs of CLDR, and rounding that agrees with published figures."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from babel import Locale
from babel import numbers as cldr
from hypothesis import given
from hypothesis import strategies as st

import language
from language.numbers import money, number, percent


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_signs_are_those_of_cldr(code: str) -> None:
    locale = Locale.parse(language.BY_CODE[code].locale)
    assert language.BY_CODE[code].decimal == cldr.get_decimal_symbol(locale)
    assert language.BY_CODE[code].group == cldr.get_group_symbol(locale)
    assert cldr.get_minus_sign_symbol(locale) == "-"
    assert locale.decimal_formats[None].grouping == (3, 3)
    assert locale.percent_formats[None].pattern == "#,##0%"


@given(st.integers(-(10**13), 10**13), st.sampled_from(language.LANGUAGES))
def test_money_is_what_cldr_prints(cents: int, code: str) -> None:
    expected = cldr.format_decimal(Decimal(cents) / 100, "#,##0.00", locale=language.BY_CODE[code].locale)
    assert money(cents, 2, code) == expected


@pytest.mark.parametrize(
    ("code", "cents", "printed"),
    [
        ("sq", 1250050, "12\u00a0500,50"),
        ("sr", 1250050, "12.500,50"),
        ("en", 1250050, "12,500.50"),
        ("en", 1250000, "12,500"),
        ("sq", 16200000, "162\u00a0000"),
        ("en", -5, "-0.05"),
        ("en", 0, "0"),
        ("en", None, "–"),
        ("sr", 10**13, "100.000.000.000"),
    ],
)
def test_money_shows_cents_only_where_there_are_any(code: str, cents: int | None, printed: str) -> None:
    assert money(cents, language=code) == printed


def test_money_in_whole_euros_rounds_halves_away_from_zero() -> None:
    assert [money(cents, 0) for cents in (49, 50, 150, 250, -50, -49)] == ["0", "1", "2", "3", "-1", "0"]


def test_money_follows_the_current_language() -> None:
    language.use("sr")
    assert money(1250050) == "12.500,50"
    language.use("en")
    assert money(1250050) == "12,500.50"


@pytest.mark.parametrize(
    ("done", "due", "printed"),
    [
        (21, 59, "35.59%"),
        (21, 39, "53.85%"),
        (20, 144, "13.89%"),
        (500, 707, "70.72%"),
        (37, 194, "19.07%"),
        (600, 967, "62.05%"),
        (96, 135, "71.11%"),
    ],
)
def test_rates_agree_with_published_figures(done: int, due: int, printed: str) -> None:
    assert percent(Fraction(done, due), 2) == printed
    assert percent(done / due, 2) == printed


def test_percent_rounds_halves_away_from_zero_and_shows_nothing_for_nothing() -> None:
    assert percent(Fraction(1, 8), 0) == "13%"
    assert percent(Fraction(1, 1600)) == "0.1%"
    assert percent(1) == "100.0%"
    assert percent(Decimal("10.5"), 0) == "1,050%"
    assert percent(None) == "–"
    assert percent(0.356, language="sq") == "35,6%"


def test_number() -> None:
    assert [number(x) for x in (0, 999, 1000, 1234567)] == ["0", "999", "1,000", "1,234,567"]
    assert number(2.5, 1, "sr") == "2,5"
    assert number(-0.4) == "0"
