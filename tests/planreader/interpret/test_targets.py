"""Tables of indicators whose first column numbers their objectives."""

from __future__ import annotations

from pathlib import Path

import pytest

from planreader import assembled, read
from store.plan.model import Indicator, Plan, Target
from tests.planreader.tables import plan, workbook


def _first(found: Plan) -> Indicator:
    return next(iter(found.specific_objectives())).indicators[0]


def test_a_front_table_numbers_the_objectives_of_its_indicators(tmp_path: Path) -> None:
    front = [
        ("Nr.", "Treguesi", "Vlera bazë", "Synimi i vitit të fundit", "Rezultati", "", "", "", ""),
        ("1", "Numri i raporteve", "40 (2022)", "75 (2023)", "Më mirë të informuar", "", "", "", ""),
        ("1.1", "Numri i kurseve", "15 (2022)", "30 (2023)", "Shërbime më të mira", "", "", "", ""),
    ]
    found = read(workbook(tmp_path / "plan.xlsx", [*front, *plan()]))
    assert found.strategic_objectives[0].indicators[0].title == "Numri i raporteve"
    assert _first(found).title == "Numri i kurseve"


def test_a_row_that_names_properties_of_a_measure_is_no_indicator(tmp_path: Path) -> None:
    """It stands below the indicators of the objective above, in the table of the measure."""
    rows = plan()
    at = next(n for n, row in enumerate(rows) if row[0].startswith("1.1 "))
    targets = [
        ("Treguesi", "Vlera bazë", "Synimi i vitit të fundit", "Rezultati", "", "", "", "", ""),
        ("Numri i raporteve", "40 (2022)", "75 (2023)", "Më mirë të informuar", "", "", "", "", ""),
    ]
    says = ("Periudha e zbatimit: 2022–2024", "Lloji i masës: rregullatore", "", "", "", "", "", "", "")
    found = read(workbook(tmp_path / "plan.xlsx", [*rows[:at], *targets, rows[at], says, *rows[at + 1 :]]))
    strategic = [one.title for top in found.strategic_objectives for one in top.indicators]
    specific = [one.title for below in found.specific_objectives() for one in below.indicators]
    assert strategic + specific == ["Numri i raporteve"]


@pytest.mark.parametrize(
    "reached",
    [
        "Achieved 2025",
        "Actual 2025",
        "Current value",
        "Realised 2025",
        "Vlera aktuale",
        "Realizimi 2025",
        "Arritur 2025",
        "Arritur",
        "Ostvareno",
        "Ostvarena vrednost 2025",
        "Trenutna vrednost",
        "Остварено 2025",
        "Постигнато 2025",
        "Result 2025",
        "Rezultati 2025",
    ],
)
def test_what_an_indicator_has_reached_is_no_target(tmp_path: Path, reached: str) -> None:
    heading = (
        "Treguesi",
        "Vlera bazë 2024",
        reached,
        "Caku 2026",
        "Caku 2028",
        "",
        "",
        "",
        "",
    )
    front = [heading, ("Numri i kurseve", "15", "20", "25", "30", "", "", "", "")]
    plan_read, marks = assembled(workbook(tmp_path / "plan.xlsx", [*plan()[:2], *front, *plan()[2:]]))
    found = _first(plan_read)
    assert (found.baseline, found.interim, found.final, found.result) == (
        Target("15", 2024),
        Target("25", 2026),
        Target("30", 2028),
        None,
    )
    assert [passed.text for passed in marks.passed] == [heading[2]]


@pytest.mark.parametrize(
    "result", ["Rezultati", "Rezultati i pritur 2028", "Rezultati i arritur", "Expected result"]
)
def test_a_result_that_is_aimed_at_stays(tmp_path: Path, result: str) -> None:
    heading = ("Treguesi", "Vlera bazë 2024", "Caku 2026", "Caku 2028", result, "", "", "", "")
    front = [heading, ("Numri i kurseve", "15", "25", "30", "Shërbime më të mira", "", "", "", "")]
    found = _first(read(workbook(tmp_path / "plan.xlsx", [*plan()[:2], *front, *plan()[2:]])))
    assert found.final == Target("30", 2028)
    assert found.result == "Shërbime më të mira"
