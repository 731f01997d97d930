"""The sample document: its structure, money, findings, and where each field came from."""

from __future__ import annotations

from collections import Counter

import pytest

from store.plan.model import ADMIN, Plan


def _places(plan: Plan, code: str) -> list[str]:
    return list(dict.fromkeys(finding.where for finding in plan.findings if finding.code == code))


def test_structure(sample: Plan) -> None:
    objectives = list(sample.specific_objectives())
    indicators = [i for s in sample.strategic_objectives for i in s.indicators]
    indicators += [i for o in objectives for i in o.indicators]
    assert sample.years == (2021, 2022, 2023)
    assert sample.language == "sq"
    assert sample.title == "Plani i veprimit 2021-2023"
    assert sample.id == "plani-i-veprimit-2021-2023"
    assert [s.nr for s in sample.strategic_objectives] == ["1", "2", "3", "4"]
    assert [len(o.actions) for o in objectives] == [6, 7, 4, 8, 5, 13, 5, 5, 4, 4, 7, 3, 4, 3, 13]
    assert len(indicators) == 19
    assert [a.nr for a in objectives[5].actions][-4:] == ["2.2.10", "2.2.11", "2.2.12", "2.2.13"]


def test_kinds_of_budget_cells(sample: Plan) -> None:
    kinds = Counter(
        "amount" if isinstance(cell, int) else cell
        for action in sample.actions()
        for cell in action.budget.values()
    )
    assert kinds[ADMIN] == 87
    assert sum(kinds.values()) == 273
    with_amounts = [a for a in sample.actions() if any(isinstance(c, int) for c in a.budget.values())]
    only_admin = [
        a for a in sample.actions() if set(a.budget.values()) <= {ADMIN, None} and any(a.budget.values())
    ]
    nothing = [a.nr for a in sample.actions() if not any(a.budget.values())]
    assert (len(with_amounts), len(only_admin), nothing) == (59, 31, ["4.4.3"])


@pytest.mark.parametrize(
    ("year", "printed", "computed"),
    [(2021, 299250000, 299350000), (2022, 241050000, 241050000), (2023, 197050000, 197050000)],
)
def test_sums_of_totals_and_of_actions(sample: Plan, year: int, printed: int, computed: int) -> None:
    assert sum(o.totals[year] or 0 for o in sample.specific_objectives()) == printed
    assert sum(c for a in sample.actions() if isinstance(c := a.budget[year], int)) == computed


def test_cells_that_only_the_totals_place(sample: Plan) -> None:
    budgets = {action.nr: action.budget for action in sample.actions()}
    assert budgets["4.3.4"] == {2021: None, 2022: 3000000, 2023: None}
    assert budgets["4.5.5"] == {2021: None, 2022: 500000, 2023: 500000}
    assert budgets["2.2.5"] == {2021: 27500000, 2022: None, 2023: None}
    assert budgets["3.2.4"] == {2021: 1000000, 2022: None, 2023: None}


def test_contradictions_are_listed(sample: Plan) -> None:
    assert _places(sample, "total_mismatch") == ["4.5"]
    mismatch = next(f for f in sample.findings if f.code == "total_mismatch")
    assert mismatch.figures == {"year": 2021, "printed": 5950000, "computed": 6050000}
    assert mismatch.source == "line 3929"
    assert [(f.where, f.figures["found"]) for f in sample.findings if f.code == "total_label"] == [
        ("1.3", "1.6"),
        ("4.5", "5.5"),
    ]
    grand = [f.figures for f in sample.findings if f.code == "grand_total_blank"]
    assert grand[0] == {"year": 2021, "printed": 299250000, "computed": 299350000}
    assert len(grand) == 3
    assert _places(sample, "split_blank") == ["plan"]


def test_deadlines_against_money(sample: Plan) -> None:
    money = [f for f in sample.findings if f.code == "deadline_money"]
    amounts = list(dict.fromkeys(f.where for f in money if f.figures["kind"] == "amount"))
    admin = list(dict.fromkeys(f.where for f in money if f.figures["kind"] == ADMIN))
    assert amounts == ["4.1.2", "4.5.2", "4.5.3", "4.5.5", "4.5.9"]
    assert admin == ["1.1.6", "1.4.1", "1.4.7", "1.4.8", "2.2.3", "2.2.4", "2.3.3", "4.4.2"]
    assert _places(sample, "deadline_no_money") == ["2.2.5", "3.2.4", "4.3.4"]
    assert _places(sample, "deadline_malformed") == ["1.4.2", "4.5.1", "4.5.2"]
    assert _places(sample, "budget_blank") == ["4.4.3"]


def test_blanks(sample: Plan) -> None:
    targets = [
        (f.where, f.figures["target"], f.figures["year"]) for f in sample.findings if f.code == "target_blank"
    ]
    assert targets == [
        ("2.4", "baseline", 2021),
        ("2.4", "interim", 2023),
        ("2.4", "final", 2025),
        ("4.1", "final", 2025),
        ("4.4", "final", 2025),
    ]
    assert _places(sample, "result_blank") == ["1.3", "2.4", "3.1", "3.2", "4.4"]
    assert _places(sample, "output_blank") == ["2.3.5"]
    assert len(_places(sample, "documents_blank")) == 21


def test_doubtful_names(sample: Plan) -> None:
    assert _places(sample, "funding_suspect") == ["2.3.2"]
    assert _places(sample, "totals_stray_text") == ["3.1"]
    near = [f.figures for f in sample.findings if f.code == "acronym_near"]
    assert near == [{"found": "JRC", "known": "JRS"}]
    spellings = [str(f.figures["found"]) for f in sample.findings if f.code == "spelling_variants"]
    assert any(
        "MIMAK - SDC" in found and "MIMAK/ SDC" in found and "MIMAK/SDC" in found for found in spellings
    )


def test_every_field_has_its_place(sample: Plan) -> None:
    assert sample.provenance["1.1.1/title"].place == "lines 68-74"
    assert sample.provenance["1.1.2/budget/2021"].place == "lines 111-114"
    for action in sample.actions():
        assert f"{action.nr}/title" in sample.provenance
        for year in sample.years:
            assert f"{action.nr}/budget/{year}" in sample.provenance
    placed = sample.provenance["4.3.4/budget/2022"]
    assert (placed.certain, placed.reason) == (False, "placed_by_total:objective=4.3")
    assert sample.provenance["1.1.1/budget/2021"].certain
