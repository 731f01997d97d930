"""What a written report carries: its parameters and figures as data, and what people read in it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final, NamedTuple

from report.periodic.data import FORMAT
from report.periodic.parameters import Parameters
from store.db.errors import Refused, library_needed
from store.db.regular import read_regular
from store.exchange.peers import vector_in

MAX_BYTES: Final = 64 * 1024 * 1024
"""Larger files are no reports of ours; nor are archives that unpack to more."""

CUSTOM_XML: Final = "customXml/terren.xml"
PACKAGE_REPORT: Final = "report.json"
DATA_SHEET: Final = "terren"
PDF_REPORT: Final = "terren-report.json"


class CarriedReport(NamedTuple):
    """A report read back: the proof that it carries, and its texts by place, in order."""

    ending: str
    proof: dict[str, Any]
    texts: dict[str, str]

    @property
    def parameters(self) -> Parameters:
        """What it says it was drawn for and from. Raises Refused ``report_altered``."""
        held = self.proof
        try:
            return Parameters(
                str(held["period"]),
                date.fromisoformat(held["as_of"]),
                held["unit"],
                str(held["language"]),
                date.fromisoformat(held["made_on"]),
                str(held["plan"]),
                int(held["revision"]),
                int(held["newest_revision"]),
                vector_in(json.dumps(held["vector"])),
                held.get("only_approved") is True,
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise Refused("report_altered", detail=str(error)) from error


def read_report(path: Path) -> CarriedReport:
    """Read a report back. Raises Refused ``report_kind``, ``report_missing`` or ``report_foreign``."""
    ending = path.suffix.lower()
    reader = _READERS.get(ending)
    if reader is None:
        raise Refused("report_kind", file=str(path), known=", ".join(_READERS))
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Refused("report_foreign", file=str(path))
        data = read_regular(path)
    except OSError as error:
        raise Refused("report_missing", file=str(path), detail=error.strerror) from error
    try:
        carried = reader(data)
    except (ValueError, KeyError, LookupError, zipfile.BadZipFile, SyntaxError) as error:
        raise Refused("report_foreign", file=str(path)) from error
    if not isinstance(carried.proof, dict) or carried.proof.get("format") != FORMAT:
        raise Refused("report_foreign", file=str(path))
    return carried


def carried_by(ending: str, data: bytes) -> CarriedReport:
    """As :func:`read_report`, of bytes just written."""
    return _READERS[ending](data)


def _json(data: bytes) -> CarriedReport:
    proof = json.loads(data)
    texts: dict[str, str] = {}
    _flatten(proof, "", texts)
    return CarriedReport(".json", proof, texts)


def _flatten(value: Any, place: str, texts: dict[str, str]) -> None:
    if isinstance(value, dict):
        for key, held in value.items():
            _flatten(held, f"{place}/{key}", texts)
    elif isinstance(value, list):
        for n, held in enumerate(value, 1):
            _flatten(held, f"{place}/{n}", texts)
    else:
        texts[place] = json.dumps(value, ensure_ascii=False)


class _Texts(HTMLParser):
    """The texts of an HTML file in order, and the data that it carries."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[str, str] = {}
        self.proof = ""
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag
        if tag == "script":
            self._inside = "proof" if ("id", "terren-report") in attrs else "script"

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "proof":
            self.proof += data
        elif self._inside != "style" and data.strip():
            self.texts[f"{len(self.texts) + 1}"] = data.strip()


def _html(data: bytes) -> CarriedReport:
    parser = _Texts()
    parser.feed(data.decode("utf-8"))
    parser.close()
    return CarriedReport(".html", json.loads(parser.proof), parser.texts)


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(info.file_size for info in archive.infolist()) > 4 * MAX_BYTES:
            raise ValueError("too large")
        return {info.filename: archive.read(info) for info in archive.infolist()}


def _docx(data: bytes) -> CarriedReport:
    with library_needed("hq"):
        from docx.oxml import parse_xml

    parts = _parts(data)
    proof = json.loads(parse_xml(parts[CUSTOM_XML]).text or "")
    texts: dict[str, str] = {}
    for name in sorted(parts):
        if name == "word/document.xml" or name.startswith("word/charts/"):
            for n, element in enumerate(parse_xml(parts[name]).iter(), 1):
                tag = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
                if tag in ("t", "v") and (element.text or "").strip():
                    texts[f"{name}/{n}"] = element.text
    return CarriedReport(".docx", proof, texts)


def _xlsx(data: bytes) -> CarriedReport:
    with library_needed("hq"):
        from openpyxl import load_workbook

    _parts(data)
    book = load_workbook(io.BytesIO(data), read_only=True)
    texts: dict[str, str] = {}
    proof = ""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is None:
                    continue
                if sheet.title == DATA_SHEET:
                    proof += str(cell.value)
                else:
                    texts[f"{sheet.title}!{cell.coordinate}"] = str(cell.value)
    return CarriedReport(".xlsx", json.loads(proof), texts)


def _zip(data: bytes) -> CarriedReport:
    parts = _parts(data)
    proof = json.loads(parts[PACKAGE_REPORT])
    texts = {
        f"{name}:{n}": line
        for name, part in sorted(parts.items())
        if name.endswith(".csv")
        for n, line in enumerate(part.decode("utf-8").splitlines(), 1)
    }
    return CarriedReport(".zip", proof, texts)


def _xml(data: bytes) -> CarriedReport:
    from xml.etree.ElementTree import fromstring

    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise ValueError("entities")
    root = fromstring(data)
    texts: dict[str, str] = {}
    proof = ""
    for n, element in enumerate(root.iter(), 1):
        if element.tag.endswith("}report"):
            proof = element.text or ""
            continue
        said = " ".join([*(f"{k}={v}" for k, v in element.attrib.items()), (element.text or "").strip()])
        if said.strip():
            texts[f"{element.tag.rpartition('}')[2]}/{n}"] = said.strip()
    return CarriedReport(".xml", json.loads(proof), texts)


def _pdf(data: bytes) -> CarriedReport:
    with library_needed("hq"):
        from pdfminer.pdfdocument import PDFDocument
        from pdfminer.pdfparser import PDFParser
        from pdfminer.pdftypes import PDFStream, resolve1
        from pdfminer.psexceptions import PSException

    try:
        document = PDFDocument(PDFParser(io.BytesIO(data)))
        for xref in document.xrefs:
            for number in xref.get_objids():
                held = resolve1(document.getobj(number))
                if isinstance(held, PDFStream) and b'"format":"terren-report' in (found := held.get_data()):
                    return CarriedReport(".pdf", json.loads(found), {})
    except PSException as error:
        raise ValueError("no PDF") from error
    raise ValueError("no data")


_READERS: Final[dict[str, Callable[[bytes], CarriedReport]]] = {
    ".json": _json,
    ".html": _html,
    ".docx": _docx,
    ".xlsx": _xlsx,
    ".zip": _zip,
    ".xml": _xml,
    ".pdf": _pdf,
}
