"""Columns of money beside that of the budget: other versions of it, parts of it, and how far it has come."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from planreader import assembled, read
from planreader.findings.findings import find
from planreader.interpret.mapping.given import Mapping
from planreader.review.mapped import Questions
from store.db.errors import UserError
from store.plan.model import Plan
from tests.planreader.tables import workbook

_NAMED = ("Nr.", "Veprimi", "Bartës", "Afati")
_TOP = [
    ["Plani i veprimit 2025"],
    ["1.", "Objektivi strategjik: Qeverisja"],
    ["1.1", "Objektivi specifik: Rrugët"],
]


def _asked(path: Path, money: Sequence[str], *amounts: Sequence[object]) -> Questions:
    own = ([f"1.1.{n}", f"Rruga {n}", "MIT", "2025", *row] for n, row in enumerate(amounts, 1))
    rows: list[list[Any]] = [_TOP[0], [*_NAMED, *money], *_TOP[1:], *own]
    width = max(map(len, rows))
    workbook(path / "a.xlsx", [[*row, *[""] * (width - len(row))] for row in rows])
    with pytest.raises(UserError) as caught:
        read(path / "a.xlsx")
    return Questions(caught.value)


def _roles(questions: Questions) -> list[str]:
    return ["?" if one.name in questions.open else one.role for one in questions.columns[len(_NAMED) :]]


@pytest.mark.parametrize(
    ("money", "roles"),
    [
        (("Initial budget 2025", "Revised budget 2025"), ["?", "?"]),
        (("Budget 2025 (draft)", "Budget 2025 (adopted)"), ["?", "?"]),
        (("Buxheti fillestar 2025", "Buxheti i rishikuar 2025"), ["?", "?"]),
        (("Budget 2025", "Revised budget 2025"), ["budget.2025", "?"]),
        (("Budžet 2025", "Rebalans 2025"), ["budget.2025", "?"]),
        (("Budget 2025", "Contracted 2025"), ["budget.2025", "remark"]),
        (("Buxheti 2025", "Kontraktuar 2025"), ["budget.2025", "remark"]),
        (("Budžet 2025", "Ugovoreno 2025"), ["budget.2025", "remark"]),
        (("Budget 2025", "Donors 2025"), ["budget.2025", "?"]),
        (("Buxheti 2025", "Pjesa e donatorit 2025"), ["budget.2025", "?"]),
        (("Budžet 2025", "Učešće donatora 2025"), ["budget.2025", "?"]),
        (("Budget", "Donor contribution"), ["budget", "?"]),
        (("State budget 2025", "Donors 2025"), ["budget.2025", "budget.2025"]),
        (("Kosto minimale 2025", "Kosto maksimale 2025"), ["?", "?"]),
        (("Kërkesa buxhetore 2025", "Kufiri buxhetor 2025"), ["?", "?"]),
        (("Procjena 2025", "Plan 2025"), ["?", "budget.2025"]),
        (("Cena bez PDV 2025", "Cena sa PDV 2025"), ["?", "?"]),
        (("Faza A 2025", "Faza B 2025"), ["?", "?"]),
        (("Viti I (€)", "Viti II (€)"), ["?", "?"]),
        (("Viti i parë", "Viti i dytë"), ["?", "?"]),
        (("Paga 2025", "Mallra dhe shërbime 2025", "Kapitale 2025"), ["budget.2025"] * 3),
        (("Budžet grada 2025", "Budžet RS 2025"), ["budget.2025"] * 2),
        (("Budžet RS", "Budžet jedinice lokalne samouprave"), ["budget"] * 2),
        (("Investime", "Operative"), ["budget"] * 2),
        (("Kosto investive", "Kosto operative"), ["budget"] * 2),
        (("Capital (€)", "Recurrent (€)"), ["budget"] * 2),
        (("Moduli A (€)", "Moduli B (€)"), ["?"] * 2),
    ],
)
def test_money_is_proposed_once_and_what_is_doubtful_is_asked(
    tmp_path: Path, money: Sequence[str], roles: Sequence[str]
) -> None:
    assert _roles(_asked(tmp_path, money, (1000, 900), (2000, 200))) == roles


def test_what_is_more_than_the_money_beside_it_is_no_part_of_it(tmp_path: Path) -> None:
    questions = _asked(tmp_path, ("Budget 2025", "Donors 2025"), (1000, 900), ("", 200))
    assert _roles(questions) == ["budget.2025", "budget.2025"]


def test_nothing_is_read_before_the_doubtful_money_is_named(tmp_path: Path) -> None:
    _asked(tmp_path, ("Budget 2025", "Donors 2025"), (1000, 900), (2000, 200))
    with pytest.raises(UserError, match="document_unmapped"):
        assembled(tmp_path / "a.xlsx", mapping=Mapping(assume=(("deadline", "2025"),)))
    for role, budget in (("remark", 100_000), ("budget.2025", 190_000)):
        mapping = Mapping((("Budget 2025", "budget.2025"), ("Donors 2025", role)))
        first, _second = assembled(tmp_path / "a.xlsx", mapping=mapping)[0].actions()
        assert first.budget == {2025: budget}


def test_who_pays_below_a_year_is_no_amount(tmp_path: Path) -> None:
    money = ("Amount 2025", "Source 2025")
    assert _roles(_asked(tmp_path, money, (1000, "BK"), (2000, "BE"))) == ["budget.2025", "remark"]


def test_the_same_amounts_in_another_currency_are_not_added(tmp_path: Path) -> None:
    money = ("Kosto 2025 (EUR)", "Kosto 2025 (ALL)")
    assert _roles(_asked(tmp_path, money, (100, 10_000), (50, 5000))) == ["budget.2025", "?"]


def test_marks_below_the_quarters_of_a_year_are_no_money(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        [*_NAMED[:3], "2025", "", "", "", "Kosto (€)"],
        ["", "", "", "T1", "T2", "T3", "T4", ""],
        [*_TOP[1], *[""] * 6],
        [*_TOP[2], *[""] * 6],
        ["1.1.1", "Rruga", "MIT", "x", "x", "", "", 100],
        ["1.1.2", "Ura", "MIT", "", "x", "", "", 200],
    ]

    def merged(sheet: Any) -> None:
        for cells in ("A1:A2", "B1:B2", "C1:C2", "D1:G1", "H1:H2"):
            sheet.merge_cells(cells)

    with pytest.raises(UserError) as caught:
        read(workbook(tmp_path / "a.xlsx", rows, merged))
    columns = Questions(caught.value).columns[3:]
    assert [one.name for one in columns[:-1]] == ["2025 T1", "2025 T2", "2025 T3", "2025 T4"]
    assert [one.role for one in columns] == [*["remark"] * 4, "budget"]


def test_a_total_that_is_left_out_says_in_what_money_its_parts_are(tmp_path: Path) -> None:
    money = ("Kosto totale (mijë lekë)", "Buxheti i shtetit", "Financim i huaj")
    questions = _asked(tmp_path, money, (300, 200, 100), (50, 50, ""))
    assert _roles(questions) == ["leave", "budget", "budget"]
    plan, _marks = assembled(tmp_path / "a.xlsx", mapping=questions.mapping())
    assert plan.currency == "ALL"
    assert [action.budget for action in plan.actions()] == [{2025: 30_000_000}, {2025: 5_000_000}]


def _read(path: Path, money: Sequence[str], *amounts: Sequence[object]) -> Plan:
    own = ([f"1.1.{n}", f"Rruga {n}", "MIT", "2025-2026", *row] for n, row in enumerate(amounts, 1))
    rows: list[list[Any]] = [["Plani i veprimit 2025-2026"], [*_NAMED, *money], *_TOP[1:], *own]
    width = max(map(len, rows))
    return read(workbook(path / "a.xlsx", [[*row, *[""] * (width - len(row))] for row in rows]))


@pytest.mark.parametrize(
    ("money", "at"),
    [
        (("Ukupan trošak", "Obezbeđeno", "Nedostajuća sredstva"), 0),
        (("Total cost (€)", "Secured (€)", "Funding gap (€)"), 0),
        (("Kosto për njësi", "Sasia", "Kosto totale"), 2),
        (("Linja buxhetore", "Kosto"), 1),
        (("Human resources (person-days)", "Financial resources (€)"), 1),
        (("Total (€)", "Government", "Gap"), 0),
    ],
)
def test_money_without_a_year_is_that_which_holds_the_others(
    tmp_path: Path, money: Sequence[str], at: int
) -> None:
    amounts = [[3000, 2000, 1000], [900, 500, 400]]
    found = _read(tmp_path, money, *(row[: len(money)] for row in amounts))
    assert [action.budget_total for action in found.actions()] == [100 * row[at] for row in amounts]
    assert all(not action.funding for action in found.actions())
    kept = {remark.heading for action in found.actions() for remark in action.remarks}
    assert kept == {name for n, name in enumerate(money) if n != at}


def test_expenditure_of_a_year_before_the_planned_ones_is_a_remark(tmp_path: Path) -> None:
    found = _read(tmp_path, ("Shpenzimet 2024", "Buxheti 2025", "Buxheti 2026"), (900, 1000, 2000))
    (first,) = found.actions()
    assert (found.years, first.budget) == ((2025, 2026), {2025: 100_000, 2026: 200_000})
    assert [(one.heading, one.text) for one in first.remarks] == [("Shpenzimet 2024", "900")]


def test_a_total_that_its_parts_do_not_reach_is_the_money(tmp_path: Path) -> None:
    money = ("Kosto totale 2025", "Buxheti i shtetit 2025", "Donatorë 2025", "Hendeku financiar 2025")
    questions = _asked(tmp_path, money, (18_500, 8_500, 6_000, 4_000), (500, 500, "", ""))
    assert _roles(questions) == ["budget.2025", "remark", "remark", "remark"]


def test_a_total_of_a_year_that_is_left_out_is_compared(tmp_path: Path) -> None:
    money = ("BK 2025", "Donatorë 2025", "Gjithsej 2025", "BK 2026", "Donatorë 2026", "Gjithsej 2026")
    row = (1000, 500, 1500, 200, "", 200)
    questions = _asked(tmp_path, money, row, row, (1000, 500, 1700, 200, "", 200))
    found, marks = assembled(tmp_path / "a.xlsx", mapping=questions.mapping())
    told = [(one.where, one.figures) for one in find(found, marks) if one.code == "row_sum_mismatch"]
    assert told == [("1.1.3", {"printed": 170_000, "computed": 150_000})]


def test_a_total_that_is_mostly_more_than_the_only_money_is_a_question(tmp_path: Path) -> None:
    money = ("Buxheti i shtetit", "Kosto totale")
    assert _roles(_asked(tmp_path, money, (1000, 1900), (2000, 2200))) == ["remark", "budget"]
    found = _read(tmp_path, money, (1000, 1000), (2000, 2000), (500, 900))
    assert [action.budget_total for action in found.actions()] == [100_000, 200_000, 50_000]


def test_a_year_of_deadlines_stays_a_deadline(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Plani i veprimit 2025-2026", *[""] * 4],
        ["Nr.", "Veprimi", "Bartës", "Viti i zbatimit", "Buxheti"],
        *([*row, *[""] * 3] for row in _TOP[1:]),
        ["1.1.1", "Rruga", "MIT", 2025, 1000],
    ]
    (first,) = read(workbook(tmp_path / "a.xlsx", rows)).actions()
    assert (first.deadline.raw, first.deadline.start) == ("2025", 2025)
