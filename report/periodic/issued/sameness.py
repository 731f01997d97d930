"""What of a file nobody sees who reads it: how its markup is spelled, and what is kept of the file itself."""

from __future__ import annotations

import re
from typing import Final
from xml.etree import ElementTree

_UNSEEN: Final = "docProps/app.xml"
"""The part of a document that tells of the program that saved it."""
_DESCRIPTION: Final = "docProps/core.xml"
_OF_THE_FILE: Final = ("lastModifiedBy", "revision", "created", "modified", "lastPrinted")
"""What the description of a document has of the file: who saved it last, and when."""
_AXIS: Final = re.compile(r'(:(?:axId|crossAx) val=")(\d+)')
"""The names of a chart's axes, which LibreOffice chooses at random."""
_BLANKS: Final = re.compile(rb"[ \t]+")


def is_unseen(name: str) -> bool:
    """Return True for a part that is no part of what is read."""
    return name == _UNSEEN


def is_same(name: str, stated: bytes, drawn: bytes) -> bool:
    """Return True if two parts say the same, however their markup is spelled; when in doubt they do not."""
    if stated == drawn:
        return True
    if name == _DESCRIPTION:
        return _described(stated) == _described(drawn)
    if name.endswith((".xml", ".rels")) or name == "xml":
        return _canonical(stated) == _canonical(drawn)
    if name == "html":
        # line ends show in some cells, and so they count
        return _BLANKS.sub(b" ", stated).strip() == _BLANKS.sub(b" ", drawn).strip()
    return False


def _described(part: bytes) -> list[tuple[str, str]] | bytes:
    """Return what a description says of the text, as its title; the part itself where it is in no form."""
    if b"<!" in part:
        return part
    try:
        root = ElementTree.fromstring(part)
    except ElementTree.ParseError:
        return part
    texts = [(element.tag.rpartition("}")[2], "".join(element.itertext())) for element in root]
    return sorted((tag, text) for tag, text in texts if text and tag not in _OF_THE_FILE)


def _canonical(part: bytes) -> str | bytes:
    """Return an XML part as Canonical XML has it, or itself where it declares something or is none."""
    if b"<!" in part.replace(b"<!--", b""):
        return part
    try:
        canonical = ElementTree.canonicalize(part.decode("utf-8"))
        ids: dict[str, int] = {}
        return _AXIS.sub(lambda match: f"{match[1]}{ids.setdefault(match[2], len(ids))}", canonical)
    except (ElementTree.ParseError, UnicodeDecodeError, ValueError):
        return part
