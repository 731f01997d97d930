"""The formats of documents: what tells each, and what reads it."""

from __future__ import annotations

import io
from importlib import import_module
from typing import Final, NamedTuple

from planreader.sources.grid import GridRow
from planreader.sources.package import OLD_OFFICE, member_names
from store.db.errors import Refused


class Format(NamedTuple):
    """A format: the module and function that read it, the endings of its files, and what tells it.

    ``sign`` stands within the first bytes, ``member`` is a file that only its archives hold; a ``kind`` of
    text is told by :func:`planreader.sources.texttable.table_kind`.
    """

    reader: str
    endings: tuple[str, ...] = ()
    sign: bytes = b""
    member: str = ""
    kind: str = ""


FORMATS: Final = (
    Format("pdf.pdf_reader:read_pdf", ("pdf",), sign=b"%PDF-"),
    Format("docx_reader:read_docx", ("docx", "docm"), member="word/document.xml"),
    Format("xlsx_reader:read_xlsx", ("xlsx", "xlsm"), member="xl/workbook.xml"),
    Format("odf_reader:read_odf", ("odt", "ods"), member="content.xml"),
    Format("html_reader:read_html", kind="HTML"),
    *(Format("csv_reader:read_csv", kind=kind) for kind in ("CSV", "TSV", "Markdown")),
)
_HEAD: Final = 1024
"""Bytes among which a format's sign stands."""


def format_of(data: bytes, ending: str, file: str) -> Format | None:
    """Return the format of a document by its content, else by its name; None for a text.

    Raises Refused ``document_password`` or ``document_old_format``.
    """
    signed = next((one for one in FORMATS if one.sign and one.sign in data[:_HEAD]), None)
    if signed is not None:
        return signed
    if data.startswith(OLD_OFFICE):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        raise Refused("document_password" if locked else "document_old_format", file=file)
    members = member_names(io.BytesIO(data)) if data.startswith(b"PK") else frozenset[str]()
    named = (one for one in FORMATS if ending in one.endings)
    return next((one for one in FORMATS if one.member in members), None) or next(named, None)


def format_of_text(kind: str) -> Format | None:
    """Return the format of a text that holds a table of this kind, None where none reads it."""
    return next((one for one in FORMATS if kind and one.kind == kind), None)


def read_rows(form: Format, data: bytes, file: str) -> list[GridRow]:
    """Return the rows of a document, read by the library of its format, which is loaded only now."""
    module, _colon, function = form.reader.partition(":")
    rows: list[GridRow] = getattr(import_module(f"planreader.sources.{module}"), function)(data, file)
    return rows
