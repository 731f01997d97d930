"""Columns of units beside amounts, cells of amounts with their sources, rows that are sums of their list."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from planreader import assembled, read
from planreader.findings.findings import find
from planreader.interpret.mapping.given import Mapping
from store.plan.model import Plan
from tests.planreader.tables import workbook

_ABOVE = [
    ["Plani i veprimit 2025-2026"],
    ["1. Objektivi strategjik: Siguria"],
    ["1.1 Objektivi specifik: Policia"],
]
_NAMED = ("Nr.", "Veprimi", "Afati", "Institucioni udhëheqës")


def _read(folder: Path, heads: Sequence[str], *cells: Sequence[object]) -> Plan:
    own = ([f"1.1.{n}", f"Rruga {n}", "2026", "MPB", *row] for n, row in enumerate(cells, 1))
    rows: list[list[Any]] = [*_ABOVE, [*_NAMED, *heads], *own]
    width = max(map(len, rows))
    return read(workbook(folder / "a.xlsx", [[*row, *[""] * (width - len(row))] for row in rows]))


def test_a_column_of_thousands_and_millions_is_the_unit_of_each_row(tmp_path: Path) -> None:
    found = _read(tmp_path, ("Buxheti 2026", "Njësia"), (3, "mijë €"), ("2,5", "milion €"), (700, "€"))
    assert [action.budget[2026] for action in found.actions()] == [300_000, 250_000_000, 70_000]
    assert [remark.text for action in found.actions() for remark in action.remarks] == [
        "mijë €",
        "milion €",
        "€",
    ]


def test_a_column_of_currencies_tells_which_amounts_are_in_another(tmp_path: Path) -> None:
    found = _read(tmp_path, ("Buxheti 2026", "Valuta"), (3000, "EUR"), (2000, "EUR"), ("100.000", "MKD"))
    assert [action.budget[2026] for action in found.actions()] == [300_000, 200_000, 10_000_000]
    told = [(one.where, one.figures["found"]) for one in found.findings if one.code == "currency_mixed"]
    assert (found.currency, told) == ("EUR", [("1.1.3", "MKD")])


def test_a_currency_beside_amounts_in_thousands_asks_nothing(tmp_path: Path) -> None:
    found = _read(tmp_path, ("Buxheti 2026 (në mijë)", "Valuta"), (3, "EUR"), (5, "EUR"))
    assert [action.budget[2026] for action in found.actions()] == [300_000, 500_000]
    assert "amount_two_ways" not in {one.code for one in found.findings}


@pytest.mark.parametrize(
    ("text", "cents", "sources"),
    [
        ("1.000 € – Buxheti i Kosovës", 100_000, ("Buxheti i Kosovës",)),
        ("UNDP: 500 €", 50_000, ("UNDP",)),
        ("1.000 (BK)", 100_000, ("BK",)),
        ("1.000 € – BK; 500 € – UNDP", 150_000, ("BK", "UNDP")),
        ("BK, IPA 2022", None, ("BK", "IPA 2022")),
        ("2.000", 200_000, ()),
    ],
)
def test_cost_and_source_of_one_cell_are_parted(
    tmp_path: Path, text: str, cents: int | None, sources: Sequence[str]
) -> None:
    found = _read(tmp_path, ("Kosto dhe burimi i financimit",), (text,), ("500 € – GIZ",))
    first = next(found.actions())
    whole = first.budget_total if len(found.years) > 1 else first.budget[found.years[0]]
    assert (whole, first.funding) == (cents, sources)
    assert "funding_suspect" not in {one.code for one in found.findings}


def test_an_amount_in_a_source_is_told(tmp_path: Path) -> None:
    found = _read(tmp_path, ("Buxheti 2026", "Burimi i financimit"), (1000, "500 € nga BK"), (5, "IPA 2022"))
    told = [(one.where, one.figures["found"]) for one in found.findings if one.code == "funding_suspect"]
    assert told == [("1.1.1", "500 € nga BK")]


def _list(folder: Path, *rows: Sequence[object]) -> tuple[Plan, list[str]]:
    head = ("Veprimi", "Afati", "Buxheti 2025", "Buxheti 2026", "Bartësi")
    whole = [["Plani i veprimit 2025-2026", *[""] * 4], head, *rows]
    path = workbook(folder / "list.xlsx", whole)
    found, marks = assembled(path, mapping=Mapping((("Veprimi", "action"),), (("objective", "Policia"),)))
    return found, [one.code for one in find(found, marks)]


_ROADS = [("Shenjat", "2025-2026", 1000, 2000, "MPB"), ("Radarët", "2025-2026", 500, 300, "MPB")]
_BORDER = [("Kamerat", "2025-2026", 100, 200, "MD")]


def test_a_row_that_those_below_add_up_to_names_them(tmp_path: Path) -> None:
    sections = [("RRUGËT", "", 1500, 2300, ""), ("KUFIRI", "", 100, 200, "")]
    found, codes = _list(tmp_path, sections[0], *_ROADS, sections[1], *_BORDER)
    assert [(one.title, len(one.actions)) for one in found.specific_objectives()] == [
        ("RRUGËT", 2),
        ("KUFIRI", 1),
    ]
    assert codes == []


@pytest.mark.parametrize("word_", ["Вкупно", "Σ", "Razem"])
def test_a_row_that_those_above_add_up_to_is_no_action(tmp_path: Path, word_: str) -> None:
    found, codes = _list(tmp_path, *_ROADS, *_BORDER, (word_, "", 1600, 2500, ""))
    assert [action.title for action in found.actions()] == ["Shenjat", "Radarët", "Kamerat"]
    assert codes == []


def test_a_row_without_deadline_and_lead_that_sums_up_nothing_is_an_action(tmp_path: Path) -> None:
    found, codes = _list(tmp_path, *_ROADS, ("Kamerat", "", 77, 88, ""))
    assert [action.title for action in found.actions()] == ["Shenjat", "Radarët", "Kamerat"]
    assert "deadline_blank" in codes


def test_a_row_of_as_much_as_one_action_beside_it_is_an_action(tmp_path: Path) -> None:
    alone = ("Kamerat", "", 100, 200, "")
    found, codes = _list(tmp_path, *_BORDER, alone, *_ROADS)
    assert [action.title for action in found.actions()] == ["Kamerat", "Kamerat", "Shenjat", "Radarët"]
    assert "deadline_blank" in codes
    found, codes = _list(tmp_path, alone, *_BORDER, *_ROADS)
    assert [objective.title for objective in found.specific_objectives()] == ["Policia"]
    assert "deadline_blank" in codes


def test_the_name_of_a_section_may_stand_behind_its_sum(tmp_path: Path) -> None:
    rows = [(3000, "RRUGËT", "", ""), (1000, "Shenjat", "2026", "MPB"), (2000, "Radarët", "2026", "MPB")]
    head = ("Buxheti 2026", "Veprimi", "Afati", "Bartësi")
    path = workbook(tmp_path / "list.xlsx", [["Plani i veprimit 2026", *[""] * 3], head, *rows])
    mapping = Mapping((("Veprimi", "action"),), (("objective", "Policia"),))
    plan, _marks = assembled(path, mapping=mapping)
    assert [objective.title for objective in plan.specific_objectives()] == ["RRUGËT"]
