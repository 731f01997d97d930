"""A letter, before it has a form: plain text in its places; as text of a width, and as a Word document."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterator
from typing import Final, NamedTuple

from report.plain import WIDTH
from report.word import add_grid, set_widths
from store.db.text import clean

_NUMBER_ROOM: Final = 10
_ROOMS: Final = (2.0, 9.5, 4.5)
"""Widths of the table's columns in cm."""


class Letter(NamedTuple):
    """Whom it is for, from whom and of which day, its subject, paragraphs before and after a table.

    ``columns`` are the names of the table's columns; a letter without rows has no table.
    """

    language: str
    sender: str
    receiver: str
    day: str
    subject: str
    opening: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    closing: tuple[str, ...]
    signature: str


def letter_text(letter: Letter) -> str:
    """Return the letter in lines of at most WIDTH letters, unless a single word is longer."""
    return "".join(f"{line}\n" for line in _lines(letter))


def _lines(letter: Letter) -> Iterator[str]:
    yield clean(letter.sender)
    yield clean(letter.day)
    yield ""
    yield clean(letter.receiver)
    yield ""
    yield from _wrapped(letter.subject.upper())
    for paragraph in letter.opening:
        yield ""
        yield from _wrapped(paragraph)
    if letter.rows:
        yield ""
        for row in letter.rows:
            head = clean(row[0]).ljust(_NUMBER_ROOM)
            rest = ": ".join(clean(cell) for cell in row[1:] if cell)
            yield from _wrapped(f"{head}{rest}", " " * _NUMBER_ROOM)
    for paragraph in letter.closing:
        yield ""
        yield from _wrapped(paragraph)
    yield from ("", "", "_" * 30, clean(letter.signature))


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(
        clean(text), WIDTH, subsequent_indent=indent, break_long_words=False, drop_whitespace=True
    ) or [""]


def letter_docx(letter: Letter) -> bytes:
    """Return the letter as a Word document, ready to print: A4, the table's head repeated on every page."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Calibri", Pt(11)
    document.core_properties.title = clean(letter.subject)
    document.core_properties.language = letter.language
    document.core_properties.author = clean(letter.sender)
    document.add_paragraph(clean(letter.sender)).runs[0].bold = True
    document.add_paragraph(clean(letter.day)).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph(clean(letter.receiver))
    document.add_heading(clean(letter.subject), 1)
    for paragraph in letter.opening:
        document.add_paragraph(clean(paragraph))
    if letter.rows:
        table = add_grid(document, letter.columns, letter.rows)
        set_widths(table, _ROOMS)
        document.add_paragraph()
    for paragraph in letter.closing:
        document.add_paragraph(clean(paragraph))
    document.add_paragraph()
    document.add_paragraph(clean(letter.signature))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
