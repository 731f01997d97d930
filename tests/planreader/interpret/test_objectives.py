"""Objectives under other names: results, measures, lines without numbers, and who owns an indicator."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planreader import read
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


@pytest.mark.parametrize(
    "label", ["Objective: ", "Cilj: ", "Objektivi: ", "Specific objective: ", "Objective {}: "]
)
def test_objectives_of_one_level_count_where_actions_count_through_the_plan(
    tmp_path: Path, label: str
) -> None:
    tables = [[*HEAD, action(1), action(2)], [*HEAD, action(3), action(4)]]

    def lines(document: Any) -> None:
        for n, table in enumerate(document.tables, 1):
            text = f"{label.format(n)}{('Shërbimet', 'Uji')[n - 1]}"
            table._tbl.addprevious(document.add_paragraph(text)._p)

    def merged(document: Any) -> None:
        lines(document)
        for table in document.tables:
            table.cell(0, 3).merge(table.cell(0, 4))

    found = read(word(tmp_path / "plan.docx", tables, merged))
    assert _titles(found) == [("1", "Shërbimet"), ("2", "Uji")]
    assert [one.nr for one in found.actions()] == ["1.1", "1.2", "2.3", "2.4"]


_VALUES = ("20% (2021)", "30% (2022)", "40% (2023)", "Better services")


def _paragraphs(*texts: str) -> Callable[[Any], None]:
    """Put lines above the tables of a document, each above one."""

    def change(document: Any) -> None:
        for table, text in zip(list(document.tables), texts, strict=False):
            paragraph = document.add_paragraph(text)
            table._tbl.addprevious(paragraph._p)

    return change


def _shown(found: Plan) -> list[tuple[str, list[str]]]:
    first = found.strategic_objectives[0]
    return [(first.title, [one.title for one in first.indicators]), *_indicators(found)[1:]]


@pytest.mark.parametrize("only", ["Objektivi strategjik", "Objektivi i përgjithshëm", "Opšti cilj"])
def test_indicators_of_the_only_strategic_objective_and_below_a_blank_cell(tmp_path: Path, only: str) -> None:
    rows = [objective("Objektivi strategjik: Qeverisja"), objective("Objektivi specifik 1: Shërbimet"), *HEAD]
    rows += [action("1.1"), objective("Objektivi specifik 2: Uji"), action("2.1")]
    annex: Rows = [
        ("Objective", *_TARGETS[1:]),
        (only, "Share of users", *_VALUES),
        ("Specific objective 1", "Share of towns", *_VALUES),
        ("", "Share of schools", *_VALUES),
        ("Specific objective 2", "Share of wells", *_VALUES),
    ]
    found = read(word(tmp_path / "plan.docx", [rows, annex]))
    assert _shown(found) == [
        ("Qeverisja", ["Share of users"]),
        ("1", ["Share of towns", "Share of schools"]),
        ("2", ["Share of wells"]),
    ]
