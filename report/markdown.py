"""A document as Markdown (CommonMark, and harmless under its common extensions)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from report.document import Document, DocumentEntry, DocumentTable
from store.db.text import clean

_ACTING: Final = re.compile(r"[\\`*_\[\]{}<>&|~#!$@^]|:(?=//)|(?<=www)\.", re.IGNORECASE)
_AT_START: Final = re.compile(r"^(\s*)(?:([-+=])|(\d{1,9})([.)])(?=\s|$))")
_BLANK: Final = "\\_" * 30


def escape_markdown(text: str) -> str:
    """Return one line of text in which nothing acts as Markdown, HTML or a link.

    Any ASCII punctuation may be escaped; only what could act is, so that the source stays readable.
    """
    line = _ACTING.sub(lambda match: f"\\{match[0]}", clean(text).strip())
    return _AT_START.sub(_at_start, line)


def _at_start(match: re.Match[str]) -> str:
    space, sign, number, stop = match.groups()
    return f"{space}\\{sign}" if sign else f"{space}{number}\\{stop}"


def render_markdown(document: Document) -> str:
    """Return the document's source."""
    return "".join(f"{line}\n" for line in _lines(document))


def _lines(document: Document) -> Iterator[str]:
    yield f"# {escape_markdown(document.title)}"
    yield ""
    for label, text in document.facts:
        yield f"- **{escape_markdown(label)}:** {escape_markdown(text)}"
    yield ""
    yield f"**{escape_markdown(document.attendance)}:**"
    yield ""
    for n, name in enumerate(document.names, 1):
        yield f"{n}. {escape_markdown(name) or _BLANK}"
    for table in document.tables:
        yield ""
        yield f"## {escape_markdown(table.heading)}"
        yield ""
        yield from _table(table)
    for section in document.sections:
        yield ""
        yield f"## {escape_markdown(section.heading)}"
        yield ""
        for entry in section.entries:
            yield from _entry(entry)
        if not section.entries:
            yield escape_markdown(section.empty)
    for label in document.signatures:
        yield ""
        yield f"{escape_markdown(label)}: {_BLANK}"


def _table(table: DocumentTable) -> Iterator[str]:
    if not table.rows:
        yield escape_markdown(table.empty)
        return
    yield _row(table.columns)
    yield _row(("---",) * len(table.columns), escape=False)
    yield from map(_row, table.rows)


def _row(cells: tuple[str, ...], *, escape: bool = True) -> str:
    """Return a row; a cell has one line, since a table has no other."""
    texts = [
        escape_markdown(" ".join(clean(cell, newlines=True).split())) if escape else cell for cell in cells
    ]
    return f"| {' | '.join(texts)} |"


def _entry(entry: DocumentEntry) -> Iterator[str]:
    lines = [escape_markdown(line) for line in clean(entry.text, newlines=True).split("\n") if line.strip()]
    if entry.remark:
        lines.append(f"*({escape_markdown(entry.remark)})*")
    head = f"- **{escape_markdown(entry.label)}:** {lines[0] if lines else ''}".rstrip()
    # a backslash at a line's end breaks the line
    yield "\\\n  ".join([head, *lines[1:]])
