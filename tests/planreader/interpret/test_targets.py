"""Targets that an indicator's own text tells: in one paragraph, on cards, on the line of its title."""

from __future__ import annotations

from pathlib import Path

import pytest

from planreader import read
from planreader.vocabulary.targets import told_alone, told_within
from store.plan.model import Indicator, Plan, Target
from tests.planreader.tables import objective, plan, word, workbook

TOLD = (
    "Humbjet e ujit; Vlera fillestare: 79% (2024); Synimi i përkohshëm: 45% (2027);"
    " Synimi i vitit të fundit: 30% (2029)"
)


def _first(found: Plan) -> Indicator:
    return next(iter(found.specific_objectives())).indicators[0]


@pytest.mark.parametrize(
    ("text", "title", "told"),
    [
        (
            TOLD,
            "Humbjet e ujit",
            {"baseline": "79% (2024)", "interim": "45% (2027)", "final": "30% (2029)"},
        ),
        (
            "Broj žrtava. Osnovna vrednost (2022): 64; Cilj 2024: 49; Cilj 2025: 40",
            "Broj žrtava",
            {"baseline": "64 (2022)", "interim": "49 (2024)", "final": "40 (2025)"},
        ),
        (
            "Number of users (baseline 2023: 10; target 2025: 30)",
            "Number of users",
            {"baseline": "10 (2023)", "final": "30 (2025)"},
        ),
        (
            "Numri i vendimeve\nVlera bazë: 11 (2021)\nSynimi i vitit të\nfundit: 36 (2023)",
            "Numri i vendimeve",
            {"baseline": "11 (2021)", "final": "36 (2023)"},
        ),
        ("Participation of women Baseline: 380 (2023)", "Participation of women", {"baseline": "380 (2023)"}),
    ],
)
def test_values_within_an_indicators_text(text: str, title: str, told: dict[str, str]) -> None:
    assert told_within(text) == (title, told)


@pytest.mark.parametrize(
    "text",
    [
        "Numri i trajnimeve të mbajtura: gjithsej në të gjitha komunat",
        "Rezultati: shërbimet janë përmirësuar",
        "Indeksi i kënaqshmërisë; Synimi: të gjitha komunat e kanë miratuar planin",
    ],
)
def test_a_text_that_tells_no_value(text: str) -> None:
    assert told_within(text) == (text, {})


def test_a_line_of_several_values() -> None:
    text = "Baseline value (2024): 40%; Final-year target (2027): 80%; Result: Services are visibly better"
    assert told_alone(text) == [
        ("baseline", "40% (2024)"),
        ("final", "80% (2027)"),
        ("result", "Services are visibly better"),
    ]


def test_values_in_one_paragraph_of_a_table(tmp_path: Path) -> None:
    rows = plan()
    rows.insert(2, objective(f"Treguesi 1: {TOLD}"))
    found = _first(read(workbook(tmp_path / "plan.xlsx", rows)))
    assert (found.title, found.baseline, found.interim, found.final) == (
        "Humbjet e ujit",
        Target("79%", 2024),
        Target("45%", 2027),
        Target("30%", 2029),
    )


def test_a_card_of_two_columns(tmp_path: Path) -> None:
    pairs = [
        ("Treguesi", "Numri i kurseve"),
        ("Vlera bazë (2022)", "15"),
        ("Synimi i vitit të fundit (2023)", "30"),
    ]
    rows = plan()
    rows[2:2] = [(*pair, *[""] * 7) for pair in [*pairs, ("Rezultati", "Shërbimet janë më të mira")]]
    found = _first(read(workbook(tmp_path / "plan.xlsx", rows)))
    assert (found.title, found.baseline, found.final, found.result) == (
        "Numri i kurseve",
        Target("15", 2022),
        Target("30", 2023),
        "Shërbimet janë më të mira",
    )


def test_a_front_table_numbers_the_objectives_of_its_indicators(tmp_path: Path) -> None:
    front = [
        ("Nr.", "Treguesi", "Vlera bazë", "Synimi i vitit të fundit", "Rezultati", "", "", "", ""),
        ("1", "Numri i raporteve", "40 (2022)", "75 (2023)", "Më mirë të informuar", "", "", "", ""),
        ("1.1", "Numri i kurseve", "15 (2022)", "30 (2023)", "Shërbime më të mira", "", "", "", ""),
    ]
    found = read(workbook(tmp_path / "plan.xlsx", [*front, *plan()]))
    assert found.strategic_objectives[0].indicators[0].title == "Numri i raporteve"
    assert _first(found).title == "Numri i kurseve"


YEARS = [("Numri i kurseve ",), ("2023 ",), ("(12) ",), ("2024 ",), ("(27) ",), ("2025 ",), ("(51) ",)]


def test_several_indicators_in_one_cell_are_paragraphs(tmp_path: Path) -> None:
    both = (
        "Treguesi 1: Numri i kurseve. Vlera bazë (2022): 10; Synimi (2023): 20",
        "Treguesi 2: Pjesa e grave. Vlera bazë (2022): 35%; Synimi (2023): 65%",
    )
    rows = plan()
    rows.insert(2, objective("\n".join(both)))
    found = next(iter(read(word(tmp_path / "plan.docx", [rows])).specific_objectives())).indicators
    assert [(one.title, one.baseline, one.final) for one in found] == [
        ("Numri i kurseve", Target("10", 2022), Target("20", 2023)),
        ("Pjesa e grave", Target("35%", 2022), Target("65%", 2023)),
    ]
