"""Deadlines that took the place of others, and times that are no deadline."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from planreader import read
from tests.planreader.tables import workbook

_NAMED = ("No.", "Action", "Responsible institution")
_OBJECTIVES = [["1.", "Objektivi strategjik: Qeverisja"], ["1.1", "Objektivi specifik: Rrugët"]]


def _read(path: Path, heads: Sequence[str], *deadlines: Sequence[str]) -> Any:
    rows: list[list[Any]] = [
        ["Action plan 2023-2025"],
        [*_NAMED, *heads, "Budget 2024"],
        *_OBJECTIVES,
        *([f"1.1.{n}", f"Road {n}", "MIT", *own, 100] for n, own in enumerate(deadlines, 1)),
    ]
    width = max(map(len, rows))
    return read(workbook(path / "a.xlsx", [[*row, *[""] * (width - len(row))] for row in rows]))


@pytest.mark.parametrize(
    ("heads", "told"),
    [
        (("Deadline", "Revised deadline"), ("31.12.2023", "30.06.2024")),
        (("New deadline", "Deadline"), ("30.06.2024", "31.12.2023")),
        (("Afati", "Afati i ri"), ("31.12.2023", "30.06.2024")),
        (("Rok", "Produženi rok"), ("31.12.2023", "30.06.2024")),
        (("Рок", "Нови рок"), ("31.12.2023", "30.06.2024")),
        (("Deadline",), ("31.12.2023 → 30.06.2024",)),
    ],
)
def test_the_new_deadline_counts_and_is_told(
    tmp_path: Path, heads: Sequence[str], told: Sequence[str]
) -> None:
    plan = _read(tmp_path, heads, told)
    (action,) = plan.actions()
    assert action.deadline == ("31.12.2023 → 30.06.2024", 2024, 2024, 6, 6)
    (said,) = [one for one in plan.findings if one.code == "deadline_malformed"]
    assert said.figures == {"raw": action.deadline.raw, "kind": "revised", "read": "06/2024"}


def test_a_blank_new_deadline_leaves_the_one_beside_it(tmp_path: Path) -> None:
    rows = (("2024", ""), ("Q2 2024", "–"), ("", "Q2 2024"), ("2024", "2024"), ("2024", "in discussion"))
    plan = _read(tmp_path, ("Deadline", "Revised deadline"), *rows)
    assert [action.deadline.raw for action in plan.actions()] == [
        "2024",
        "Q2 2024",
        "Q2 2024",
        "2024",
        "2024",
    ]
    assert [remark.text for action in plan.actions() for remark in action.remarks] == ["in discussion"]
    assert "deadline_malformed" not in {one.code for one in plan.findings}


def test_from_when_alone_is_no_deadline_and_is_told(tmp_path: Path) -> None:
    plan = _read(tmp_path, ("Deadline",), ("from March 2024",), ("until June 2024",), ("2024 onwards",))
    (said,) = [one for one in plan.findings if one.code == "deadline_malformed"]
    assert said.figures == {"raw": "from March 2024", "kind": "open"}


@pytest.mark.parametrize("heads", [("Start", "End"), ("Fillimi", "Përfundimi"), ("Početak", "Kraj")])
def test_a_beginning_without_an_end_is_no_deadline(tmp_path: Path, heads: Sequence[str]) -> None:
    plan = _read(tmp_path, heads, ("01.03.2024", ""), ("", "31.12.2024"), ("2024", "2025"), ("2024", "–"))
    assert [action.deadline[:3] for action in plan.actions()] == [
        ("01.03.2024 –", 2024, None),
        ("31.12.2024", 2024, 2024),
        ("2024-2025", 2024, 2025),
        ("2024 –", 2024, None),
    ]
    told = {one.where: one.figures["kind"] for one in plan.findings if one.code == "deadline_malformed"}
    assert told == {"1.1.1": "open", "1.1.4": "open"}


@pytest.mark.parametrize(
    ("heads", "told", "remarks"),
    [
        (("Afati", "Afati i raportimit"), ("2024", "31.01.2025"), ["31.01.2025"]),
        (("Rok za izveštavanje", "Rok"), ("31.01.2025", "2024"), ["31.01.2025"]),
        (("Rok", "Datum usvajanja"), ("2024", "31.01.2023"), ["31.01.2023"]),
        (("Start", "End", "Date of approval"), ("2024", "2024", "31.01.2025"), ["31.01.2025"]),
        (("Deadline", "Quarter"), ("2024", "Q2"), []),
    ],
)
def test_another_day_than_beginning_and_end_is_a_remark(
    tmp_path: Path, heads: Sequence[str], told: Sequence[str], remarks: Sequence[str]
) -> None:
    (action,) = _read(tmp_path, heads, told).actions()
    assert action.deadline[1:3] == (2024, 2024)
    assert [remark.text for remark in action.remarks] == remarks


@pytest.mark.parametrize(
    ("heading", "raw", "end"),
    [
        ("Data e fillimit", "01.03.2024", None),
        ("Početak", "Q1 2024", None),
        ("Start date", "2024-2025", 2025),
        ("Start – end", "2024", 2024),
    ],
)
def test_a_column_of_beginnings_alone_holds_no_deadline(
    tmp_path: Path, heading: str, raw: str, end: int | None
) -> None:
    plan = _read(tmp_path, (heading,), (raw,))
    (action,) = plan.actions()
    assert action.deadline[1:3] == (2024, end)
    told = [one.figures["kind"] for one in plan.findings if one.code == "deadline_malformed"]
    assert told == (["open"] if end is None else [])


@pytest.mark.parametrize(
    ("told", "end"), [(("01.03.2024", "6 muaj"), (2024, 8)), (("TM1 2024", "vazhdimisht"), (None, None))]
)
def test_a_beginning_and_how_long_it_lasts(tmp_path: Path, told: Sequence[str], end: Any) -> None:
    plan = _read(tmp_path, ("Data e fillimit", "Kohëzgjatja"), told)
    (action,) = plan.actions()
    assert (action.deadline.end, action.deadline.end_month) == end
    assert not [one for one in plan.findings if one.code == "deadline_malformed"]


def test_a_part_of_a_year_that_is_not_read_is_told(tmp_path: Path) -> None:
    plan = _read(tmp_path, ("Deadline",), ("summer 2024",), ("II/2024",), ("Q3 2024",))
    told = [one.figures for one in plan.findings if one.code == "deadline_malformed"]
    assert told == [{"raw": "summer 2024", "read": "2024"}, {"raw": "II/2024", "read": "2024"}]
