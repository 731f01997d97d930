"""Where a PDF of a report differs from the one that is drawn anew: its pages, and what belongs to no page."""

from __future__ import annotations

import hashlib
import io
import re
import struct
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from report.periodic.carried import LONGEST, PDF_REPORT, carried_by
from report.periodic.issued.aligning import Placed, paired
from report.periodic.issued.difference import DRAWER, FOREIGN, FORM, LAYOUT, MISSING, TEXT, Difference
from report.periodic.issued.pdf_layout import is_plain
from store.db.errors import library_needed

_OF_PACKING: Final = frozenset({"Length", "Filter", "DecodeParms", "DL"})
_UNPACKED: Final = frozenset(
    {"FlateDecode", "LZWDecode", "ASCII85Decode", "ASCIIHexDecode", "RunLengthDecode"}
)
"""Ways to pack that are undone before streams are compared; of others, as of photographs, it counts which."""
_BACK: Final = frozenset({"Parent", "Prev"})
"""Names that lead back to where something is listed."""
_OF_THE_FILE: Final = frozenset({"Producer", "CreationDate", "ModDate"})
"""What tells of the program that saved a file, and when. Of a signed one only that it was saved again may."""
_OF_SAVING: Final = frozenset({"ModDate"})
_ACTING: Final = ("OpenAction", "AA", "AcroForm", "OCProperties", "Collection")
"""What a file may have that acts, hides or is filled in: no report has any."""
_PIECE: Final = re.compile(
    rb"""[\t\n\r ]*( \((?: [^()\\\r] | \\[nrtbf()\\] | \\[0-3][0-7]{2} )*\) | <(?:[0-9A-Fa-f]{2})*>
    | << | >> | [\[\]] | /?[!"\#$&'*-.0-;=?-Z\\^-z|~]+ )""",
    re.VERBOSE,
)
_END: Final = re.compile(rb"[\t\n\r ]*\Z")
_PICTURE: Final = b"ID"
"""The operator behind which the bytes of a picture stand among the operators."""


class _Read(NamedTuple):
    """A file: each page and everything else in a form that is the same however the file is packed."""

    pages: list[Placed]
    rest: list[Placed]
    acting: list[str]
    drawer: str
    fonts: frozenset[str]


def pdf_differences(stated: bytes, drawn: bytes) -> Iterator[Difference]:
    """Yield where two files differ; raises whatever a damaged file provokes."""
    parameters = carried_by(".pdf", drawn).parameters
    unseen = _OF_SAVING if parameters.signer else _OF_THE_FILE
    there, here = _read(stated, unseen), _read(drawn, unseen)
    yield from (Difference(FOREIGN, place, "", "") for place in there.acting if place not in here.acting)
    if recorded := parameters.drawer:
        # what is signed counts, not what the file says beside it
        drawers = recorded, _whole(here)
        differs = drawers[0] != drawers[1]
    else:
        drawers = _drawer(there, here), _drawer(here, there)
        differs = there.drawer != here.drawer or not here.fonts <= there.fonts
    if differs:
        yield Difference(DRAWER, "pdf", *drawers)
        return
    for old, new in paired(there.pages, here.pages):
        yield from _page(stated, drawn, old, new)
    for old, new in paired(there.rest, here.rest):
        place = (old or new or ("pdf", ""))[0]
        yield Difference(FORM, place, old[1] if old else "", new[1] if new else "")
    if not is_plain(stated):
        yield Difference(LAYOUT, "pdf", "", "")


def drawer_of(data: bytes) -> str:
    """Return what drew a file, and every font that it has, within the length that a proof may have."""
    return _whole(_read(data, _OF_THE_FILE))


def _whole(read: _Read) -> str:
    return ", ".join((read.drawer, *sorted(read.fonts)))[:LONGEST]


def is_acting(difference: Difference) -> bool:
    """Return True for what acts, hides, is filled in, or lies over a page; a page itself is none of these."""
    return difference.kind == FOREIGN and not difference.place[-1].isdigit()


def _drawer(read: _Read, other: _Read) -> str:
    """Return what drew a file: the fonts only where these are others."""
    fonts = sorted(read.fonts - other.fonts) if read.drawer == other.drawer else ()
    return ", ".join(filter(None, (read.drawer, *fonts)))


def _page(stated: bytes, drawn: bytes, old: Placed | None, new: Placed | None) -> Iterator[Difference]:
    if old is None or new is None:
        place = (old or new or ("pdf", ""))[0]
        yield Difference(MISSING if old is None else FOREIGN, place, "", "")
        return
    told = False
    for there, here in paired(_lines(stated, old[0]), _lines(drawn, new[0])):
        told = True
        yield Difference(TEXT, old[0], there[1] if there else "", here[1] if here else "")
    if not told:
        # a picture, a colour, a note that lies over the text
        pieces = zip(old[1].split("\n"), new[1].split("\n"), strict=False)
        there_part, here_part = next((pair for pair in pieces if pair[0] != pair[1]), ("", ""))
        yield Difference(FORM, old[0], there_part, here_part)


def _lines(data: bytes, place: str) -> list[Placed]:
    """Return the lines that are read on a page."""
    from pdfminer.high_level import extract_text

    number = int(place.rpartition(" ")[2]) - 1
    text = extract_text(io.BytesIO(data), page_numbers=[number])
    return [(place, " ".join(line.split())) for line in text.splitlines() if line.strip()]


def _read(data: bytes, unseen: frozenset[str]) -> _Read:
    with library_needed("hq"):
        from pdfminer.pdfdocument import PDFDocument
        from pdfminer.pdfpage import PDFPage
        from pdfminer.pdfparser import PDFParser

    document = PDFDocument(PDFParser(io.BytesIO(data)))
    pages = list(PDFPage.create_pages(document))
    graph = _Graph({page.pageid: n for n, page in enumerate(pages, 1)})
    catalog: dict[str, Any] = {name: part for name, part in document.catalog.items() if name != "Pages"}
    rest = [(f"pdf {name}", graph.told(part)) for name, part in sorted(catalog.items())]
    rest.append(("pdf Pages", " ".join(graph.tree(document.catalog.get("Pages"), None, set()))))
    acting = [f"pdf {name}" for name in _ACTING if name in catalog]
    if "JavaScript" in graph.members(catalog.get("Names")):
        acting.append("pdf JavaScript")
    for info in document.info:
        rest += [
            (f"pdf {name}", graph.told(part)) for name, part in sorted(info.items()) if name not in unseen
        ]
    for n, page in enumerate(pages, 1):
        notes = [graph.members(note) for note in graph.listed(page.attrs.get("Annots"))]
        if "AA" in page.attrs or any(graph.told(note.get("Subtype")) != "/'Link'" for note in notes):
            acting.append(f"pdf {n}, notes")
    return _Read(
        [
            (
                f"pdf {n}",
                "\n".join(
                    f"{name!r} {graph.told(part, is_drawing=name == 'Contents')}"
                    for name, part in sorted(page.attrs.items())
                    if name not in _BACK
                ),
            )
            for n, page in enumerate(pages, 1)
        ],
        rest,
        acting,
        graph.drawer(catalog),
        frozenset(_fonts(document)),
    )


class _Graph:
    """The objects of a file as texts: what they refer to stands in them, streams by a digest."""

    def __init__(self, pages: dict[Any, int]) -> None:
        from pdfminer import pdftypes, psparser

        self._types, self._pages = pdftypes, pages
        self._literal = psparser.PSLiteral
        self._known: dict[tuple[int, bool], str] = {}

    def members(self, part: Any) -> dict[str, Any]:
        """Return the members of a dictionary; none for anything else."""
        value = self._types.resolve1(part)
        return value if isinstance(value, dict) else {}

    def listed(self, part: Any) -> list[Any]:
        """Return the members of a list; none for anything else."""
        value = self._types.resolve1(part)
        return value if isinstance(value, list) else []

    def told(self, part: Any, *, is_drawing: bool = False) -> str:
        """Return an object as text; of what draws a page, or a part of one, the operators."""
        if isinstance(part, self._types.PDFObjRef):
            if part.objid in self._pages:
                return f"page {self._pages[part.objid]}"
            key = (part.objid, is_drawing)
            if key not in self._known:
                self._known[key] = "circle"
                self._known[key] = self.told(part.resolve(), is_drawing=is_drawing)
            return self._known[key]
        if isinstance(part, self._types.PDFStream):
            kept = any(self.name(packing) not in _UNPACKED for packing, _rule in part.get_filters())
            attributes = {
                name: value for name, value in part.attrs.items() if kept or name not in _OF_PACKING
            }
            data = part.get_data()
            if is_drawing or self.name(part.attrs.get("Subtype")) == "Form" or "PatternType" in part.attrs:
                data = operators(data)
            return f"{self.told(attributes)} {hashlib.sha256(data).hexdigest()}"
        if isinstance(part, dict):
            members = (f"/{name!r} {self.told(part[name])}" for name in sorted(part) if name not in _BACK)
            return f"<<{' '.join(members)}>>"
        if isinstance(part, list):
            return f"[{' '.join(self.told(each, is_drawing=is_drawing) for each in part)}]"
        if isinstance(part, self._literal):
            return f"/{part.name!r}"
        if isinstance(part, (int, float)) and not isinstance(part, bool):
            # readers hold a fraction in four bytes, and some programs that save write what they hold
            (number,) = (part,) if isinstance(part, int) else struct.unpack("f", struct.pack("f", part))
            return str(int(number) if number == int(number) else number)
        return repr(part)

    def name(self, part: Any) -> str:
        """Return what a name says; "" for anything else."""
        value = self._types.resolve1(part)
        return str(value.name) if isinstance(value, self._literal) else ""

    def tree(self, part: Any, above: int | None, seen: set[int | None]) -> Iterator[str]:
        """Yield what a part of the tree of pages lists, and where it does not say of itself what it lists.

        Some readers go by the pages that are counted, and some by what stands above a page.
        """
        number, node = getattr(part, "objid", None), self.members(part)
        if number in seen:
            yield "circle"
            return
        seen.add(number)
        if getattr(node.get("Parent"), "objid", None) != above:
            yield "under another"
        if self.name(node.get("Type")) != "Pages":
            yield self.told(part)
            return
        listed = [each for kid in self.listed(node.get("Kids")) for each in self.tree(kid, number, seen)]
        yield from listed
        if self._types.resolve1(node.get("Count")) != len(listed):
            yield "counted otherwise"

    def drawer(self, catalog: dict[str, Any]) -> str:
        """Return what the description of the attached data says of what drew the file, without its name."""
        names = self.members(self.members(catalog.get("Names")).get("EmbeddedFiles")).get("Names")
        for part in self.listed(names):
            description = self.members(part).get("Desc")
            if isinstance(description, bytes):
                is_wide = description[:2] in (b"\xfe\xff", b"\xff\xfe")
                text = description.decode("utf-16" if is_wide else "latin-1")
                return text.removeprefix(f"{PDF_REPORT}, ")
        return ""


def _fonts(document: Any) -> Iterator[str]:
    """Yield the name and the version of each font that a file carries."""
    from pdfminer.pdftypes import PDFStream, resolve1

    for xref in document.xrefs:
        for number in xref.get_objids():
            descriptor = resolve1(document.getobj(number))
            if not isinstance(descriptor, dict) or "FontName" not in descriptor:
                continue
            name = str(getattr(resolve1(descriptor["FontName"]), "name", "")).rpartition("+")[2]
            program = resolve1(descriptor.get("FontFile2") or descriptor.get("FontFile3"))
            revision = _revision(program.get_data()) if isinstance(program, PDFStream) else ""
            yield f"{name} {revision}".strip()


def _revision(program: bytes) -> str:
    """Return the version of a font; "" for one that is in another form."""
    try:
        from fontTools.ttLib import TTFont

        return f"{TTFont(io.BytesIO(program))['head'].fontRevision:.3f}"
    except Exception:
        # fontTools promises no set of errors for a damaged font, and is there only where PDFs are drawn
        return ""


def operators(drawing: bytes) -> bytes:
    """Return what is drawn with one blank between two pieces; as it stands where it is in another form."""
    pieces, at = [], 0
    while matched := _PIECE.match(drawing, at):
        pieces.append(matched[1])
        at = matched.end()
    return b" ".join(pieces) if _END.match(drawing, at) and _PICTURE not in pieces else drawing
