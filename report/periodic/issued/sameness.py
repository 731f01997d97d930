"""What of a file nobody sees who reads it: how its markup is spelled, and what is kept of the file itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from xml.etree import ElementTree
from xml.parsers import expat

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
_DEEPEST: Final = 200
_BLANKS: Final = re.compile(rb"[ \t]+")
_DECLARATION: Final = re.compile(
    rb"""<\?xml\s+version\s*=\s*(["'])1\.0\1"""
    rb"""(\s+encoding\s*=\s*(["'])utf-?8\3)?(\s+standalone\s*=\s*(["'])(yes|no)\5)?\s*\?>""",
    re.IGNORECASE,
)
_NAMESPACE: Final = re.compile(r"""\sxmlns(?::[\w.-]+)?\s*=\s*(?:"[^"]*"|'[^']*')""")
"""A declared name: values of attributes may rest on one that no element has."""


def is_unseen(name: str) -> bool:
    """Return True for a part without which a document reads as with it."""
    return name == _PROGRAM


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
        said = [_said(part, leave_out=unseen) for part in (stated, drawn)]
        return _without_language(said[0]) == _without_language(said[1]) if saved_again else said[0] == said[1]
    if name == _PROGRAM:
        return _said(stated, only=_SEEN_OF_PROGRAM) == _said(drawn, only=_SEEN_OF_PROGRAM)
    if name.endswith((".xml", ".rels")) or name == "xml":
        return _canonical(stated) == _canonical(drawn)
    if name == "html":
        # line ends show in some cells, and so they count; how an editor writes them does not
        return _plain_html(stated) == _plain_html(drawn)
    if name.endswith((".csv", ".json")):
        return stated.replace(b"\r\n", b"\n") == drawn
    return False


def _plain_html(text: bytes) -> bytes:
    return _BLANKS.sub(b" ", text.replace(b"\r\n", b"\n")).strip(b" \n")


def is_readable(part: bytes) -> bool:
    """Return True if every reader takes an XML part for the same letters: UTF-8, no entities."""
    # a reader obeys the encoding that a part names, and what it declares
    declared = not part.startswith(b"<?xml") or _DECLARATION.match(part)
    return bool(declared) and part.startswith(b"<") and b"<!" not in part.replace(b"<!--", b"")


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


def _without_language(said: object) -> object:
    if not isinstance(said, list):
        return said
    return [
        (tag, text) for tag, text in said if not tag.endswith("}language") or not _LANGUAGE.fullmatch(text)
    ]


def _canonical(part: bytes) -> object:
    """Return an XML part as Canonical XML has it, or itself where not every reader reads it alike."""
    if not is_readable(part):
        return part
    try:
        text = part.decode("utf-8")
        if _is_deep(part):
            return part
        canonical = ElementTree.canonicalize(text, with_comments=True)
    except (ElementTree.ParseError, UnicodeDecodeError, ValueError):
        return part
    # in which order an element declares them says nothing; where "<" stands a tag begins
    named = [
        sorted("".join(name.split()).replace("'", '"') for name in _NAMESPACE.findall(tag))
        for tag in text.split("<")
        if "xmlns" in tag
    ]
    return axes_numbered(canonical), named


def _is_deep(part: bytes) -> bool:
    """Return True if elements stand in more others than in any report: each costs as much as it is deep."""
    parser, depth, deepest = expat.ParserCreate(), 0, 0

    def begin(_name: str, _attributes: list[str]) -> None:
        nonlocal depth, deepest
        depth += 1
        deepest = max(deepest, depth)

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser.ordered_attributes = True
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    try:
        parser.Parse(part, True)
    except expat.ExpatError:
        return True
    return deepest > _DEEPEST


def axes_numbered(text: str) -> str:
    """Return a chart with its axes named in the order in which they stand."""
    ids: dict[str, int] = {}
    return _AXIS.sub(lambda match: f"{match[1]}{ids.setdefault(match[2], len(ids))}", text)
