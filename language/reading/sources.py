"""Places in a document ("lines 61-66", "table 2, row 4, column 3") in words of the current language.

Readers write places in one fixed English form; what is not of that form is shown as it stands.
"""

from __future__ import annotations

import re
from typing import Final

from language import _
from language.numbers import figure

_LINES: Final = r"lines? (?P<line>\d+(?:-\d+)?)"
_PARAGRAPH: Final = r"paragraph (?P<paragraph>\d+)"
_TABLE: Final = (
    r"(?:page (?P<page>\d+))?(?:(?:^|(?<=\d), )table (?P<table>\d+))?"
    r"(?:, row (?P<row>\d+)(?:, column (?P<column>\d+))?)?"
)
_SHEET: Final = r"(?s:sheet (?P<sheet>.+), (?:row (?P<row>\d+)|cell (?P<cell>[A-Z]+\d+)))"
_FORMS: Final = (_LINES, _PARAGRAPH, _TABLE, _SHEET)
"""Patterns; each is compiled where a place of its form is first met."""
_NEXT: Final = re.compile(r"; (?=lines? \d|paragraph \d|page \d|table \d|sheet )")


def source(place: str) -> str:
    """Return a place, or several parted by semicolons, in words; empty for none."""
    parts = [_place(part) for part in _NEXT.split(place)]
    return "; ".join(part for part in parts if part)


def _place(place: str) -> str:
    edges = {"page header": _("page header"), "page footer": _("page footer")}
    if place in edges:
        return edges[place]
    for form in _FORMS:
        match = re.fullmatch(form, place)
        if match and any(match.groups()):
            return ", ".join(_word(name, text) for name, text in match.groupdict().items() if text)
    return figure("place", place) if place else ""


def _word(name: str, text: str) -> str:
    if name == "line":
        return (_("lines {n}") if "-" in text else _("line {n}")).format(n=text)
    words = {
        "paragraph": _("paragraph {n}"),
        "page": _("page {n}"),
        "table": _("table {n}"),
        "row": _("row {n}"),
        "column": _("column {n}"),
        "sheet": _("sheet {n}"),
        "cell": _("cell {n}"),
    }
    return words[name].format(n=figure(name, text))
