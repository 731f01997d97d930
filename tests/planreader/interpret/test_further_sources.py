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


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
@pytest.mark.parametrize("word_", ["Gjithsej", "Ukupno", "Total:"])
def test_the_total_of_an_action_is_compared_and_not_added(tmp_path: Path, ending: str, word_: str) -> None:
    source, total = (
        ("", "", "", "3.600", "50", "GIZ", "", "", ""),
        ("", "", "", "4.800", "50", word_, "", "", ""),
    )
    found = _read(tmp_path, ending, source, total)
    first = next(found.actions())
    assert (first.budget, first.funding) == ({2022: 480_000, 2023: 5_000}, ("BK", "GIZ"))
    assert "row_sum_mismatch" not in {one.code for one in found.findings}
    found = _read(tmp_path, ending, source, (*total[:3], "5.000", *total[4:]))
    assert next(found.actions()).budget == {2022: 480_000, 2023: 5_000}
    (mismatch,) = [one for one in found.findings if one.code == "row_sum_mismatch"]
    assert mismatch.figures == {"printed": 505_000, "computed": 485_000}


def test_the_total_of_an_action_may_stand_before_its_sources(tmp_path: Path) -> None:
    first = ("1.1.1", "Plani", "2022-2023", "4.800", "50", "Gjithsej", "MPB", "Plani i miratuar", "")
    rows = [*_OBJECTIVES, *HEAD, first]
    rows += [("", "", "", "1.200", "", "BK", "", "", ""), ("", "", "", "3.600", "50", "GIZ", "", "", "")]

    def merge(document: Any) -> None:
        for column in _MERGED:
            document.tables[0].cell(4, column).merge(document.tables[0].cell(6, column))

    found = read(word(tmp_path / "a.docx", [rows], merge))
    (one,) = found.actions()
    assert (one.budget, one.funding) == ({2022: 480_000, 2023: 5_000}, ("BK", "GIZ"))


def test_a_row_of_nothing_but_the_sum_of_several_is_their_total(tmp_path: Path) -> None:
    source, total = ("", "", "", "3.600", "50", "GIZ", "", "", ""), ("", "", "", "4.800", "50", *[""] * 4)
    found = _read(tmp_path, "docx", source, total)
    assert next(found.actions()).budget == {2022: 480_000, 2023: 5_000}


def test_what_one_source_pays_is_no_sum_of_several(tmp_path: Path) -> None:
    """Two columns of the deadline make no two rows of an action, whose cells stand in two places, too."""
    head = ("Nr.", "Veprimi", "Fillimi", "Mbarimi", "Buxheti 2022", "Burimi", "Institucioni")
    rows = [head, ("1.1.1", "Plani", "2022", "2022", "1.200", "BK", "MPB"), ("", "", "", "", "1.200", "", "")]

    def merge(document: Any) -> None:
        for column in (0, 1, 2, 3, 6):
            document.tables[0].cell(3, column).merge(document.tables[0].cell(4, column))

    above = [(row[0], *[""] * 6) for row in _OBJECTIVES]
    found = read(word(tmp_path / "a.docx", [[*above, *rows]], merge))
    assert next(found.actions()).budget == {2022: 240_000}
    assert [(one.code, one.where) for one in found.findings] == [("amount_repeated", "1.1.1")]


def test_the_same_amounts_of_another_source_are_its_own(tmp_path: Path) -> None:
    found = _read(tmp_path, "docx", ("", "", "", "1.200", "", "GIZ", "", "", ""))
    assert next(found.actions()).budget[2022] == 240_000
    assert "amount_repeated" not in {one.code for one in found.findings}


def test_an_action_repeated_for_others_with_the_same_amounts_is_told(tmp_path: Path) -> None:
    again = action("1.1.1", first="1.200", second="500")
    rows = [*_OBJECTIVES, *HEAD, again, (*again[:6], "MF", *again[7:])]
    found = read(word(tmp_path / "a.docx", [rows]))
    assert [(one.code, one.where) for one in found.findings if one.code == "amount_repeated"] == [
        ("amount_repeated", "1.1.1")
    ]


def test_an_action_repeated_in_a_table_without_deadlines_keeps_its_own(tmp_path: Path) -> None:
    head = ("Nr.", "Veprimi", "Buxheti 2022", "Institucioni udhëheqës")
    first = [*_OBJECTIVES, *HEAD, action("1.1.1", first="1.200")]
    found = read(word(tmp_path / "a.docx", [first, [head, ("1.1.1", "Hartimi i planit", "500", "MF")]]))
    (repeated,) = found.actions()
    assert (repeated.institutions.names, repeated.deadline.raw) == (("MPB", "MF"), "2022-2023")
    assert repeated.budget[2022] == 170_000
