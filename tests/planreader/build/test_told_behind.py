"""What stands behind names: who leads and who supports, and signs that are part of a name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from planreader import read
from tests.planreader.tables import workbook


def _read(path: Path, named: Sequence[str], cells: Sequence[str]) -> Any:
    rows: list[list[Any]] = [
        ["Action plan 2024"],
        ["No.", "Action", *named, "Deadline", "Budget 2024"],
        ["1.", "Objektivi strategjik: Qeverisja"],
        ["1.1", "Objektivi specifik: Rrugët"],
        ["1.1.1", "Repair the road", *cells, "2024", 100],
    ]
    width = max(map(len, rows))
    (action,) = read(
        workbook(path / "a.xlsx", [[*row, *[""] * (width - len(row))] for row in rows])
    ).actions()
    return action


@pytest.mark.parametrize(
    ("heading", "cell", "lead", "support"),
    [
        ("Institutions", "MIA (partner), MF (lead)", ["MF"], ["MIA"]),
        ("Institutions", "MIA (lead), MF, MD", ["MIA"], ["MF", "MD"]),
        ("Institutions", "MF, MIA (partner), MD", ["MF"], ["MIA", "MD"]),
        ("Institutions", "MIA (partner)", [], ["MIA"]),
        ("Institutions", "MF – lead, MIA – partner", ["MF"], ["MIA"]),
        ("Institutions", "Police (PK) (lead institution), UNDP (donor)", ["Police (PK)"], ["UNDP (donor)"]),
        ("Institutions", "MIA (Department of Police), MF", ["MIA (Department of Police)"], ["MF"]),
        ("Institucionet", "MPB (mbështetës), MF (bartës)", ["MF"], ["MPB"]),
        ("Institucionet", "MPB në bashkëpunim me MF, MD", ["MPB"], ["MF", "MD"]),
        ("Institucije", "MUP, u saradnji sa MF", ["MUP"], ["MF"]),
        ("Institucionet", "MPB (bashkëpunuese)\nMF (udhëheqëse)", ["MF"], ["MPB"]),
        (
            "Institucije",
            "Ministarstvo pravde (partner), Ministarstvo finansija (nosilac)",
            ["Ministarstvo finansija"],
            ["Ministarstvo pravde"],
        ),
        ("Институције", "МУП (подршка), МФ (носилац)", ["МФ"], ["МУП"]),
    ],
)
def test_words_behind_a_name_say_who_leads_and_who_supports(
    tmp_path: Path, heading: str, cell: str, lead: Sequence[str], support: Sequence[str]
) -> None:
    action = _read(tmp_path, (heading,), (cell,))
    assert (list(action.lead), list(action.support)) == (lead, support)


def test_words_behind_a_name_count_more_than_its_column(tmp_path: Path) -> None:
    action = _read(tmp_path, ("Lead institution", "Supporting institutions"), ("MF, MIA (partner)", "MD"))
    assert (action.lead, action.support) == (("MF",), ("MIA", "MD"))
    action = _read(tmp_path, ("Lead institution", "Supporting institutions"), ("MF (lead), MIA", "MD"))
    assert (action.lead, action.support) == (("MF",), ("MIA", "MD"))


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("ESF+", ["ESF+"]),
        ("IPA III; ESF+, BK", ["IPA III", "ESF+", "BK"]),
        ("BK + Erasmus+", ["BK", "Erasmus+"]),
        ("ESF+ / IPA III", ["ESF+", "IPA III"]),
        ("BK +\nIPA III", ["BK", "IPA III"]),
    ],
)
def test_a_sign_at_the_end_of_a_source_is_its_own(tmp_path: Path, cell: str, names: Sequence[str]) -> None:
    assert list(_read(tmp_path, ("Lead", "Source of funding"), ("MF", cell)).funding) == names
