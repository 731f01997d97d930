"""What cannot be read is refused with one code, the place, and nothing else."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from planreader import assembled, read
from planreader.interpret.mapping.given import NOTHING, Mapping
from store.db.errors import UserError
from tests.documents.damage import cases, outcome
from tests.planreader.tables import HEAD, action, objective, plan, word, workbook
from tests.support.lengths import WHOLE, soak


def _refusal(path: Path, mapping: Mapping = NOTHING) -> UserError:
    with pytest.raises(UserError) as caught:
        assembled(path, mapping=mapping) if mapping else read(path)
    return caught.value


def _book(tmp_path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    return workbook(tmp_path / "plan.xlsx", rows)


def test_an_action_number_twice(tmp_path: Path) -> None:
    refusal = _refusal(_book(tmp_path, plan(action("1.1.1"), action("1.1.1"))))
    assert refusal.code == "document_number_twice_at"
    assert refusal.params["place"] == "sheet Plani, cell A6"
    assert refusal.params["first"] == "sheet Plani, cell A5"


def test_numbers_out_of_order(tmp_path: Path) -> None:
    refusal = _refusal(_book(tmp_path, plan(action("1.1.2"), action("1.1.1"))))
    assert (refusal.code, refusal.params["before"]) == ("document_number_order_at", "1.1.2")
    assert _refusal(_book(tmp_path, plan(action("1.2.1")))).code == "document_number_order_at"


def test_a_year_twice(tmp_path: Path) -> None:
    rows = plan()
    rows[3] = ("", "", "", 2022, 2022, "", "", "", "")
    refusal = _refusal(_book(tmp_path, rows))
    assert (refusal.code, refusal.params["year"]) == ("document_year_twice", 2022)
    assert refusal.params["place"] == "sheet Plani, row 3"


def test_two_plans(tmp_path: Path) -> None:
    rows = [*plan(), objective("1.2 Objektivi specifik: Të tjera"), action("1.2.1")]
    refusal = _refusal(word(tmp_path / "plan.docx", [rows, rows]))
    assert (refusal.code, refusal.params["number"]) == ("document_two_plans", "1.1")
    assert refusal.params["first"] == "table 1, row 2, column 1"
    assert refusal.params["place"] == "table 2, row 2, column 1"


def test_no_plan_says_what_was_looked_for_and_found(tmp_path: Path) -> None:
    refusal = _refusal(_book(tmp_path, [("Nr.", "Emri", "Buxheti", "Vlera"), (1, "Zyra", 2, 3)]))
    assert refusal.code == "document_no_heading"
    assert refusal.params["looked"] == "action, deadline, budget"
    assert refusal.params["found"] == "budget"
    assert refusal.params["missing"] == "action, deadline"
    assert str(refusal.params["place"]).startswith("sheet ")


def test_tables_side_by_side_that_list_the_same_numbers_are_refused_as_that(tmp_path: Path) -> None:
    head = ("No", "Action", "Deadline", "Lead", "Budget 2025")
    rows = [
        (*head, "", *head),
        *[(n, "School", "2025", "A", 3, "", n, "Road", "2025", "B", 4) for n in (1, 2)],
    ]
    refusal = _refusal(_book(tmp_path, rows), Mapping(assume=(("objective", "Roads"), ("title", "Plan"))))
    assert (refusal.code, refusal.params["place"]) == ("document_mixed", "sheet Plani, row 1")


def test_what_stands_in_prose_is_no_heading_found(tmp_path: Path) -> None:
    prose = "The deadline of every action in the budget is what the objective says it is"
    rows = [("Nr.", "Emri", "Qyteti", "Telefoni"), (1, prose, "Pejë", 3)]
    refusal = _refusal(_book(tmp_path, rows))
    assert refusal.code == "document_no_heading"
    assert (refusal.params["found"], refusal.params["place"]) == ("–", "–")
    assert refusal.params["missing"] == "action, deadline, budget"


def test_a_heading_without_actions(tmp_path: Path) -> None:
    refusal = _refusal(_book(tmp_path, [*HEAD, objective("1.1 Objektivi specifik: X")]))
    assert refusal.code == "document_no_actions"
    assert refusal.params["looked"] == "action, deadline, budget"
    assert {"action", "deadline", "output"} <= set(str(refusal.params["found"]).split(", "))


def test_a_table_without_rules_asks_for_the_word_file(tmp_path: Path) -> None:
    def unruled(document: Any) -> None:
        for row in action("1.1.1"), action("1.1.2"):
            document.add_paragraph(" ".join(map(str, row)))

    refusal = _refusal(word(tmp_path / "plan.docx", [[("MPB", "Ministria")]], unruled))
    assert refusal.code == "document_unruled"


def test_formats_that_are_locked_or_old(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    path.write_bytes(head + "EncryptedPackage".encode("utf-16-le"))
    assert _refusal(path).code == "document_password"
    path.write_bytes(head + "WordDocument".encode("utf-16-le"))
    assert _refusal(path).code == "document_old_format"
    path.write_bytes(head + "WordDocument Workbook".encode("utf-16-le"))
    assert _refusal(path).code == "document_old_format"


@pytest.mark.parametrize(
    ("name", "member", "code"),
    [
        ("plan.numbers", "Index/Document.iwa", "document_apple"),
        ("plan.pages", "Index.zip", "document_apple"),
        ("plan.pptx", "ppt/presentation.xml", "document_slides"),
    ],
)
def test_what_nothing_reads_says_how_it_can_be_read(
    name: str, member: str, code: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, "")
    assert _refusal(path).code == code


def test_rich_text_is_refused_as_that(tmp_path: Path) -> None:
    path = tmp_path / "plan.doc"
    path.write_bytes(rb"{\rtf1\ansi Plani}")
    assert _refusal(path).code == "document_rtf"


def test_a_pdf_with_a_password(tmp_path: Path) -> None:
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("fjalëkalim", algorithm="RC4-128")
    path = tmp_path / "plan.pdf"
    writer.write(path)
    assert _refusal(path).code == "document_password"


def test_a_pdf_without_text(tmp_path: Path) -> None:
    from pypdf import PdfWriter

    writer = PdfWriter()
    for _ in range(3):
        writer.add_blank_page(200, 200)
    path = tmp_path / "plan.pdf"
    writer.write(path)
    refusal = _refusal(path)
    assert (refusal.code, refusal.params["found"]) == ("document_no_text", 3)


def _repacked(source: Path, target: Path, part: str, content: bytes) -> Path:
    with zipfile.ZipFile(source) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    parts[part] = content
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target


def _sheet(body: bytes) -> bytes:
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return head + body + b"</worksheet>"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'<row r="1"/>' * 1_000_000 + b"</sheetData>", "document_unpacks"),
        pytest.param(
            b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, 1001))
            + b'</sheetData><mergeCells><mergeCell ref="B1:KO1000"/></mergeCells>',
            "document_too_long",
            marks=soak,
        ),
    ],
    ids=["million rows", "a merge over three hundred thousand cells"],
)
def test_sheets_beyond_any_plan(tmp_path: Path, body: bytes, code: str) -> None:
    source = _book(tmp_path, plan())
    path = _repacked(source, tmp_path / "large.xlsx", "xl/worksheets/sheet1.xml", _sheet(body))
    assert _refusal(path).code == code


def test_archives_that_unpack_without_end_or_define_entities(tmp_path: Path) -> None:
    source = word(tmp_path / "plan.docx", [plan()])
    path = _repacked(source, tmp_path / "bomb.docx", "word/document.xml", b" " * 40_000_000)
    assert _refusal(path).code == "document_unpacks"
    bomb = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    path = _repacked(source, tmp_path / "entities.docx", "word/document.xml", bomb)
    assert _refusal(path).code == "document_damaged"


def test_another_archive_is_no_document(tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.txt", "b")
    path = tmp_path / "plan.docx"
    path.write_bytes(made.getvalue())
    assert _refusal(path).code == "document_damaged"
    assert _refusal(path.rename(tmp_path / "plan.zip")).code == "document_binary"


def test_damaged_documents_are_read_or_refused(tmp_path: Path) -> None:
    found = [
        outcome(kind, damage, data, tmp_path) for kind, damage, data in cases(28 if WHOLE else 8, seed=7)
    ]
    assert [case for case in found if case.result.startswith("!")] == []
    assert {"plan", "document_damaged"} <= {case.result for case in found}


def test_a_plan_on_each_of_two_sheets(tmp_path: Path) -> None:
    import openpyxl

    path = _book(tmp_path, plan())
    book = openpyxl.load_workbook(path)
    book.copy_worksheet(book.worksheets[0])
    book.save(path)
    refusal = _refusal(path)
    assert (refusal.code, refusal.params["number"]) == ("document_two_plans", "1.1")
    assert refusal.params["first"] == "sheet Plani, cell A2"


@pytest.mark.parametrize("kind", ["presentation", "presentation-template"])
def test_a_presentation_of_opendocument_is_called_one(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.odp"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", "<office/>")
    assert _refusal(path).code == "document_slides"
