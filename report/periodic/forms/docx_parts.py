"""Pieces of a Word document in its own markup: tables, fields, charts. Text is escaped, never markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from language import _
from language.numbers import number
from report.periodic.blocks import Chart
from report.periodic.forms.charts import COLOURS
from report.periodic.words import LONG, cell_text, is_numeric, widths
from report.prose import TextLine
from report.table import Column, Table
from store.db.text import clean

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACE: Final = f'xmlns:w="{W}"'
_CHART: Final = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)


def text_of(text: str) -> str:
    """Return text as it may stand between tags."""
    return escape(clean(text))


def runs(text: str, properties: str = "") -> str:
    """Return text as runs, its lines broken as they are."""
    lines = clean(text, newlines=True).split("\n")
    return "<w:r><w:br/></w:r>".join(
        f'<w:r>{properties}<w:t xml:space="preserve">{escape(line)}</w:t></w:r>' for line in lines
    )


def add_line(paragraph_of: Any, line: TextLine) -> None:
    """Add the words of a line to a paragraph of python-docx; the address of a link stands behind it."""
    from docx.shared import Pt

    if line.depth:
        paragraph_of.paragraph_format.left_indent = Pt(18 * line.depth)
        paragraph_of.paragraph_format.space_after = Pt(2)
    if line.marker:
        paragraph_of.paragraph_format.first_line_indent = Pt(-12)
        paragraph_of.add_run(f"{line.marker} ")
    for run in line.runs:
        added = paragraph_of.add_run(clean(TextLine((run,)).text, newlines=True))
        added.bold, added.italic = run.bold or None, run.italic or None


def field(code: str, shown: str = "", *, dirty: bool = False) -> str:
    """Return a field that Word computes, with what stands there until then; a ``dirty`` one on opening."""
    anew = ' w:dirty="true"' if dirty else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"{anew}/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f"<w:r><w:t>{escape(shown)}</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def page_number() -> str:
    """Return the runs that say which page it is, of how many."""
    parts = re.split(r"(\{n\}|\{total\})", _("page {n} of {total}"))
    return "".join(field(_FIELDS[part], "1") if part in _FIELDS else runs(part) for part in parts if part)


_FIELDS: Final = {"{n}": "PAGE", "{total}": "NUMPAGES"}


def paragraph(inner: str, style: str = "", *, keep: bool = False) -> str:
    """Return a paragraph of a style; ``keep`` holds it on the page of the next."""
    chosen = f"<w:pStyle w:val={quoteattr(style)}/>" if style else ""
    kept = "<w:keepNext/>" if keep else ""
    return f"<w:p {_NAMESPACE}><w:pPr>{chosen}{kept}</w:pPr>{inner}</w:p>"


def bookmark(number: int, name: str, inner: str) -> str:
    """Something under a name that references know."""
    return (
        f'<w:bookmarkStart w:id="{number}" w:name={quoteattr(name)}/>{inner}<w:bookmarkEnd w:id="{number}"/>'
    )


def caption(label: str, kind: str, number: int, text: str) -> str:
    """Return a numbered caption: "Table 3: …"; ``kind`` counts its own numbers."""
    counted = field(f"SEQ {kind} \\* ARABIC", str(number))
    return paragraph(runs(f"{label} ") + counted + runs(f": {text}"), "Caption", keep=True)


def contents_entry(text: str, level: int, mark: str) -> str:
    """Return a line of the table of contents: its page is a reference, which every office program counts."""
    page = field(f"PAGEREF {mark} \\h", dirty=True)
    link = f"<w:hyperlink w:anchor={quoteattr(mark)}>{runs(text)}<w:r><w:tab/></w:r>{page}</w:hyperlink>"
    return paragraph(link, f"TOC{level}")


def table(content: Table, width: int, small: bool) -> Iterator[str]:
    """Yield a table with a repeated head, ``width`` twentieths of a point wide; rows are never torn."""
    letters = 14 if small else 17
    # in half points
    shares = widths(content, width // (letters * 5))
    sizes = [int(width * share / sum(shares)) for share in shares]
    size = f'<w:rPr><w:sz w:val="{letters}"/></w:rPr>'
    bold = size.replace("<w:rPr>", "<w:rPr><w:b/>")
    grid = "".join(f'<w:gridCol w:w="{size}"/>' for size in sizes)
    head = _row(
        (
            _cell(runs(column.name, bold), w, column, fill="E3E9F0")
            for column, w in zip(content.columns, sizes, strict=True)
        ),
        head=True,
    )
    if not any(column.name for column in content.columns):
        head = ""
    last = len(content.rows) - 1
    length = sum(len(cell) for row in content.rows for cell in row if isinstance(cell, str))
    together = last <= _TOGETHER and length < _LETTERS
    yield (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{width}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}"
    )
    for at, row in enumerate(content.rows):
        yield _row(
            [
                _cell(runs(cell_text(column, cell), size), w, column, mark=size, keep=together and at < last)
                for column, cell, w in zip(content.columns, row, sizes, strict=True)
            ],
            torn=any(isinstance(cell, str) and len(cell) > LONG for cell in row),
        )
    yield "</w:tbl>"


_TOGETHER: Final = 8
_LETTERS: Final = 1_200
"""Tables of no more rows and letters stay on one page."""


def _row(cells: Iterable[str], *, head: bool = False, torn: bool = False) -> str:
    repeated = "<w:tblHeader/>" if head else ""
    whole = "" if torn else "<w:cantSplit/>"
    return f"<w:tr><w:trPr>{whole}{repeated}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(
    inner: str, width: int, column: Column, *, mark: str = "", fill: str = "", keep: bool = False
) -> str:
    """Return a cell; ``mark`` are its end's properties, by which an empty one is as high as the others."""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    kept = "<w:keepNext/>" if keep or fill else ""
    right = '<w:jc w:val="right"/>' if is_numeric(column) else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>'
        f'<w:p><w:pPr>{kept}<w:spacing w:before="20" w:after="20"/>{right}{mark}</w:pPr>{inner}</w:p></w:tc>'
    )


_TICKS: Final = '<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
_SMALL: Final = (
    '<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="800"><a:latin typeface="Arial"/></a:defRPr>'
    '</a:pPr><a:endParaRPr lang="en-GB"/></a:p></c:txPr>'
)


def chart_part(chart: Chart) -> bytes:
    """Return a chart as Word keeps it, with its numbers in it."""
    grouping = "stacked" if chart.stacked else "clustered"
    series = "".join(_series(chart, n) for n in range(len(chart.series)))
    overlap = '<c:overlap val="100"/>' if chart.stacked else ""
    most = '<c:max val="100"/><c:min val="0"/>' if chart.percent else '<c:min val="0"/>'
    legend = (
        f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{_SMALL}</c:legend>'
        if len(chart.series) > 1
        else ""
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<c:chartSpace {_CHART}><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/>'
        f'<c:plotArea><c:layout/><c:barChart><c:barDir val="bar"/><c:grouping val="{grouping}"/>'
        f'<c:varyColors val="0"/>{series}<c:gapWidth val="60"/>{overlap}'
        '<c:axId val="111"/><c:axId val="112"/></c:barChart>'
        '<c:catAx><c:axId val="111"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/>'
        # without one LibreOffice takes the format of days of whoever saves the document
        '<c:axPos val="l"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        f'{_TICKS}<c:tickLblPos val="low"/>{_SMALL}<c:crossAx val="112"/>'
        '<c:crosses val="autoZero"/></c:catAx>'
        f'<c:valAx><c:axId val="112"/><c:scaling><c:orientation val="minMax"/>{most}</c:scaling>'
        '<c:delete val="0"/><c:axPos val="b"/><c:majorGridlines><c:spPr><a:ln w="3175"><a:solidFill>'
        '<a:srgbClr val="D9DEE4"/></a:solidFill></a:ln></c:spPr></c:majorGridlines>'
        f'<c:numFmt formatCode={quoteattr(_axis_format(chart))} sourceLinked="0"/>{_TICKS}'
        f'<c:tickLblPos val="nextTo"/>{_SMALL}'
        '<c:crossAx val="111"/><c:crosses val="max"/></c:valAx>'
        f'</c:plotArea>{legend}<c:plotVisOnly val="1"/></c:chart></c:chartSpace>'
    ).encode()


def _axis_format(chart: Chart) -> str:
    """Return the format of an axis: numbers as the language writes them, whatever that of the program is."""
    if chart.percent:
        return '0"%"'
    parted = f'"{number(10_000)[2:-3]}"'
    return f"[>=1000000]0{parted}000{parted}000;[>=1000]0{parted}000;0"


def _series(chart: Chart, n: int) -> str:
    series = chart.series[n]
    labels = "".join(
        f'<c:pt idx="{at}"><c:v>{text_of(label)}</c:v></c:pt>' for at, label in enumerate(chart.labels)
    )
    values = "".join(f'<c:pt idx="{at}"><c:v>{value}</c:v></c:pt>' for at, value in enumerate(series.values))
    count = f'<c:ptCount val="{len(chart.labels)}"/>'
    return (
        f'<c:ser><c:idx val="{n}"/><c:order val="{n}"/><c:tx><c:v>{text_of(series.name)}</c:v></c:tx>'
        f'<c:spPr><a:solidFill><a:srgbClr val="{COLOURS.get(series.code, "555555")}"/></a:solidFill></c:spPr>'
        '<c:invertIfNegative val="0"/>'
        f"<c:cat><c:strLit>{count}{labels}</c:strLit></c:cat>"
        f"<c:val><c:numLit><c:formatCode>General</c:formatCode>{count}{values}</c:numLit></c:val></c:ser>"
    )


def chart_frame(relation: str, number: int, name: str, lines: int) -> str:
    """Return the place of a chart in the text."""
    wide, high = 6_100_000, 900_000 + 330_000 * lines
    return (
        f'<w:p {_NAMESPACE} xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
        ' xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><w:pPr><w:keepNext/></w:pPr><w:r>'
        f'<w:drawing><wp:inline><wp:extent cx="{wide}" cy="{high}"/>'
        f'<wp:docPr id="{number}" name="Chart {number}" descr={quoteattr(clean(name))}/>'
        "<wp:cNvGraphicFramePr/>"
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        f'<c:chart r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>'
    )
