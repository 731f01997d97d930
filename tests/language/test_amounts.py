"""Amounts as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import language
from language.amounts import AmountError, TypedAmount, read_amount
from language.numbers import currency_sign, money, priced
from schema.types import MAX_CENTS

ALL = language.LANGUAGES


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("0", 0),
        ("12500", 1250000),
        ("007", 700),
        ("12 500,50", 1250050),
        ("12 500.50", 1250050),
        ("12'500", 1250000),
        ("12’500.5", 1250050),
        ("12\u00a0500,50", 1250050),
        ("12\u202f500", 1250000),
        ("12.50", 1250),
        ("12,50", 1250),
        ("12,5", 1250),
        ("0,05", 5),
        ("1.234.567", 123456700),
        ("1,234,567", 123456700),
        ("1.234.567,89", 123456789),
        ("1,234,567.89", 123456789),
        ("12.500,50", 1250050),
        ("12,500.50", 1250050),
        ("€500", 50000),
        ("€ 1.250,00", 125000),
        ("500 €", 50000),
        ("500€", 50000),
        ("EUR 500", 50000),
        ("500 eur", 50000),
        ("500 euro", 50000),
        ("500 evra", 50000),
        ("  500\t", 50000),
        ("100 000 000 000", MAX_CENTS),
        ("12.500,-", 1250000),
        ("12,500.-", 1250000),
        ("500,– €", 50000),
        ("12k", 1200000),
        ("12 K", 1200000),
        ("12 mijë", 1200000),
        ("1,5 mijë euro", 150000),
        ("12 hiljada", 1200000),
        ("12 хиљ.", 1200000),
        ("2,5 milionë", 250000000),
        ("1,5 mil", 150000000),
        ("1,5 mil. €", 150000000),
        ("2 mio", 200000000),
        ("0,5 mlrd.", 50000000000),
        ("2 miliona €", 200000000),
        ("1.5 million", 150000000),
        ("€ 12k", 1200000),
        ("12 km", 1200),
    ],
)
def test_read_the_same_in_every_language(typed: str, cents: int) -> None:
    assert {code: read_amount(typed, code) for code in ALL} == dict.fromkeys(ALL, TypedAmount(cents))


@pytest.mark.parametrize(
    ("code", "typed", "other"),
    [
        ("sq", "12,500", "12,50"),
        ("sr", "12,500", "12,50"),
        ("en", "12.500", "12.50"),
        ("sq", "12,345", "12,345"),
        ("en", "1.234", "1.234"),
        ("en", "€ 1.230", "1.23"),
    ],
)
def test_a_decimal_sign_before_three_digits_is_thousands_but_ambiguous(
    code: str, typed: str, other: str
) -> None:
    amount = read_amount(typed, code)
    assert amount.cents == int("".join(c for c in typed if c.isdigit())) * 100
    assert (amount.ambiguous, amount.other_shown(code)) == (True, other)


@pytest.mark.parametrize(("code", "typed"), [("sq", "12.500"), ("sr", "12.500"), ("en", "12,500")])
def test_a_grouping_sign_before_three_digits_is_plain(code: str, typed: str) -> None:
    assert read_amount(typed, code) == TypedAmount(1250000)


@pytest.mark.parametrize("typed", ["+500", "+ 500", " + 500,00 €", "+€500"])
def test_a_plus_is_relative(typed: str) -> None:
    assert read_amount(typed, "sq") == TypedAmount(50000, relative=True)


def test_what_was_understood_is_shown() -> None:
    amount = read_amount("+12,500", "sq")
    assert amount == TypedAmount(1250000, relative=True, ambiguous=True)
    assert amount.shown("sq") == "+12\u00a0500,00"
    assert amount.other_shown("sq") == "+12,50"
    assert read_amount("12500", "en").shown() == "12,500.00"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "amount_unreadable"),
        ("+", "amount_unreadable"),
        ("€", "amount_unreadable"),
        ("KA", "amount_unreadable"),
        ("12 qind", "amount_unreadable"),
        ("1e3", "amount_unreadable"),
        ("0x10", "amount_unreadable"),
        ("١٢٣", "amount_unreadable"),
        ("12,", "amount_unreadable"),
        (",50", "amount_unreadable"),
        ("12 50", "amount_unreadable"),
        ("12,34,567", "amount_unreadable"),
        ("1,234.567,89", "amount_unreadable"),
        ("1.5,00", "amount_unreadable"),
        ("1.234,567.89", "amount_unreadable"),
        ("1 234.567,89", "amount_unreadable"),
        ("1.234 567", "amount_unreadable"),
        ("1.234,567,890", "amount_unreadable"),
        ("12..50", "amount_unreadable"),
        ("1234,567.89", "amount_unreadable"),
        ("0.500.000", "amount_unreadable"),
        ("€500€€", "amount_unreadable"),
        ("++5", "amount_unreadable"),
        ("-abc", "amount_unreadable"),
        ("9" * 5000, "amount_unreadable"),
        ("-5", "amount_negative"),
        ("− 5,00", "amount_negative"),
        ("-€5", "amount_negative"),
        ("+-5", "amount_negative"),
        ("-12.5001", "amount_negative"),
        ("12.5001", "amount_too_fine"),
        ("12,3456", "amount_too_fine"),
        ("0.500", "amount_too_fine"),
        ("1234.500", "amount_too_fine"),
        ("1 234,567", "amount_too_fine"),
        ("1.234,567", "amount_too_fine"),
        ("100 000 000 000,01", "amount_too_large"),
        ("99999999999999999", "amount_too_large"),
    ],
)
def test_refused(typed: str, code: str) -> None:
    for spoken in ALL:
        with pytest.raises(AmountError) as refused:
            read_amount(typed, spoken)
        assert refused.value.code == code, spoken
        assert refused.value.params["found"] == typed[:40]


@given(st.integers(0, MAX_CENTS), st.sampled_from(ALL), st.sampled_from(["auto", 2]))
def test_what_is_printed_is_read_back(cents: int, code: str, decimals: str) -> None:
    printed = money(cents, 2 if decimals != "auto" else "auto", code)
    assert read_amount(printed, code) == TypedAmount(cents)
    assert read_amount(f"+ {printed} €", code) == TypedAmount(cents, relative=True)


@given(st.integers(0, MAX_CENTS), st.sampled_from(ALL), st.sampled_from(ALL))
def test_with_cents_the_language_does_not_matter(cents: int, printed_in: str, read_in: str) -> None:
    assert read_amount(money(cents, 2, printed_in), read_in) == TypedAmount(cents)


@given(st.text(alphabet="0123456789., '+-€\u00a0", max_size=16), st.sampled_from(ALL))
def test_nothing_gains_or_loses_a_digit(typed: str, code: str) -> None:
    try:
        amount = read_amount(typed, code)
    except AmountError:
        return
    digits = "".join(c for c in typed if c.isdigit())
    assert (
        str(amount.cents).rstrip("0") == digits.lstrip("0").rstrip("0")
        or amount.cents == int(digits or 0) == 0
    )
    assert amount.cents in (int(digits) * 100, int(digits) * 10, int(digits))


@pytest.mark.parametrize(
    ("typed", "currency"),
    [
        ("500 €", "EUR"), ("500 euro", "EUR"), ("EUR 500", "EUR"), ("500 din.", "RSD"), ("500 dinara", "RSD"),
        ("500 lekë", "ALL"), ("500 den.", "MKD"), ("500 KM", "BAM"), ("CHF 500", "CHF"),
    ],
)  # fmt: skip
def test_the_words_of_the_plans_currency_stand_beside_an_amount_and_no_other(
    typed: str, currency: str
) -> None:
    assert read_amount(typed, "sr", currency) == read_amount(typed, "sr") == TypedAmount(50000)
    with pytest.raises(AmountError) as refused:
        read_amount(typed, "sr", "HUF")
    assert (refused.value.code, refused.value.params["currency"]) == ("amount_currency", "HUF")


def test_an_amount_is_shown_in_the_plans_currency() -> None:
    assert read_amount("12500", "en").shown("en", "RSD") == "12,500.00 RSD"
    assert (priced(None, "RSD"), priced(100, "")) == ("–", "1")
    assert [currency_sign("EUR"), currency_sign("RSD")] == ["€", "RSD"]
