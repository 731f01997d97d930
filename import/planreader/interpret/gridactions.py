"""Rows of actions in a grid, rows that go on with the one above, and rests that a page's end cut."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from planreader.interpret import gridcells
from planreader.interpret.gridaside import resume_objective_cells, take_objective_cells
from planreader.interpret.gridreading import Reading
from planreader.interpret.gridtargets import indicator_cells, is_whole_indicator, named_owner
from planreader.interpret.headings import labels, targetlabels
from planreader.interpret.headings.headings import Heading
from planreader.sources.form import Cell, Part
from planreader.sources.grid import GridCell, GridRow
from planreader.vocabulary import money, numbers
from planreader.vocabulary.deadlines import read_deadline
from planreader.vocabulary.headwords import concepts

_FEWEST = 3
"""Columns that a row without a number fills at least, if it is an action."""
_TARGETS = ("title", "baseline", "interim", "final", "result")
_LABEL = 3
"""Words of a label that say of which level it is, and levels of an action's number."""
_FOOTNOTE = re.compile(r"(?<=\d)(?:[*¹²³]+|\([^\d()]+\))$")
"""What a number may bear that is no part of it: ``1.1.2*``, ``1.1.2 (new)``."""


@dataclass(frozen=True, slots=True)
class _Number:
    """An action's number in several readings, its cell, and the title behind it where it stands in front."""

    options: tuple[str, ...]
    cell: GridCell
    title: str | None = None
    own: bool = True


def take_action(reading: Reading, row: GridRow, filled: Sequence[GridCell]) -> bool:
    """Take an action's row.

    Raises Refused ``document_number_twice_at``, ``document_number_order_at`` or ``document_two_plans``.
    """
    heading = reading.actions
    if heading is None or len(filled) < 2:
        return False
    number = _number(heading, row)
    spread = {column.role for cell in filled for column in heading.of(cell)[:1]} - {"", "nr", "objective"}
    if number is None or len(spread) < 2:
        return False
    beside = {"objective", "nr"}
    rest = [cell.text for cell in filled if cell is not number.cell and not _stands_in(cell, heading, beside)]
    text = " ".join([number.title] if number.title is not None else rest[:2])
    told = labels.objective(f"{number.options[0]} {text}") or labels.objective(text)
    if told and not (_fits(heading, row) and _is_action_too(reading, number, text)):
        return False
    take_objective_cells(reading, row, number.options)
    if numbers.depth(number.options[0]) > 1 or _fits(heading, row):
        reading.imply(number.options, row)
    if not reading.numbering.follows(number.options) and not _fits(heading, row):
        return False
    found = reading.numbering.action(number.options, number.cell.place)
    if found is None:
        return False
    nr, reason = found
    _add(reading, row, heading, number, nr, reason or number.cell.reason)
    return True


def _is_action_too(reading: Reading, number: _Number, text: str) -> bool:
    """Whether the title of the next action begins as a label does: ``1.1.9 Pillar "Clean air"``."""
    levels = any({"strategic", "specific", "general"} & concepts(word) for word in text.split()[:_LABEL])
    whole = numbers.depth(number.options[0]) == _LABEL
    return whole and not levels and reading.numbering.follows(number.options)


def _add(reading: Reading, row: GridRow, heading: Heading, number: _Number, nr: str, why: str) -> None:
    draft = gridcells.action_cells(row, heading)
    if number.title is not None:
        parts = draft.cells["title"].parts
        first = labels.action(parts[0].text)
        head = (Part(first.rest),) if first is not None and first.rest else ()
        draft.cells["title"] = replace(draft.cells["title"], parts=(*head, *parts[1:]))
    elif not number.own:
        cell = draft.cells["title"]
        draft.cells["title"] = replace(cell, parts=tuple(replace(part, gap=0) for part in cell.parts[1:]))
    draft.cells["nr"] = Cell("nr", (Part(nr),), number.cell.place, not why, why)
    reading.mode = "actions"
    reading.add(draft.row("action", nr, row.place, heading.years), row)


def _number(heading: Heading, row: GridRow) -> _Number | None:
    """A row's number: in its column, before the title, or in a cell of its own below the title's heading."""
    cells = [(cell, [column.role for column in heading.of(cell)[:1]]) for cell in row.cells if cell.text]
    for cell, roles in cells:
        if roles == ["nr"]:
            tight = "".join(cell.text.split())
            tight = _FOOTNOTE.sub("", tight) if numbers.is_number(_FOOTNOTE.sub("", tight)) else tight
            text = tight if numbers.is_number(tight) else cell.text
            options = cell.options or (text,)
            if any(map(numbers.is_number, options)):
                return _Number(options, cell)
            label = labels.action(text)
            return _Number((label.nr,), cell) if label is not None and not label.rest else None
    for cell, roles in cells:
        if roles == ["title"]:
            options = cell.options or (cell.text,)
            if row.cut and heading.has("nr") and cell.text.isdigit():
                # the last word of a title that a page's end cut
                return None
            if any(map(numbers.is_number, options)):
                return _Number(options, cell, own=False)
            label = labels.action(cell.text)
            return _Number((label.nr,), cell, label.rest) if label is not None and label.rest else None
        if roles == [] and not heading.has("nr") and numbers.is_number(cell.text):
            return _Number(cell.options or (cell.text,), cell)
    return None


def _stands_in(cell: GridCell, heading: Heading, roles: set[str]) -> bool:
    return any(column.role in roles for column in heading.of(cell)[:1])


def _fits(heading: Heading, row: GridRow) -> bool:
    """Whether a row holds what stands below the headings of deadlines and budgets."""
    for cell in (*row.cells, *row.above):
        columns = heading.of(cell)
        role = columns[0].role if columns else ""
        if role == "deadline" and cell.text:
            reading = read_deadline(cell.text)
            return reading.deadline.start is not None or not reading.malformed
        if role == "budget" and gridcells.money_text(Cell("budget", cell.parts)):
            return money.is_admin(cell.text) or money.amount(cell.text) is not None
    return False


def take_rest(reading: Reading, row: GridRow, filled: Sequence[GridCell], *, fresh: bool) -> bool:
    """The rest of a row that a page's end cut: the edges of the row before, and nothing that begins one."""
    before = reading.last
    if not fresh or before is None or not reading.rows or not row.cut_edges(before):
        return False
    if _begins(reading, row, filled):
        return False
    last = reading.rows[-1]
    if last.kind == "action" and reading.actions is not None:
        draft = gridcells.action_cells(row, reading.actions)
    elif last.kind == "indicator" and len(before.cells) == len(row.cells) == 1:
        # a line with the indicator and all its values: the last of them goes on
        draft = gridcells.Draft()
        draft.add(max((role for role in _TARGETS if role in last.cells), key=_TARGETS.index), filled[0])
    elif last.kind == "indicator":
        title = _title_cell(reading, row)
        draft = indicator_cells(row, reading.targets, title, title.text, rest=True)
    elif last.kind in ("strategic", "specific"):
        draft = gridcells.Draft()
        draft.add("title", filled[-1])
    elif last.kind in ("total", "grand_total") and reading.actions is not None:
        draft = gridcells.total_cells(row, reading.actions, _label_cell(reading.actions, row, filled[0]))
    else:
        return False
    if last.kind == "action":
        resume_objective_cells(reading, row)
    whole = gridcells.continued(reading.rows[-1], draft, cut=True)
    label = labels.total(whole.text("label")) if last.kind == "total" and not last.nr else None
    reading.rows[-1] = replace(whole, nr=label.nr) if label is not None else whole
    reading.fresh = False
    return True


def _label_cell(heading: Heading, row: GridRow, first: GridCell) -> GridCell:
    """The cell of a total's label in the rest of a row: the first with text, where no budget stands above."""
    columns = heading.of(first)
    told = any(map(str.isalpha, first.text)) or numbers.depth(numbers.bare(first.text.rstrip(":"))) > 1
    labelled = told and not (columns and columns[0].role == "budget")
    return first if labelled else row.cells[0]


def _title_cell(reading: Reading, row: GridRow) -> GridCell:
    """The cell of an indicator's title: the first, where no heading tells."""
    heading = reading.targets
    titled = [cell for cell in row.cells if heading and [c.role for c in heading.of(cell)[:1]] == ["title"]]
    return titled[0] if titled else row.cells[0]


def _begins(reading: Reading, row: GridRow, filled: Sequence[GridCell]) -> bool:
    """Whether a row begins something of its own."""
    text = filled[0].text
    last = reading.rows[-1].kind
    if last in ("total", "grand_total"):
        # the label is merged over columns, as no other row's first cell is: a number is the end of it
        return labels.total(text) is not None or labels.split(text) or _is_numbered(text, filled)
    if len(row.cells) == 1 and numbers.key_like(text):
        return True
    if numbers.is_number(text) and filled[0] is row.cells[0] and len(row.cells) > 1:
        return True
    if targetlabels.indicator(text) is not None:
        return True
    if labels.split(text) and (last != "action" or _has_amounts(filled[1:])):
        # the parts of a total stand below it: words alone go on with an action ("capital investments")
        return True
    if last == "indicator" and (is_whole_indicator(reading, row) or named_owner(reading, row) is not None):
        return True
    if labels.total(text) is not None and len(filled) < len(row.cells):
        return True
    start = reading.label_of(text) if len(filled) == 1 else labels.objective(text)
    return start is not None and bool(start.nr)


def _is_numbered(text: str, filled: Sequence[GridCell]) -> bool:
    """Whether a row begins with an action's number and says something: the rest of a total is amounts."""
    said = any(len(cell.text.split()) > 1 and any(map(str.isalpha, cell.text)) for cell in filled[1:])
    return said and numbers.is_number(text) and numbers.depth(text) > 1 and len(filled) > _FEWEST


def _has_amounts(filled: Sequence[GridCell]) -> bool:
    return bool(filled) and all(money.is_cell(cell.text) for cell in filled)


def take_line(reading: Reading, row: GridRow) -> None:
    """A row without a number among actions: further lines of the action before it."""
    if not reading.rows or reading.rows[-1].kind != "action" or reading.actions is None:
        return
    last = reading.last
    reading.is_apart = reading.is_apart or row.apart
    if last is None or last.table != row.table or reading.numbering.is_ghost or reading.is_apart:
        return
    draft = gridcells.action_cells(GridRow(row.cells, row.place, row.table), reading.actions)
    if len(row.cells) == 1 or not draft.cells.keys() | draft.remarks.keys():
        return
    reading.rows[-1] = gridcells.continued(reading.rows[-1], draft, cut=False)
