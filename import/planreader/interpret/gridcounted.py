"""Objectives printed without a number, above actions that name none: they count in their order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from planreader.interpret.gridreading import Reading
from planreader.interpret.headings import labels
from planreader.interpret.headings.labels import Label
from planreader.sources.grid import GridRow

_AHEAD: Final = 6
_FURTHER: Final = 30
"""Rows between a strategic objective and its first specific one, indicators among them."""
_ONLY: Final = "1"
_FEWEST: Final = 3
"""Cells of an action's row."""


def counted(reading: Reading, rows: Sequence[GridRow], at: int) -> Label | None:
    """``Objective: …`` above a table of actions as the next objective; None where it is no such line.

    Where a plan has one level of objectives, its actions make the objective a specific one.
    """
    label = _label(rows[at])
    if label is None:
        return None
    if label.kind == "strategic" and _heads_numbered(rows, at):
        return Label(label.kind, _ONLY, label.rest)
    if reading.vouched.known or not _heads_actions(reading, rows, at):
        return None
    return Label(label.kind, reading.numbering.next_objective(label.kind), label.rest)


def _label(row: GridRow) -> Label | None:
    if len(row.filled) != 1:
        return None
    label = labels.objective(row.filled[0].text, plain=True)
    return label if label is not None and not label.nr and label.rest else None


def _heads_numbered(rows: Sequence[GridRow], at: int) -> bool:
    """Whether specific objectives numbered 1, 2, 3 follow, so that the one above all of them has no number.

    Only the line says of itself that it is a strategic one: a plain ``Objective:`` may be either.
    """
    if labels.objective(rows[at].filled[0].text) is None:
        return False
    for row in rows[at + 1 : at + 1 + _FURTHER]:
        label = labels.objective(row.filled[0].text) if len(row.filled) == 1 else None
        if label is not None:
            return label.kind == "specific" and label.nr == _ONLY
        if row.filled and labels.action(row.filled[0].text) is not None:
            return False
    return False


def _heads_actions(reading: Reading, rows: Sequence[GridRow], at: int) -> bool:
    """Whether a table begins below, or actions go on, with nothing but lines between."""
    for n in range(at + 1, min(at + 1 + _AHEAD, len(rows))):
        heading = reading.headings.get(n)
        if heading is not None:
            return heading.kind != "other"
        if len(rows[n].filled) >= _FEWEST:
            return reading.mode == "actions"
    return False
