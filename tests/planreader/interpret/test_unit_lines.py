"""Lines that say in what money amounts are count for their own table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook
from openpyxl.comments import Comment

from planreader import read
from store.plan.model import Plan

_HEAD = ("Nr.", "Veprimi", "Afati", "Buxheti 2025", "Buxheti 2026", "Institucioni udhëheqës")
_ABOVE = ("Plani i veprimit 2025–2026", "Objektivi strategjik 1: Siguria", "Objektivi specifik 1.1: Policia")
_PLAN = (_HEAD, ("1.1.1", "Trajnimi", "2025-2026", "12.000", "30.000", "MPB"))
_SECOND = (_HEAD, ("1.2.1", "Blerja", "2025-2026", "12", "30", "MPB"))
_ANNEX = (("Projekti", "Donatori", "Shuma"), ("Shkollat", "KfW", "12,5"), ("Rrugët", "SIDA", "4"))


def _word(folder: Path, *pieces: str | Sequence[Sequence[str]]) -> Plan:
    document = Document()
    for piece in (*_ABOVE, *pieces):
        if isinstance(piece, str):
            document.add_paragraph(piece)
            continue
        table = document.add_table(0, len(piece[0]))
        for texts in piece:
            for cell, text in zip(table.add_row().cells, texts, strict=True):
                cell.text = text
    document.save(str(folder / "plan.docx"))
    return read(folder / "plan.docx")


def _sheets(folder: Path, **sheets: Sequence[Sequence[object]]) -> Plan:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(str(folder / "plan.xlsx"))
    return read(folder / "plan.xlsx")


def _first(found: Plan) -> tuple[str, dict[int, object]]:
    return found.currency, dict(next(found.actions()).budget)


_EUROS = ("EUR", {2025: 1_200_000, 2026: 3_000_000})
_THOUSANDS = ("EUR", {2025: 1_200_000_000, 2026: 3_000_000_000})


@pytest.mark.parametrize(
    "line", ["Shumat në mijëra euro", "Tabela 2. Buxheti sipas viteve (në mijë €)", "Vlerat në lekë"]
)
def test_a_line_above_an_annex_is_about_the_annex(tmp_path: Path, line: str) -> None:
    assert _first(_word(tmp_path, _PLAN, "Shtojca 1: Projektet", line, _ANNEX)) == _EUROS
    assert _first(_word(tmp_path, _PLAN, line, _ANNEX)) == _EUROS


def test_a_line_on_another_sheet_is_about_the_table_there(tmp_path: Path) -> None:
    plan_rows = [*((line,) for line in _ABOVE), *_PLAN]
    gdp: list[Sequence[object]] = [("Shumat janë në milionë euro",), (), ("Viti", "BPV"), (2025, 10500)]
    assert _first(_sheets(tmp_path, Plani=plan_rows, Makro=gdp)) == _EUROS
    assert _first(_sheets(tmp_path, Plani=[*plan_rows, (), *gdp])) == _EUROS
    assert _first(_sheets(tmp_path, Kopertina=[("Shumat në mijë €",)], Plani=plan_rows)) == _THOUSANDS


def test_each_table_has_the_unit_of_its_own_line(tmp_path: Path) -> None:
    second = ("Objektivi specifik 1.2: Kufiri", "Shumat në mijëra euro", _SECOND)
    found = _word(tmp_path, "Shumat në euro", _PLAN, *second)
    assert [dict(action.budget) for action in found.actions()] == [_EUROS[1], _EUROS[1]]
    assert not found.findings


def test_a_line_above_the_first_table_is_about_those_that_follow(tmp_path: Path) -> None:
    shorts = (("MPB", "Ministria e Punëve të Brendshme"),)
    below = ("Objektivi specifik 1.2: Kufiri", _SECOND)
    found = _word(tmp_path, "Shumat në mijë €", shorts, _PLAN, *below)
    assert [dict(action.budget) for action in found.actions()] == [_THOUSANDS[1], _EUROS[1]]
    assert "unit_elsewhere" not in {one.code for one in found.findings}


@pytest.mark.parametrize("behind", [(), ("Shtojca 1: Projektet", _ANNEX)])
def test_a_note_below_the_table_is_about_it(tmp_path: Path, behind: Sequence[str]) -> None:
    found = _word(tmp_path, _PLAN, "Shënim: shumat në mijë €", *behind)
    assert (_first(found), found.findings) == (_THOUSANDS, ())


def test_a_table_before_the_one_whose_line_tells_thousands_is_told(tmp_path: Path) -> None:
    second = ("Objektivi specifik 1.2: Kufiri", "Shumat në mijëra euro", _SECOND)
    found = _word(tmp_path, _PLAN, *second)
    assert _first(found) == _THOUSANDS
    assert [(one.code, one.figures["found"]) for one in found.findings if one.code == "unit_elsewhere"] == [
        ("unit_elsewhere", "Shumat në mijëra euro")
    ]


@pytest.mark.parametrize("where", ["name", "oddHeader", "oddFooter", "none"])
def test_a_unit_stands_around_a_sheet(tmp_path: Path, where: str) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in [*((line,) for line in _ABOVE), *_PLAN]:
        sheet.append(list(row))
    if where == "name":
        sheet.title = "Plani (EUR 000)"
    elif where != "none":
        getattr(sheet, where).right.text = "shumat në mijëra euro"
    book.save(str(tmp_path / "plan.xlsx"))
    found = read(tmp_path / "plan.xlsx")
    assert _first(found) == (_EUROS if where == "none" else _THOUSANDS)
    assert (found.title, found.findings) == (_ABOVE[0], ())


@pytest.mark.parametrize(
    ("cell", "scales"),
    [("A1", (1000, 1000)), ("D4", (1000, 1)), ("E5", (1, 1000)), ("B4", (1, 1)), ("B5", (1, 1))],
)
@pytest.mark.parametrize("text", ["në mijëra euro", "Arta Krasniqi:\nshumat në mijëra euro"])
def test_a_unit_in_a_comment_is_that_of_its_cell_its_column_or_its_line(
    tmp_path: Path, cell: str, scales: tuple[int, int], text: str
) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in [*((line,) for line in _ABOVE), *_PLAN]:
        sheet.append(list(row))
    sheet[cell].comment = Comment(text, "zyra")
    book.save(str(tmp_path / "plan.xlsx"))
    found = read(tmp_path / "plan.xlsx")
    budget = {year: cents * scale for (year, cents), scale in zip(_EUROS[1].items(), scales, strict=True)}
    assert (_first(found), found.title) == (("EUR", budget), _ABOVE[0])
    assert found.findings == ()


@pytest.mark.parametrize("edge", ["header", "footer"])
def test_a_unit_at_the_edge_of_pages_is_that_of_all_tables(tmp_path: Path, edge: str) -> None:
    document = Document()
    getattr(document.sections[0], edge).paragraphs[0].text = "Shumat në mijë euro · Qeveria 2025"
    for line in _ABOVE:
        document.add_paragraph(line)
    for rows in (_ANNEX, _PLAN, _ANNEX):
        table = document.add_table(0, len(rows[0]))
        for texts in rows:
            for cell, text in zip(table.add_row().cells, texts, strict=True):
                cell.text = text
        document.add_paragraph("Fund")
    document.save(str(tmp_path / "plan.docx"))
    assert _first(read(tmp_path / "plan.docx")) == _THOUSANDS
