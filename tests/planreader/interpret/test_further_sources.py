"""Further sources of money of an action, in rows below its merged title."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from planreader import read
from store.plan.model import Plan
from tests.planreader.tables import HEAD, action, objective, word, workbook

_OBJECTIVES = [
    objective("1. Objektivi strategjik: Qeverisja"),
    objective("1.1 Objektivi specifik: Shërbimet"),
]
_MERGED = (0, 1, 2, 6)


def _rows(*further: Any) -> list[Any]:
    return [*_OBJECTIVES, *HEAD, action("1.1.1", first="1.200", second=""), *further, action("1.1.2")]


def _read(path: Path, ending: str, *further: Any) -> Plan:
    rows = _rows(*further)

    def merge_word(document: Any) -> None:
        for column in _MERGED:
            document.tables[0].cell(4, column).merge(document.tables[0].cell(4 + len(further), column))

    def merge_sheet(sheet: Any) -> None:
        for column in _MERGED:
            whole = {"start_column": column + 1, "end_column": column + 1}
            sheet.merge_cells(start_row=5, end_row=5 + len(further), **whole)

    if ending == "docx":
        return read(word(path / "a.docx", [rows], merge_word))
    return read(workbook(path / "a.xlsx", rows, merge_sheet))


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_amounts_of_each_year_are_summed_and_sources_listed(tmp_path: Path, ending: str) -> None:
    rows = [
        ("", "", "", "3.600", "1.450", "Donatorët (BE, IPA 2022)", "", "", ""),
        ("", "", "", "-", "50", "GIZ", "", "", "Ligji për zyrtarët"),
    ]
    found = _read(tmp_path, ending, *rows)
    first, second = found.actions()
    assert first.budget == {2022: 480_000, 2023: 150_000}
    assert first.funding == ("BK", "Donatorët (BE, IPA 2022)", "GIZ")
    assert first.documents == ("Ligji i punës", "Ligji për zyrtarët")
    assert (first.institutions.names, second.nr) == (("MPB",), "1.1.2")
    reason = found.provenance["1.1.1/budget/2022"]
    assert (reason.certain, reason.reason) == (False, "sum_of_rows")


def test_a_row_with_a_number_of_its_own_is_an_action(tmp_path: Path) -> None:
    found = read(word(tmp_path / "a.docx", [_rows(action("1.1.1a", first="3.600"))]))
    assert [one.nr for one in found.actions()] == ["1.1.1", "1.1.1a", "1.1.2"]
