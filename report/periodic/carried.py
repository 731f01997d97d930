"""What a written report carries: its parameters and figures as data, read in a process of its own."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple
from xml.sax.saxutils import escape, unescape

from report.periodic.data import FORMAT
from report.periodic.forms.archive_layout import without_folders
from report.periodic.parameters import Parameters, checked_annexes
from store.db.apart import NOT_READ, done_apart
from store.db.errors import UserError, library_needed
from store.db.regular import read_regular
from store.exchange.peers import vector_in

MAX_BYTES: Final = 64 * 1024 * 1024
"""Larger files are no reports of ours; nor are archives that unpack to four times as much."""
_MOST_DATA: Final = 8 * 1024 * 1024
"""Characters of the data of the largest report."""
LONGEST: Final = 1_000
"""Characters of the longest text in it."""

CUSTOM_XML: Final = "customXml/terren.xml"
PACKAGE_REPORT: Final = "report.json"
DATA_SHEET: Final = "terren"
PDF_REPORT: Final = "terren-report.json"
GROUPS: Final = (("objectives", "nr"), ("leads", "lead"), ("sources", "source"), ("units", "unit"))
"""The groups of figures, and what names each of a group."""
FIELDS: Final = ("value", "numerator", "denominator")


class CarriedReport(NamedTuple):
    """A report read back: its bytes, and the proof that it carries."""

    ending: str
    data: bytes
    proof: dict[str, Any]

    @property
    def parameters(self) -> Parameters:
        """Return what the report says it was drawn for and from. Raises UserError ``report_altered``."""
        proof = self.proof
        try:
            return Parameters(
                proof["period"],
                date.fromisoformat(proof["as_of"]),
                proof["unit"],
                proof["language"],
                date.fromisoformat(proof["made_on"]),
                proof["plan"],
                proof["revision"],
                proof["newest_revision"],
                vector_in(json.dumps(proof["vector"])),
                proof["only_approved"],
                proof["issue"],
                proof["signer"],
                proof["signature"],
                proof["content_digest"],
                annexes=proof["annexes"],
                names=proof["names"],
                template=proof["template"] if self.is_filled and proof["template"] is not True else "",
                drawer=proof["drawer"] if self.ending == ".pdf" else "",
            )
        except ValueError as error:
            raise UserError("report_altered", detail="as_of, made_on") from error

    @property
    def is_filled(self) -> bool:
        """Return True if somebody's own Word document was filled."""
        return self.ending == ".docx" and bool(self.proof["template"])


def read_report(path: Path) -> CarriedReport:
    """Read a report back.

    Raises UserError ``report_kind``, ``report_missing``, ``report_foreign``, ``report_altered`` or
    ``report_heavy``.
    """
    ending = path.suffix.lower()
    if ending not in _READERS:
        raise UserError("report_kind", file=str(path), known=", ".join(_READERS))
    try:
        data = read_regular(path, MAX_BYTES + 1)
    except OSError as error:
        raise UserError("report_missing", file=str(path), detail=error.strerror) from error
    if len(data) > MAX_BYTES:
        raise UserError("report_foreign", file=str(path))
    try:
        proof = done_apart("report.periodic.carried:proof_in", ending, data, str(path), file=str(path))
    except UserError as refused:
        if refused.code in NOT_READ:
            raise UserError("report_heavy", file=str(path)) from refused
        raise
    return CarriedReport(ending, data, proof)


def carried_by(ending: str, data: bytes) -> CarriedReport:
    """Return the same as :func:`read_report`, of bytes just written."""
    return CarriedReport(ending, data, proof_in(ending, data, ""))


def proof_in(ending: str, data: bytes, file: str) -> dict[str, Any]:
    """Return the proof that the bytes of a report carry: known keys alone, of bounded size.

    Raises UserError ``report_foreign`` or ``report_altered``.
    """
    try:
        proof = json.loads(_READERS[ending](data))
        if not isinstance(proof, dict) or proof["format"] != FORMAT:
            raise ValueError("format")
    except UserError:
        raise
    except Exception as error:
        # the libraries promise no set of errors: a flipped byte is a KeyError here and a zlib.error there
        raise UserError("report_foreign", file=file) from error
    fields: dict[str, Any] = {}
    for name, read in _SHAPE.items():
        try:
            fields[name] = read(proof.get(name))
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError, UserError) as error:
            raise UserError("report_altered", detail=name) from error
    if len(json.dumps(fields)) > _MOST_DATA:
        raise UserError("report_altered", detail="vector, figures")
    return fields


_INTEGERS: Final = range(-(2**63), 2**63)


def _plain(value: Any, *kinds: type) -> Any:
    """Return a text, a number or nothing, within bounds and of one of some kinds if these are given.

    Raises ValueError or OverflowError.
    """
    if (kinds and type(value) not in kinds) or not isinstance(value, (str, int, float, type(None))):
        raise ValueError
    if isinstance(value, str) and len(value) > LONGEST:
        raise ValueError
    if isinstance(value, (int, float)) and int(value) not in _INTEGERS:
        raise ValueError
    return value


def _figures(listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: _plain(figure[name]) for name in ("id", *FIELDS)} for figure in listed]


def _groups(key: str) -> Callable[[Any], list[dict[str, Any]]]:
    return lambda listed: [
        {key: _plain(group[key]), "figures": _figures(group["figures"])} for group in listed
    ]


def _vector(ends_of: dict[str, list[tuple[int, str]]]) -> dict[str, list[list[Any]]]:
    return {
        _plain(replica): [
            [_plain(count, int), *(bytes.fromhex(text).hex() for text in of)] for count, *of in ends
        ]
        for replica, ends in ends_of.items()
    }


def _text(value: Any) -> Any:
    return _plain(value, str)


def _number(value: Any) -> Any:
    return _plain(value, int)


_SHAPE: Final[dict[str, Callable[[Any], Any]]] = {
    "format": _text,
    "period": _text,
    "as_of": _text,
    "unit": lambda value: _plain(value, str, type(None)),
    "only_approved": lambda value: value is True,
    "annexes": lambda value: None if value is None else checked_annexes(_text(value)),
    "names": lambda value: value is True,
    # older reports do not say which
    "template": lambda value: value is True or _text(value or ""),
    "drawer": lambda value: _text(value or ""),
    "language": _text,
    "made_on": _text,
    "plan": _text,
    "revision": _number,
    "newest_revision": _number,
    "issue": lambda value: _number(value or 0),
    "signer": lambda value: _text(value or ""),
    "signature": lambda value: _text(value or ""),
    "content_digest": lambda value: _text(value or ""),
    "vector_digest": _text,
    "vector": _vector,
    "figures": _figures,
    **{name: _groups(key) for name, key in GROUPS},
}
"""What is known of a proof: how each key of it is read. A reader raises where it is something else."""


def parts_of(data: bytes) -> dict[str, bytes]:
    """Return the parts of an archive by name. Raises whatever zipfile does, and ValueError for too much."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = without_folders(archive.infolist())
        if sum(info.file_size for info in infos) > 4 * MAX_BYTES:
            raise ValueError("too large")
        return {info.filename: archive.read(info) for info in infos}


_SCRIPT: Final = re.compile(
    r"""<script\s[^<>]*\bid=["']terren-report["'][^<>]*>(.*?)</script""", re.IGNORECASE | re.DOTALL
)
_ELEMENT: Final = re.compile(r"<(?:[\w.-]+:)?(?:terren|report)(?=[\s>])[^<>]*>([^<>]*)</")


_QUOTED: Final = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)


def _html(data: bytes) -> str:
    match = _SCRIPT.search(data.decode("utf-8"))
    return "" if match is None else match[1]


def _docx(data: bytes) -> str:
    parts = parts_of(data)
    # Word gives the part another name when it saves the document
    names = (CUSTOM_XML, *(name for name in parts if name.startswith("customXml/")))
    part = next(parts[name] for name in names if b"urn:terren:report" in parts.get(name, b""))
    return _xml(part)


def _xlsx(data: bytes) -> str:
    with library_needed("hq"):
        from openpyxl import load_workbook

    parts_of(data)
    book = load_workbook(io.BytesIO(data), read_only=True)
    rows = book[DATA_SHEET].iter_rows(max_col=1, values_only=True)
    return "".join(str(text) for row in rows for text in row if text is not None)


def _zip(data: bytes) -> str:
    return parts_of(data)[PACKAGE_REPORT].decode("utf-8-sig")


def _xml(data: bytes) -> str:
    """Return our element of an XML file, without a parser, which would resolve declared entities."""
    text = _QUOTED.sub(lambda quoted: escape(quoted[1]), data.decode("utf-8"))
    match = _ELEMENT.search(text)
    if match is None:
        raise ValueError("no data")
    # LibreOffice writes the quotation marks of texts so as well
    return unescape(match[1], {"&quot;": '"', "&apos;": "'"})


def _pdf(data: bytes) -> str:
    with library_needed("hq"):
        from pdfminer.pdfdocument import PDFDocument
        from pdfminer.pdfparser import PDFParser
        from pdfminer.pdftypes import PDFStream, resolve1

    document = PDFDocument(PDFParser(io.BytesIO(data)))
    for xref in document.xrefs:
        for number in xref.get_objids():
            resolved = resolve1(document.getobj(number))
            if isinstance(resolved, PDFStream) and b'"format":"terren-report' in (
                content := resolved.get_data()
            ):
                return content.decode("utf-8")
    raise ValueError("no data")


_READERS: Final[dict[str, Callable[[bytes], str]]] = {
    ".json": lambda data: data.decode("utf-8-sig"),
    ".html": _html,
    ".docx": _docx,
    ".xlsx": _xlsx,
    ".zip": _zip,
    ".xml": _xml,
    ".pdf": _pdf,
}
