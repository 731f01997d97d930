"""A document as a Word file that prints on A4."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any, Final

from report.document import Document, DocumentSection, DocumentTable, shares
from report.periodic.forms.docx_parts import page_number, paragraph
from store.db.errors import library_needed
from store.db.text import clean

_MARGIN_CM: Final = 2.2
_WIDTH_CM: Final = 21 - 2 * _MARGIN_CM
_LONGEST_PROPERTY: Final = 255
"""Characters that Word takes in a property of a file."""


def render_docx(document: Document) -> bytes:
    """Return the file. Raises UserError ``library_missing``."""
    with library_needed("hq"):
        import docx
    from docx.oxml import parse_xml
    from docx.shared import Cm, Pt

    made = docx.Document()
    page = made.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(_MARGIN_CM)
    made.styles["Normal"].font.name, made.styles["Normal"].font.size = "Calibri", Pt(11)
    made.core_properties.title = clean(document.title)[:_LONGEST_PROPERTY]
    made.core_properties.language = document.language
    made.core_properties.author = ""
    line = page.footer.paragraphs[0]._p
    line.getparent().replace(line, parse_xml(paragraph(page_number(), "Footer")))
    made.add_heading(clean(document.title), 1)
    for label, text in document.facts:
        fact = made.add_paragraph()
        fact.paragraph_format.space_after = Pt(2)
        fact.add_run(f"{clean(label)}: ").bold = True
        fact.add_run(clean(text))
    made.add_heading(clean(document.attendance), 2)
    for name in document.names:
        made.add_paragraph(clean(name)) if name else _add_blank_lines(made, 1)
    for table in document.tables:
        _add_table(made, table)
    for section in document.sections:
        _add_section(made, section)
    for label in document.signatures:
        made.add_heading(clean(label), 2)
        _add_blank_lines(made, 1)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def _add_table(made: Any, table: DocumentTable) -> None:
    made.add_heading(clean(table.heading), 2)
    if not table.rows:
        made.add_paragraph(clean(table.empty))
        return
    grid = add_grid(made, table.columns, table.rows)
    set_widths(grid, (_WIDTH_CM * share for share in shares(table.columns, table.rows)))


def add_grid(made: Any, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Any:
    """Add a table to a python-docx document and return it; its head is repeated on every page."""
    from docx.oxml import OxmlElement

    grid = made.add_table(rows=1, cols=len(columns), style="Table Grid")
    head = grid.rows[0]
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, text in zip(head.cells, columns, strict=True):
        cell.paragraphs[0].add_run(clean(text)).bold = True
    for row in rows:
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.text = clean(text, newlines=True)
    return grid


def set_widths(grid: Any, widths: Iterable[float]) -> None:
    """Make the columns of a table so many centimetres wide."""
    from docx.shared import Cm

    grid.autofit = False
    for column, width in zip(grid.columns, widths, strict=False):
        # both are needed: Word goes by the cells, others by the grid
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)


def _add_section(made: Any, section: DocumentSection) -> None:
    made.add_heading(clean(section.heading), 2)
    if not section.entries:
        made.add_paragraph(clean(section.empty))
    for entry in section.entries:
        said = made.add_paragraph()
        said.add_run(f"{clean(entry.label)}: ").bold = True
        said.add_run(clean(entry.text, newlines=True))
        if entry.remark:
            said.add_run(f"  ({clean(entry.remark)})").italic = True


def _add_blank_lines(made: Any, count: int) -> None:
    for _ in range(count):
        made.add_paragraph("_" * 40)
