"""Tables of indicators whose first column numbers their objectives."""

from __future__ import annotations

from pathlib import Path

from planreader import read
from store.plan.model import Indicator, Plan
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
