"""A document as one HTML file that needs nothing else and prints well."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Final

from language import _
from report.document import Document, DocumentEntry, DocumentTable, shares
from store.db.text import clean

_STYLE: Final = """
body { font: 11pt/1.4 "Noto Serif", Georgia, serif; color: #111; }
body { max-width: 42em; margin: 2em auto; padding: 0 1em; }
h1 { font-size: 1.5em; } h2 { font-size: 1.1em; margin: 1.4em 0 0.3em; border-bottom: 1px solid #999; }
dl { display: grid; grid-template-columns: fit-content(40%) 1fr; gap: 0.2em 1em; margin: 0; }
dt { font-weight: bold; } h1 + dl dt { white-space: nowrap; }
dd { margin: 0; white-space: pre-line; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #999; padding: 0.2em 0.5em; text-align: left; vertical-align: top; }
td { white-space: pre-line; overflow-wrap: anywhere; }
.remark { display: block; color: #444; font-size: 0.85em; }
.blank { border-bottom: 1px solid #111; height: 1.8em; }
@media print {
  @page { size: A4; margin: 2cm; }
  body { margin: 0; max-width: none; padding: 0; font-size: 10.5pt; color: #000; }
  h2 { break-after: avoid; } dt, dd, tr, .blank { break-inside: avoid; }
}
"""


def render_html(document: Document) -> str:
    """Return the document's source.

    Every text in it is escaped, and nothing in it can load or run anything.
    """
    return "".join(f"{line}\n" for line in _lines(document))


def _safe(text: str, *, newlines: bool = False) -> str:
    return escape(clean(text, newlines=newlines))


def page_head(language: str, title: str, style: str) -> Iterator[str]:
    """Yield the lines of a page before its body: it loads nothing from elsewhere and runs nothing."""
    yield "<!DOCTYPE html>"
    yield f'<html lang="{_safe(language)}">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield (
        '<meta http-equiv="Content-Security-Policy"'
        " content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    )
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{_safe(title)}</title>"
    yield f"<style>{style}</style>"
    yield "</head>"


def page_number() -> str:
    """Return what a style sheet prints to say which page it is, of how many."""
    before, of, after = re.split(r"\{n\}|\{total\}", _("page {n} of {total}"))
    return f"{quoted(before)} counter(page) {quoted(of)} counter(pages) {quoted(after)}"


def quoted(text: str) -> str:
    """Return a text of a style sheet in which nothing acts."""
    return (
        '"'
        + "".join(sign if sign.isalnum() or sign in " .,-" else f"\\{ord(sign):x} " for sign in clean(text))
        + '"'
    )


def _lines(document: Document) -> Iterator[str]:
    title = _safe(document.title)
    numbered = f"@page {{ @bottom-right {{ content: {page_number()}; font: 8pt serif; }} }}\n"
    yield from page_head(document.language, document.title, _STYLE + numbered)
    yield "<body>"
    yield f"<h1>{title}</h1>"
    yield "<dl>"
    for label, text in document.facts:
        yield f"<dt>{_safe(label)}</dt><dd>{_safe(text)}</dd>"
    yield "</dl>"
    yield f"<h2>{_safe(document.attendance)}</h2>"
    for name in document.names:
        yield f"<div>{_safe(name)}</div>" if name else '<div class="blank"></div>'
    for table in document.tables:
        yield f"<h2>{_safe(table.heading)}</h2>"
        yield from _table(table)
    for section in document.sections:
        yield f"<h2>{_safe(section.heading)}</h2>"
        if section.entries:
            yield "<dl>"
            yield from map(_entry, section.entries)
            yield "</dl>"
        else:
            yield f"<p>{_safe(section.empty)}</p>"
    for label in document.signatures:
        yield f"<h2>{_safe(label)}</h2>"
        yield '<div class="blank"></div>'
    yield "</body>"
    yield "</html>"


def _table(table: DocumentTable) -> Iterator[str]:
    if not table.rows:
        yield f"<p>{_safe(table.empty)}</p>"
        return
    yield "<table>"
    parts = (f'<col style="width: {share:.0%}">' for share in shares(table.columns, table.rows))
    yield f"<colgroup>{''.join(parts)}</colgroup>"
    yield "<thead>" + _row("th", table.columns) + "</thead>"
    yield "<tbody>"
    yield from (_row("td", row) for row in table.rows)
    yield "</tbody>"
    yield "</table>"


def _row(tag: str, cells: tuple[str, ...]) -> str:
    return "<tr>" + "".join(f"<{tag}>{_safe(cell, newlines=True)}</{tag}>" for cell in cells) + "</tr>"


def _entry(entry: DocumentEntry) -> str:
    remark = f'<span class="remark">{_safe(entry.remark)}</span>' if entry.remark else ""
    return f"<dt>{_safe(entry.label)}</dt><dd>{_safe(entry.text, newlines=True)}{remark}</dd>"
