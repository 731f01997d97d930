"""A day is read in one form: what Python reads besides differs from version to version."""

from __future__ import annotations

from datetime import date

import pytest

from language import dates
from schema.types import is_day, read_day
from store.edits.assessment import read_resolution
from store.edits.meeting import Meeting
from store.edits.reported.sources import read_source


@pytest.mark.parametrize(
    "told",
    ["20261201", "2026-W49-2", "2026W492", "2026-12-1", "2026-02-30", "２０２６-12-01", "", None, 20261201],
)
def test_a_day_in_any_other_form_is_none_on_every_desk(told: object) -> None:
    assert read_day(told) is None and not (isinstance(told, str) and is_day(told))
    read = read_resolution({"text": "x", "due": told, "done": told})
    assert read is not None and (read.due, read.done) == (None, None)
    assert read_source("ab" * 32, {"file": "a.xlsx", "day": told}) is None
    if isinstance(told, str) and told:
        assert Meeting("m", "17", "Takim", told, ()).held_on(date(2022, 3, 1)) == date(2022, 3, 1)
        assert dates.date(told) == told


def test_a_day_is_read() -> None:
    assert read_day("2026-12-01") == date(2026, 12, 1)
