"""Times that headings, lines, sheets and files name."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planreader.vocabulary.times import end_of, moment


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("TM1 2026", "2026-03-31"),
        ("Gjendja 30.9. 2026", "2026-09-30"),
        ("29.2 2026", "2026-02-28"),
        ("Raporti 31.2 2026", "2026-12-31"),
        ("Nëntor 31.11 2026", "2026-11-30"),
        ("Versioni 1.15, 30.9 2026", "2026-09-30"),
        ("Statusi", ""),
    ],
)
def test_a_time_ends_on_a_day_that_there_is(text: str, day: str) -> None:
    assert end_of(moment(text)) == day


@given(st.integers(0, 99), st.integers(0, 99), st.integers(1990, 2040))
def test_whatever_looks_like_a_day_breaks_nothing(day: int, month: int, year: int) -> None:
    told = end_of(moment(f"Statusi {day}.{month} {year}"))
    assert date.fromisoformat(told).year == year
