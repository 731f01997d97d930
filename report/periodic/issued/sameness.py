"""What of a file nobody sees who reads it: how its markup is spelled, and what is kept of the file itself."""

from __future__ import annotations

import re
from typing import Final
from xml.etree import ElementTree

_UNSEEN: Final = ("docProps/",)
"""Parts of a document that tell of the file: who saved it last, and when."""
_AXIS: Final = re.compile(r'(:(?:axId|crossAx) val=")(\d+)')
"""The names of a chart's axes, which LibreOffice chooses at random."""
_BLANKS: Final = re.compile(rb"[ \t]+")


def is_unseen(name: str) -> bool:
    """Return True for a part that is no part of what is read."""
    return name.startswith(_UNSEEN)


def is_same(name: str, stated: bytes, drawn: bytes) -> bool:
    """Return True if two parts say the same, however their markup is spelled; when in doubt they do not."""
    if stated == drawn:
        return True
    if name.endswith((".xml", ".rels")) or name == "xml":
        return _canonical(stated) == _canonical(drawn)
    if name == "html":
        # line ends show in some cells, and so they count
        return _BLANKS.sub(b" ", stated).strip() == _BLANKS.sub(b" ", drawn).strip()
    return False


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
