"""A document is read in a process of its own, which answers the same and ends when it has had its share."""

from __future__ import annotations

import pickle
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from planreader import apart, assembled
from planreader.apart import assembled_apart
from planreader.interpret.mapping.given import Mapping
from planreader.review.reading import read_reviewed
from planreader.review.recorded import read_tracker
from planreader.workbook.forms import form_apart
from store.db import apart as process
from store.db.apart import Limits, _answer
from store.db.errors import UserError
from tests.planreader.tables import plan, workbook
from tests.support.documents import apart_each_time
from tests.support.lengths import cases, soak
from tests.support.paths import MAPPED, SET

SCARCE = Limits(seconds=60, memory=150 * 1024**2)


@pytest.fixture(autouse=True)
def _apart_each_time() -> Iterator[None]:
    with apart_each_time():
        yield


def _refusal(path: Path, limits: Limits) -> UserError:
    with pytest.raises(UserError) as caught:
        assembled_apart(path, limits=limits)
    return caught.value


@pytest.mark.parametrize(
    "name", ["en-1y-6005-seeded.docx", "en-1y-6005-seeded.docx.pdf", "en-1y-9001005-seeded.cells.txt"]
)
def test_the_other_process_reads_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_SMALL", 0)
    path = SET / name
    assert assembled_apart(path, title="T", plan_id="i") == assembled(path, title="T", plan_id="i")


def test_sums_beside_the_years_come_back(tmp_path: Path) -> None:
    """What a document is compared with by itself is of few classes, and each has to be let in."""
    head = ("Nr.", "Veprimi", "Afati", 2026, 2027, "Gjithsej", "Burimi", "Institucioni", "")
    rows = [
        ("1.1 Objektivi specifik: Shërbimet", *[""] * 8),
        head,
        ("1.1.1", "Hartimi i planit", "2026", 100, 200, 400, "BK", "MPB", ""),
    ]
    read, marks = assembled_apart(workbook(tmp_path / "plan.xlsx", rows))
    assert (read, marks) == assembled(tmp_path / "plan.xlsx")
    assert marks is not None and marks.row_sums


def test_what_was_said_of_columns_reaches_the_other_process() -> None:
    said = Mapping((("Masa", "action"),))
    with pytest.raises(UserError) as caught:
        assembled(MAPPED / "list.xlsx", mapping=said)
    with pytest.raises(UserError) as refused:
        assembled_apart(MAPPED / "list.xlsx", mapping=said)
    assert caught.value.code == "mapping_column"
    assert (refused.value.code, refused.value.params) == (caught.value.code, caught.value.params)


def test_a_refusal_arrives_with_its_figures(tmp_path: Path) -> None:
    path = workbook(tmp_path / "plan.xlsx", [*plan(), *plan()])
    with pytest.raises(UserError) as caught:
        assembled(path)
    refusal = _refusal(path, Limits())
    assert (refusal.code, refusal.params) == (caught.value.code, caught.value.params)


def _merged(path: Path, part: str, encoding: str, quote: str) -> Path:
    """A workbook of one cell and one merge over 16 million."""
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        '<c r="A1" t="inlineStr"><is><t>Plani</t></is></c></row></sheetData>'
        f"<mergeCells><mergeCell ref={quote}A1:XFD1000{quote}/></mergeCells></worksheet>"
    )
    with (
        zipfile.ZipFile(workbook(path.with_name("made.xlsx"), plan())) as made,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in made.namelist():
            data = made.read(name).replace(b"xl/worksheets/sheet1.xml", part.encode())
            if name == "xl/_rels/workbook.xml.rels":
                data = data.replace(b"worksheets/sheet1.xml", part.removeprefix("xl/").encode())
            if name != "xl/worksheets/sheet1.xml":
                archive.writestr(name, data)
        archive.writestr(part, text.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("part", "encoding", "quote"),
    [
        pytest.param("xl/worksheets/sheet1.xml", "utf-8", '"', marks=soak),
        ("xl/elsewhere/one.xml", "utf-16", "'"),
    ],
)
def test_a_merge_over_a_sheet_meets_the_limit_of_memory(
    tmp_path: Path, part: str, encoding: str, quote: str
) -> None:
    path = _merged(tmp_path / "plan.xlsx", part, encoding, quote)
    assert path.stat().st_size < 10_000
    refusal = _refusal(path, SCARCE)
    assert (refusal.code, refusal.params["limit"]) == ("document_memory", 150)


def _pdf(path: Path, content: bytes, filters: str) -> Path:
    """A PDF of one page."""
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>",
        b"<< /Length %d /Filter %s >>\nstream\n%s\nendstream" % (len(content), filters.encode(), content),
    )
    made = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % one for one in enumerate(objects, 1))
    path.write_bytes(made + b"trailer << /Size 5 /Root 1 0 R >>\n%%EOF\n")
    return path


def test_a_stream_that_unpacks_twice_meets_the_limit_of_memory(tmp_path: Path) -> None:
    twice = zlib.compress(zlib.compress(b" " * (300 * 1024**2), 1), 9)
    path = _pdf(tmp_path / "plan.pdf", twice, "[/FlateDecode /FlateDecode]")
    assert path.stat().st_size < 20_000
    assert _refusal(path, SCARCE).code == "document_memory"


def test_a_reader_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    path = _pdf(tmp_path / "plan.pdf", zlib.compress(b"q Q " * 3_000_000), "/FlateDecode")
    refusal = _refusal(path, Limits(seconds=2))
    assert (refusal.code, refusal.params["limit"]) == ("document_slow", 2)


def test_many_beginnings_of_streams_are_no_work(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(b"%PDF-1.4\n" + b"stream\n" * (cases(1, 4) * 1024**2 // 7))
    assert _refusal(path, Limits(seconds=20)).code in ("document_no_text", "document_damaged")


def test_an_answer_makes_nothing_but_a_plan() -> None:
    class Acts:
        def __reduce__(self) -> tuple[object, ...]:
            return (print, ("acted",))

    for answer in (Acts(), Limits()):
        with pytest.raises(pickle.UnpicklingError):
            _answer(pickle.dumps(("", answer)), apart._MODULES)


@pytest.mark.parametrize("read", [read_reviewed, read_tracker, form_apart])
def test_plans_trackers_and_forms_are_read_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: Callable[[Path], object]
) -> None:
    monkeypatch.setattr(process, "LIMITS", Limits(seconds=60, memory=1024**2))
    with pytest.raises(UserError) as caught:
        read(workbook(tmp_path / "plan.xlsx", plan()))
    assert caught.value.code == "document_memory"
