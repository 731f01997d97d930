"""The formats of documents: what tells each, and what reads it."""

from __future__ import annotations

import io
from importlib import import_module
from typing import Final, NamedTuple

from planreader.sources.grid import GridRow
from planreader.sources.package import OLD_OFFICE, member_names
from store.db.errors import UserError


class Format(NamedTuple):
    """A format: the module and function that read it, the endings of its files, and what tells it.

    ``sign`` stands within the first bytes, ``member`` is a file that only its archives hold; a ``kind`` of
    text is told by :func:`planreader.sources.texttable.table_kind`. ``plain`` says that cells come without
    how they look.
    """

    reader: str
    endings: tuple[str, ...] = ()
    sign: bytes = b""
    member: str = ""
    kind: str = ""
    plain: bool = False


FORMATS: Final = (
    Format("pdf.pdf_reader:read_pdf", ("pdf",), sign=b"%PDF-"),
    Format("docx_reader:read_docx", ("docx", "docm"), member="word/document.xml"),
    Format("xlsx_reader:read_xlsx", ("xlsx", "xlsm"), member="xl/workbook.xml"),
    Format("calamine_reader:read_calamine", ("xlsb",), member="xl/workbook.bin", plain=True),
    Format("odf_reader:read_odf", ("odt", "ods"), member="content.xml"),
    Format("html_reader:read_html", kind="HTML"),
    *(Format("csv_reader:read_csv", kind=kind) for kind in ("CSV", "TSV", "Markdown")),
)
_OLD_EXCEL: Final = Format("calamine_reader:read_calamine", ("xls",), plain=True)
_OTHERS: Final = {
    "Index/Document.iwa": "document_apple",
    "Index.zip": "document_apple",
    "ppt/presentation.xml": "document_slides",
}
"""What a member of an archive says of formats that nothing here reads."""
_SLIDES: Final = b"application/vnd.oasis.opendocument.presentation"
"""What a presentation of OpenDocument, or a template of one, says of itself at its beginning."""
_STREAMS: Final = ("EncryptedPackage", "WordDocument", "Workbook", "Book")
_HEAD: Final = 1024
"""Bytes among which a format's sign stands."""


def format_of(data: bytes, ending: str, file: str) -> Format | None:
    """Return the format of a document by its content, else by its name; None for a text.

    Raises UserError ``document_password``, or as what a format is that nothing reads:
    ``document_old_format``, ``document_apple``, ``document_slides``, ``document_rtf``.
    """
    signed = next((form for form in FORMATS if form.sign and form.sign in data[:_HEAD]), None)
    if signed is not None:
        return signed
    if data.startswith(OLD_OFFICE):
        return _old_office(data, ending, file)
    if data.startswith(b"{\\rtf"):
        raise UserError("document_rtf", file=file)
    if data.startswith(b"PK") and _SLIDES in data[:_HEAD]:
        raise UserError("document_slides", file=file)
    members = member_names(io.BytesIO(data)) if data.startswith(b"PK") else frozenset[str]()
    for member in members & _OTHERS.keys():
        raise UserError(_OTHERS[member], file=file)
    named = (form for form in FORMATS if ending in form.endings)
    return next((form for form in FORMATS if form.member in members), None) or next(named, None)


def _old_office(data: bytes, ending: str, file: str) -> Format:
    """Return Excel's format before 2007, by the streams that the file names; Word's may hold a workbook."""
    named = {name for name in _STREAMS if name.encode("utf-16-le") in data}
    if "EncryptedPackage" in named:
        raise UserError("document_password", file=file)
    if not named & {"Workbook", "Book"} or ("WordDocument" in named and ending != "xls"):
        raise UserError("document_old_format", file=file)
    return _OLD_EXCEL


def format_of_text(kind: str) -> Format | None:
    """Return the format of a text that holds a table of this kind, None where none reads it."""
    return next((form for form in FORMATS if kind and form.kind == kind), None)


def read_rows(form: Format, data: bytes, file: str) -> list[GridRow]:
    """Return the rows of a document, read by the library of its format, which is loaded only now."""
    module, _colon, function = form.reader.partition(":")
    rows: list[GridRow] = getattr(import_module(f"planreader.sources.{module}"), function)(data, file)
    return rows
