"""What looked like a contradiction of the document and is none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from language.messages import message
from planreader import read
from planreader.vocabulary.deadlines import read_deadline
from store.plan.model import Plan
from tests.planreader.tables import action, plan, word, workbook


def _codes(found: Plan) -> set[str]:
    return {one.code for one in found.findings}


@pytest.mark.parametrize(("often", "once"), [("UNDP", "UNEP"), ("УНДП", "УНЕП")])
def test_donors_whose_names_lie_a_letter_apart_are_not_mistyped(
    tmp_path: Path, often: str, once: str
) -> None:
    rows = [list(action(f"1.1.{n}")) for n in range(1, 5)]
    for row in rows:
        row[5] = often
    rows[-1][5] = once
    assert "acronym_near" not in _codes(read(word(tmp_path / "a.docx", [plan(*rows)])))


@pytest.mark.parametrize("raw", ["December 31, 2026", "Dec 31 2026", "June 1, 2026"])
def test_a_day_behind_its_month(raw: str) -> None:
    deadline, malformed = read_deadline(raw)
    month = 6 if raw[0] == "J" else 12
    assert (deadline[1:], malformed) == ((2026, 2026, month, month), False)


@pytest.mark.parametrize("raw", ["December 32, 2026", "31, 2026"])
def test_a_figure_that_is_no_day_stays_malformed(raw: str) -> None:
    assert read_deadline(raw).malformed


def test_a_formula_without_a_saved_result_is_neither_blank_nor_nothing(tmp_path: Path) -> None:
    total = ("Gjithsej për objektivin specifik 1.1", "", "", "=SUM(D5:D6)", "=SUM(E5:E6)", *[""] * 4)
    rows = plan(action("1.1.1", first="=100+400", second=""), action("1.1.2", first="500", second="=1"))
    found = read(workbook(tmp_path / "a.xlsx", [*rows, total]))
    assert _codes(found) == {"formula_unsaved"}
    (finding,) = found.findings
    assert (finding.figures, finding.source) == ({"rows": 4}, "sheet Plani, cell D5")
    assert not found.provenance["1.1.1/budget/2022"].certain


def test_where_all_headings_are_found_the_question_says_so() -> None:
    params: dict[str, Any] = {
        "file": "a.xlsx",
        "looked": "action, deadline, budget",
        "place": "table 1, row 1",
    }
    params |= {
        "found": "action, deadline, budget",
        "lacking": "–",
        "missing": [],
        "columns": [{"name": "Afati"}],
    }
    told = message("document_unmapped", params)
    assert "–" not in told.replace("--", "")
    assert len(message("document_unmapped", {**params, "lacking": "budget"})) > len(told)


def test_a_text_by_a_formula_without_a_saved_result_is_a_finding(tmp_path: Path) -> None:
    rows = plan(action("1.1.1"), action("1.1.2"))
    of_sheet = next(n for n, row in enumerate(rows) if row[0] == "1.1.2")
    rows[of_sheet] = (*rows[of_sheet][:2], '="2026"&""', *rows[of_sheet][3:])
    [found] = [
        noticed
        for noticed in read(workbook(tmp_path / "a.xlsx", rows)).findings
        if noticed.code == "formula_unsaved"
    ]
    assert (found.figures, found.source.rpartition(" ")[2]) == ({"rows": 1}, f"C{of_sheet + 1}")


def test_a_number_with_a_third_decimal_may_be_thousands(tmp_path: Path) -> None:
    rows = plan(action("1.1.1", first="700"), action("1.1.2", first="500"))
    row = next(n for n, row in enumerate(rows) if row[0] == "1.1.1")
    rows[row] = tuple(1.234 if cell == "700" else cell for cell in rows[row])
    found = read(workbook(tmp_path / "a.xlsx", rows)).findings
    [two] = [noticed for noticed in found if noticed.code == "amount_two_ways"]
    assert (two.figures["found"], two.figures["other"]) == ("1.234", 123_400)
