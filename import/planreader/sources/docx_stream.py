"""The text of a Word document block by block, so that never more than one row of a table is in memory."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import IO, Any, Final, NamedTuple

from planreader.sources.wordnumbers import W

_MAIN: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_NO_TEXT: Final = f'<w:document xmlns:w="{W[1:-1]}"><w:body/></w:document>'
_READ: Final = (".xml", ".rels")


class Block(NamedTuple):
    """A paragraph of the body, or the rows of a table of it, which are to be read before the next block."""

    paragraph: Any = None
    rows: Iterator[Any] | None = None


def without_text(data: bytes) -> Any:
    """Return a document with its styles and lists, whose body is empty."""
    from docx import Document

    slim = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(slim, "w") as kept:
        main = _main_part(archive)
        for member in archive.infolist():
            name = member.filename
            if name == main:
                kept.writestr(name, _NO_TEXT)
            else:
                # nothing is asked of pictures
                kept.writestr(name, archive.read(member) if name.lower().endswith(_READ) else b"")
    slim.seek(0)
    return Document(slim)


@contextmanager
def main_text(data: bytes) -> Iterator[IO[bytes]]:
    """Yield the XML of a document's text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(_main_part(archive)) as text:
        yield text


def _main_part(archive: zipfile.ZipFile) -> str:
    """Return the name of the part with the text."""
    from docx.oxml.parser import parse_xml

    relations = parse_xml(archive.read("_rels/.rels"))
    target = next(relation.get("Target") for relation in relations if relation.get("Type") == _MAIN)
    return posixpath.normpath(str(target)).lstrip("/")


def read_blocks(text: IO[bytes], wrappers: Collection[str]) -> Iterator[Block]:
    """Yield the paragraphs and tables of the body in their order, also those within ``wrappers``."""
    from docx.oxml.parser import element_class_lookup
    from lxml import etree

    paragraph, table, row = (f"{W}{name}" for name in ("p", "tbl", "tr"))
    around = {f"{W}{name}" for name in wrappers}
    events = etree.iterparse(
        text,
        events=("start", "end"),
        tag=(paragraph, table, row),
        remove_blank_text=True,
        resolve_entities=False,
    )
    events.set_element_class_lookup(element_class_lookup)

    def within(element: Any) -> Any:
        above = element.getparent()
        while above is not None and above.tag in around:
            above = above.getparent()
        return above

    def rows(whole: Any) -> Iterator[Any]:
        for event, element in events:
            if event == "end" and element is whole:
                return
            if event == "end" and element.tag == row and within(element) is whole:
                yield element
                _forget(element)

    for event, element in events:
        if element.tag == row or (above := within(element)) is None or above.tag != f"{W}body":
            continue
        if event == "start" and element.tag == table:
            yield Block(rows=rows(element))
            _forget(element)
        elif event == "end" and element.tag == paragraph:
            yield Block(element)
            _forget(element)


def _forget(element: Any) -> None:
    """Free what is read of an element and of all that stands before it."""
    element.clear()
    while (before := element.getprevious()) is not None:
        element.getparent().remove(before)
