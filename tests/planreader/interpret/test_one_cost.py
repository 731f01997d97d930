"""Plans with one column of cost for several years."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from planreader import read
from store.plan.model import ADMIN, Plan
from tests.planreader.tables import word

_HEAD = ("Nr.", "Veprimi", "Afati", "Kosto (€)", "Burimi i financimit", "Institucioni")
_LABEL = ("1.1 Objektivi specifik: Shërbimet", "", "", "", "", "")


def _read(path: Path, title: str, *rows: tuple[str, str], total: str = "") -> Plan:
    listed: list[Sequence[Any]] = [
        (f"1.1.{n}", "Hartimi i planit", deadline, cost, "BK", "MPB")
        for n, (deadline, cost) in enumerate(rows, 1)
    ]
    last = [("Gjithsej për objektivin specifik 1.1", "", "", total, "", "")] if total else []

    def name(document: Any) -> None:
        document.tables[0]._tbl.addprevious(document.add_paragraph(title)._p)

    return read(word(path / "plan.docx", [[_HEAD, _LABEL, *listed, *last]], name))


@pytest.mark.parametrize("title", ["Plani i veprimit 2023-2025 për rrugët", "Plani i veprimit"])
def test_an_amount_stands_in_the_last_year_of_its_deadline(tmp_path: Path, title: str) -> None:
    late = [("Dhjetor 2025", "1,000")] * 8
    found = _read(tmp_path, title, ("Dhjetor 2023", "500"), ("Dhjetor 2024", "KA"), *late, total="8,500")
    assert found.years == (2023, 2024, 2025)
    first, second, *_rest = found.actions()
    assert (first.budget[2023], first.budget[2025]) == (50000, None)
    assert (second.budget[2024], second.budget[2025]) == (ADMIN, None)
    objective = next(found.specific_objectives())
    assert objective.totals == {2023: 50000, 2024: 0, 2025: 800000}
    assert found.provenance["1.1.1/budget/2023"].reason.startswith("placed_by_deadline")
    assert not [one.code for one in found.findings if "money" in one.code or "total" in one.code]


def test_administrative_cost_stands_in_all_years_of_a_deadline(tmp_path: Path) -> None:
    found = _read(tmp_path, "Plani i veprimit 2023-2024", ("2023-2024", "KA"), ("2023-2024", "700"))
    first, second = found.actions()
    assert first.budget == {2023: ADMIN, 2024: ADMIN}
    assert second.budget == {2023: None, 2024: 70000}
    before = found.provenance["1.1.2/budget/2023"]
    assert before.certain and before.reason == "one_amount", "no cell is blank, and none is merged over years"
    assert not [one.code for one in found.findings if "money" in one.code]
