"""Rows of totals in a grid, and the rows of their capital and recurrent parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from planreader.interpret import gridcells
from planreader.interpret.gridreading import Reading
from planreader.interpret.headings import labels
from planreader.interpret.headings.headings import Heading
from planreader.sources.form import Part
from planreader.sources.grid import GridCell, GridRow
from planreader.vocabulary import money
from planreader.vocabulary.currency import SIGNS
from planreader.vocabulary.headwords import role_of, year_of

TOTALS = ("total", "grand_total")
_LABELS: Final = 2
"""Cells of a heading of totals beside the years: above the labels, and above their sum."""
_YEAR_WORDS: Final = 2
_AMOUNT: Final = re.compile(rf":\s*((?:€\s*)?\d[\d.,\s]*(?:€|{SIGNS})?\.?)\s*$")
"""An amount behind the label of a total."""


def take_years(reading: Reading, filled: Sequence[GridCell]) -> bool:
    """Take the heading of totals in a table of their own: the plan's years, and perhaps their sum."""
    heading = reading.actions
    if heading is None or not heading.years:
        return False
    told = {cell.left: year for cell in filled if (year := _year_alone(cell.text)) is not None}
    if tuple(told.values()) != heading.years:
        return False
    others = [role_of(cell.text) for cell in filled if cell.left not in told]
    if any(role not in ("", "sum", "nr", "title", "objective") for role in others):
        return False
    if len(others) > _LABELS or (min(told) == filled[0].left and len(others) > 1):
        return False
    reading.own_years = told
    return True


def take_total(reading: Reading, row: GridRow, filled: Sequence[GridCell]) -> bool:
    """Take a row of totals or of their parts."""
    heading = reading.actions
    if heading is None:
        return False
    label = filled[0]
    if labels.split(label.text) and reading.rows and reading.rows[-1].kind in TOTALS:
        draft = gridcells.total_cells(row, heading, label, reading.own_years)
        blank = not draft.loose and not any(gridcells.money_text(cell) for cell in draft.budget.values())
        if not reading.numbering.is_ghost:
            reading.splits.append(blank)
        # what a page's end cuts from this row is no part of the total above
        reading.last, reading.fresh = None, False
        return True
    found = labels.total(label.text)
    if found is None and reading.own_years and _take_summed(reading, row, filled, heading):
        return True
    if found is None or not (reading.own_years or _is_beside(label, filled, heading)):
        return False
    kind = found.kind
    if kind == "higher_total":
        reading.last = None
        return True
    if kind == "total" and not found.nr and (_is_last(reading) or _is_alone(reading)):
        kind = "grand_total"
    if kind == "grand_total" and len(filled) == 1 and len(heading.years) > 1 and _AMOUNT.search(label.text):
        # one amount for all years says nothing of any
        return True
    draft = gridcells.total_cells(_with_amount(row, label, heading), heading, label, reading.own_years)
    reading.numbering.total(kind)
    reading.add(draft.row(kind, found.nr, row.place, heading.years), row)
    return True


def _take_summed(reading: Reading, row: GridRow, filled: Sequence[GridCell], heading: Heading) -> bool:
    """Take a row of a summary: an objective, and what it comes to in each year."""
    told = [cell for cell in filled if gridcells.own_year(reading.own_years, cell) is None]
    label = (
        labels.objective(" ".join(cell.text for cell in told)) or labels.bare_objective(told[0].text)
        if told
        else None
    )
    amounts = [cell for cell in filled if cell not in told]
    if label is None or not label.nr or not amounts or not all(money.is_cell(cell.text) for cell in amounts):
        return False
    draft = gridcells.total_cells(row, heading, told[0], reading.own_years)
    reading.add(draft.row("summed", label.nr, row.place, heading.years), row)
    return True


def _with_amount(row: GridRow, label: GridCell, heading: Heading) -> GridRow:
    """A row whose only cell says the only year's amount behind the label, with that in a cell of its own."""
    said = _AMOUNT.search(label.text)
    budget = next((column for column in heading.columns if column.role == "budget"), None)
    if said is None or budget is None or len(row.filled) > 1:
        return row
    own = replace(label, left=budget.left, right=budget.right, parts=(Part(said[1].strip()),))
    return replace(row, cells=(replace(label, right=min(label.right, budget.left)), own))


def _is_last(reading: Reading) -> bool:
    """Whether the row before was a total, too: a bare one that follows is the plan's."""
    return reading.numbering.has_total and bool(reading.rows) and reading.rows[-1].kind in TOTALS


def _is_alone(reading: Reading) -> bool:
    """Whether objectives before this one had actions and no totals: then a bare one is the plan's, too."""
    kinds = [row.kind for row in reading.rows]
    if "total" in kinds or kinds.count("specific") < 2:
        return False
    last = len(kinds) - 1 - kinds[::-1].index("specific")
    return "action" in kinds[:last]


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


def _year_alone(text: str) -> int | None:
    """The year that a cell holds and nothing more but a word for it: ``2024``, ``Viti 2024``."""
    return year_of(text) if len(text.split()) <= _YEAR_WORDS else None
