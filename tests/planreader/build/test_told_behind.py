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
        ("Institucionet", "MPB (në bashkëpunim me MD)", ["MPB"], ["MD"]),
        ("Institucionet", "MPB së bashku me MD", ["MPB"], ["MD"]),
        ("Institucionet", "MPB në koordinim me MD, MF", ["MPB"], ["MD", "MF"]),
        ("Institucionet", "MPB, me mbështetjen e MD", ["MPB"], ["MD"]),
        ("Institucionet", "Bartës: MPB; në bashkëpunim me: MD", ["MPB"], ["MD"]),
        ("Institucije", "MUP zajedno sa MF", ["MUP"], ["MF"]),
        ("Institutions", "MIA with the support of UNDP", ["MIA"], ["UNDP"]),
        ("Institutions", "MCYS with UNICEF, UNDP", ["MCYS"], ["UNICEF", "UNDP"]),
        ("Institutions", "Office for people with disabilities", ["Office for people with disabilities"], []),
        ("Институции", "МОН во соработка со БРО", ["МОН"], ["БРО"]),
        ("Institucionet", "1. MPB 2. MD", ["MPB"], ["MD"]),
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


@pytest.mark.parametrize(
    ("first", "second"),
    [("Institucioni udhëheqës", "Institucioni përfitues"), ("Nadležni organ", "Organ zadužen za praćenje")],
)
def test_who_looks_on_or_benefits_supports_nothing(tmp_path: Path, first: str, second: str) -> None:
    action = _read(tmp_path, (first, second), ("MPB", "KPM"))
    assert (action.lead, action.support) == (("MPB",), ())
    assert [remark.text for remark in action.remarks] == ["KPM"]


@pytest.mark.parametrize("heading", ["Burimi i të dhënave", "Izvor podataka", "Source of data"])
def test_a_source_of_data_pays_for_nothing(tmp_path: Path, heading: str) -> None:
    action = _read(tmp_path, ("Lead", heading), ("MPB", "ASK"))
    assert (action.funding, [remark.text for remark in action.remarks]) == ((), ["ASK"])


@pytest.mark.parametrize("said", ["po ashtu", "Isto", "idem.", "as above", '"'])
def test_what_says_as_above_is_what_stands_above(tmp_path: Path, said: str) -> None:
    rows: list[list[Any]] = [
        ["Action plan 2024", *[""] * 6],
        ["No.", "Action", "Lead institution", "Partners", "Source of funding", "Deadline", "Budget 2024"],
        ["1.", "Objektivi strategjik: Qeverisja", *[""] * 5],
        ["1.1", "Objektivi specifik: Rrugët", *[""] * 5],
        ["1.1.1", "Repair the road", "MF", "MD, MPB", "BK", "2024", 100],
        ["1.1.2", "Paint the road", said, said, said, "2024", 100],
        ["1.1.3", "Open the road", said, "MF", "IPA", "2024", 100],
    ]
    plan = read(workbook(tmp_path / "a.xlsx", rows))
    assert [(own.lead, own.support, own.funding) for own in plan.actions()] == [
        (("MF",), ("MD", "MPB"), ("BK",)),
        (("MF",), ("MD", "MPB"), ("BK",)),
        (("MF",), ("MF",), ("IPA",)),
    ]
    assert plan.provenance["1.1.2/lead"].reason == "as_above"


def test_marks_below_the_names_of_sources(tmp_path: Path) -> None:
    heads = ("Lead", "Budget of Kosovo", "Donors")
    assert _read(tmp_path, heads, ("MF", "x", "x")).funding == ("Budget of Kosovo", "Donors")
    assert _read(tmp_path, heads, ("MF", "x", "")).funding == ("Budget of Kosovo",)
