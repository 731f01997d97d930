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
