"""Writes blocks as a Word document: merged cells, several paragraphs a cell, runs cut as Word cuts them."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any, Final
from xml.sax.saxutils import escape

from tests.documents.style import Style
from tests.documents.writers.blocks import Block, Cell, Paragraph, Row, Table, placed

_USABLE_TWIPS: Final = 15_300
_HEADS: Final = ("header", "indicator_head")
_SHADES: Final = {"header": "D9E2F3", "indicator_head": "D9E2F3", "strategic": "BDD6EE", "specific": "DEEAF6"}


class _Writer:
    """Builds the XML of tables by hand: a table of hundreds of merged cells takes minutes otherwise."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.rng = Random(f"docx {style.seed}")
        self.size = self.rng.choice((14, 16, 17))
        self.font = self.rng.choice(("Liberation Sans", "Liberation Serif", "DejaVu Sans"))
        self.cut_runs = self.rng.random() < 0.5
        self.repeat_header = self.rng.random() < 0.5
        self.spare_paragraph = self.rng.random() < 0.3

    def runs(self, text: str, *, bold: bool, size: int) -> str:
        """Runs of one paragraph; Word often cuts one word into several runs."""
        parts = [text]
        if self.cut_runs and len(text) > 12 and self.rng.random() < 0.3:
            at = self.rng.randrange(3, len(text) - 3)
            parts = [text[:at], text[at:]]
        look = (
            f'<w:rPr><w:rFonts w:ascii="{self.font}" w:hAnsi="{self.font}" w:cs="{self.font}"/>'
            f'{"<w:b/>" if bold else ""}<w:sz w:val="{size}"/></w:rPr>'
        )
        out = []
        for part in parts:
            lines = [f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in part.split("\n")]
            out.append(f"<w:r>{look}{'<w:br/>'.join(lines)}</w:r>")
        return "".join(out)

    def paragraph(self, text: str, *, bold: bool = False, size: int = 0, after: int = 0) -> str:
        space = f'<w:pPr><w:spacing w:before="0" w:after="{after}"/></w:pPr>'
        runs = self.runs(text, bold=bold, size=size or self.size) if text else ""
        return f"<w:p>{space}{runs}</w:p>"

    def cell(self, cell: Cell, width: int, *, bold: bool, shade: str) -> str:
        merge = '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
        span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
        fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else ""
        paragraphs = list(cell.paragraphs)
        if self.spare_paragraph and len(paragraphs) > 1 and self.rng.random() < 0.3:
            paragraphs.insert(1, "")
        if self.spare_paragraph and self.rng.random() < 0.1:
            paragraphs.append("")
        body = "".join(self.paragraph(text, bold=bold) for text in paragraphs or [""])
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{fill}</w:tcPr>{body}</w:tc>'

    def row(self, row: Row, line: list[tuple[int, Cell | None]], widths: list[int], *, first: bool) -> str:
        bold = row.kind not in ("action", "indicator")
        shade = _SHADES.get(row.kind, "")
        ends = [column for column, _ in line[1:]] + [len(widths)]
        cells = []
        for (column, cell), end in zip(line, ends, strict=True):
            width = sum(widths[column:end])
            if cell is None:
                cells.append(
                    f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vMerge/></w:tcPr><w:p/></w:tc>'
                )
            else:
                cells.append(self.cell(cell, width, bold=bold, shade=shade))
        repeat = "<w:trPr><w:tblHeader/></w:trPr>" if first and self.repeat_header else ""
        return f"<w:tr>{repeat}{''.join(cells)}</w:tr>"

    def table(self, table: Table, namespace: str) -> str:
        scale = _USABLE_TWIPS / sum(table.widths)
        widths = [round(width * scale) for width in table.widths]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        borders = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        rows, leading = [], True
        for r, line in placed(table):
            leading = leading and table.rows[r].kind in _HEADS
            rows.append(self.row(table.rows[r], line, widths, first=leading))
        margins = (
            '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
        )
        return (
            f'<w:tbl {namespace}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>{margins}</w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
        )


def write_docx(blocks: list[Block], style: Style, path: Path) -> None:
    """Write a Word document, A4 landscape."""
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Cm

    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(1.3)
    section.top_margin = section.bottom_margin = Cm(1.6)
    if Random(f"footer {style.seed}").random() < 0.6:
        _page_numbers(section.footer.paragraphs[0], style)
    writer, body = _Writer(style), document.element.body
    end = body.sectPr
    for n, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            size = 28 if block.heading else 20
            xml = writer.paragraph(block.text, bold=block.heading, size=size, after=120)
            end.addprevious(parse_xml(xml.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1)))
        else:
            end.addprevious(parse_xml(writer.table(block, nsdecls("w"))))
            if n + 1 < len(blocks):
                end.addprevious(parse_xml(f"<w:p {nsdecls('w')}/>"))
    document.core_properties.title = ""
    document.save(str(path))


def _page_numbers(paragraph: Any, style: Style) -> None:
    """A footer with a page field."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    paragraph.text = Random(f"mark {style.seed}").choice(("P a g e  | ", "", "Faqe "))
    paragraph._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "/>'))
