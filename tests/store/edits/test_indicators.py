"""Measurements: numbers out of printed values, direction, met or not, progress, and what is recorded."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.db.errors import UserError
from store.edits.indicators import find_indicator, indicators, measure
from store.edits.recording import Recording
from store.history.history import undo
from store.ledger.append import Edit, record
from store.plan.achievement import FALLS, RISES, achievement, direction, target_of
from store.plan.figures import PlanFigure, read_figure, read_measured
from store.plan.model import Indicator, Plan, SpecificObjective, StrategicObjective, Target
from tests.plans import enrolled, small_plan
from tests.recount.histories import recorded_on
from tests.store.history.test_undo import received

FALLING = Indicator("Bilanci", Target("35%", 2021), Target("20%", 2023), Target("5%", 2025))
RISING = Indicator("Numri", Target("300", 2021), Target("350", 2023), Target("400", 2025))
BLANK = Indicator("Viktima", Target(None, 2021), Target(None, 2023), Target(None, 2025))


@pytest.mark.parametrize(
    ("text", "number", "percent"),
    [
        ("50%", 50, True),
        ("35 %", 35, True),
        ("%12", 12, True),
        ("300", 300, False),
        ("1.200", 1200, False),
        ("1,200", 1200, False),
        ("1 200", 1200, False),
        ("12\u00a0500,5", Fraction(25001, 2), False),
        ("1.200,50", Fraction(2401, 2), False),
        ("1,200.50", Fraction(2401, 2), False),
        ("1.234.567", 1234567, False),
        ("12,5%", Fraction(25, 2), True),
        ("62.25", Fraction(249, 4), False),
        ("0,125", Fraction(1, 8), False),
        ("-5%", -5, True),
        ("– 5", 5, False),
        ("≥ 80%", 80, True),
        ("mbi 300 raporte", 300, False),
        ("300 (2021)", 300, False),
        ("SIMM-2", None, False),
        ("10-20", None, False),
        ("20 nga 30", None, False),
        ("1.2.3", None, False),
        ("999 999 999 999,999%", Fraction(999_999_999_999_999, 1000), True),
        ("1000000000000000", None, False),
        ("0,123456789012345", None, False),
        ("9" * 4000, None, False),
        ("1,2.3", None, False),
        ("shumë", None, False),
        ("", None, False),
    ],
)
def test_numbers_are_read_as_they_are_printed(
    text: str, number: int | Fraction | None, percent: bool
) -> None:
    assert read_figure(text) == (None if number is None else PlanFigure(Fraction(number), percent))


@given(st.integers(0, 10**9), st.integers(0, 99), st.sampled_from(["", "%", " %"]), st.booleans())
def test_what_is_written_with_two_decimals_is_read_back(
    whole: int, cents: int, sign: str, grouped: bool
) -> None:
    written = f"{whole:,}".replace(",", "." if grouped else "") + f",{cents:02}{sign}"
    assert read_figure(written) == PlanFigure(whole + Fraction(cents, 100), bool(sign))


@given(st.text(max_size=12))
def test_any_text_is_a_number_or_none(text: str) -> None:
    found = read_figure(text)
    assert found is None or any(c.isdigit() for c in text)


def test_direction_and_progress_rise_and_fall() -> None:
    half = Fraction(1, 2)
    assert (direction(Fraction(35), Fraction(20)), direction(half, half)) == (FALLS, None)
    assert direction(Fraction(300), Fraction(350)) == RISES
    found = achievement(FALLING, 2023, read_figure("20%"))
    assert found is not None
    assert (found.met, found.progress) == (True, Fraction(1))
    found = achievement(FALLING, 2023, read_figure("30 %"))
    assert found is not None
    assert (found.met, found.progress) == (False, Fraction(1, 3))
    worse = achievement(FALLING, 2023, read_figure("50"))
    beyond = achievement(RISING, 2023, read_figure("450"))
    assert worse is not None and beyond is not None
    # neither is capped
    assert (worse.met, worse.progress) == (False, Fraction(-1))
    assert (beyond.met, beyond.progress) == (True, Fraction(3))


def test_a_year_without_target_is_on_its_way_to_the_next_one() -> None:
    found = achievement(RISING, 2022, read_figure("325"))
    assert found is not None
    assert (found.target, found.met, found.progress) == (RISING.interim, None, Fraction(1, 2))
    assert target_of(RISING, 2024) == target_of(RISING, 2030) == RISING.final
    assert target_of(Indicator("x", None, Target("1", 2023), Target("2", 2023)), 2022) == Target("2", 2023)
    assert target_of(Indicator("x"), 2022) is None


@pytest.mark.parametrize(
    ("indicator", "value"),
    [
        (BLANK, "7"),
        (RISING, "50%"),
        (Indicator("x", Target("300", 2021), None, Target("50%", 2023)), "310"),
        (Indicator("x", Target("75%", 2021), None, Target("75%", 2023)), "75%"),
        (Indicator("x", None, None, Target("75%", 2023)), "80%"),
        (Indicator("x", Target("75%", 2021), Target("100%", None), None), "80%"),
    ],
)
def test_what_cannot_be_compared_is_undefined(indicator: Indicator, value: str) -> None:
    found = achievement(indicator, 2023, read_figure(value))
    assert found is not None
    assert (found.met, found.progress) == (None, None)
    assert achievement(indicator, 2023, read_figure("shumë")) is None


def plan() -> Plan:
    specific = SpecificObjective("1.1", "O", (FALLING, RISING))
    return Plan("p", "P", "sq", (2021, 2022, 2023), (StrategicObjective("1", "S", (BLANK,), (specific,)),))


def test_measurements_are_recorded_listed_and_drawn(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db", plan=plan()) as store:
        (change,) = measure(store, "1.1", 2022, " 30,5 % ", source="ASK")
        assert (change.kind, change.target, change.unit, change.field) == ("indicator", "1.1/1", "17", "2022")
        assert change.decoded() == {"value": "30,5 %", "source": "ASK"}
        measure(store, "1.1.", 2025, "390", indicator=2)
        measure(store, "1", 2023, "4")
        assert measure(store, "1", 2023, "4") == []
        blank, falling, rising = indicators(store)
        assert [(row.objective, row.position) for row in (blank, falling, rising)] == [
            ("1", 1), ("1.1", 1), ("1.1", 2),
        ]  # fmt: skip
        assert falling.planned_points == ((2021, Fraction(35)), (2023, Fraction(20)), (2025, Fraction(5)))
        assert [(found.year, found.actual) for found in falling.achievements] == [(2022, Fraction(61, 2))]
        (achieved,) = rising.achievements
        assert (achieved.met, achieved.progress) == (False, Fraction(9, 10))
        assert blank.planned_points == ()
        assert [(found.year, found.actual) for found in blank.achievements] == [(2023, Fraction(4))]
        assert indicators(store, objective="1.1") == (falling, rising)
        measure(store, "1", 2023, "")
        assert indicators(store)[0].measurements == ()
        undo(store)
        assert indicators(store)[0].chosen[2023].value == "4"


def test_of_several_units_the_preferred_one_counts(tmp_path: Path) -> None:
    with enrolled(tmp_path / "hq.db", unit="MPB", role="headquarters", plan=plan()) as store:
        measure(store, "1.1", 2022, "30%", recording=Recording(unit="17"))
        assert indicators(store)[1].chosen[2022].unit == "17"
        measure(store, "1.1", 2022, "28%", recording=Recording(unit="18"))
        (_, row, _) = indicators(store)
        assert [(m.unit, m.value) for m in row.measurements] == [("17", "30%"), ("18", "28%")]
        assert (row.chosen, row.achievements) == ({}, ())
        assert indicators(store, unit="18")[1].chosen[2022].value == "28%"
        measure(store, "1.1", 2022, "29%")
        (_, row, _) = indicators(store)
        assert row.chosen[2022].value == "29%"
        received(store, measure(store, "1.1", 2023, "21%")[0].register, {"value": "22%"}, seen=False)
        assert [m.conflict for m in indicators(store)[1].measurements] == [False, False, False, True]
        record(store, [Edit("indicator", "1.1/1", "MPB", "2021", ["of a newer form"])])
        assert len(indicators(store)[1].measurements) == 4


def test_what_was_measured_counts_from_its_day_and_within_its_year(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db", plan=plan()) as store:
        for day, value in ((date(2022, 5, 2), "40%"), (date(2023, 1, 20), "60%")):
            with recorded_on(day):
                measure(store, "1", 2022, value)

        def known(day: date) -> list[str]:
            return [measurement.value for measurement in indicators(store, day=day)[0].measurements]

        assert [known(date(2022, *day)) for day in ((5, 1), (5, 2), (12, 30), (12, 31))] == [
            [], ["40%"], ["40%"], ["60%"],
        ]  # fmt: skip


def test_what_cannot_be_measured_is_refused(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db", plan=plan()) as store:
        cases: list[tuple[str, str, int, str, dict[str, Any]]] = [
            ("number_unknown", "1.2", 2022, "4", {}),
            ("indicator_unknown", "1.1", 2022, "4", {"indicator": 3}),
            ("indicator_unknown", "1.1", 2022, "4", {"indicator": 0}),
            ("year_unknown", "1.1", 2026, "4", {}),
            ("value_unreadable", "1.1", 2022, "10-20", {}),
            ("value_unreadable", "1.1", 2022, "g212", {}),
            ("value_unreadable", "1.1", 2022, "212g", {}),
            ("value_unreadable", "1.1", 2022, "shumë", {}),
            ("value_unreadable", "1.1", 2022, "9" * 16, {}),
            ("not_allowed", "1.1", 2022, "4", {"recording": Recording(unit="18")}),
            ("text_too_long", "1.1", 2022, "4", {"source": "x" * 4001}),
        ]
        for refusal, nr, year, value, more in cases:
            with pytest.raises(UserError) as caught:
                measure(store, nr, year, value, **more)
            assert caught.value.code == refusal
        with pytest.raises(UserError, match="number_unknown"):
            indicators(store, objective="9")
        assert store.conn.execute("SELECT count(*) FROM change").fetchone()[0] == 0


@pytest.mark.parametrize(
    "text", ["62", " 62,5 ", "62%", "62 %", "-3 ‰", "1.200 €", "300 vizita të reja", "62 (2022)"]
)
def test_a_number_with_its_unit_is_measured(text: str) -> None:
    assert read_measured(text) == read_figure(text) is not None


@pytest.mark.parametrize(
    "text", ["g212", "212g", "mbi 300", "≥ 80%", "62 nga 70", "20 2", "%", "", "٣٤", None]
)
def test_anything_else_is_no_measurement(text: str | None) -> None:
    assert read_measured(text) is None


def test_words_are_measured_only_where_the_plan_has_words_alone(tmp_path: Path) -> None:
    held = small_plan()
    first, second = held.strategic_objectives
    worded = Indicator("Ligji", Target("Nuk ka", 2021), None, Target("I miratuar", 2023))
    mixed = Indicator("Raporte", Target("Nuk ka", 2021), None, Target("3 raporte", 2023))
    given = held._replace(
        strategic_objectives=(first._replace(indicators=(worded, mixed)), second), provenance={}
    )
    with enrolled(tmp_path / "a.db", plan=given) as store:
        measure(store, "1", 2022, "Në shqyrtim")
        measure(store, "1", 2022, "2 raporte", indicator=2)
        with pytest.raises(UserError, match="value_unreadable"):
            measure(store, "1", 2023, "Në shqyrtim", indicator=2)
        found = indicators(store, objective="1")
        assert [row.chosen[2022].value for row in found] == ["Në shqyrtim", "2 raporte"]
        assert [len(row.achievements) for row in found] == [0, 1]


def test_an_indicator_is_named_as_lists_print_it(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db", plan=plan()) as store:
        measure(store, "1.1/2", 2022, "390")
        (measured,) = (row for row in indicators(store) if row.measurements)
        assert (measured.objective, measured.position) == ("1.1", 2)
        for named, position, code in (
            ("1.1/2", 2, "indicator_twice"),
            ("1.1/3", None, "indicator_unknown"),
            ("1.1/0", None, "indicator_unknown"),
            ("1.1/x", None, "indicator_unknown"),
            ("1.1/", None, "indicator_unknown"),
            ("9/1", None, "number_unknown"),
        ):
            with pytest.raises(UserError, match=code):
                find_indicator(store.conn, named, position)
