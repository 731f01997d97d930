"""OpenDocument texts and spreadsheets: repeated, covered and merged cells, values, looks, lines."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZipFile

import pytest

from planreader import read
from planreader.sources.grid import hidden_places
from planreader.sources.odf_reader import read_odf
from store.db.errors import UserError
from tests.planreader.tables import plan

_NAMES = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "style")
)
_STYLES = (
    '<style:style style:name="out"><style:text-properties style:text-line-through-style="solid"/>'
    "</style:style>"
    '<style:style style:name="up"><style:text-properties style:text-position="super 58%"/></style:style>'
    '<style:style style:name="gone"><style:table-properties table:display="false"/></style:style>'
)


def _file(kind: str, body: str) -> bytes:
    made = io.BytesIO()
    with ZipFile(made, "w") as archive:
        styles = f"<office:automatic-styles>{_STYLES}</office:automatic-styles>"
        whole = f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
        content = f"<office:document-content{_NAMES}>{styles}{whole}</office:document-content>"
        archive.writestr("content.xml", content)
    return made.getvalue()


def _cell(text: str, look: str = "") -> str:
    inner = f"<text:p>{text}</text:p>" if text else ""
    return f"<table:table-cell {look}>{inner}</table:table-cell>"


def _table(*rows: str, look: str = "") -> str:
    inner = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    return f'<table:table table:name="Plani" {look}>{inner}</table:table>'


def test_a_plan_in_a_text(tmp_path: Path) -> None:
    rows: list[str] = []
    for row in plan():
        if not any(row[1:]):
            covered = '<table:covered-table-cell table:number-columns-repeated="8"/>'
            rows.append(_cell(str(row[0]), 'table:number-columns-spanned="9"') + covered)
        else:
            rows.append("".join(_cell(str(text)) for text in row))
    path = tmp_path / "plan.odt"
    path.write_bytes(_file("text", "<text:h>Plani i veprimit 2022-2023</text:h>" + _table(*rows)))
    found = read(path)
    first, second = found.actions()
    assert (found.title, first.budget) == ("Plani i veprimit 2022-2023", {2022: "admin", 2023: 100_000})
    assert second.title == "Trajnimi i zyrtarëve"
    assert found.provenance["1.1.2/title"].place == "table 1, row 6, column 2"


@pytest.mark.parametrize("kind", ["spreadsheet", "text"])
def test_a_comment_says_what_the_amounts_of_its_cell_are_in(kind: str) -> None:
    note = "<office:annotation><text:p>zyra</text:p><text:p>in thousands EUR</text:p></office:annotation>"
    look = 'office:value-type="float" office:value="25"'
    amount = f"<table:table-cell {look}>{note}<text:p>25</text:p></table:table-cell>"
    (row,) = read_odf(_file(kind, _table(_cell("1.1.1") + amount)), "plan.ods")
    assert [(cell.text, cell.unit) for cell in row.cells] == [("1.1.1", ""), ("25", "in thousands EUR")]


def test_values_of_a_sheet_count_and_not_how_they_are_shown() -> None:
    value = 'office:value-type="{}" office:{}="{}"'
    cells = [
        _cell("1.200,50 €", value.format("currency", "value", "1200.5")),
        _cell("1.200,50 RSD", value.format("float", "value", "1200.5")),
        _cell("65 %", value.format("percentage", "value", "0.65")),
        _cell("3 maj", value.format("date", "date-value", "2026-05-03T00:00:00")),
        '<table:table-cell table:number-columns-repeated="3"/>',
        _cell("<text:span text:style-name='out'>80</text:span>", value.format("float", "value", "80")),
        _cell("500<text:span text:style-name='up'>1</text:span><text:s/>x<text:line-break/>y"),
    ]
    blank = '<table:table-row table:number-rows-repeated="1048576"><table:table-cell/></table:table-row>'
    body = _table("", "".join(cells)).replace("</table:table>", f"{blank}</table:table>")
    hidden = _table(_cell("list"), look='table:style-name="gone"')
    (row,) = read_odf(_file("spreadsheet", body + hidden), "plan.ods")
    assert [cell.text for cell in row.cells] == [
        "1200.5 EUR",
        "1200.5 RSD",
        "65%",
        "03.05.2026",
        "",
        "500¹ x y",
    ]
    (line,) = read_odf(_file("text", _table("".join(cells))), "plan.odt")
    assert [cell.left for cell in line.cells] == list(range(9)), "those of a text keep their edges"
    assert (row.cells[0].number, row.cells[4].reason) == ((1200.5, 1), "struck_out")
    assert [part.text for part in row.cells[5].parts] == ["500¹ x", "y"]
    assert [cell.place for cell in row.cells][-2:] == ["sheet Plani, cell H2", "sheet Plani, cell I2"]


def test_rows_and_columns_that_a_sheet_hides_are_told() -> None:
    unseen = 'table:visibility="collapse"'
    columns = f'<table:table-column/><table:table-column {unseen} table:number-columns-repeated="2"/>'
    body = _table(_cell("a") + _cell("b") + _cell(""), _cell("c"))
    body = body.replace("<table:table-row>", f"{columns}<table:table-row>", 1)
    body = body.replace(
        "</table:table-row><table:table-row>", f"</table:table-row><table:table-row {unseen}>"
    )
    rows = read_odf(_file("spreadsheet", body), "plan.ods")
    assert hidden_places(rows) == ("sheet Plani, row 2", "sheet Plani, cell B1")


def test_repeated_rows_and_cells_stand_as_often() -> None:
    row = _cell("a", 'table:number-columns-repeated="2"')
    body = _table(row).replace("<table:table-row>", '<table:table-row table:number-rows-repeated="2">')
    rows = read_odf(_file("spreadsheet", body), "plan.ods")
    assert [[cell.place[-2:] for cell in row.cells] for row in rows] == [["A1", "B1"], ["A2", "B2"]]


def test_a_damaged_and_an_endless_one_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserError, match="document_damaged"):
        read_odf(_file("text", "<text:p>"), "plan.odt")
    monkeypatch.setattr("planreader.sources.odf_reader.MOST_CELLS", 3)
    with pytest.raises(UserError, match="document_too_long"):
        read_odf(_file("text", _table(_cell("a") * 4)), "plan.odt")


def test_the_name_of_a_sheet_says_what_unit_amounts_are_in() -> None:
    body = _table(_cell("Veprimi")).replace("Plani", "Plani (000 €)") + _table(_cell("Tjetër"))
    rows = read_odf(_file("spreadsheet", body), "plan.ods")
    assert [(row.cells[0].text, row.table) for row in rows] == [
        ("Veprimi", 1),
        ("Plani (000 €)", 0),
        ("Tjetër", 2),
    ]
