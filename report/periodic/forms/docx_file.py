"""The file of a Word document: its parts as they are packed, the data that it carries, its properties."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from xml.sax.saxutils import escape

import language
from report.periodic.carried import CUSTOM_XML
from report.periodic.content import Content
from report.periodic.data import proof_form
from report.periodic.front import report_title
from store.db.text import clean

RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def saved(document: Any, tables: Sequence[Iterable[str]] = ()) -> bytes:
    """Return the file of a document, without the moment of writing: equal reports are equal files.

    ``tables`` are markup that is written where the text has their places.
    """
    written, packed = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(packed, "w") as archive:
        for info in parts.infolist():
            part = zipfile.ZipInfo(info.filename, _EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            data = parts.read(info)
            with archive.open(part, "w") as goal:
                pieces = _PLACE.split(data) if tables and info.filename == _TEXT else [data]
                for n, piece in enumerate(pieces):
                    goal.write(b"" if n % 2 else piece)
                    for markup in tables[int(piece)] if n % 2 else ():
                        goal.write(markup.encode("utf-8"))
    return packed.getvalue()


_TEXT: Final = "word/document.xml"
_PLACE: Final = re.compile(rb"<\?table (\d+)\?>")
"""Where a table is to stand: an instruction, which no text can be."""


_PROPERTIES: Final = "/metadata/core-properties"
_OWN_PROPERTIES: Final = f"http://schemas.openxmlformats.org/package/2006/relationships{_PROPERTIES}"


class DocumentDetail(NamedTuple):
    """What a Word report carries beside its text: its proof as JSON, and what its properties say."""

    proof: str
    title: str
    made_on: date
    language: str


def detail_of(content: Content) -> DocumentDetail:
    """Return the detail of a report."""
    proof = json.dumps(proof_form(content), ensure_ascii=True, separators=(",", ":"))
    parameters = content.parameters
    return DocumentDetail(proof, clean(report_title(content)), parameters.made_on, parameters.language)


def leave_out_foreign(document: Any) -> None:
    """Take out of a document of python-docx what belongs to the one from which it is made: a picture of that
    and styles of an older Word."""
    for rels in (document.part.package.rels, document.part.rels):
        for name, relation in list(rels.items()):
            if relation.reltype.rpartition("/")[2] in _FOREIGN:
                del rels[name]


_FOREIGN: Final = ("thumbnail", "stylesWithEffects")


def embed(document: Any, detail: DocumentDetail) -> None:
    """Let a document carry the parameters and figures as data, and nothing of the moment or the machine."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    data = f'<terren xmlns="urn:terren:report">{escape(detail.proof)}</terren>'.encode()
    package = document.part.package
    for name, relation in list(package.rels.items()):
        # LibreOffice names the properties otherwise, and python-docx would write a second part of that name
        if relation.reltype.endswith(_PROPERTIES) and relation.reltype != _OWN_PROPERTIES:
            del package.rels[name]
    document.part.relate_to(
        Part(PackURI(f"/{CUSTOM_XML}"), "application/xml", data, package), f"{RELATIONS}/customXml"
    )
    made = datetime.combine(detail.made_on, datetime.min.time())
    properties = document.core_properties
    properties.title, properties.author, properties.comments = detail.title, "", ""
    properties.created = properties.modified = made
    properties.language = language.BY_CODE.get(detail.language, language.BY_CODE[language.SOURCE]).office
