"""What stands beside and above the tables of plans: titles, footnotes, objectives in columns, links."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from planreader import assembled, read
from planreader.findings.findings import find
from planreader.interpret.headings.headings import RoleColumn
from planreader.interpret.mapping.given import Mapping, check
from planreader.interpret.mapping.guesses import guessed
from planreader.vocabulary.headwords import role_of
from store.db.errors import UserError
from store.plan.model import Deadline
from tests.planreader.tables import HEAD, action, objective, plan, word, workbook


@pytest.mark.parametrize("line", ["amounts in MKD", "in thousands of EUR", "iznosi u evrima"])
def test_what_amounts_are_in_is_no_part_of_the_title(tmp_path: Path, line: str) -> None:
    above = [objective("Local Action Plan 2022-2023"), objective(line)]
    assert read(workbook(tmp_path / "plan.xlsx", [*above, *plan()])).title == "Local Action Plan 2022-2023"


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("Auditimi i energjisë¹", "Auditimi i energjisë"),
        ("Renovimi i Qendrës*", "Renovimi i Qendrës"),
        ("Kampi “Brezovica”²", "Kampi “Brezovica”"),
        ("Ndërtimi i 500 m²", "Ndërtimi i 500 m²"),
        ("Rezervuari 20 m³", "Rezervuari 20 m³"),
    ],
)
def test_the_mark_of_a_footnote_is_no_part_of_a_title(tmp_path: Path, printed: str, title: str) -> None:
    found = read(workbook(tmp_path / "plan.xlsx", plan(action("1.1.1", printed), action("1.1.2"))))
    assert next(found.actions()).title == title


def test_of_two_columns_of_objectives_the_one_without_numbers_names_the_higher_ones(tmp_path: Path) -> None:
    head = ("Priority area", "Specific objective", "No.", "Activity", "Deadline", "Budget 2025", "Lead")
    rows = [
        head,
        ("Education", "1.1 Inclusion", 1, "Enrol children", "2025", 100, "MoLSP"),
        ("Education", "1.2 Scholarships", 2, "Pay scholarships", "2025", 200, "MoLSP"),
        ("Housing", "2.1 Legalisation", 3, "Legalise dwellings", "2025", 300, "MoLSP"),
    ]
    found = read(workbook(tmp_path / "plan.xlsx", [objective("Action plan 2025")[:7], *rows]))
    assert [(top.nr, top.title) for top in found.strategic_objectives] == [
        ("1", "Education"),
        ("2", "Housing"),
    ]
    lower = [[below.nr for below in top.specific_objectives] for top in found.strategic_objectives]
    assert lower == [["1.1", "1.2"], ["2.1"]]
    assert not any(listed.remarks for listed in found.actions())


def test_an_objective_in_two_languages_leaves_the_numbers_of_its_actions(tmp_path: Path) -> None:
    rows = [
        objective("Objektivi 1 / Cilj 1: Pjesëmarrja / Učešće"),
        *HEAD,
        action("1.1"),
        action("1.2", "Trajnimi"),
        objective("Objektivi 2 / Cilj 2: Hapësirat / Prostori"),
        action("2.1", "Renovimi"),
    ]
    found = read(workbook(tmp_path / "plan.xlsx", rows))
    assert [listed.nr for listed in found.actions()] == ["1.1", "1.2", "2.1"]
    titles = [below.title for below in found.specific_objectives()]
    assert titles == ["Pjesëmarrja / Učešće", "Hapësirat / Prostori"]


def test_the_link_with_a_programme_of_the_budget_is_no_document() -> None:
    assert role_of("Веза са програмским буџетом") == role_of("Link with the budget programme") == "notes"
    assert role_of("Lidhja me programin buxhetor") == "notes"
    assert role_of("Veza sa dokumentima") == "documents"


def test_a_total_below_the_table_of_one_measure_is_of_that_measure(tmp_path: Path) -> None:
    first = plan(action("1.1.1", first="500"), action("1.1.2", first="700"))
    lower = objective("1.2 Objektivi specifik: Uji")
    total = ("Gjithsej", "", "", "1,500", "2,000", *[""] * 4)
    second = [lower, *HEAD, action("1.2.1", first="900"), action("1.2.2", first="600"), total]
    found, marks = assembled(word(tmp_path / "plan.docx", [first, second]))
    assert not [finding for finding in find(found, marks) if "total" in finding.code]
    assert [below.totals for below in found.specific_objectives()][1]


def test_money_of_which_donors_pay_is_no_source_of_funding() -> None:
    assert role_of("Prej tyre donatorë") == role_of("Od toga donatori") == "notes"
    assert role_of("Burimi i financimit, prej tyre donatorë") == role_of("Donatorë") == "funding"


def test_months_without_a_year_are_of_a_plan_of_one_year(tmp_path: Path) -> None:
    head = ("Objective", "No.", "Activity", "Deadline", "Budget 2026", "Lead")
    rows = [
        ("1.1 Inclusion", 1, "Enrol children", "March", 100, "MPB"),
        ("1.1 Inclusion", 2, "Pay scholarships", "April-June", 200, "MPB"),
    ]
    path = workbook(tmp_path / "plan.xlsx", [objective("Action plan 2026")[:6], head, *rows])
    found, marks = assembled(path)
    due = [listed.deadline for listed in found.actions()]
    assert due == [Deadline("March", 2026, 2026, 3, 3), Deadline("April-June", 2026, 2026, 4, 6)]
    assert marks.provenance["1.1.1/deadline"].reason == "year_of_plan"
    assert not [finding for finding in find(found, marks) if finding.code == "deadline_malformed"]


@pytest.mark.parametrize(
    ("headings", "roles"),
    [
        (("Own budget", "Grants", "Total 2026"), ["budget.2026", "budget.2026", "leave"]),
        (("Cost 2025", "Cost 2026", "State budget"), ["budget.2025", "budget.2026", "remark"]),
    ],
)
def test_what_is_proposed_of_money_with_and_without_a_year_is_accepted(
    tmp_path: Path, headings: tuple[str, ...], roles: list[str]
) -> None:
    rows = [
        ("Ref", "Activity", "Responsible", "Deadline", *headings, "Donor %"),
        ("A-01", "Purchase of containers", "MPB", "May 2026", 400, 100, 500, "20%"),
        ("A-02", "Cleaning of the river bed", "MPB", "2026", 250, 1000, 1250, "80%"),
    ]
    path = workbook(tmp_path / "plan.xlsx", [objective("Action plan 2026")[:8], *rows])
    with pytest.raises(UserError) as refused:
        read(path)
    columns: Any = refused.value.params["columns"]
    told = {column["name"]: column["role"] for column in columns}
    assert [told[name] for name in headings] == roles
    assert told["Donor %"] != "funding"
    check(Mapping(tuple((name, role) for name, role in told.items() if role)), list(told), "plan.xlsx")


def test_crosses_below_quarters_are_no_beginning_and_end() -> None:
    quarters = ("Afati 2026 TM1", "Afati 2026 TM2", "Afati 2026 TM3")
    columns = {name: RoleColumn(n, n + 1, "deadline", title=name) for n, name in enumerate(quarters)}
    assert {*guessed(columns, {name: ["x"] for name in quarters}).values()} == {"remark"}
