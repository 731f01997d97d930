"""Objectives under other names: results, measures, lines without numbers, and who owns an indicator."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from planreader import assembled, read
from planreader.findings.findings import find
from store.plan.model import Plan
from tests.planreader.tables import HEAD, Rows, action, objective, word, workbook

_TARGETS = ("Level", "Indicator", "Baseline", "Milestone", "Target", "Result")


def _titles(found: Plan) -> list[tuple[str, str]]:
    return [(one.nr, one.title) for one in found.specific_objectives()]


def _indicators(found: Plan) -> list[tuple[str, list[str]]]:
    higher = [(one.nr, one.indicators) for one in found.strategic_objectives]
    lower = [(one.nr, one.indicators) for one in found.specific_objectives()]
    return [(nr, [one.title for one in indicators]) for nr, indicators in (*higher, *lower)]


@pytest.mark.parametrize(
    ("higher", "lower"),
    [
        ("OUTCOME 1: ", "Output 1.1: "),
        ("Ishod 1. ", "Rezultat 1.1. "),
        ("Objektivi strategjik 1: ", "Rezultati 1.1 – "),
    ],
)
def test_results_that_actions_stand_below_are_objectives(tmp_path: Path, higher: str, lower: str) -> None:
    rows = [objective(f"{higher}Qeverisja"), objective(f"{lower}Shërbimet"), *HEAD, action("1.1.1")]
    for path in (word(tmp_path / "plan.docx", [rows]), workbook(tmp_path / "plan.xlsx", rows)):
        found = read(path)
        assert [one.title for one in found.strategic_objectives] == ["Qeverisja"]
        assert _titles(found) == [("1.1", "Shërbimet")]


def test_a_result_below_its_objective_is_none(tmp_path: Path) -> None:
    rows = [objective("1. Objektivi strategjik: Qeverisja"), objective("1.1 Objektivi specifik: Shërbimet")]
    rows += [objective("Rezultati 1.1: Qytetarët janë të kënaqur"), *HEAD, action("1.1.1"), action("1.1.2")]
    assert _titles(read(word(tmp_path / "plan.docx", [rows]))) == [("1.1", "Shërbimet")]


@pytest.mark.parametrize("word_of", ["Mera", "Masa", "Ishod", "Output"])
def test_measures_of_one_level_hold_actions_of_two_numbers(tmp_path: Path, word_of: str) -> None:
    rows = [
        objective(f"{word_of} 1. Usluge"),
        *HEAD,
        action("1.1"),
        action("1.2"),
        objective(f"{word_of} 2. Voda"),
    ]
    assert _titles(read(word(tmp_path / "plan.docx", [[*rows, action("2.1")]]))) == [
        ("1", "Usluge"),
        ("2", "Voda"),
    ]


def test_a_framework_of_results_names_the_owners_of_its_indicators(tmp_path: Path) -> None:
    values = ("20% (2021)", "30% (2022)", "40% (2023)", "Better services")
    framework: Rows = [
        _TARGETS,
        ("Outcome 1: Governance", "", "", "", "", ""),
        ("Outcome 1", "Share of users", *values),
        ("Output 1.1", "Share of towns", *values),
        ("Output 1.2", "Share of schools", *values),
    ]
    rows = [objective("OUTCOME 1: Governance"), objective("Output 1.1: Services"), *HEAD, action("1.1.1")]
    rows += [objective("Output 1.2: Water"), action("1.2.1")]
    found = read(word(tmp_path / "plan.docx", [framework, rows]))
    assert _titles(found) == [("1.1", "Services"), ("1.2", "Water")]
    assert _indicators(found) == [
        ("1", ["Share of users"]),
        ("1.1", ["Share of towns"]),
        ("1.2", ["Share of schools"]),
    ]


_HEADS = ("Indicator", "Baseline", "Interim target", "Target", "Result")
_VALUES = ("20% (2021)", "30% (2022)", "40% (2023)", "Better services")
_PLAN: Rows = (
    objective("1. Strategic objective: Governance"),
    objective("1.1 Specific objective: Services"),
    *HEAD,
    action("1.1.1"),
    objective("1.2 Specific objective: Water"),
    action("1.2.1"),
)


@pytest.mark.parametrize(
    ("higher", "lower"),
    [
        ("Indicators for strategic objective 1", "Indicators for specific objective 1.1:"),
        ("Treguesit për objektivin strategjik 1", "Treguesit për objektivin specifik 1.1"),
        ("Pokazatelji za strateški cilj 1", "Pokazatelji za posebni cilj 1.1"),
        ("Strategic objective 1", "Specific objective 1.1"),
    ],
)
def test_a_row_above_indicators_names_their_owner(tmp_path: Path, higher: str, lower: str) -> None:
    rows = [(higher, *[""] * 4), _HEADS, ("Share of users", *_VALUES), (lower, *[""] * 4)]
    rows += [("Share of towns", *_VALUES), ("Share of schools", *_VALUES)]
    found = read(word(tmp_path / "plan.docx", [_PLAN, rows]))
    assert _indicators(found) == [
        ("1", ["Share of users"]),
        ("1.1", ["Share of towns", "Share of schools"]),
        ("1.2", []),
    ]


def test_a_line_above_a_table_of_indicators_names_their_owner(tmp_path: Path) -> None:
    def line(document: Any) -> None:
        paragraph = document.add_paragraph("Indicators for specific objective 1.1")
        document.tables[1]._tbl.addprevious(paragraph._p)

    found = read(word(tmp_path / "plan.docx", [_PLAN, [_HEADS, ("Share of towns", *_VALUES)]], line))
    assert _indicators(found) == [("1", []), ("1.1", ["Share of towns"]), ("1.2", [])]


_VALUES = ("20% (2021)", "30% (2022)", "40% (2023)", "Better services")


def _shown(found: Plan) -> list[tuple[str, list[str]]]:
    first = found.strategic_objectives[0]
    return [(first.title, [one.title for one in first.indicators]), *_indicators(found)[1:]]


@pytest.mark.parametrize(
    ("sums", "leads"), [(("", ""), ("MZHE", "MZHE")), ((300, 300), ("", "")), (("", 300), ("", "MZHE"))]
)
@pytest.mark.parametrize("label", ["Objektivi {} {}: ", ""])
def test_an_objective_with_a_sum_or_a_lead_of_its_own_is_no_action(
    tmp_path: Path, label: str, sums: Sequence[Any], leads: Sequence[str]
) -> None:
    """Its title is taken; what stands beside is told as passed over, but for a specific one's sum."""
    objectives = [
        (nr, label.format(kind, nr) + title, "", own, "", lead)
        for nr, kind, title, own, lead in zip(
            ("1", "1.1"), ("strategjik", "specifik"), ("Energjia", "Rrjeti"), sums, leads, strict=True
        )
    ]
    rows = [
        ("Plani i veprimit 2026", *[""] * 5),
        ("Nr.", "Veprimi", "Afati", "Buxheti 2026", "Burimi", "Bartës"),
        *objectives,
        ("1.1.1", "Hartimi", "2026", 100, "BK", "MPB"),
        ("1.1.2", "Blerja", "2026", 200, "BK", "MPB"),
    ]
    plan, marks = assembled(workbook(tmp_path / "plan.xlsx", rows))
    assert [one.title for one in plan.strategic_objectives] == ["Energjia"]
    assert _titles(plan) == [("1.1", "Rrjeti")]
    assert [action.budget for action in plan.actions()] == [{2026: 10_000}, {2026: 20_000}]
    assert sum(passed.rows for passed in marks.passed) == (2 if any(leads) and not any(sums) else 1)
    objective = next(plan.specific_objectives())
    assert objective.totals == {2026: 30_000 if sums[1] else None}
    assert not any(one.code.startswith("total_") for one in find(plan, marks))


@pytest.mark.parametrize("heading", ["Buxheti 2026", "Buxheti"])
@pytest.mark.parametrize("total", ["", 300])
def test_an_objectives_own_sum_is_compared_with_its_actions(tmp_path: Path, heading: str, total: Any) -> None:
    rows = [
        ("Plani i veprimit 2026-2027", *[""] * 5),
        ("Nr.", "Veprimi", "Afati", heading, "Burimi", "Bartës"),
        ("1", "Objektivi strategjik 1: Energjia", "", "", "", ""),
        ("1.1", "Objektivi specifik 1.1: Rrjeti", "", 310, "", ""),
        ("1.1.1", "Hartimi", "2026", 100, "BK", "MPB"),
        ("1.1.2", "Blerja", "2026", 200, "BK", "MPB"),
        *([("Gjithsej për objektivin 1.1", "", "", total, "", "")] if total else []),
    ]
    plan, marks = assembled(workbook(tmp_path / "plan.xlsx", rows))
    told = [(one.figures["printed"], one.source) for one in find(plan, marks) if one.code == "total_mismatch"]
    # a row of totals counts before what stands beside the objective
    assert told == ([] if total else [(31_000, "sheet Plani, cell D4")])


def test_a_label_alone_leaves_the_title_that_was_said_before(tmp_path: Path) -> None:
    targets: Rows = [
        ("Posebni cilj 1.1", "", "", ""),
        ("Pokazatelj", "Početna vrednost", "Cilj 2022", "Cilj 2023"),
    ]
    rows = [*HEAD, action("1.1.1")]

    def lines(document: Any) -> None:
        for text in ("Opšti cilj 1: Uprava", "Posebni cilj 1.1: Usluge"):
            document.tables[0]._tbl.addprevious(document.add_paragraph(text)._p)

    path = word(tmp_path / "plan.docx", [[*targets, ("Broj kurseva", "3", "5", "8")], rows], lines)
    assert _titles(read(path)) == [("1.1", "Usluge")]


def test_an_objective_without_a_title_is_told(tmp_path: Path) -> None:
    rows = [objective("Objektivi strategjik 1: Qeverisja"), objective("Objektivi specifik 1.1")]
    plan, marks = assembled(word(tmp_path / "plan.docx", [[*rows, *HEAD, action("1.1.1")]]))
    assert [one.where for one in find(plan, marks) if one.code == "title_blank"] == ["1.1"]
    rows = [objective("Posebni cilj 1: Usluge"), *HEAD, action("1.1")]
    plan, marks = assembled(word(tmp_path / "one.docx", [rows]))
    assert not [one for one in find(plan, marks) if one.code == "title_blank"]


@pytest.mark.parametrize("heading", ["Masa", "Prioriteti", "Komponenti", "Fusha"])
def test_a_column_goes_on_with_no_title_that_stands_above_the_table(tmp_path: Path, heading: str) -> None:
    head = ("Nr.", heading, "Veprimi", "Afati", "Buxheti 2025", "Institucioni udhëheqës")
    rows = [("1.1.1", "I lartë", "Trajnimi", "2025", "1.000", "MPB")]
    rows += [("1.1.2", "I ulët", "Blerja", "2025", "1.000", "MPB")]

    def lines(document: Any) -> None:
        for text in ("Objektivi strategjik 1: Siguria", "Objektivi specifik 1.1: Policia"):
            document.tables[0]._tbl.addprevious(document.add_paragraph(text)._p)

    found = read(word(tmp_path / "plan.docx", [[head, *rows]], lines))
    assert _titles(found) == [("1.1", "Policia")]
    assert [[one.text for one in own.remarks] for own in found.actions()] == [["I lartë"], ["I ulët"]]


def test_a_measure_of_the_number_of_its_objective_is_told(tmp_path: Path) -> None:
    rows = [objective("Opšti cilj 1: Uprava"), objective("Posebni cilj 1.1: Vazduh")]
    rows += [objective("Mera 1.1: Merenje"), *HEAD, action("1.1.1")]
    plan, marks = assembled(word(tmp_path / "plan.docx", [rows]))
    assert _titles(plan) == [("1.1", "Vazduh")]
    assert [passed.text for passed in marks.passed] == ["Mera 1.1: Merenje"]


def test_what_describes_an_action_is_no_part_of_its_title(tmp_path: Path) -> None:
    rows = [
        ("Nr.", "Veprimi", "Përshkrimi i veprimit", "Afati", "Buxheti 2025", "Bartës"),
        ("1", "Objektivi strategjik 1: Energjia", "", "", "", ""),
        ("1.1", "Objektivi specifik 1.1: Rrjeti", "", "", "", ""),
        ("1.1.1", "Trajnim", "Trajnim i 20 zyrtarëve", "2025", 100, "MPB"),
    ]
    (found,) = read(workbook(tmp_path / "plan.xlsx", rows)).actions()
    assert (found.title, [one.text for one in found.remarks]) == ("Trajnim", ["Trajnim i 20 zyrtarëve"])
