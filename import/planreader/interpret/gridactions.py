"""Rows of actions in a grid, rows that go on with the one above, and rests that a page's end cut."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from planreader.interpret import gridcells
from planreader.interpret.gridreading import OBJECTIVES, TOTALS, Reading
from planreader.interpret.gridtargets import indicator_cells, named_owner
from planreader.interpret.gridtitles import resume_objective_cells, take_objective_cells
from planreader.interpret.headings import labels
from planreader.interpret.headings.headings import Heading
from planreader.sources.form import Cell, Part
from planreader.sources.grid import GridCell, GridRow
from planreader.vocabulary import money, numbers
from planreader.vocabulary.targets import TARGETS

_WHOLE: Final = 3
"""Components of an action's number that names its objectives."""
_FOOTNOTE: Final = re.compile(r"(?<=\d)(?:[*¹²³]+|\([^\d()]+\))$")
"""What a number may bear that is no part of it: ``1.1.2*``, ``1.1.2 (new)``."""


class _Number(NamedTuple):
    """An action's number in several readings, its cell, and the title behind it where it stands in front."""

    options: tuple[str, ...]
    cell: GridCell
    title: str = ""


def take_action(reading: Reading, row: GridRow, filled: Sequence[GridCell]) -> bool:
    """Take an action's row.

    Raises Refused ``document_number_twice_at``, ``document_number_order_at`` or ``document_two_plans``.
    """
    heading = reading.actions
    number = _number(heading, row) if heading is not None else None
    if heading is None or number is None:
        return False
    roles = {heading.role_of(cell) for cell in filled} - {"", "nr", "objective"}
    if len(roles) < 2:
        return False
    take_objective_cells(reading, row, heading)
    reading.take_level(number.options)
    found = reading.numbering.action(number.options, number.cell.place)
    if found is None:
        return False
    nr, reason = found
    draft = gridcells.action_cells(row, heading)
    if number.title:
        head, *parts = draft.cells["title"].parts
        label = labels.action(head.text)
        rest = (Part(label.rest),) if label is not None and label.rest else ()
        draft.cells["title"] = draft.cells["title"]._replace(parts=(*rest, *parts))
    why = reason or number.cell.reason
    draft.cells["nr"] = Cell("nr", (Part(nr),), number.cell.place, not why, why)
    reading.mode = "actions"
    reading.add(draft.row("action", nr, row.place, heading.years), row)
    return True


def _number(heading: Heading, row: GridRow) -> _Number | None:
    """A row's number, in its column or before the title; of several the whole one: others count rows."""
    found: list[_Number] = []
    for cell in row.filled:
        role = heading.role_of(cell)
        label = labels.action(cell.text)
        if role == "nr":
            tight = "".join(cell.text.split())
            bare = _FOOTNOTE.sub("", tight)
            options = cell.options or (bare if numbers.is_number(bare) else tight,)
            if any(map(numbers.is_number, options)):
                found.append(_Number(options, cell))
            elif label is not None and not label.rest:
                found.append(_Number((label.nr,), cell))
        elif role == "title" and label and label.rest and (not found or numbers.depth(label.nr) >= _WHOLE):
            found.append(_Number((label.nr,), cell, label.rest))
    return max(found, key=lambda one: numbers.depth(one.options[0]), default=None)


def take_further(reading: Reading, row: GridRow) -> bool:
    """Take a row below the merged title of an action: a further source of its money, with what that pays."""
    heading = reading.actions
    if heading is None or reading.numbering.is_ghost or not reading.rows or reading.rows[-1].kind != "action":
        return False
    whole = gridcells.further(reading.rows[-1], row, heading)
    if whole is None:
        return False
    reading.rows[-1] = whole
    reading.last, reading.fresh = row, False
    return True


def take_rest(reading: Reading, row: GridRow, filled: Sequence[GridCell]) -> bool:
    """The rest of a row that a page's end cut: the edges of the row before, and nothing that begins one."""
    before = reading.last
    if not reading.fresh or before is None or not reading.rows or not row.cut_edges(before):
        return False
    if _begins(reading, row, filled):
        return False
    last = reading.rows[-1]
    if last.kind == "indicator":
        title = next(
            (c for c in row.cells if reading.targets and reading.targets.role_of(c) == "title"), row.cells[0]
        )
        draft = indicator_cells(row, reading.targets, title, title.text, rest=True)
    elif last.kind in OBJECTIVES:
        draft = gridcells.Draft()
        draft.add("title", filled[-1])
    elif reading.actions is None:
        return False
    elif last.kind == "action":
        draft = gridcells.action_cells(row, reading.actions)
        resume_objective_cells(reading, row)
    else:
        draft = gridcells.total_cells(row, reading.actions, _label_cell(reading.actions, row, filled[0]))
    whole = gridcells.continued(reading.rows[-1], draft)
    label = labels.total(whole.text("label")) if last.kind == "total" and not last.nr else None
    reading.rows[-1] = whole._replace(nr=label.nr) if label is not None else whole
    reading.fresh = False
    return True


def _label_cell(heading: Heading, row: GridRow, first: GridCell) -> GridCell:
    """The cell of a total's label in the rest of a row: the first with text, where no budget stands above."""
    told = any(map(str.isalpha, first.text)) or numbers.depth(numbers.bare(first.text.rstrip(":"))) > 1
    return first if told and heading.role_of(first) != "budget" else row.cells[0]


def _begins(reading: Reading, row: GridRow, filled: Sequence[GridCell]) -> bool:
    """Whether a row begins something of its own."""
    text, last = filled[0].text, reading.rows[-1].kind
    if numbers.is_number(text) and filled[0] is row.cells[0] and len(row.cells) > 1:
        # a number before amounts may be the end of a total's label
        return not (last in TOTALS and filled[1:] and all(money.is_cell(cell.text) for cell in filled[1:]))
    if labels.indicator(text) is not None or (
        labels.total(text) is not None and len(filled) < len(row.cells)
    ):
        return True
    if labels.split(text) and last != "action":
        # the parts of a total stand below it: words alone go on with an action ("capital investments")
        return True
    if last == "indicator" and (_is_indicator(reading, row) or named_owner(reading, row) is not None):
        return True
    start = reading.label_of(text) if len(filled) == 1 else labels.objective(text)
    return start is not None and bool(start.nr)


def _is_indicator(reading: Reading, row: GridRow) -> bool:
    """Whether a row has a title that begins with a capital letter, and more than one target."""
    heading = reading.targets
    values = [cell for cell in row.filled if heading is not None and heading.role_of(cell) in TARGETS]
    return row.filled[0].text[:1].isupper() and len(values) > 1
