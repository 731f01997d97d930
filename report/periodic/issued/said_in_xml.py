"""What an XML part says, however its markup is spelled."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final
from xml.parsers import expat

_NAME: Final = re.compile(r"[^\s:]+")
_BLANK: Final = " \t\r\n"
_DECLARATION: Final = re.compile(
    rb"""<\?xml\s+version\s*=\s*(["'])1\.0\1"""
    rb"""(\s+encoding\s*=\s*(["'])utf-?8\3)?(\s+standalone\s*=\s*(["'])(yes|no)\5)?\s*\?>""",
    re.IGNORECASE,
)
_OTHER_MARKUP: Final = re.compile(rb"<!(?!--|\[CDATA\[)")
"""What is declared in a part: entities, and what elements it may have."""
_WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OF_EDITING: Final[Mapping[str, Collection[str]]] = {
    f"{_WORD} proofErr": (f"{_WORD} type",),
    f"{_WORD} lastRenderedPageBreak": (),
}
"""Elements that Word writes for itself while somebody edits, without content, and what each may bear."""
_EDITED: Final = re.compile(rf"{re.escape(_WORD)} rsid[A-Za-z]*")
"""Attributes in which Word keeps in which session something was edited."""
_SESSION: Final = re.compile(r"[0-9A-Fa-f]{8}")
_BOOKMARKS: Final = 16
"""So many empty bookmarks are looked into."""
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
    names are declared, and how an attribute or a text is spelled, says nothing; nor do prefixes of names, but
    where a value of an attribute has one. Nor does what Word marks for itself while somebody edits: markup
    without content, to which nothing refers.
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

    __slots__ = ("begin", "has_elements", "has_text", "is_alone", "unseen")

    def __init__(self, begin: int = 0, *, is_alone: bool = False) -> None:
        self.begin, self.is_alone = begin, is_alone
        """Where it begins, and whether it is the first in what it stands in."""
        self.has_elements = self.has_text = False
        self.unseen: list[int] = []


class _Saying:
    """A part, taken apart from its first element to its last."""

    def __init__(self) -> None:
        self._said: list[str] = []
        self._open = [_Element()]
        self._text: list[str] = []
        self._declared: list[tuple[str, str]] = []
        self._prefixes: dict[int, str] = {}
        """Those that are declared, by the place of the declaration among what is said."""
        self._values: set[str] = set()
        self._axes: dict[str, str] = {}
        self._known: dict[str, str] = {}

    def of(self, part: bytes) -> list[str]:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartNamespaceDeclHandler = lambda name, uri: self._declared.append((name or "", uri or ""))
        parser.StartElementHandler, parser.EndElementHandler = self._begin, self._end
        parser.CharacterDataHandler = self._text.append
        parser.CommentHandler = lambda text: self._unseen(f"!{text}")
        parser.ProcessingInstructionHandler = lambda name, text: self._say(f"?{name} {text}")
        parser.Parse(part, True)
        self._close()
        words = {word for value in self._values for word in _NAME.findall(value)}
        for place, prefix in self._prefixes.items():
            if prefix not in words:
                self._said[place] = ""
        return _without_empty_bookmarks([piece for piece in self._said if piece])

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
        for key in [key for key in attributes if _EDITED.fullmatch(key)]:
            if _SESSION.fullmatch(attributes[key]):
                del attributes[key]
        for prefix, uri in sorted(self._declared):
            self._say(f"@{prefix}={uri}")
            self._prefixes[len(self._said) - 1] = prefix
        self._declared.clear()
        self._values.update(attributes.values())
        # no XML has this letter
        self._say("\0".join((f"<{name}", "", *(f"{key}={attributes[key]}" for key in sorted(attributes)))))
        is_alone, self._open[-1].has_elements = not self._open[-1].has_elements, True
        is_bare = name in _OF_EDITING and all(key in _OF_EDITING[name] for key in attributes)
        self._open.append(_Element(len(self._said) if is_bare else 0, is_alone=is_alone))

    def _end(self, _name: str) -> None:
        self._end_text()
        element = self._open[-1]
        self._close()
        if element.begin == len(self._said):
            # it has no content, and what it stands in is as it is without it
            self._said.pop()
            self._open[-1].has_elements = not element.is_alone
        else:
            self._say(">")

    def _close(self) -> None:
        element = self._open.pop()
        if element.has_elements and not element.has_text:
            for place in element.unseen:
                self._said[place] = ""


def _without_empty_bookmarks(pieces: list[str]) -> list[str]:
    """Return pieces without the bookmarks in which nothing stands, and to which nothing refers."""
    start, end = f"<{_WORD} bookmarkStart\0\0", f"<{_WORD} bookmarkEnd\0\0"
    places = [
        n
        for n, piece in enumerate(pieces)
        if piece.startswith(start) and pieces[n + 1] == ">" and pieces[n + 2].startswith(end)
    ]
    if not 0 < len(places) <= _BOOKMARKS:
        return pieces
    # names of bookmarks are the same whatever their case
    whole, left_out = "\n".join(pieces).casefold(), set[int]()
    for place in places:
        attributes = dict(part.partition("=")[::2] for part in pieces[place][len(start) :].split("\0"))
        number = attributes.pop(f"{_WORD} id", "")
        name = attributes.pop(f"{_WORD} name", "")
        ended = (pieces[place + 2], pieces[place + 3])
        # whatever has its name may lead there
        if (
            name
            and not attributes
            and whole.count(name.casefold()) == 1
            and ended == (f"{end}{_WORD} id={number}", ">")
        ):
            left_out.update(range(place, place + 4))
    return [piece for n, piece in enumerate(pieces) if n not in left_out]
