"""A document as plain text for any editor and printer."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

from report.document import Document, DocumentEntry, DocumentTable
from store.db.text import clean

WIDTH: Final = 78
_BLANK: Final = 40
"""Letters of a line for writing by hand."""


def render_plain(document: Document, width: int = WIDTH) -> str:
    """Return the document in lines of at most ``width`` letters, unless a single word is longer."""
    return "".join(f"{line}\n" for line in _Lines(width).of(document))


class _Lines:
    """Lines of one width."""

    def __init__(self, width: int) -> None:
        self._width = width

    def of(self, document: Document) -> Iterator[str]:
        """Yield all lines of a document."""
        yield from self._heading(document.title, "=")
        for label, text in document.facts:
            yield from self._wrapped(f"{label}: {text}", "", "  ")
        yield ""
        yield from self._wrapped(f"{document.attendance}:", "", "  ")
        for n, name in enumerate(document.names, 1):
            yield from self._wrapped(f"{n}. {clean(name) or self._blank}", "  ", "     ")
        for table in document.tables:
            yield ""
            yield from self._heading(table.heading, "-")
            yield from self._table(table)
        for section in document.sections:
            yield ""
            yield from self._heading(section.heading, "-")
            for entry in section.entries:
                yield from self._entry(entry)
            if not section.entries:
                yield from self._wrapped(section.empty, "  ", "  ")
        yield ""
        for label in document.signatures:
            yield ""
            yield from self._wrapped(f"{label}: {self._blank}", "", "  ")

    @property
    def _blank(self) -> str:
        return "_" * min(_BLANK, self._width - 10)

    def _heading(self, text: str, rule: str) -> Iterator[str]:
        lines = list(self._wrapped(text, "", ""))
        yield from lines
        yield rule * max(map(len, lines), default=1)

    def _entry(self, entry: DocumentEntry) -> Iterator[str]:
        first, *more = clean(entry.text, newlines=True).split("\n")
        yield from self._wrapped(f"{entry.label}: {first}", "  * ", "    ")
        for line in more:
            yield from self._wrapped(line, "    ", "    ")
        if entry.remark:
            yield from self._wrapped(f"({entry.remark})", "    ", "    ")

    def _table(self, table: DocumentTable) -> Iterator[str]:
        if not table.rows:
            yield from self._wrapped(table.empty, "  ", "  ")
            return
        rows = [
            [clean(cell, newlines=True).split("\n") for cell in row] for row in (table.columns, *table.rows)
        ]
        sizes = [max(1, *(len(line) for row in rows for line in row[n])) for n in range(len(table.columns))]
        room = self._width - 2 * len(sizes)
        while sum(sizes) > room and max(sizes) > 1:
            sizes[sizes.index(max(sizes))] -= 1
        for n, row in enumerate(rows):
            cells = [
                [part for line in cell for part in textwrap.wrap(line, size) or [""]]
                for cell, size in zip(row, sizes, strict=True)
            ]
            for parts in zip_longest(*cells, fillvalue=""):
                yield "".join(f"  {part:<{size}}" for part, size in zip(parts, sizes, strict=True)).rstrip()
            if n == 0:
                yield "".join(f"  {'-' * size}" for size in sizes)

    def _wrapped(self, text: str, first: str, others: str) -> Iterator[str]:
        lines = textwrap.wrap(
            clean(text),
            self._width,
            initial_indent=first,
            subsequent_indent=others,
            break_long_words=False,
            break_on_hyphens=False,
        )
        yield from lines or [""]
