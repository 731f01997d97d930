"""What an XML part says, however its markup is spelled."""

from __future__ import annotations

import re
from typing import Final
from xml.parsers import expat

_BLANK: Final = " \t\r\n"
_DECLARATION: Final = re.compile(
    rb"""<\?xml\s+version\s*=\s*(["'])1\.0\1"""
    rb"""(\s+encoding\s*=\s*(["'])utf-?8\3)?(\s+standalone\s*=\s*(["'])(yes|no)\5)?\s*\?>""",
    re.IGNORECASE,
)
_OTHER_MARKUP: Final = re.compile(rb"<!(?!--|\[CDATA\[)")
"""What is declared in a part: entities, and what elements it may have."""
_AXES: Final = ("axId", "crossAx")
"""Elements whose value is the name of a chart's axis, which LibreOffice chooses at random."""


def is_readable(part: bytes) -> bool:
    """Return True if every reader takes an XML part for the same letters: UTF-8, no entities."""
    # a reader obeys the encoding that a part names, and what it declares
    declared = not part.startswith(b"<?xml") or _DECLARATION.match(part)
    return bool(declared) and part.startswith(b"<") and _OTHER_MARKUP.search(part) is None


def said_in_xml(part: bytes) -> list[str] | None:
    """Return the elements and texts of a part in their order; None where not every reader reads it alike.

    A comment, and blanks, are left out where an element has nothing but elements beside them. In which order
    names are declared, and how an attribute or a text is spelled, says nothing.
    """
    if not is_readable(part):
        return None
    try:
        part.decode("utf-8")
        return _Saying().of(part)
    except (expat.ExpatError, UnicodeDecodeError, ValueError):
        return None


class _Element:
    """An element that is not yet closed: what it has so far, and where what may be left out stands."""

    __slots__ = ("has_elements", "has_text", "unseen")

    def __init__(self) -> None:
        self.has_elements = self.has_text = False
        self.unseen: list[int] = []


class _Saying:
    """A part, taken apart from its first element to its last."""

    def __init__(self) -> None:
        self._said: list[str] = []
        self._open = [_Element()]
        self._text: list[str] = []
        self._declared: list[str] = []
        self._axes: dict[str, str] = {}
        self._known: dict[str, str] = {}

    def of(self, part: bytes) -> list[str]:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartNamespaceDeclHandler = lambda name, uri: self._declared.append(f"{name or ''}={uri}")
        parser.StartElementHandler, parser.EndElementHandler = self._begin, self._end
        parser.CharacterDataHandler = self._text.append
        parser.CommentHandler = lambda text: self._unseen(f"!{text}")
        parser.ProcessingInstructionHandler = lambda name, text: self._say(f"?{name} {text}")
        parser.Parse(part, True)
        self._close()
        return [piece for piece in self._said if piece]

    def _say(self, piece: str) -> None:
        self._end_text()
        # most tags stand many times in a part
        self._said.append(self._known.setdefault(piece, piece))

    def _unseen(self, piece: str) -> None:
        self._end_text()
        self._open[-1].unseen.append(len(self._said))
        self._said.append(piece)

    def _end_text(self) -> None:
        if not self._text:
            return
        text = "".join(self._text)
        self._text.clear()
        if text.strip(_BLANK):
            self._open[-1].has_text = True
        else:
            self._open[-1].unseen.append(len(self._said))
        self._said.append(f"t{text}")

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(" ")[2] in _AXES and "val" in attributes:
            attributes["val"] = self._axes.setdefault(attributes["val"], str(len(self._axes)))
        parts = (*sorted(self._declared), "", *(f"{key}={attributes[key]}" for key in sorted(attributes)))
        self._declared.clear()
        # no XML has this letter
        self._say("\0".join((f"<{name}", *parts)))
        self._open[-1].has_elements = True
        self._open.append(_Element())

    def _end(self, _name: str) -> None:
        self._end_text()
        self._close()
        self._say(">")

    def _close(self) -> None:
        element = self._open.pop()
        if element.has_elements and not element.has_text:
            for place in element.unseen:
                self._said[place] = ""
