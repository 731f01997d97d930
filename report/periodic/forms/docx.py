"""The report as a Word document: real styles, a contents, captions, turned annexes, Word's charts."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from language import _
from report.periodic.blocks import (
    Annex,
    Block,
    Chart,
    Contents,
    Cover,
    FactsBlock,
    Heading,
    Paragraph,
)
from report.periodic.chapters import chapters
from report.periodic.content import Content
from report.periodic.forms.docx_file import RELATIONS, detail_of, embed, leave_out_foreign, saved
from report.periodic.forms.docx_parts import (
    add_line,
    bookmark,
    caption,
    chart_frame,
    chart_part,
    contents_entry,
    page_number,
    paragraph,
    runs,
    table,
)
from report.periodic.forms.docx_styles import TURNED, UPRIGHT, set_page, set_styles
from report.periodic.front import cover, report_title
from report.table import NUMBER, Column, Table
from store.db.errors import library_needed
from store.db.text import clean


def docx_report(content: Content) -> bytes:
    """Return the file. Raises UserError ``library_missing``."""
    with library_needed("hq"):
        import docx

    document = docx.Document()
    leave_out_foreign(document)
    writer = _Writer(document, content)
    writer.write()
    embed(document, detail_of(content))
    return saved(document, writer.tables)


class _Writer:
    """Puts the cover and the blocks into a document, one after the other."""

    def __init__(self, document: Any, content: Content) -> None:
        from docx.oxml import parse_xml

        self._document, self._content, self._parse = document, content, parse_xml
        self._end = document.element.body.sectPr
        # markup that is made when the file is written: python-docx takes a second for some hundred rows,
        # and as elements those of a plan of 10,000 actions take a gigabyte
        self.tables: list[Iterator[str]] = []
        self._numbered = self._charts = self._marks = 0
        self._width = UPRIGHT

    def write(self) -> None:
        """Write everything."""
        from docx.shared import Pt

        blocks = list(chapters(self._content))
        self._page(self._document.sections[0], turned=False)
        set_styles(self._document, UPRIGHT)
        self._cover(cover(self._content))
        headings = [block for block in blocks if isinstance(block, Heading) and block.level < 3]
        for before, block, after in zip((None, *blocks), blocks, (*blocks[1:], None), strict=False):
            # a heading and its one sentence are not left behind at the end of a page
            keep = isinstance(before, Heading) and not isinstance(after, Paragraph)
            self._block(block, headings, keep=keep)
        last = self._document.paragraphs[-1]
        if not last.text:
            # must follow a table, but needs no page of its own where the table fills the last one
            last.paragraph_format.line_spacing = Pt(1)
        self._margins()

    def _add(self, xml: str) -> None:
        self._end.addprevious(self._parse(xml))

    def _add_table(self, block: Table, width: int, *, small: bool) -> None:
        from lxml.etree import ProcessingInstruction

        self._end.addprevious(ProcessingInstruction("table", str(len(self.tables))))
        self.tables.append(table(block, width, small=small))

    def _text(self, text: str, style: str = "Normal", *, after: float | None = None) -> Any:
        """Add a paragraph of text and return it."""
        from docx.shared import Pt

        made = self._document.add_paragraph(clean(text, newlines=True), style)
        if after is not None:
            made.paragraph_format.space_after = Pt(after)
        return made

    def _cover(self, page: Cover) -> None:
        """Write the cover; of one unit it is the head of its first page."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Cm, Pt

        short = self._content.parameters.unit is not None
        if page.emblem:
            self._document.add_picture(io.BytesIO(page.emblem), height=Cm(1.5 if short else 3))
            self._document.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.CENTER
        for line in page.institution:
            self._text(line, "Terren Cover", after=2).runs[0].bold = True
        title = self._text(page.title, "Title")
        title.paragraph_format.space_before = Pt(0 if short else 150)
        self._text(page.plan, "Terren Cover", after=0 if short else 42)
        for label, text in page.facts:
            self._text(f"{label}: {text}", "Terren Cover", after=2)
        for signature in page.signatures:
            line = self._text("_" * 34, "Terren Cover", after=0)
            line.paragraph_format.space_before = Pt(24 if short else 70)
            self._text(signature, "Terren Cover")
        if not short:
            self._document.add_page_break()

    def _contents(self, headings: list[Heading]) -> None:
        self._document.add_page_break()
        self._text(_("Contents"), "Heading 1")
        for n, heading in enumerate(headings):
            self._add(contents_entry(heading.text, heading.level, f"part{n + 1}"))
        self._document.add_page_break()

    def _block(self, block: Block, headings: list[Heading], *, keep: bool) -> None:
        if isinstance(block, Contents):
            self._contents(headings)
        elif isinstance(block, Heading):
            inner = runs(block.text)
            if block.level < 3:
                self._marks += 1
                inner = bookmark(self._marks, f"part{self._marks}", inner)
            self._add(paragraph(inner, f"Heading{block.level}"))
        elif isinstance(block, Paragraph):
            line = block.line
            made = self._text("" if line else block.text, "Terren Note" if block.muted else "Normal")
            if line is not None:
                add_line(made, line)
            made.paragraph_format.keep_with_next = keep or None
        elif isinstance(block, FactsBlock):
            columns = (Column("label", ""), Column("title", ""))
            self._add_table(Table("facts", "", columns, block.rows), self._width, small=False)
            self._text("", after=0)
        elif isinstance(block, Chart):
            self._chart(block)
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Annex):
            self._page(self._document.add_section(), turned=True)
            self._width = TURNED

    def _chart(self, chart: Chart) -> None:
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        self._charts += 1
        part = Part(
            PackURI(f"/word/charts/chart{self._charts}.xml"),
            "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
            chart_part(chart),
            self._document.part.package,
        )
        relation = self._document.part.relate_to(part, f"{RELATIONS}/chart")
        lines = len(chart.labels) * (1 if chart.stacked else len(chart.series))
        self._add(chart_frame(relation, self._charts, chart.caption, lines))
        self._add(caption(_("Diagram"), "Figure", self._charts, chart.caption))
        columns = (
            Column("title", ""),
            *(Column(series.code, series.name, NUMBER) for series in chart.series),
        )
        rows = tuple(
            (label, *(series.shown[at] for series in chart.series)) for at, label in enumerate(chart.labels)
        )
        self._add_table(Table("numbers", "", columns, rows), UPRIGHT, small=True)
        self._text("", after=0)

    def _table(self, block: Table) -> None:
        if not block.rows:
            self._text(f"{block.caption}: {block.empty}", "Terren Note")
            return
        self._numbered += 1
        self._add(caption(_("Table"), "Table", self._numbered, block.caption))
        self._add_table(block, self._width, small=block.small)
        self._text("", after=0)

    def _page(self, section: Any, *, turned: bool) -> None:
        set_page(section, turned=turned)
        section.different_first_page_header_footer = not turned and self._content.parameters.unit is None

    def _margins(self) -> None:
        """Write the title above every page but the cover, and below which page of how many it is."""
        first = self._document.sections[0]
        for place, inner in (
            (first.header, runs(report_title(self._content))),
            (first.footer, page_number()),
        ):
            line = place.paragraphs[0]._p
            made = self._parse(paragraph(inner, "Header" if place is first.header else "Footer"))
            line.getparent().replace(line, made)
