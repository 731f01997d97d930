"""Amounts of no single year, below one column of cost or merged over years: one of all years together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from planreader import assembled, read
from planreader.interpret.mapping.given import Mapping
from store.db.errors import UserError
from store.plan.model import ADMIN, Plan
from tests.planreader.tables import WIDTH, action, plan, word

_HEAD = ("Nr.", "Veprimi", "Afati", "Kosto (€)", "Burimi i financimit", "Institucioni")
_LABEL = ("1.1 Objektivi specifik: Shërbimet", "", "", "", "", "")
_OTHER = ("1.2 Objektivi specifik: Rrugët", "", "", "", "", "")


def _read(
    path: Path, title: str, *rows: tuple[str, str], total: str = "", head: Sequence[str] = _HEAD
) -> Plan:
    listed: list[Sequence[Any]] = [
        (f"1.1.{n}", "Hartimi i planit", deadline, cost, "BK", "MPB")
        for n, (deadline, cost) in enumerate(rows, 1)
    ]
    last = [("Gjithsej për objektivin specifik 1.1", "", "", total, "", "")] if total else []

    def name(document: Any) -> None:
        document.tables[0]._tbl.addprevious(document.add_paragraph(title)._p)

    return read(word(path / "plan.docx", [[head, _LABEL, *listed, *last]], name))


def test_the_years_of_the_title_count_where_no_deadline_names_any(tmp_path: Path) -> None:
    found = _read(tmp_path, "Plani i veprimit 2023-2025", ("vazhdimisht", "500"), ("vazhdimisht", "700"))
    assert found.years == (2023, 2024, 2025)
    assert [one.budget_total for one in found.actions()] == [50_000, 70_000]


@pytest.mark.parametrize("cost", ["Kosto vjetore", "Buxheti (vjetor)", "Godišnji trošak", "Annual cost (€)"])
@pytest.mark.parametrize("raw", ["vazhdimisht", "2023-2025"])
def test_what_each_year_costs_is_a_question(tmp_path: Path, cost: str, raw: str) -> None:
    head = (*_HEAD[:3], cost, *_HEAD[4:])
    with pytest.raises(UserError, match="document_unmapped") as caught:
        _read(tmp_path, "Plani i veprimit 2023-2025", (raw, "500"), (raw, "700"), head=head)
    assert caught.value.params["open"] == [cost]
    for assume in ((), (("deadline", "2024"),)):
        with pytest.raises(UserError, match="document_unmapped"):
            assembled(tmp_path / "plan.docx", mapping=Mapping(assume=assume, asks=not assume))
    found, _marks = assembled(tmp_path / "plan.docx", mapping=Mapping(((cost, "budget"),)))
    assert [own.budget_total for own in found.actions()] == [50_000, 70_000]


def test_what_each_year_costs_is_the_money_of_a_plan_of_one(tmp_path: Path) -> None:
    head = (*_HEAD[:3], "Kosto vjetore", *_HEAD[4:])
    found = _read(tmp_path, "Plani i veprimit 2024", ("2024", "500"), head=head)
    assert next(found.actions()).budget == {2024: 50_000}
    mapping = Mapping(assume=(("lead", "MD"),))
    assert assembled(tmp_path / "plan.docx", mapping=mapping)[0].years == (2024,)


@pytest.mark.parametrize("title", ["Plani i veprimit 2023-2025 për rrugët", "Plani i veprimit"])
def test_an_amount_is_one_of_all_years(tmp_path: Path, title: str) -> None:
    late = [("Dhjetor 2025", "1,000")] * 8
    found = _read(tmp_path, title, ("Dhjetor 2023", "500"), ("2024-2025", "70,5"), *late, total="8,570.50")
    assert found.years == (2023, 2024, 2025)
    first, second, *_rest = found.actions()
    assert (first.budget_total, second.budget_total) == (50_000, 7_050)
    assert first.budget == dict.fromkeys(found.years), "a deadline says when all is done, not when it is paid"
    assert found.provenance["1.1.1/budget_total"].place == "table 1, row 3, column 4"
    assert not [one.code for one in found.findings if "money" in one.code or "total" in one.code]
    assert "budget_blank" not in {one.code for one in found.findings}


def test_administrative_cost_stands_in_all_years_of_a_deadline(tmp_path: Path) -> None:
    found = _read(tmp_path, "Plani i veprimit 2023-2025", ("2023-2024", "KA"), ("2023-2024", "700"))
    first, second = found.actions()
    assert (first.budget, first.budget_total) == ({2023: ADMIN, 2024: ADMIN, 2025: None}, None)
    assert second.budget_total == 70_000
    before = found.provenance["1.1.2/budget/2023"]
    assert before.certain and before.reason == "one_amount", "no cell is blank, and none is merged over years"
    assert not [one.code for one in found.findings if "money" in one.code]


def test_a_total_that_does_not_add_up_is_a_finding(tmp_path: Path) -> None:
    found = _read(
        tmp_path, "Plani i veprimit 2023-2025", ("2023", "500"), ("2024-2025", "700"), total="1,300"
    )
    (wrong,) = [one for one in found.findings if one.code == "total_mismatch"]
    assert wrong.figures == {"printed": 130_000, "computed": 120_000}


def test_the_amount_of_a_plan_of_one_year_is_that_years(tmp_path: Path) -> None:
    (action,) = _read(tmp_path, "Plani i veprimit 2023", ("Dhjetor 2023", "500")).actions()
    assert (action.budget, action.budget_total) == ({2023: 50_000}, None)


def test_two_columns_of_money_without_years_are_a_question(tmp_path: Path) -> None:
    head = ("Nr.", "Veprimi", "Afati", "Kosto (€)", "Kosto shtesë", "Institucioni")
    with pytest.raises(UserError, match="document_unmapped"):
        _read(tmp_path, "Plani i veprimit 2023-2025", ("2023-2025", "500"), ("2023", "700"), head=head)


@pytest.mark.parametrize(("own", "where"), [("", "plan"), ("700", "1.2")])
def test_a_last_total_that_names_nothing_is_the_plans_where_few_objectives_have_one(
    tmp_path: Path, own: str, where: str
) -> None:
    first, second = (
        (nr, "Hartimi i planit", "2023-2025", cost, "BK", "MPB")
        for nr, cost in (("1.1.1", "700"), ("1.2.1", "300"))
    )
    total = [("Gjithsej", "", "", own, "", "")] if own else []
    rows = [_HEAD, _LABEL, first, *total, _OTHER, second, ("Gjithsej", "", "", "900", "", "")]
    found = read(word(tmp_path / "plan.docx", [rows]))
    assert [(one.code, one.where) for one in found.findings if "total" in one.code] == [
        ("grand_total_mismatch" if where == "plan" else "total_mismatch", where)
    ]


def test_an_amount_merged_over_years_is_one_of_all(tmp_path: Path) -> None:
    rows = plan(action("1.1.1", first="500", second=""), action("1.1.2", first="700", second="300"))
    rows.append(("Gjithsej për objektivin specifik 1.1", "", "", "1,400", *[""] * (WIDTH - 4)))

    def merge(document: Any) -> None:
        for row in (4, 6):
            document.tables[0].cell(row, 3).merge(document.tables[0].cell(row, 4))

    found = read(word(tmp_path / "plan.docx", [rows], merge))
    first, second = found.actions()
    assert (first.budget_total, dict(first.budget)) == (50_000, {2022: None, 2023: None})
    assert (second.budget_total, second.budget[2023]) == (None, 30_000)
    assert [(one.code, dict(one.figures)) for one in found.findings] == [
        ("total_mismatch", {"printed": 140_000, "computed": 150_000})
    ]


@pytest.mark.parametrize("cell", ["2026: 675,000\n2027: 1,350,000", "2026 – 675.000 €; 2027 – 1.350.000 €"])
def test_amounts_labelled_with_their_years_are_those_of_these(tmp_path: Path, cell: str) -> None:
    found = _read(tmp_path, "Plani i veprimit", ("TM4 2026", cell), ("TM4 2026", "500"), ("2026", "2026: 9"))
    assert found.years == (2026, 2027)
    first, second, third = found.actions()
    assert (first.budget, first.budget_total) == ({2026: 67_500_000, 2027: 135_000_000}, None)
    assert (second.budget_total, third.budget) == (50_000, {2026: 900, 2027: None})
    assert found.provenance[f"{first.nr}/budget/2027"].certain


def test_amounts_of_years_in_thousands_are_in_full(tmp_path: Path) -> None:
    head = [text.replace("(€)", "(000 €)") for text in _HEAD]
    found = _read(tmp_path, "Plani", ("2027", "2026: 675\n2027: 1.350"), ("2026", "500"), head=head)
    assert next(iter(found.actions())).budget == {2026: 67_500_000, 2027: 135_000_000}


def test_an_amount_merged_over_some_years_is_one_of_all_with_that_of_the_others(tmp_path: Path) -> None:
    """A total of all years is never less than the amount of one."""
    head = ("Nr.", "Veprimi", "Afati", "2026", "2027", "2028", "Gjithsej", "Burimi", "Institucioni")
    rows = [
        ("1.1 Objektivi specifik: Shërbimet", *[""] * 8),
        head,
        ("1.1.1", "Hartimi i planit", "2026-2028", "300", "900", "", "1,200", "BK", "MPB"),
        ("1.1.2", "Trajnimi i zyrtarëve", "2026-2028", "100", "200", "50", "350", "BK", "MPB"),
    ]

    def merge(document: Any) -> None:
        document.tables[0].cell(2, 4).merge(document.tables[0].cell(2, 5))

    found = read(word(tmp_path / "plan.docx", [rows], merge))
    first, second = found.actions()
    assert (first.budget_total, dict(first.budget)) == (120_000, {2026: 30_000, 2027: None, 2028: None})
    assert second.budget_total is None
    assert not found.provenance["1.1.1/budget_total"].certain
    assert not [one.code for one in found.findings if "sum" in one.code]
