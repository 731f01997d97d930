"""What a report is made of: headings, paragraphs, key figures, charts; its tables are in ``table``."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from report.prose import TextLine
from report.table import Table


class Cover(NamedTuple):
    """The first page: lines of the institution's name, its emblem (PNG, or empty), title, plan, facts, and
    places for signatures with whose each is."""

    institution: tuple[str, ...]
    emblem: bytes
    title: str
    plan: str
    facts: tuple[tuple[str, str], ...]
    signatures: tuple[str, ...]


class Contents(NamedTuple):
    """Here stand the chapters with their pages."""


class FactsBlock(NamedTuple):
    """Lines of a name and what it is."""

    rows: tuple[tuple[str, str], ...]


class Heading(NamedTuple):
    """A heading: level 1 is a chapter."""

    text: str
    level: int = 1
    line: TextLine | None = None
    """The same as headquarters wrote it within a chapter; None for one that every report has."""


class Paragraph(NamedTuple):
    """Text of one paragraph; ``muted`` says how something was counted, or that something is missing."""

    text: str
    muted: bool = False
    line: TextLine | None = None
    """The same with its bold words, links, and the mark of an entry in a list, where it has any."""


class KeyFigure(NamedTuple):
    """One figure as it is printed. ``id`` is empty for a figure of a group."""

    id: str
    name: str
    value: str
    note: str
    definition: str


class Series(NamedTuple):
    """Values of one name, one for each label of a chart; ``code`` chooses the colour."""

    code: str
    name: str
    values: tuple[float, ...]
    shown: tuple[str, ...]


class Chart(NamedTuple):
    """Bars by label, of one series or several, which add up where it is ``stacked``."""

    caption: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    stacked: bool = False
    percent: bool = False


class Annex(NamedTuple):
    """From here on pages are turned."""


Block = Contents | FactsBlock | Heading | Paragraph | Chart | Table | Annex
Draft: TypeAlias = Block | Callable[[], Table]
"""A block, or what makes the table that stands there."""
