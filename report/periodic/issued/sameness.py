"""What of a file nobody sees who reads it: how its markup is spelled, and what is kept of the file itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final
from xml.etree import ElementTree

from report.periodic.issued.placed import values_of
from report.periodic.issued.read_in_html import read_in_html
from report.periodic.issued.said_in_xml import is_readable, said_in_xml

_PROGRAM: Final = "docProps/app.xml"
"""The part of a document that tells of the program that saved it."""
_DESCRIPTION: Final = "docProps/core.xml"
_SAVED_BY: Final = "lastModifiedBy"
_OF_THE_FILE: Final = ("revision", "created", "modified", "lastPrinted")
"""What the description of a document has of the file: how often and when it was saved."""
_SEEN_OF_PROGRAM: Final = ("Company", "Manager", "HyperlinkBase", "PresentationFormat")
"""What the part of the program has that somebody writes, and that stands under Properties."""
_AXIS: Final = re.compile(r'(:(?:axId|crossAx) val=")(\d+)')
"""The names of a chart's axes, which LibreOffice chooses at random."""
_FONTS: Final = "word/fontTable.xml"
_LETTERS: Final = re.compile(
    rb'<w:charset w:val="(?!02)[0-9A-F]{2}" w:characterSet="'
    rb'(?:utf-8|us-ascii|iso-8859-[0-9]{1,2}|windows-125[0-9]|koi8-[ru]|macintosh)"/>'
)
"""The letters of a font's oldest form, for which LibreOffice writes those of the desk; no symbols."""
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4}){0,2}")
"""A language: of a workbook, which names none, LibreOffice says that of the desk."""
_MORE: Final = 100_000
"""Tags that a part may have beyond twice as many as it should."""
_ENTRIES: Final = {
    "[Content_Types].xml": r'<Override\b[^<>]*\bPartName="/{name}"[^<>]*/>',
    "_rels/.rels": r'<Relationship\b[^<>]*\bTarget="/?{name}"[^<>]*/>',
    "word/_rels/document.xml.rels": r'<Relationship\b[^<>]*\bTarget="(?:/word/)?{last}"[^<>]*/>',
}
"""Parts in which others are listed, and how one of these stands there."""


def is_unseen(name: str) -> bool:
    """Return True for a part without which a document reads as with it."""
    return name in (_PROGRAM, _FONTS)


def without_entries(name: str, part: bytes, left_out: Iterable[str]) -> bytes:
    """Return a part without what it lists of parts that a document does not have."""
    text = part.decode("utf-8", "surrogateescape")
    for other in left_out if name in _ENTRIES else ():
        names = {"name": re.escape(other), "last": re.escape(other.rpartition("/")[2])}
        text = re.sub(_ENTRIES[name].format(**names), "", text)
    return text.encode("utf-8", "surrogateescape")


def tells_of_libreoffice(parts: Mapping[str, bytes]) -> bool:
    """Return True if the parts of a document say that LibreOffice saved it."""
    return b"<Application>LibreOffice" in parts.get(_PROGRAM, b"")


def without_mark(part: bytes) -> bytes:
    """Return a part without the mark of UTF-8 in front, which some programs write."""
    return part.removeprefix(b"\xef\xbb\xbf")


def is_too_much(stated: bytes, drawn: bytes) -> bool:
    """Return True if a part has so many tags more than it should that it is another, and takes long."""
    return stated.count(b"<") > 2 * drawn.count(b"<") + _MORE


def is_same(name: str, stated: bytes, drawn: bytes, *, saved_again: bool = False) -> bool:
    """Return True if two parts say the same, however their markup is spelled; when in doubt they do not.

    With ``saved_again`` both were saved by a program that writes who used it, and of which desk.
    """
    if saved_again and name == _FONTS:
        stated, drawn = (_LETTERS.sub(b"", part) for part in (stated, drawn))
    if stated == drawn:
        return True
    if name == _DESCRIPTION:
        unseen = (*_OF_THE_FILE, _SAVED_BY) if saved_again else _OF_THE_FILE
        described = [_said(part, leave_out=unseen) for part in (stated, drawn)]
        if saved_again:
            described = [_without_language(each) for each in described]
        return described[0] == described[1]
    if name == _PROGRAM:
        return _said(stated, only=_SEEN_OF_PROGRAM) == _said(drawn, only=_SEEN_OF_PROGRAM)
    if name.endswith((".xml", ".rels")) or name == "xml":
        content = said_in_xml(stated)
        return content is not None and content == said_in_xml(drawn)
    if name == "html":
        return read_in_html(stated) == read_in_html(drawn)
    if name.endswith(".json"):
        return _values(stated) == _values(drawn)
    if name.endswith(".csv"):
        return stated.replace(b"\r\n", b"\n") == drawn
    return False


def _values(part: bytes) -> object:
    """Return the values of a JSON file by their names; the part itself where it is none."""
    try:
        return values_of(part.decode("utf-8"))
    except (ValueError, RecursionError):
        return part


def _said(part: bytes, leave_out: tuple[str, ...] = (), only: tuple[str, ...] = ()) -> object:
    """Return what a description says of the text, as its title; the part itself where it is in no form."""
    if not is_readable(part):
        return part
    try:
        root = ElementTree.fromstring(part)
    except ElementTree.ParseError:
        return part
    texts = [(element.tag, element.tag.rpartition("}")[2], "".join(element.itertext())) for element in root]
    return sorted(
        (tag, text)
        for tag, name, text in texts
        if text and name not in leave_out and (not only or name in only)
    )


def _without_language(described: object) -> object:
    if not isinstance(described, list):
        return described
    return [
        (tag, text)
        for tag, text in described
        if not tag.endswith("}language") or not _LANGUAGE.fullmatch(text)
    ]


def axes_numbered(text: str) -> str:
    """Return a chart with its axes named in the order in which they stand."""
    ids: dict[str, int] = {}
    return _AXIS.sub(lambda match: f"{match[1]}{ids.setdefault(match[2], len(ids))}", text)
