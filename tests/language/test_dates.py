"""Days as printed and as typed."""

from __future__ import annotations

import datetime as dt

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

import language
from language import dates

TODAY = dt.date(2023, 1, 5)


def test_printed_days() -> None:
    assert [dates.date("2022-03-04", code) for code in language.LANGUAGES] == [
        "04.03.2022",
        "04.03.2022",
        "04.03.2022",
        "4 Mar 2022",
    ]
    assert dates.date(dt.date(2021, 12, 31), "sr") == "31.12.2021"
    assert [dates.day_month("2022-03-04", code) for code in language.LANGUAGES] == [
        "04.03.",
        "04.03.",
        "04.03.",
        "4 Mar",
    ]


def test_english_months_are_those_of_cldr() -> None:
    abbreviated = Locale.parse("en").months["format"]["abbreviated"]
    assert [dates.day_month(dt.date(2022, month, 1)) for month in range(1, 13)] == [
        f"1 {abbreviated[month]}" for month in range(1, 13)
    ]


def test_what_is_no_day_is_left_as_it_stands() -> None:
    assert dates.date(None) == dates.day_month(None) == "–"
    assert dates.date("2022-02-31") == dates.day_month("2022-02-31") == "2022-02-31"


def test_printed_moments() -> None:
    zone = dt.timezone(dt.timedelta(hours=2))
    assert dates.datetime(0, "en", dt.timezone.utc) == "1 Jan 1970 00:00"
    assert dates.datetime(1647298740, "sq", zone) == "15.03.2022 00:59"
    assert dates.datetime(None) == "–"
    assert dates.datetime(10**30) == dates.datetime(float("nan")) == "–"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2022-03-14", dt.date(2022, 3, 14)),
        ("2022/3/4", dt.date(2022, 3, 4)),
        ("14.03.2022", dt.date(2022, 3, 14)),
        ("14. 3. 2022.", dt.date(2022, 3, 14)),
        ("14/3/2022", dt.date(2022, 3, 14)),
        ("14-3-2022", dt.date(2022, 3, 14)),
        ("4/3/2022", dt.date(2022, 3, 4)),
        ("14.3.22", dt.date(2022, 3, 14)),
        ("14.3.", dt.date(2023, 3, 14)),
        ("14.3", dt.date(2023, 3, 14)),
        (" 29.2.2024 ", dt.date(2024, 2, 29)),
        ("14 March 2022", dt.date(2022, 3, 14)),
        ("Sot", TODAY),
        ("danas", TODAY),
        ("today", TODAY),
        ("juče", dt.date(2023, 1, 4)),
    ],
)
def test_typed_days(typed: str, day: dt.date) -> None:
    assert dates.parse_date(typed, TODAY) == day


@pytest.mark.parametrize(
    "typed",
    ["", "14", "3/14/2022", "31.2.2022", "29.2.", "14.3/2022", "14..3", "0.1.2022", "14.3.202", "14.3.0202",
     "32 Mar 2022", "14 Foo 2022",
     "2022", "2022-03", "2022-3-14-1", "١٤.٣.٢٠٢٢", "tomorrow", "14.3.2022 12:00", "99999-01-01"],
)  # fmt: skip
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(dates.DateError) as refused:
        dates.parse_date(typed, TODAY)
    assert (refused.value.code, refused.value.params) == ("date_unreadable", {"found": typed})


@given(st.dates(dt.date(1990, 1, 1), dt.date(2199, 12, 31)), st.sampled_from(["sq", "sr", "en"]))
def test_a_printed_day_is_read_back(day: dt.date, code: str) -> None:
    assert dates.parse_date(dates.date(day, code), TODAY) == day
    assert dates.parse_date(day.isoformat(), TODAY) == day


@given(st.text(max_size=14))
def test_any_text_is_read_or_refused(typed: str) -> None:
    try:
        assert dates.parse_date(typed, TODAY).year in range(1990, 2200)
    except dates.DateError as refused:
        assert refused.code == "date_unreadable"
