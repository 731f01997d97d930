"""Roll-up over units, overdue and early, as docs/decisions/0005-writing-and-rollup.md words them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.account.statuses import STATUSES, deadline_day, is_early, is_overdue, rolled_up

A, B, C = "MPB", "17", "18"
N, P, H, I, X, Z = STATUSES  # noqa: E741 - one letter a status keeps the table readable


@pytest.mark.parametrize(
    ("reported", "expected", "status"),
    [
        ({}, (A, B), None),
        ({}, (), None),
        ({A: None}, (A,), None),
        ({A: I}, (A,), I),
        ({A: I, B: I}, (A, B), I),
        ({A: I}, (A, B), H),
        ({A: I, B: None}, (A, B), H),
        ({A: I, B: N}, (A, B), H),
        ({A: I, B: X}, (A, B), H),
        ({A: H}, (A,), H),
        ({A: H}, (A, B), H),
        ({A: H, B: H}, (A, B), H),
        ({A: P}, (A, B), P),
        ({A: P, B: N}, (A, B), P),
        ({A: P, B: X}, (A, B), P),
        ({A: P, B: H}, (A, B), H),
        ({A: N}, (A, B), N),
        ({A: N, B: N}, (A, B), N),
        ({A: N, B: X}, (A, B), N),
        ({A: X}, (A, B), X),
        ({A: X, B: X}, (A, B), X),
        # headquarters alone cancels
        ({A: Z}, (A,), X),
        ({A: Z, B: Z}, (A, B), X),
        ({A: Z}, (), X),
        ({A: Z}, (A, B), None),
        ({A: Z, B: I}, (A, B), I),
        ({A: Z, B: I}, (A, B, C), H),
        ({A: Z, B: P}, (A, B), P),
        ({A: I, C: I}, (A,), I),
        ({A: I, C: N}, (A,), H),
        ({C: I}, (), I),
        ({C: I}, (A,), H),
    ],
)
def test_roll_up(reported: dict[str, str | None], expected: tuple[str, ...], status: str | None) -> None:
    assert rolled_up(reported, expected) == status


@given(
    st.dictionaries(st.sampled_from([A, B, C]), st.none() | st.sampled_from(STATUSES)),
    st.sampled_from(STATUSES),
)
def test_headquarters_word_comes_first(reported: dict[str, str | None], word: str) -> None:
    assert rolled_up(reported, (A, B), assessment=word) == word
    assert rolled_up(reported, (A, B), assessment=word, cancelled=True) == Z


@given(st.dictionaries(st.sampled_from([A, B, C]), st.sampled_from(STATUSES)))
def test_implemented_means_that_nobody_who_counts_says_otherwise(reported: dict[str, str]) -> None:
    status = rolled_up(reported, (A, B))
    counted = {reported.get(unit) for unit in (A, B, *reported)} - {Z}
    assert (status == I) == (counted == {I})
    assert (status is None) == (not reported or counted == {None})


@pytest.mark.parametrize(
    ("end", "month", "day"),
    [
        (2022, None, date(2022, 12, 31)),
        (2022, 2, date(2022, 2, 28)),
        (2024, 2, date(2024, 2, 29)),
        (2022, 12, date(2022, 12, 31)),
        (None, None, None),
        (None, 3, None),
        (0, None, None),
        (20222, None, None),
        (2022, 0, date(2022, 12, 31)),
        (2022, 13, date(2022, 12, 31)),
    ],
)
def test_the_last_day_of_a_deadline(end: int | None, month: int | None, day: date | None) -> None:
    assert deadline_day(end, month) == day


@pytest.mark.parametrize("status", [None, *STATUSES])
def test_overdue_from_the_day_after_the_deadline(status: str | None) -> None:
    # what a unit calls cancelled stays due until headquarters cancels it
    open_still = status != I
    end, after = date(2022, 12, 31), date(2023, 1, 1)
    assert not is_overdue(status, end, end, cancelled=False)
    assert is_overdue(status, end, after, cancelled=False) == open_still
    assert is_overdue(status, date(2022, 6, 30), date(2022, 7, 1), cancelled=False) == open_still
    assert not is_overdue(status, end, after, cancelled=True)
    assert not is_overdue(status, None, date(2099, 1, 1), cancelled=False)


@pytest.mark.parametrize(
    ("status", "on", "start", "early"),
    [
        (I, "2021-12-31", 2022, True),
        (I, "2022-01-01", 2022, False),
        (I, "2023-01-01", 2022, False),
        (H, "2021-12-31", 2022, False),
        (None, None, 2022, False),
        (I, None, 2022, False),
        (I, "2021-12-31", None, False),
        (I, "soon", 2022, False),
    ],
)
def test_early_means_implemented_before_the_first_year(
    status: str | None, on: str | None, start: int | None, early: bool
) -> None:
    assert is_early(status, on, start) == early
