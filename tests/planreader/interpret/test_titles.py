"""The title of a plan, on one line or several above its tables."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from planreader import assembled
from tests.planreader.tables import plan, word, workbook


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (
            [
                "REPUBLIC OF KOSOVO",
                "MINISTRY OF HEALTH",
                "ACTION PLAN",
                "FOR ROADS",
                "2024-2026",
                "PEJË, MAY 2024",
            ],
            "ACTION PLAN FOR ROADS 2024-2026",
        ),
        (
            ["AKCIONI PLAN", "za sprovođenje Strategije puteva", "Uvod"],
            "AKCIONI PLAN za sprovođenje Strategije puteva",
        ),
        (["АКЦИОНИ ПЛАН", "ЗА ПУТЕВЕ", "МИНИСТАРСТВО ФИНАНСИЈА"], "АКЦИОНИ ПЛАН ЗА ПУТЕВЕ"),
        (["Plani i veprimit për", "Rrugët 2024–2026"], "Plani i veprimit për Rrugët 2024–2026"),
        (["Action plan for roads 2024", "Introduction"], "Action plan for roads 2024"),
        (
            ["Ovaj akcioni plan usvojen je 12. marta 2024.", "AKCIONI PLAN ZA PUTEVE"],
            "AKCIONI PLAN ZA PUTEVE",
        ),
    ],
)
def test_a_title_on_several_lines_is_whole(tmp_path: Path, lines: Sequence[str], title: str) -> None:
    def change(document: object) -> None:
        table = document.tables[0]._tbl  # type: ignore[attr-defined]
        for line in lines:
            table.addprevious(document.add_paragraph(line)._p)  # type: ignore[attr-defined]

    found, marks = assembled(word(tmp_path / "a.docx", [plan()], change))
    assert found.title == title
    rows = [[line, *[""] * 8] for line in lines]
    found, marks = assembled(workbook(tmp_path / "a.xlsx", [*rows, *plan()]))
    assert found.title == title
    assert not [passed for passed in marks.passed if passed.text in title]
