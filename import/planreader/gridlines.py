"""Indicators written as lines: ``Indicator: …``, then ``Baseline (2022): 20%``, ``Target 2025: 35%``."""

from __future__ import annotations

from dataclasses import replace

from planreader import labels
from planreader.form import Cell, Part, Row
from planreader.grid import GridRow
from planreader.gridreading import Reading
from planreader.headwords import concepts, year_of
from planreader.indicators import read_target

_LONGEST_LABEL = 6
"""Words before the colon."""


def take_target_line(reading: Reading, row: GridRow) -> bool:
    """Take a line that begins an indicator, or says a value of the one on the lines above."""
    filled = row.filled
    if len(filled) != 1:
        return False
    text, place = filled[0].text, filled[0].place
    owner = reading.owner or reading.numbering.owner
    title = labels.indicator(text) if row.table == 0 and owner is not None else None
    if title and owner is not None:
        reading.add(Row("indicator", owner, {"title": _cell("title", title, place)}, row.place), row)
        return True
    label = reading.label_of(text)
    # "Output 1.1: …" may be an objective
    told = told_target(text) if label is None or not label.nr else None
    if told is None or not reading.rows or reading.rows[-1].kind != "indicator":
        return False
    reading.rows[-1] = _with_value(reading.rows[-1], *told, place)
    return True


def told_target(text: str, *, blank: bool = False) -> tuple[str, str] | None:
    """The role and the value of a text that says both: ``Baseline (2022): 20%``; None of any other.

    With ``blank`` the value may be missing.
    """
    label, colon, value = text.partition(":")
    if not colon or not (blank or value.strip()) or len(label.split()) > _LONGEST_LABEL:
        return None
    role = _role(label)
    return (role, _dated(value.strip(), label)) if role else None


def _role(label: str) -> str:
    named = concepts(label)
    if named & {"baseline"}:
        return "baseline"
    if named & {"target", "interim"} or (named & {"objective"} and year_of(label) is not None):
        return "interim" if "interim" in named else "final"
    return "result" if named & {"output"} else ""


def _dated(value: str, label: str) -> str:
    """A target with the year that its label names where it names none itself."""
    year, target = year_of(label), read_target(value)
    if year is not None and not value:
        return f"({year})"
    return f"{value} ({year})" if year is not None and target is not None and target.year is None else value


def _with_value(row: Row, role: str, value: str, place: str) -> Row:
    """An indicator with a value more; of two targets the first is the interim one."""
    cells = dict(row.cells)
    if role == "final" and "final" in cells and "interim" not in cells:
        cells["interim"] = replace(cells["final"], role="interim")
    cells[role] = _cell(role, value, place)
    return replace(row, cells=cells)


def _cell(role: str, text: str, place: str) -> Cell:
    return Cell(role, (Part(text),), place)
