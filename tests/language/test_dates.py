"""Days as printed and as typed."""

from __future__ import annotations

import datetime as dt

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

import language
from language import dates
from language.numbers import fill

TODAY = dt.date(2023, 1, 5)


def test_printed_days() -> None:
    assert [dates.date("2022-03-04", code) for code in language.LANGUAGES] == [
        "04.03.2022",
        "04.03.2022.",
        "04.03.2022.",
        "4 Mar 2022",
    ]
    assert [dates.day_month("2022-03-04", code) for code in language.LANGUAGES] == [
        "04.03.",
        "04.03.",
        "04.03.",
        "4 Mar",
    ]


def test_a_sentence_that_ends_in_a_serbian_day_has_one_dot() -> None:
    with language.speaking("sr"):
        day = dates.date("2022-03-04")
        assert language._("The status holds since {day}.").format(day=day) == "Status važi od 04.03.2022."
        assert language._("The new deadline: {day}.").format(day="–") == "Novi rok: –."
        assert language.counted("{n} day", "{n} days", 2) == "2 dana"
        assert fill("do {day}. Zatim.", {"day": day}) == "do 04.03.2022. Zatim."


@pytest.mark.parametrize(
    ("code", "sq", "sr", "en"),
    [
        ("2022", "për vitin 2022", "za 2022. godinu", "for 2022"),
        (
            "2022-Q3",
            "për tremujorin e tretë të vitit 2022",
            "za treće tromesečje 2022. godine",
            "for the third quarter of 2022",
        ),
        (
            "2022-H1",
            "për gjashtëmujorin e parë të vitit 2022",
            "za prvo polugodište 2022. godine",
            "for the first half of 2022",
        ),
        (
            "..2022-Q3",
            "nga fillimi i planit deri në fund të TM3 2022",
            "od početka plana do kraja perioda T3 2022",
            "from the beginning of the plan to the end of Q3 2022",
        ),
        ("2022-X9", "2022-X9", "2022-X9", "2022-X9"),
    ],
)
def test_a_title_ends_in_its_period_as_each_language_declines_it(
    code: str, sq: str, sr: str, en: str
) -> None:
    for spoken, words in (("sq", sq), ("sr", sr), ("en", en)):
        with language.speaking(spoken):
            assert dates.period_in_title(code) == words


def test_english_months_are_those_of_cldr() -> None:
    abbreviated = Locale.parse("en").months["format"]["abbreviated"]
    assert [dates.day_month(dt.date(2022, month, 1)) for month in range(1, 13)] == [
        f"1 {abbreviated[month]}" for month in range(1, 13)
    ]


def test_months_are_read_by_their_names_in_every_language() -> None:
    for code, locale in (("sq", "sq"), ("sr", "sr_Latn"), ("sr-Cyrl", "sr_Cyrl"), ("en", "en")):
        for number, name in Locale.parse(locale).months["format"]["wide"].items():
            with language.speaking(code):
                for text in (f"15 {name} 2022", f"15. {name.upper()} 2022.", f"15 {name[:3]} 2022"):
                    assert dates.parse_date(text, TODAY) == dt.date(2022, number, 15), text
    assert dates.parse_date("1. maja", TODAY) == dt.date(2023, 5, 1)
    assert dates.parse_due("15 dhjetorit", TODAY) == dt.date(2023, 12, 15)
    assert dates.parse_due("2 meseca", TODAY) == dt.date(2023, 3, 5)


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
     "14.3.0022",
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


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        # without a year, the next such day
        ("15.1.", dt.date(2023, 1, 15)),
        ("5.1.", TODAY),
        ("4/1", dt.date(2024, 1, 4)),
        ("29.2.", dt.date(2024, 2, 29)),
        ("3 Jan", dt.date(2024, 1, 3)),
        # with one, what it says
        ("4.1.2023", dt.date(2023, 1, 4)),
        ("danas", TODAY),
        ("Nesër", dt.date(2023, 1, 6)),
        ("neser", dt.date(2023, 1, 6)),
        ("sutra", dt.date(2023, 1, 6)),
        ("сутра", dt.date(2023, 1, 6)),
        ("tomorrow", dt.date(2023, 1, 6)),
        ("+14", dt.date(2023, 1, 19)),
        ("+ 2 weeks", dt.date(2023, 1, 19)),
        ("2 weeks", dt.date(2023, 1, 19)),
        ("in 1 week", dt.date(2023, 1, 12)),
        ("2 javë", dt.date(2023, 1, 19)),
        ("për 2 jave", dt.date(2023, 1, 19)),
        ("2 nedelje", dt.date(2023, 1, 19)),
        ("za 1 nedelju", dt.date(2023, 1, 12)),
        ("2 недеље", dt.date(2023, 1, 19)),
        ("10 ditë", dt.date(2023, 1, 15)),
        ("10 dana", dt.date(2023, 1, 15)),
        ("1 muaj", dt.date(2023, 2, 5)),
        ("12 meseci", dt.date(2024, 1, 5)),
        ("11 months", dt.date(2023, 12, 5)),
    ],
)
def test_days_by_which_something_is_to_be_done(typed: str, day: dt.date) -> None:
    assert dates.parse_due(typed, TODAY) == day
    assert dates.parse_deadline(typed, TODAY) == day.isoformat()


@pytest.mark.parametrize(
    "typed", ["", "14", "in 14", "2 moons", "31.2.", "30.2.2024", "weeks", "-14", "+1000"]
)
def test_what_is_no_such_day_is_refused(typed: str) -> None:
    with pytest.raises(dates.DateError) as refused:
        dates.parse_due(typed, TODAY)
    assert (refused.value.code, refused.value.params) == ("due_unreadable", {"found": typed})


def test_a_month_ahead_is_never_in_the_month_after() -> None:
    assert dates.parse_due("1 month", dt.date(2023, 1, 31)) == dt.date(2023, 2, 28)
    assert dates.parse_due("1 month", dt.date(2022, 12, 31)) == dt.date(2023, 1, 31)


@pytest.mark.parametrize(
    ("day", "passed"),
    [(dt.date(2023, 1, 4), True), (TODAY, False), ("2022", True), ("2023", False), ("2023-01-04", True)],
)
def test_a_day_that_has_passed(day: str | dt.date, passed: bool) -> None:
    assert dates.has_passed(day, TODAY) is passed


@pytest.mark.parametrize("today", [dt.date.min, dt.date.max])
@pytest.mark.parametrize("typed", ["+14", "tomorrow", "2 weeks", "3 months", "14.3.", "yesterday", "today"])
def test_from_a_day_at_the_end_of_the_calendar_a_due_day_is_read_or_refused(
    today: dt.date, typed: str
) -> None:
    try:
        assert dates.parse_due(typed, today) >= today or typed == "yesterday"
    except dates.DateError as refused:
        assert refused.code == "due_unreadable"


@given(st.text("0123456789 +.wdjavëneljћ/", max_size=10))
def test_any_due_day_is_read_or_refused(typed: str) -> None:
    try:
        assert dates.parse_due(typed, TODAY) is not None
    except dates.DateError as refused:
        assert refused.code == "due_unreadable"


@pytest.mark.parametrize(
    ("day", "words"),
    [(12, "3 days ago"), (14, "1 day ago"), (15, "today"), (16, "in 1 day"), (27, "in 12 days")],
)
def test_a_due_day_says_how_far_it_is(day: int, words: str) -> None:
    assert dates.due_words(dt.date(2022, 10, day), dt.date(2022, 10, 15)) == f"due on {day} Oct 2022, {words}"


def test_many_days_are_grouped_as_other_numbers() -> None:
    assert dates.age(1509) == "1,509 days"
    assert dates.due_words(dt.date(2022, 10, 15), dt.date(2026, 12, 2)).endswith("1,509 days ago")
