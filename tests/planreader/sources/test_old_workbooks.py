"""Workbooks of Excel before 2007 (.xls) and in its binary form (.xlsb): cells, hidden sheets, bombs."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from zipfile import ZipFile

import pytest

from planreader import assembled, tracked
from planreader.interpret.mapping.given import Mapping
from planreader.sources.calamine_reader import read_calamine
from store.db.errors import UserError

TRACKER = Path(__file__).parent / "kept" / "tracker.xls"
"""A tracker below a merged line that says its day, in columns B to H, written by LibreOffice."""
ROWS = (("Nr.", "Veprimi", "Statusi"), ("1.10", "Ura në Pejë", "Në proces"), (2.0, "Rruga", "Përfunduar"))


def _record(kind: int, data: bytes = b"") -> bytes:
    """A record of the binary form: its kind and length in parts of seven bits."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return head + bytes([len(data) & 0x7F | 0x80, len(data) >> 7]) + data


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def binary_workbook(rows: tuple[tuple[str | float, ...], ...]) -> bytes:
    """A workbook in the binary form, of one sheet."""
    cells = b""
    for r, row in enumerate(rows):
        cells += _record(0, struct.pack("<I", r) + bytes(13))
        for c, value in enumerate(row):
            at = struct.pack("<II", c, 0)
            told = struct.pack("<d", value) if isinstance(value, float) else _wide(value)
            cells += _record(5 if isinstance(value, float) else 6, at + told)
    size = struct.pack("<IIII", 0, len(rows) - 1, 0, len(rows[0]) - 1)
    sheet = _record(129) + _record(148, size) + _record(145) + cells + _record(146) + _record(130)
    bundle = struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Plani")
    book = _record(131) + _record(143) + _record(156, bundle) + _record(144) + _record(132)
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    made = io.BytesIO()
    with ZipFile(made, "w") as archive:
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{office}/worksheet"'
            ' Target="worksheets/sheet1.bin"/></Relationships>',
        )
    return made.getvalue()


def test_a_tracker_of_old_excel_is_read_with_its_places_and_its_day() -> None:
    found = tracked(TRACKER)
    first, second = found.rows
    assert (found.day, len(found.rows)) == ("2026-09-30", 2)
    assert (first.nr, first.title, first.lead) == ("1.1.1", "Ndërtimi i urës", "MIT")
    assert [row.cells["percent"].number for row in found.rows] == [65, 100]
    assert first.cells["spent.2026"].number == 125_050
    assert first.cells["updated"].text == "28.09.2026"
    assert second.cells["status"].place == "sheet Plani, cell E5"


def test_only_sheets_that_show_are_read_and_a_merge_stands_in_its_first_cell() -> None:
    rows = read_calamine(TRACKER.read_bytes(), "tracker.xls")
    assert {row.table for row in rows} == {1}
    assert (rows[0].cells[0].text, rows[0].cells[0].right - rows[0].cells[0].left) == (
        "Gjendja më 30.09.2026",
        6,
    )
    assert [row.apart for row in rows] == [False, True, False, False]


def test_what_is_not_seen_of_an_old_workbook_is_a_finding() -> None:
    said = Mapping(assume=(("objective", "Urat"), ("title", "Plani"), ("deadline", "2026")))
    _plan, marks = assembled(TRACKER, mapping=said)
    assert "looks_unseen" in [finding.code for finding in marks.findings]


def test_the_binary_form_is_read(tmp_path: Path) -> None:
    path = tmp_path / "tracker.xlsb"
    path.write_bytes(binary_workbook(ROWS))
    found = tracked(path)
    assert [(row.nr, row.title) for row in found.rows] == [("1.10", "Ura në Pejë"), ("2", "Rruga")]
    assert found.rows[1].cells["status"].place == "sheet Plani, cell C3"


def test_a_damaged_workbook_is_refused_as_damaged() -> None:
    for size in (600, 1500, 3000):
        with pytest.raises(UserError, match="document_damaged"):
            read_calamine(TRACKER.read_bytes()[:size], "tracker.xls")


def test_a_binary_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "tracker.xlsb"
    path.write_bytes(binary_workbook(ROWS))
    with ZipFile(path, "a", 8) as archive:
        archive.writestr("xl/worksheets/sheet2.bin", bytes(300 * 1024 * 1024))
    with pytest.raises(UserError, match="document_unpacks"):
        tracked(path)


def test_an_old_workbook_by_another_name_is_known_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "tracker.xlsx"
    path.write_bytes(TRACKER.read_bytes())
    assert len(tracked(path).rows) == 2
