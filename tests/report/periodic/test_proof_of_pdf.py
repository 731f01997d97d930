"""The proof of a report as PDF: what a reader would see otherwise is found, however the file was saved."""

from __future__ import annotations

import io
import random
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

import pypdf
import pytest

from report.periodic.carried import carried_by
from report.periodic.issued.differing_pdf import _Graph
from report.periodic.issued.freezing import issue_report
from report.periodic.making import render, write_report
from report.periodic.parameters import ReportRequest
from report.periodic.proof import check_report
from store.db.database import Store
from store.db.errors import UserError
from store.edits.entries import add_evidence
from store.edits.published.institution import emblem_text, write_institution
from tests.report.periodic.test_issued import redact, verify, with_key
from tests.report.periodic.test_pages import png
from tests.report.periodic.test_proof import is_found, proof_of, told
from tests.report.periodic.test_reports import DAY, TODAY, content, reported
from tests.support.lengths import cases, soak


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with reported(tmp_path_factory.mktemp("proof") / "hq.db") as made:
        write_institution(made, {"emblem": emblem_text(png(width=9))})
        yield made


def pdf_with(data: bytes, change: Callable[[Any], object]) -> bytes:
    """A PDF that was opened, changed, and saved again."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    change(writer)
    saved = io.BytesIO()
    writer.write(saved)
    return saved.getvalue()


def covered(writer: Any) -> None:
    from pypdf.annotations import FreeText

    writer.add_annotation(1, FreeText(text="75.00%", rect=(50, 650, 250, 700), background_color="ffffff"))


def _scripted(writer: Any) -> None:
    from pypdf.generic import DictionaryObject, NameObject, TextStringObject

    script = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x()")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(script)


def _counted(writer: Any) -> None:
    writer.root_object["/Pages"][pypdf.generic.NameObject("/Count")] = pypdf.generic.NumberObject(5)


def _unnamed(writer: Any) -> None:
    page = pypdf.generic.DictionaryObject(writer.pages[0])
    del page["/Type"]
    writer.root_object["/Pages"]["/Kids"].append(writer._add_object(page))


def _turned_from_above(writer: Any) -> None:
    from pypdf.generic import NameObject, NumberObject

    above = pypdf.generic.DictionaryObject(writer.root_object["/Pages"])
    above[NameObject("/Rotate")] = NumberObject(180)
    writer.pages[0][NameObject("/Parent")] = writer._add_object(above)


def _as_photograph(writer: Any) -> None:
    """Say of the bytes of a picture that they are those of a photograph."""
    from pypdf.generic import NameObject

    (picture,) = (
        part.get_object()
        for part in writer.pages[0]["/Resources"]["/XObject"].values()
        if part.get_object()["/Subtype"] == "/Image"
    )
    picture._data = picture.get_data()
    picture[NameObject("/Filter")] = NameObject("/DCTDecode")


PDF_FORGERIES: dict[str, tuple[Callable[[Any], object], str]] = {
    "a note that covers a figure": (covered, "pdf 2"),
    "a page is removed": (lambda writer: writer.remove_page(2), "pdf 3"),
    "another title": (lambda writer: writer.add_metadata({"/Title": "75%"}), "pdf Title"),
    "a script": (_scripted, "pdf OpenAction"),
    "a page is turned": (lambda writer: writer.pages[0].rotate(90), "pdf 1"),
    "a page is cut": (lambda writer: writer.pages[0].cropbox.scale(0.5, 0.5), "pdf 1"),
    "a page is put in": (lambda writer: writer.insert_blank_page(index=1), "pdf 2"),
    "fewer pages are counted": (_counted, "pdf Pages"),
    "a page is put in that does not call itself one": (_unnamed, "pdf Pages"),
    "a page lies under another list, which turns it": (_turned_from_above, "pdf Pages"),
    "a picture is packed in another way": (_as_photograph, "pdf 1"),
}


@pytest.fixture(scope="module")
def drawn_pdf(store: Store) -> bytes:
    pytest.importorskip("weasyprint", reason="WeasyPrint is not installed")
    return render(content(store, ending=".pdf"), ".pdf")


@pytest.mark.parametrize("name", PDF_FORGERIES)
def test_a_forged_pdf_is_found_and_named(drawn_pdf: bytes, name: str) -> None:
    change, place = PDF_FORGERIES[name]
    found = told(".pdf", pdf_with(drawn_pdf, change), drawn_pdf)
    assert place in [one.place for one in found], found


def test_a_pdf_has_the_emblem_and_holds_when_it_was_saved_again(
    store: Store, drawn_pdf: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert pypdf.PdfReader(io.BytesIO(drawn_pdf)).pages[0].images
    monkeypatch.setattr("report.periodic.issued.file_comparison.render", lambda *_: drawn_pdf)
    for same in (drawn_pdf, pdf_with(drawn_pdf, lambda _writer: None), pdf_with(drawn_pdf, _rounded)):
        assert not told(".pdf", same, drawn_pdf)
        assert proof_of(store, ".pdf", same).holds


def _rounded(writer: Any) -> None:
    """Write the fractions as a program that holds them in four bytes."""
    from pypdf.generic import FloatObject

    for page in writer.pages:
        for name in ("/MediaBox", "/TrimBox"):
            box = [struct.unpack("f", struct.pack("f", float(side)))[0] for side in page[name]]
            page[pypdf.generic.NameObject(name)] = pypdf.generic.ArrayObject(map(FloatObject, box))


def laid_out(data: bytes, old: bytes, new: bytes) -> bytes:
    """A PDF saved by pypdf, with something else in its objects and a table that is right."""
    body, _, tail = pdf_with(data, lambda _writer: None).rpartition(b"xref\n0 ")
    body, n = re.subn(old, new, body, count=1, flags=re.DOTALL)
    assert n
    found = re.finditer(rb"^([0-9]+) 0 obj$", body, re.MULTILINE)
    places = {int(match[1]): match.start() for match in found}
    table = b"".join(b"%010d 00000 n \n" % places[n] for n in sorted(places))
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    trailer = tail[tail.index(b"trailer") : tail.index(b"startxref")]
    return body + head + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(body)


def _longer_stream(data: bytes) -> bytes:
    """A stream that goes on behind what is packed in it."""
    saved = pdf_with(data, lambda _writer: None)
    (length,) = re.findall(rb"/Length ([0-9]+)\n>>\nstream\n", saved)[:1]
    old = rb"/Length %s(\n>>\nstream\n.{%s})\n" % (length, length)
    return laid_out(data, old, rb"/Length %d\1\n4 0 obj null\n" % (int(length) + 13))


_CONTENTS: Final = rb"(?<=/Type /Page\n)(.*?)(?=/Contents )"
_OBJECT_MORE: Final = rb"endobj\n4 0 obj \nnull\nendobj\n"
LAYOUTS: dict[str, Callable[[bytes], bytes]] = {
    "bytes behind it": lambda data: pdf_with(data, lambda _writer: None) + b"x",
    "bytes before it": lambda data: b"x\n" + pdf_with(data, lambda _writer: None),
    "a comment": lambda data: laid_out(data, rb"endobj\n", rb"endobj\n%75\n"),
    "a name twice": lambda data: laid_out(data, _CONTENTS, rb"\1/Contents 5 0 R\n"),
    "a name twice, spelled otherwise": lambda data: laid_out(data, _CONTENTS, rb"\1/C#6fntents 5 0 R\n"),
    "an object that no table lists": lambda data: laid_out(data, rb"endobj\n", _OBJECT_MORE),
    "a stream that goes on": _longer_stream,
    "a text that ends in two ways": lambda data: laid_out(data, rb"/Lang \(en\)", rb"/Lang (en\r)"),
    "an update": lambda data: pdf_updated(data, lambda writer: writer.add_metadata({"/Producer": "x"})),
}


def pdf_updated(data: bytes, change: Callable[[Any], object]) -> bytes:
    """A PDF with what was changed in it behind what it was."""
    writer = pypdf.PdfWriter(io.BytesIO(data), incremental=True)
    change(writer)
    saved = io.BytesIO()
    writer.write(saved)
    return saved.getvalue()


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_pdf_in_which_another_reader_may_find_something_else_is_not_called_true(
    drawn_pdf: bytes, name: str
) -> None:
    assert not told(".pdf", laid_out(drawn_pdf, b"$", b""), drawn_pdf)
    found = told(".pdf", LAYOUTS[name](drawn_pdf), drawn_pdf)
    assert "layout" in [one.kind for one in found], found


def test_objects_of_a_pdf_that_differ_are_told_otherwise() -> None:
    graph = _Graph({})
    one, other = {"A": 1, "B": 2}, ("A 1 /B", "A' 1 /'B")
    assert graph.told(one) not in [graph.told({name: 2}) for name in other]


def test_what_another_library_drew_is_not_called_altered(
    store: Store, drawn_pdf: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    import weasyprint

    with monkeypatch.context() as patch:
        patch.setattr(weasyprint, "__version__", "62.3")
        elsewhere = render(content(store, ending=".pdf"), ".pdf")
    proof = proof_of(store, ".pdf", pdf_with(elsewhere, lambda writer: writer.remove_page(2)))
    assert not (proof.holds or proof.differs or proof.texts_checked)
    assert proof.obstacle is not None and "WeasyPrint 62" in proof.obstacle.stated
    assert proof_of(store, ".pdf", pdf_with(elsewhere, covered)).differs


def _drawn_by_another(writer: Any) -> None:
    """Cover a figure, and say that another library and other fonts drew it."""
    covered(writer)
    for part in map(writer.get_object, range(1, len(writer._objects) + 1)):
        if isinstance(part, dict) and "/Desc" in part:
            part[pypdf.generic.NameObject("/Desc")] = pypdf.generic.TextStringObject("WeasyPrint 9.0")
        if isinstance(part, dict) and "/FontName" in part:
            part[pypdf.generic.NameObject("/FontName")] = pypdf.generic.NameObject("/Other")


def test_what_drew_a_signed_pdf_is_signed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weasyprint = pytest.importorskip("weasyprint", reason="WeasyPrint is not installed")
    path = tmp_path / "r.pdf"
    with reported(tmp_path / "hq.db") as store:
        with_key(store)
        write_report(store, path, ReportRequest("2022", DAY, "en", TODAY), sign=True)
        written = path.read_bytes()
        assert check_report(store, carried_by(".pdf", written), verify).holds
        proof = check_report(store, carried_by(".pdf", pdf_with(written, _drawn_by_another)), verify)
        assert proof.differs and proof.obstacle is None
        assert proof.signature is not None and proof.signature.is_headquarters
        monkeypatch.setattr(weasyprint, "__version__", "99.0")
        proof = check_report(store, carried_by(".pdf", written), verify)
        assert proof.obstacle is not None and not proof.differs and not proof.holds
        assert "terren-report.json" not in proof.obstacle.stated + proof.obstacle.computed
        assert proof.obstacle.computed.startswith("WeasyPrint 99.0, ")


def test_a_signed_pdf_says_of_itself_what_it_was_signed_with(tmp_path: Path) -> None:
    pytest.importorskip("weasyprint", reason="WeasyPrint is not installed")
    path = tmp_path / "r.pdf"
    with reported(tmp_path / "hq.db") as store:
        with_key(store)
        write_report(store, path, ReportRequest("2022", DAY, "en", TODAY), sign=True)
    written = path.read_bytes()
    producer = pypdf.PdfReader(io.BytesIO(written)).metadata["/Producer"]  # type: ignore[index]
    for said, places in (
        ({}, []),
        ({"/ModDate": "D:20230116"}, []),
        ({"/Producer": "Ministry"}, ["pdf Producer"]),
        ({"/CreationDate": "D:20200101"}, ["pdf CreationDate"]),
    ):
        words = {"/Producer": producer, **said}
        altered = pdf_with(written, partial(pypdf.PdfWriter.add_metadata, infos=words))
        assert [one.place for one in told(".pdf", altered, written)] == places


def altered_where_seen_in_pdf(data: bytes, rng: random.Random) -> bytes:
    """A PDF of which a sign, a number or a colour that a page draws is another."""

    def change(writer: Any) -> None:
        page = rng.choice(writer.pages)
        stream = page.get_contents()
        drawing = bytearray(stream.get_data())
        places = [match.span() for match in re.finditer(rb"<[0-9a-f]{4,}>|-?[0-9]+\.?[0-9]* ", drawing)]
        at = rng.randrange(*rng.choice(places))
        while not chr(drawing[at]).isalnum():
            at -= 1
        drawing[at] = ord("7") if drawing[at] != ord("7") else ord("3")
        stream.set_data(bytes(drawing))
        page[pypdf.generic.NameObject("/Contents")] = writer._add_object(stream)

    return pdf_with(data, change)


def altered_pdf(data: bytes, rng: random.Random) -> bytes:
    """A PDF of which a drawn sign, or a figure that it carries, is another."""
    written = bytearray(data)
    streams = [match.span(1) for match in re.finditer(rb"stream\n(.*?)\nendstream", data, re.DOTALL)]
    at = rng.randrange(*rng.choice([span for span in streams if span[0] < span[1]]))
    written[at] = rng.choice([value for value in range(256) if value != written[at]])
    return bytes(written)


def unpacked(data: bytes) -> list[bytes]:
    """What the streams of a PDF hold; one that is damaged as it stands."""
    streams: list[bytes] = []
    for match in re.finditer(rb"stream\n(.*?)\nendstream", data, re.DOTALL):
        try:
            streams.append(zlib.decompress(match[1]))
        except zlib.error:
            streams.append(match[1])
    return streams


@soak
def test_an_altered_pdf_is_never_called_true(
    store: Store, drawn_pdf: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A byte of a font that nobody sees proves nothing where it is another, nor do bits that pack nothing."""
    written = drawn_pdf
    monkeypatch.setattr("report.periodic.issued.file_comparison.render", lambda *_: written)
    assert proof_of(store, ".pdf", written).holds
    rng = random.Random(35)
    for n in range(500):
        altered = altered_pdf(written, rng)
        try:
            found = proof_of(store, ".pdf", altered)
        except UserError as refused:
            assert refused.code in ("report_foreign", "report_altered"), n
        else:
            is_same = unpacked(altered) == unpacked(written)
            assert is_same or (not found.holds and (found.differs or not found.texts_checked)), n


def test_each_alteration_of_a_pdf_that_is_seen_is_found(drawn_pdf: bytes) -> None:
    rng = random.Random(36)
    for n in range(cases(4, 500)):
        assert is_found(".pdf", altered_where_seen_in_pdf(drawn_pdf, rng), drawn_pdf), n
    assert not told(".pdf", pdf_with(drawn_pdf, lambda _writer: None), drawn_pdf)


LONG: Final = (
    "Procesverbali i trajnimit (nr. 04-136/22) me të gjithë pjesëmarrësit e takimit dhe listat e nënshkruara"
    " nga drejtorët e komunave-partnere/donatorët dhe Bashkëqeverisjespërgjithësuesit"
)
"""A text of several lines, of which some end within a word."""


@pytest.mark.parametrize("plain", ["Minutes 04", "Minutes of the meeting (no. 7) " * 12, LONG])
def test_what_was_redacted_since_is_not_called_altered(tmp_path: Path, plain: str) -> None:
    """However many lines a text has; what was altered beside it is found."""
    pytest.importorskip("weasyprint", reason="WeasyPrint is not installed")
    path = tmp_path / "r.pdf"
    with reported(tmp_path / "hq.db") as store:
        with_key(store)
        add_evidence(store, "1.1.2", plain.strip(), "no. 7", unit="XYZQ")
        write_report(store, path, ReportRequest("2022", DAY, "en", TODAY), sign=True)
        redact(store, plain.strip())
        written = path.read_bytes()
        proof = check_report(store, carried_by(".pdf", written), verify)
        assert proof.holds and not proof.unproven and proof.redacted == ("1.1.2",), proof.differences
        for forge in (covered, lambda writer: writer.remove_page(2))[: 2 if plain == LONG else 1]:
            assert check_report(store, carried_by(".pdf", pdf_with(written, forge)), verify).differs


def test_brackets_of_a_redacted_text_are_its_own(tmp_path: Path) -> None:
    pytest.importorskip("weasyprint", reason="WeasyPrint is not installed")
    path = tmp_path / "r.pdf"
    with reported(tmp_path / "hq.db") as store:
        with_key(store)
        issue_report(store, ReportRequest("2022", DAY, "en", TODAY))
        add_evidence(store, "1.1.2", "Minutes (final) of the meeting", "P (1), 2", unit="XYZQ")
        write_report(store, path, ReportRequest("2022", DAY, "en", TODAY), sign=True)
        redact(store, "Minutes")
        proof = check_report(store, carried_by(".pdf", path.read_bytes()), verify)
        assert proof.holds and not proof.unproven, proof.differences


def test_what_a_page_cannot_tell_of_a_redacted_text_refutes_nothing(tmp_path: Path) -> None:
    """A page does not tell how many blanks a text has."""
    pytest.importorskip("weasyprint", reason="WeasyPrint is not installed")
    path = tmp_path / "r.pdf"
    with reported(tmp_path / "hq.db") as store:
        with_key(store)
        add_evidence(store, "1.1.2", "Minutes   04", "no. 7", unit="XYZQ")
        write_report(store, path, ReportRequest("2022", DAY, "en", TODAY), sign=True)
        redact(store, "Minutes")
        proof = check_report(store, carried_by(".pdf", path.read_bytes()), verify)
        assert not proof.differs and not proof.holds
