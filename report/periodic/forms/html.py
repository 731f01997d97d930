"""The report as one HTML file that loads nothing, reads well on a telephone, and prints on A4."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import language
from language import _
from report.html import page_number, quoted
from report.periodic.blocks import (
    Annex,
    Block,
    Chart,
    Contents,
    FactsBlock,
    Heading,
    Paragraph,
)
from report.periodic.chapters import chapters
from report.periodic.content import Content
from report.periodic.data import proof_form
from report.periodic.forms.charts import FONTS, svg_chart
from report.periodic.front import cover, report_title
from report.periodic.words import LONG, cell_text, is_numeric, widths
from report.prose import TextLine
from report.table import Table
from store.db.errors import library_needed
from store.db.text import clean

_TEMPLATES = Path(__file__).parent / "templates"


def html_report(content: Content) -> bytes:
    """Return the file. Raises UserError ``library_missing``."""
    with library_needed("hq"):
        from jinja2 import DictLoader, Environment, StrictUndefined
        from markupsafe import Markup

    source = (_TEMPLATES / "report.html.j2").read_text(encoding="utf-8")
    environment = Environment(
        loader=DictLoader({"report": source}),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: clean(value, newlines=True) if type(value) is str else value,
    )
    front = cover(content)
    blocks = list(_blocks(chapters(content), Markup))
    text = environment.get_template("report").render(
        lang=language.current(),
        title=report_title(content),
        style=Markup((_TEMPLATES / "report.css").read_text(encoding="utf-8")),
        cover=front,
        emblem=b64encode(front.emblem).decode("ascii"),
        short=content.parameters.unit is not None,
        margins=Markup(_margins(front.title)),
        contents=_("Contents"),
        annexes=_("Annexes"),
        toc=[block for block in blocks if block["kind"] == "heading" and block["level"] < 3],
        blocks=blocks,
        proof=Markup(embedded(proof_form(content))),
    )
    return text.encode("utf-8")


def _margins(title: str) -> str:
    """Return the style of what stands above and below every printed page: the title, and which page it is."""
    return (
        f"@page {{ @top-left {{ content: {quoted(title)}; {_SMALL} }}"
        f" @bottom-right {{ content: {page_number()}; {_SMALL} }} }}"
    )


_SMALL: Final = f"font: 8pt {FONTS};"


def embedded(data: dict[str, Any]) -> str:
    """JSON that cannot end the element in which it stands."""
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _marked(line: TextLine, markup: Any) -> Any:
    """Return a line with its bold words and links."""
    written = markup("{} " if line.marker else "").format(line.marker)
    for run in line.runs:
        text = clean(run.text, newlines=True)
        if run.bold:
            text = markup("<strong>{}</strong>").format(text)
        if run.italic:
            text = markup("<em>{}</em>").format(text)
        if run.link:
            text = markup('<a href="{}" rel="noreferrer">{}</a>').format(clean(run.link), text)
        written += text
    return written


def _blocks(blocks: Iterable[Block], markup: Any) -> Iterator[dict[str, Any]]:
    headings = charts = tables = 0
    page = _UPRIGHT
    for block in blocks:
        if isinstance(block, Heading):
            headings += 1
            yield {"kind": "heading", "anchor": f"part-{headings}", **block._asdict()}
        elif isinstance(block, Paragraph):
            depth = block.line.depth if block.line else 0
            text = _marked(block.line, markup) if block.line else block.text
            yield {"kind": "paragraph", "muted": block.muted, "text": text, "depth": depth}
        elif isinstance(block, Chart):
            charts += 1
            rows = [
                {"label": label, "texts": [series.shown[at] for series in block.series]}
                for at, label in enumerate(block.labels)
            ]
            svg = markup(svg_chart(block, charts))
            caption = f"{_('Diagram')} {charts}: {block.caption}"
            yield {"kind": "chart", **block._asdict(), "caption": caption, "svg": svg, "rows": rows}
        elif isinstance(block, Table):
            made = _table(block, page)
            if block.rows:
                tables += 1
                made["caption"] = f"{_('Table')} {tables}: {block.caption}"
            yield {"kind": "table", **made}
        elif isinstance(block, FactsBlock):
            yield {"kind": "facts", "rows": block.rows}
        elif isinstance(block, Annex):
            page = _TURNED
            yield {"kind": "annex"}
        elif isinstance(block, Contents):
            yield {"kind": "contents"}


_UPRIGHT: Final = 480
_TURNED: Final = 725
"""Points from margin to margin of a printed page."""


def _table(table: Table, page: int) -> dict[str, Any]:
    letters = 7 if table.small else 8.5
    shares = widths(table, round(2 * page / letters))
    whole = sum(shares)
    return {
        "code": table.code.replace(".", "-"),
        "caption": table.caption,
        # words and figures stay whole: where they need more than the page is wide, letters are smaller
        "letters": f"{letters / max(whole, 1):.2f}",
        "empty": table.empty,
        "columns": [
            {"name": column.name, "number": is_numeric(column), "width": f"{share / whole:.1%}"}
            for column, share in zip(table.columns, shares, strict=True)
        ],
        "rows": [
            [
                {
                    "text": cell_text(column, cell),
                    "number": is_numeric(column),
                    "long": isinstance(cell, str) and len(cell) > LONG,
                }
                for column, cell in zip(table.columns, row, strict=True)
            ]
            for row in table.rows
        ],
    }
