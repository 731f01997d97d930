"""Totals and budgets of tables in other shapes, years within cells, and what lies outside the plan."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from planreader import read
from planreader.interpret.gridcells import DraftRow, continued, total_cells
from planreader.interpret.headings.headings import Heading, RoleColumn
from planreader.sources.form import Cell, Part, Row, Tokens
from planreader.sources.grid import GridCell, GridRow
from planreader.vocabulary import money
from planreader.vocabulary.deadlines import read_deadline
from planreader.vocabulary.headwords import period_of
from tests.planreader.tables import HEAD, action, objective, plan, word, workbook

COLUMNS = (("nr", 0, 5), ("title", 5, 40), ("budget", 40, 50), ("budget", 50, 60), ("documents", 60, 100))


def _heading() -> Heading:
    years = iter((2024, 2025))
    columns = tuple(
        RoleColumn(left, right, role, next(years) if role == "budget" else None, role)
        for role, left, right in COLUMNS
    )
    return Heading("actions", columns, 1, "")


def _row(*cells: tuple[float, float, str]) -> GridRow:
    made = tuple(GridCell(left, right, (Part(text),) if text else (), "") for left, right, text in cells)
    return GridRow(made, "", 1)


def _book(tmp_path: Path, budgets: list[tuple[str, str]], total: str = "") -> Path:
    """A plan with one column of cost."""
    head = ("Nr.", "Veprimi", "Afati", "Kosto", "Burimi i financimit", "Institucioni", "Produkti")
    rows: list[tuple[Any, ...]] = [
        ("1. Objektivi strategjik: Uji", *[""] * 6),
        ("1.1 Objektivi specifik: Uji", *[""] * 6),
        head,
    ]
    for n, (deadline, cost) in enumerate(budgets, 1):
        rows.append((f"1.1.{n}", "Hartimi i planit", deadline, cost, "BK", "MPB", "Plani"))
    rows += [("Gjithsej për objektivin specifik 1.1:", "", "", total, "", "", "")] if total else []
    return workbook(tmp_path / "plan.xlsx", rows)


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("Plani i veprimit 2024-2026", (2024, 2026)),
        ("Plani i veprimit për zbatimin e strategjisë kombëtare për rininë dhe sportin, 2024", (2024, 2024)),
        ("Plani i veprimit 2024 dhe 2026", None),
        ("Plani i veprimit 2024-2034", None),
        ("Plani i veprimit", None),
        ("Plani i veprimit 2022 (vendimi nr. 05/2021)", (2022, 2022)),
    ],
)
def test_the_period_that_a_title_names(title: str, period: tuple[int, int] | None) -> None:
    assert period_of(title) == period


@pytest.mark.parametrize(
    ("text", "held"), [("1,000", True), ("KA", True), ("", True), ("Plani", False), ("1.2.3 x", False)]
)
def test_what_a_budget_cell_may_hold(text: str, held: bool) -> None:
    assert money.is_cell(text) is held


def test_one_amount_behind_an_objectives_total_is_not_lost_without_a_word(tmp_path: Path) -> None:
    rows = [*plan(), objective("Gjithsej për objektivin specifik 1.1: 2,000 €")]
    found = read(workbook(tmp_path / "plan.xlsx", rows))
    assert any(one.where == "1.1" or one.code.startswith("total") for one in found.findings)


def test_a_total_below_its_columns_stands_by_their_edges() -> None:
    row = _row((0, 50, "Gjithsej:"), (50, 60, "2,000"), (60, 100, ""))
    draft = total_cells(row, _heading(), row.cells[0])
    assert {year: cell.text for year, cell in draft.budget.items()} == {2025: "2,000"}


def test_the_only_cell_of_a_budget_goes_on_over_a_pages_end() -> None:
    first = Row("total", "1.1", {}, "", tokens=Tokens(("2024: 500 €",), ""))
    draft = DraftRow()
    draft.loose.append(Cell("budget", (Part("2025: 900 €"),), ""))
    whole = continued(first, draft)
    assert whole.tokens is not None
    assert whole.tokens.texts == ("2024: 500 € 2025: 900 €",)


def test_the_sum_of_a_row_goes_on_over_a_pages_end() -> None:
    first = Row("action", "1.1.1", {}, "", sums={"Gjithsej": Cell("sum", (Part("337000"),))})
    draft = DraftRow()
    draft.sums["Gjithsej"] = Cell("sum", (Part("0 EUR"),))
    whole = continued(first, draft)
    assert money.amount(whole.sums["Gjithsej"].text) == 3_370_000_00


def test_a_numbered_heading_of_prose_is_no_objective(tmp_path: Path) -> None:
    rows = [
        objective("1. Hyrje"),
        objective("2. Metodologjia"),
        objective("Objektivi strategjik I: Qeverisja"),
    ]
    rows += [
        objective("Objektivi specifik I.1: Shërbimet"),
        *HEAD,
        action("I.1.1"),
        action("I.1.2", "Trajnimi"),
    ]
    found = read(workbook(tmp_path / "plan.xlsx", rows))
    assert [(one.nr, one.title) for one in found.strategic_objectives] == [("I", "Qeverisja")]


def test_donors_joined_by_and_are_two(tmp_path: Path) -> None:
    rows = plan(*(action(f"1.1.{n}") for n in (1, 2, 3)))
    own = list(action("1.1.4", "Blerja"))
    own[5] = "BK dhe UNDP"
    others = list(action("1.1.5", "Trajnimi"))
    others[5] = "Komuna, MASHTI dhe donatorët"
    found = list(read(workbook(tmp_path / "plan.xlsx", [*rows, own, others])).actions())
    assert found[-2].funding == ("BK", "UNDP")
    assert found[-1].funding == ("Komuna", "MASHTI", "donatorët")


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("MASHTI, donatorë", ["MASHTI", "donatorë"]),
        ("Ministria e Arsimit, donatorët", ["Ministria e Arsimit", "donatorët"]),
        ("Ministria e Arsimit, shkencës", ["Ministria e Arsimit, shkencës"]),
    ],
)
def test_donors_are_a_name_of_their_own(printed: str, names: list[str], tmp_path: Path) -> None:
    own = list(action("1.1.3", "Blerja"))
    own[6] = printed
    rows = [*plan(action("1.1.1"), action("1.1.2", "Trajnimi")), own]
    last = list(read(workbook(tmp_path / "plan.xlsx", rows)).actions())[-1]
    assert [*last.lead, *last.support] == names


@pytest.mark.parametrize(
    ("title", "sums", "wrong", "remarks"),
    [
        ("Gjithsej", (3000, 3000, 3500), [("1.1.3", 350_000, 300_000, "sheet Plani, cell F7")], []),
        ("Gjithsej", (3000, "3,000", ""), [], []),
        # a column that says something else than the sum of the row
        ("Gjithsej", (1, 2, 3), [], ["1", "2", "3"]),
        ("Kosto", (500, 3000, 700), [], ["500", "3000", "700"]),
        ("Kosto për njësi", (20, "", ""), [], ["20"]),
    ],
)
def test_a_sum_beside_amounts_that_it_is_not_is_a_finding(
    title: str, sums: tuple[Any, ...], wrong: list[tuple[Any, ...]], remarks: list[str], tmp_path: Path
) -> None:
    head = ("Nr.", "Veprimi", "Afati", "Buxheti 2022", "Buxheti 2023", title, "Institucioni")
    rows: list[tuple[Any, ...]] = [
        ("1. Objektivi strategjik: Uji", *[""] * 6),
        ("1.1 Objektivi specifik: Uji", *[""] * 6),
        ("", *[""] * 6),
        head,
    ]
    for n, whole in enumerate(sums, 1):
        rows.append((f"1.1.{n}", f"Hartimi i planit {n}", "2022-2023", 1000, 2000, whole, "MPB"))
    found = read(workbook(tmp_path / "plan.xlsx", rows))
    assert [
        (one.where, one.figures["printed"], one.figures["computed"], one.source)
        for one in found.findings
        if one.code == "row_sum_mismatch"
    ] == wrong
    assert [remark.text for own in found.actions() for remark in own.remarks] == remarks


@pytest.mark.parametrize(
    ("deadline", "listed"), [("2026", True), ("2022-2024", True), ("2021-2022", False), ("2023", False)]
)
def test_a_deadline_outside_the_years_of_the_plan(tmp_path: Path, deadline: str, listed: bool) -> None:
    own = list(action("1.1.2", "Trajnimi"))
    own[2] = deadline
    found = read(workbook(tmp_path / "plan.xlsx", plan(action("1.1.1"), own)))
    assert ("deadline_outside" in [one.code for one in found.findings]) is listed


@pytest.mark.parametrize("raw", ["2024-202", "2024-2"])
def test_a_year_cut_short_is_no_deadline(raw: str) -> None:
    assert read_deadline(raw).malformed


def test_a_blank_cell_is_named_by_its_own_place(tmp_path: Path) -> None:
    own = list(action("1.1.2", "Trajnimi"))
    own[7] = ""
    found = read(word(tmp_path / "plan.docx", [plan(action("1.1.1"), own)]))
    assert [(one.code, one.source) for one in found.findings] == [
        ("output_blank", "table 1, row 6, column 8")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Buxhet i rregullt",
        "Redovan budžet",
        "Redovna budžetska sredstva",
        "Редовен буџет",
        "Regular budget",
        "Within existing resources",
        "u okviru redovnih sredstava",
        "Pa kosto shtesë",
        "Bez dodatnih troškova",
    ],
)
def test_what_an_institution_bears_itself_is_administrative_cost(text: str) -> None:
    assert money.is_admin(text)


@pytest.mark.parametrize("text", ["No cost", "Redovno", "Budget", "Kosto administrative 5.000"])
def test_what_is_no_administrative_cost(text: str) -> None:
    assert not money.is_admin(text)


def test_a_summary_of_the_budget_behind_the_plan_lists_no_indicators(tmp_path: Path) -> None:
    front = ("Treguesi", "Vlera bazë (2021)", "Synimi (2023)", "Rezultati", *[""] * 5)
    told = ("Numri i kurseve", "15", "30", "Qasje", *[""] * 5)
    rows = plan()
    rows[2:2] = [front, told]
    summary = [("Objektivi", "2022", "2023", *[""] * 6), ("1.1", "0", "2,000", *[""] * 6)]
    found = read(workbook(tmp_path / "plan.xlsx", [*rows, *summary]))
    assert [one.title for one in next(iter(found.specific_objectives())).indicators] == ["Numri i kurseve"]
    assert not found.strategic_objectives[0].indicators


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Work Plan of the Agency for Equality 2022-2023", True),
        ("Green Economy Roadmap 2022-2023", True),
        ("Ky program zbatohet nga viti 2022.", False),
        ("Viti 2022", False),
    ],
)
def test_plans_that_are_no_action_plan_by_name(tmp_path: Path, text: str, title: bool) -> None:
    found = read(workbook(tmp_path / "plan.xlsx", [objective(text), *plan()]))
    assert (found.title == text) is title


@pytest.mark.parametrize(("payers", "listed"), [(("Komuna", "BK"), False), (("Komuna", "Komunat"), True)])
def test_one_who_pays_and_several_who_carry_out_are_no_spelling(
    tmp_path: Path, payers: tuple[str, str], listed: bool
) -> None:
    rows = [list(action(f"1.1.{n}")) for n in (1, 2)]
    for row, payer in zip(rows, payers, strict=True):
        row[5], row[6] = payer, "Komunat"
    found = read(workbook(tmp_path / "plan.xlsx", plan(*rows)))
    assert ("spelling_variants" in [one.code for one in found.findings]) is listed


@pytest.mark.parametrize("text", ["Nisu potrebna dodatna sredstva", "No additional cost", "Pa kosto shtesë"])
def test_a_source_that_says_that_nobody_pays_is_doubtful(tmp_path: Path, text: str) -> None:
    own = [*action("1.1.2", "Trajnimi")]
    own[5] = text
    found = read(word(tmp_path / "plan.docx", [plan(action("1.1.1"), own)]))
    assert [one.funding for one in found.actions()] == [("BK",), (text,)]
    assert [(one.code, one.where) for one in found.findings] == [("funding_suspect", "1.1.2")]
