"""A document as plain text for any editor and printer."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Final

from report.document import Document, Entry
from store.text import clean

WIDTH: Final = 78
_BLANK: Final = "_" * 40


def plain(document: Document) -> str:
    """The document in lines of at most WIDTH letters, unless a single word is longer."""
    return "".join(f"{line}\n" for line in _lines(document))


def _lines(document: Document) -> Iterator[str]:
    yield from _heading(document.title, "=")
    for label, text in document.facts:
        yield from _wrapped(f"{label}: {text}", "", "  ")
    yield ""
    yield from _wrapped(f"{document.attendance}:", "", "  ")
    for n in range(1, document.places + 1):
        yield f"  {n}. {_BLANK}"
    for section in document.sections:
        yield ""
        yield from _heading(section.heading, "-")
        for entry in section.entries:
            yield from _entry(entry)
        if not section.entries:
            yield from _wrapped(section.empty, "  ", "  ")
    yield ""
    for label in document.signatures:
        yield ""
        yield from _wrapped(f"{label}: {_BLANK}", "", "  ")


def _heading(text: str, rule: str) -> Iterator[str]:
    lines = list(_wrapped(text, "", ""))
    yield from lines
    yield rule * max(map(len, lines), default=1)


def _entry(entry: Entry) -> Iterator[str]:
    first, *more = clean(entry.text, newlines=True).split("\n")
    yield from _wrapped(f"{entry.label}: {first}", "  * ", "    ")
    for line in more:
        yield from _wrapped(line, "    ", "    ")
    if entry.remark:
        yield from _wrapped(f"({entry.remark})", "    ", "    ")


def _wrapped(text: str, first: str, others: str) -> Iterator[str]:
    lines = textwrap.wrap(
        clean(text),
        WIDTH,
        initial_indent=first,
        subsequent_indent=others,
        break_long_words=False,
        break_on_hyphens=False,
    )
    yield from lines or [""]
