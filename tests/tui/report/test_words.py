"""Words about one action."""

from __future__ import annotations

from datetime import date

import pytest

from language import speaking
from tui.report.words import days_left


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (13, "overdue by 2 days"),
        (14, "overdue by 1 day"),
        (15, "0 days left"),
        (16, "1 day left"),
        (18, "3 days left"),
    ],
)
def test_how_far_a_deadline_is(day: int, words: str) -> None:
    with speaking("en"):
        assert days_left(date(2022, 9, day), date(2022, 9, 15), "in_progress") == words
        assert days_left(None, date(2022, 9, 15), None) == ""
        for over in ("implemented", "cancelled"):
            assert days_left(date(2022, 9, day), date(2022, 9, 15), over) == ""
