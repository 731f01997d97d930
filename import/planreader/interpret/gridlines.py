"""Indicators written as lines: ``Indicator: …``, then ``Baseline (2022): 20%``, ``Target 2025: 35%``."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from planreader.interpret.gridreading import Reading
from planreader.interpret.headings import targetlabels
from planreader.sources.form import Cell, Part, Row
from planreader.sources.grid import GridRow
from planreader.vocabulary import numbers
from planreader.vocabulary.headwords import concepts
from planreader.vocabulary.targets import told_alone, told_target, told_within

_OF_CARDS: Final = frozenset({"indicator", "baseline", "target", "interim", "objective", "output"})
"""What the first words of a card's labels say."""


def take_target_line(reading: Reading, row: GridRow) -> bool:
    """Take a line that begins an indicator, or says values of the one on the lines above.

    A row of two cells, a label and what it is of, says the same.
    """
    text = _said(row)
    if not text:
        return False
    place = row.filled[0].place
    owner = reading.owner or reading.numbering.owner
    own = row.table == 0 or len(row.filled) > 1
    title = targetlabels.indicator(text) if own and owner is not None else None
    if title and owner is not None:
        title, told = told_within(title)
        cells = {role: _cell(role, value, place) for role, value in {"title": title, **told}.items()}
        reading.add(Row("indicator", owner, cells, row.place), row)
        return True
    label = reading.label_of(text)
    # "Output 1.1: …" may be an objective
    if (label is not None and label.nr) or not reading.rows or reading.rows[-1].kind != "indicator":
        return False
    values = told_alone(text)
    for role, value in values:
        reading.rows[-1] = _with_value(reading.rows[-1], role, value, place)
    return bool(values)


def _said(row: GridRow) -> str:
    """The text of a line; a row's label and the text of its second cell, where it has just these."""
    filled = row.filled
    if len(filled) == 1:
        return filled[0].text
    if len(filled) != 2 or numbers.is_number(filled[0].text):
        return ""
    label = filled[0].text.rstrip(" :")
    if not label[:1].isupper() or not concepts(" ".join(label.split()[:2])) & _OF_CARDS:
        # the rest of a row that a page's end cut
        return ""
    told = told_target(f"{label}: {filled[1].text}") is not None
    return f"{label}: {filled[1].text}" if told or targetlabels.indicator(f"{label}: x") == "x" else ""


def _with_value(row: Row, role: str, value: str, place: str) -> Row:
    """An indicator with a value more; of two targets the first is the interim one."""
    cells = dict(row.cells)
    if role == "final" and "final" in cells and "interim" not in cells:
        cells["interim"] = replace(cells["final"], role="interim")
    cells[role] = _cell(role, value, place)
    return replace(row, cells=cells)


def _cell(role: str, text: str, place: str) -> Cell:
    return Cell(role, (Part(text),), place)
