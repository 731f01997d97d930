"""Indicators written as lines: ``Indicator: …``, then ``Baseline (2022): 20%``, ``Target 2025: 35%``."""

from __future__ import annotations

from dataclasses import replace

from planreader import labels
from planreader.form import Cell, Part, Row
from planreader.grid import GridRow
from planreader.gridreading import Reading
from planreader.targets import told_target, told_within


def take_target_line(reading: Reading, row: GridRow) -> bool:
    """Take a line that begins an indicator, or says a value of the one on the lines above."""
    filled = row.filled
    if len(filled) != 1:
        return False
    text, place = filled[0].text, filled[0].place
    owner = reading.owner or reading.numbering.owner
    title = labels.indicator(text) if row.table == 0 and owner is not None else None
    if title and owner is not None:
        title, told = told_within(title)
        cells = {role: _cell(role, value, place) for role, value in {"title": title, **told}.items()}
        reading.add(Row("indicator", owner, cells, row.place), row)
        return True
    label = reading.label_of(text)
    # "Output 1.1: …" may be an objective
    value = told_target(text) if label is None or not label.nr else None
    if value is None or not reading.rows or reading.rows[-1].kind != "indicator":
        return False
    reading.rows[-1] = _with_value(reading.rows[-1], *value, place)
    return True


def _with_value(row: Row, role: str, value: str, place: str) -> Row:
    """An indicator with a value more; of two targets the first is the interim one."""
    cells = dict(row.cells)
    if role == "final" and "final" in cells and "interim" not in cells:
        cells["interim"] = replace(cells["final"], role="interim")
    cells[role] = _cell(role, value, place)
    return replace(row, cells=cells)


def _cell(role: str, text: str, place: str) -> Cell:
    return Cell(role, (Part(text),), place)
