"""Rows of totals in a grid, and the rows of their capital and recurrent parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from planreader.interpret import gridcells
from planreader.interpret.gridreading import Reading
from planreader.interpret.headings import labels
from planreader.interpret.headings.headings import Heading
from planreader.sources.grid import GridCell, GridRow
from planreader.vocabulary.currency import SIGNS

TOTALS = ("total", "grand_total")
_AMOUNT: Final = re.compile(rf":\s*((?:€\s*)?\d[\d.,\s]*(?:€|{SIGNS})?\.?)\s*$")
"""An amount behind the label of a total."""


def take_total(reading: Reading, row: GridRow, filled: Sequence[GridCell]) -> bool:
    """Take a row of totals or of their parts."""
    heading = reading.actions
    if heading is None:
        return False
    label = filled[0]
    if labels.split(label.text) and reading.rows and reading.rows[-1].kind in TOTALS:
        draft = gridcells.total_cells(row, heading, label)
        blank = not draft.loose and not any(gridcells.money_text(cell) for cell in draft.budget.values())
        if not reading.numbering.is_ghost:
            reading.splits.append(blank)
        # what a page's end cuts from this row is no part of the total above
        reading.last, reading.fresh = None, False
        return True
    found = labels.total(label.text)
    if found is None or not _is_beside(label, filled, heading):
        return False
    kind = found.kind
    if kind == "higher_total":
        reading.last = None
        return True
    if kind == "grand_total" and len(filled) == 1 and len(heading.years) > 1 and _AMOUNT.search(label.text):
        # one amount for all years says nothing of any
        return True
    draft = gridcells.total_cells(row, heading, label)
    reading.numbering.total(kind)
    reading.add(draft.row(kind, found.nr, row.place, heading.years), row)
    return True


def _is_beside(label: GridCell, filled: Sequence[GridCell], heading: Heading) -> bool:
    """Whether the label stands before the budget, and what follows there are figures."""
    budget = [column for column in heading.columns if column.role == "budget"]
    if budget and label.left >= budget[0].left and len(filled) > 1:
        return False
    for cell in filled[1:]:
        columns = heading.of(cell)
        if columns and columns[0].role in ("deadline", "title"):
            return False
    return True
