"""The report as a Word document: real styles, a contents, captions, turned annexes, Word's charts."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from xml.sax.saxutils import escape

import language
from language import _
from report.periodic.blocks import Annex, Block, Chart, Heading, KeyFigures, Paragraph
from report.periodic.carried import CUSTOM_XML
from report.periodic.chapters import chapters
from report.periodic.content import Content
from report.periodic.data import proof_form
from report.periodic.forms.docx_parts import (
    W,
    bookmark,
    caption,
    chart_frame,
    chart_part,
    contents_entry,
    field,
    paragraph,
    runs,
    section,
    table,
)
from report.periodic.front import facts_of, report_title
from report.table import AMOUNT, NUMBER, Column, Table
from store.db.errors import library_needed
from store.db.text import clean

_UPRIGHT: Final = 9638
_TURNED: Final = 14570
"""What stands between the margins, in twentieths of a point."""
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def docx_report(content: Content) -> bytes:
    """Return the file. Raises UserError ``library_missing``."""
    with library_needed("hq"):
        import docx

    document = docx.Document()
    _Writer(document, content).write()
    embed(document, detail_of(content))
    return saved(document)


def saved(document: Any) -> bytes:
    """Return the file of a document, without the moment of writing: equal reports are equal files."""
    written, packed = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(packed, "w") as archive:
        for info in parts.infolist():
            part = zipfile.ZipInfo(info.filename, _EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(part, parts.read(info))
    return packed.getvalue()


class DocumentDetail(NamedTuple):
    """What a Word report carries beside its text: its proof as JSON, and what its properties say."""

    proof: str
    title: str
    made_on: date
    language: str


def detail_of(content: Content, **more: object) -> DocumentDetail:
    """Return the detail of a report; ``more`` stands in its proof."""
    proof = json.dumps({**proof_form(content), **more}, ensure_ascii=True, separators=(",", ":"))
    parameters = content.parameters
    return DocumentDetail(proof, clean(report_title(content)), parameters.made_on, parameters.language)


def embed(document: Any, detail: DocumentDetail) -> None:
    """Let a document carry the parameters and figures as data, and nothing of the moment or the machine."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    data = f'<terren xmlns="urn:terren:report">{escape(detail.proof)}</terren>'.encode()
    package = document.part.package
    document.part.relate_to(
        Part(PackURI(f"/{CUSTOM_XML}"), "application/xml", data, package), f"{_RELATIONS}/customXml"
    )
    made = datetime.combine(detail.made_on, datetime.min.time())
    properties = document.core_properties
    properties.title, properties.author, properties.comments = detail.title, "", ""
    properties.created = properties.modified = made
    properties.language = language.BY_CODE.get(detail.language, language.BY_CODE[language.SOURCE]).office


class _Writer:
    """Puts the blocks into a document, one after the other."""

    def __init__(self, document: Any, content: Content) -> None:
        from docx.oxml import parse_xml

        self._document, self._content, self._parse = document, content, parse_xml
        self._body = document.element.body
        self._end = self._body.sectPr
        self._tables = self._charts = self._marks = 0
        self._turned = False

    def write(self) -> None:
        """Write everything."""
        blocks = list(chapters(self._content))
        self._styles()
        self._title()
        self._contents([block for block in blocks if isinstance(block, Heading) and block.level < 3])
        for before, block, after in zip((None, *blocks), blocks, (*blocks[1:], None), strict=False):
            # a heading and its one sentence are not left behind at the end of a page
            self._block(block, keep=isinstance(before, Heading) and not isinstance(after, Paragraph))
        self._section(self._end, turned=self._turned)
        self._footer()

    def _add(self, xml: str) -> None:
        self._end.addprevious(self._parse(xml))

    def _styles(self) -> None:
        from docx.enum.style import WD_STYLE_TYPE
        from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
        from docx.oxml.ns import qn
        from docx.shared import Pt, RGBColor, Twips

        styles = self._document.styles
        normal = styles["Normal"]
        normal.font.name, normal.font.size = "Arial", Pt(10.5)
        normal.paragraph_format.space_after = Pt(6)
        # else the theme's fonts win over the one that is named
        for style in (normal, styles["Title"], *(styles[f"Heading {n}"] for n in (1, 2, 3))):
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for name in list(fonts.attrib):
                del fonts.attrib[name]
            for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
                fonts.set(qn(name), "Arial")
        for n, size in ((1, 17), (2, 13), (3, 11)):
            heading = styles[f"Heading {n}"]
            heading.font.size, heading.font.color.rgb = Pt(size), RGBColor(0x1F, 0x4E, 0x79)
            heading.paragraph_format.keep_with_next = True
        styles["Title"].font.color.rgb = RGBColor(0x1F, 0x4E, 0x79)
        styles["Caption"].font.color.rgb = RGBColor(0x33, 0x40, 0x4D)
        muted = styles.add_style("Terren Note", WD_STYLE_TYPE.PARAGRAPH)
        muted.base_style, muted.font.size = normal, Pt(9)
        muted.font.color.rgb = RGBColor(0x52, 0x60, 0x6F)
        for n in (1, 2):
            entry = styles.add_style(f"toc {n}", WD_STYLE_TYPE.PARAGRAPH)
            entry.element.set(qn("w:styleId"), f"TOC{n}")
            entry.base_style, entry.font.size = normal, Pt(9)
            entry.paragraph_format.left_indent = Pt(14 * (n - 1))
            entry.paragraph_format.space_after = Pt(0)
            entry.paragraph_format.tab_stops.add_tab_stop(
                Twips(_UPRIGHT), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
            )
        spoken = language.BY_CODE[language.current()].office
        for tag in styles.element.iter(qn("w:lang")):
            tag.set(qn("w:val"), spoken)

    def _title(self) -> None:
        self._add(paragraph(runs(report_title(self._content)), "Title"))
        columns = (Column("label", ""), Column("title", ""))
        rows = tuple(facts_of(self._content))
        self._add(table(Table("facts", "", columns, rows), _UPRIGHT, small=False))
        self._add(paragraph(""))

    def _contents(self, headings: list[Heading]) -> None:
        self._add(paragraph(runs(_("Contents"), '<w:rPr><w:b/><w:sz w:val="28"/></w:rPr>'), keep=True))
        for n, heading in enumerate(headings):
            self._add(
                contents_entry(
                    heading.text, heading.level, f"part{n + 1}", first=not n, last=n == len(headings) - 1
                )
            )
        self._add(paragraph('<w:r><w:br w:type="page"/></w:r>'))

    def _block(self, block: Block, *, keep: bool) -> None:
        if isinstance(block, Heading):
            inner = runs(block.text)
            if block.level < 3:
                self._marks += 1
                inner = bookmark(self._marks, f"part{self._marks}", inner)
            self._add(paragraph(inner, f"Heading{block.level}"))
        elif isinstance(block, Paragraph):
            self._add(paragraph(runs(block.text), "TerrenNote" if block.muted else "", keep=keep))
        elif isinstance(block, KeyFigures):
            self._key(block)
        elif isinstance(block, Chart):
            self._chart(block)
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Annex):
            self._add(paragraph(""))
            last = self._end.getprevious()
            ended = self._parse(f'<w:sectPr xmlns:w="{W}">{section(False)}</w:sectPr>')
            last.get_or_add_pPr().append(ended)
            self._turned = True

    def _key(self, block: KeyFigures) -> None:
        columns = (
            Column("title", _("Figure")),
            Column("value", _("Value"), NUMBER),
            Column("note", _("Made of"), AMOUNT),
        )
        rows = tuple((figure.name, figure.value, figure.note) for figure in block.figures)
        self._table(Table("key", _("Key figures"), columns, rows))

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
        relation = self._document.part.relate_to(part, f"{_RELATIONS}/chart")
        lines = len(chart.labels) * (1 if chart.stacked else len(chart.series))
        self._add(chart_frame(relation, self._charts, chart.caption, lines))
        self._add(caption(_("Diagram"), "Figure", self._charts, chart.caption).replace("<w:keepNext/>", ""))
        columns = (
            Column("title", ""),
            *(Column(series.code, series.name, NUMBER) for series in chart.series),
        )
        rows = tuple(
            (label, *(series.shown[at] for series in chart.series)) for at, label in enumerate(chart.labels)
        )
        self._add(table(Table("numbers", "", columns, rows), _UPRIGHT, small=True))
        self._add(paragraph(""))

    def _table(self, block: Table) -> None:
        if not block.rows:
            self._add(paragraph(runs(f"{block.caption}: {block.empty}"), "TerrenNote"))
            return
        self._tables += 1
        self._add(caption(_("Table"), "Table", self._tables, block.caption))
        width = _TURNED if self._turned else _UPRIGHT
        self._add(table(block, width, small=block.wide or len(block.columns) > 6))
        self._add(paragraph(""))

    def _section(self, properties: Any, *, turned: bool) -> None:
        for child in list(properties):
            if child.tag.endswith(("}pgSz", "}pgMar")):
                properties.remove(child)
        for child in self._parse(f'<w:sectPr xmlns:w="{W}">{section(turned)}</w:sectPr>'):
            properties.append(child)

    def _footer(self) -> None:
        footer = self._document.sections[0].footer
        first = footer.paragraphs[0]
        text = f"{self._content.span.code} · {self._content.parameters.shown_digest} · "
        made = paragraph(f"{runs(text)}{field('PAGE', '1')}", "Footer")
        first._p.addprevious(self._parse(made))
        first._p.getparent().remove(first._p)
