"""Rows of actions in a grid, rows that go on with the one above, and rests that a page's end cut."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from planreader.interpret import gridcells, gridfurther
from planreader.interpret.gridreading import OBJECTIVES, TOTALS, GridReading
from planreader.interpret.gridtargets import indicator_cells, named_owner
from planreader.interpret.gridtitles import (
    names_objective,
    resume_objective_cells,
    take_objective_cells,
    unnamed_objective_cells,
)
from planreader.interpret.headings import labels
from planreader.interpret.headings.headings import Heading
from planreader.interpret.headings.passed import shown
from planreader.interpret.listing import Listing
from planreader.interpret.listnumbers import Number, bare, cell_of, is_wide
from planreader.interpret.numbering import BY_ORDER
from planreader.sources.form import Cell, Part, Row, without_start
from planreader.sources.grid import GridCell, GridRow
from planreader.vocabulary import money, numbers
from planreader.vocabulary.deadlines import read_deadline
from planreader.vocabulary.fold import fold, squeeze
from planreader.vocabulary.targets import TARGETS
from store.db.errors import UserError
from store.plan.model import Finding

_FOOTNOTE: Final = re.compile(r"(?<=\d)(?:[*¹²³]+|\([^\d()]+\))$")
"""What a number may bear that is no part of it: ``1.1.2*``, ``1.1.2 (new)``."""
_TITLE_NOTE: Final = re.compile(r"(?<=[^\W\d_]{3})(?:[¹²³⁴⁵⁶⁷⁸⁹]+|\*+)$|(?<=[”“\"»)])(?:[¹²³⁴⁵⁶⁷⁸⁹]+|\*+)$")
"""The mark of a footnote behind a word of a title; ``m²`` has none."""
_PRINT: Final = "page "
"""How the places of a print begin, in which rows are cut."""


def take_action(reading: GridReading, row: GridRow, filled: Sequence[GridCell]) -> bool:
    """Take the row of an action that has a number.

    Raises UserError ``document_number_twice_at``, ``document_number_order_at``, ``document_two_plans`` or
    ``document_listed_again``.
    """
    heading = reading.actions
    if heading is None:
        return False
    if reading.listing is not None:
        number = reading.listing.numbers[id(row)]
        return bool(number.text) and (
            _take_again(reading, row, heading, number)
            or _take_listed(reading, reading.listing, row, heading, number)
        )
    number = _number(heading, row)
    if number.cell is not None and _take_again(reading, row, heading, number):
        return True
    roles = {heading.role_of(cell) for cell in filled} - {"", "nr", "objective"}
    if number.cell is None or len(roles) < 2 or names_objective(reading, row):
        return False
    take_objective_cells(reading, row, heading)
    reading.take_level(number.options, number.cell.place)
    try:
        numbered = reading.numbering.action(number.options, number.cell.place)
    except UserError as refusal:
        raise _listed_again(reading, row, heading, number.cell.place) or refusal from None
    if numbered is None:
        return False
    nr, reason = numbered
    _add(reading, row, heading, number, nr, reason or number.cell.reason)
    return True


def _listed_again(reading: GridReading, row: GridRow, heading: Heading, place: str) -> UserError | None:
    """Return the refusal ``document_listed_again`` of an action that a table above lists by the same title,
    where this one has nothing but money beside it."""
    title = cell_of(row, heading, "title")
    if title is None or heading.roles & {"deadline", "institutions", "support"}:
        return None
    actions = (own for own in reading.rows if own.kind == "action")
    first = next((own.place for own in actions if fold(own.text("title")) == fold(title.text)), "")
    where = {"title": shown(title.text), "place": place, "first": first}
    return UserError("document_listed_again", file=reading.file, **where) if first else None


def take_unnumbered(reading: GridReading, row: GridRow) -> bool:
    """Take the row of an action without a number, in a list in which none has any."""
    heading, listing = reading.actions, reading.listing
    if heading is None or listing is None or listing.is_numbered or cell_of(row, heading, "title") is None:
        return False
    return _take_listed(reading, listing, row, heading, listing.numbers[id(row)])


def _take_again(reading: GridReading, row: GridRow, heading: Heading, number: Number) -> bool:
    """Take a row that says an action again, for another institution: one for each that does its part."""
    if not reading.goes_on("action"):
        return False
    nr = bare(number.text)
    # the action of this number, or the one right above, of whose number it may be the end
    at = -1
    if nr in (reading.numbering if reading.listing is None else reading.listing).places:
        at = next((n for n, own in enumerate(reading.rows) if own.kind == "action" and own.nr == nr), -1)
    if not f".{reading.rows[at].nr}".endswith(f".{nr}"):
        return False
    whole = gridfurther.repeated(reading.rows[at], row, heading)
    if whole is None:
        return False
    _go_on(reading, at, row, whole)
    return True


def _go_on(reading: GridReading, at: int, row: GridRow, whole: Row) -> None:
    """Put an action with what a row adds in the place of the one before."""
    if gridfurther.is_doubled(reading.rows[at], whole, is_of_several=reading.is_of_several):
        reading.noticed.append(Finding("amount_repeated", whole.nr, {}, row.place))
    reading.rows[at] = whole
    reading.last, reading.fresh, reading.is_of_several = row, False, True


def _take_listed(
    reading: GridReading, listing: Listing, row: GridRow, heading: Heading, number: Number
) -> bool:
    reading.drop_grand_total()
    if begun := listing.objectives(row, heading, number):
        for at, own in enumerate(reading.rows):
            if own.kind == "indicator" and not own.nr:
                # it stands above the first action of its objective
                reading.rows[at] = own._replace(nr=listing.specific)
        reading.rows += begun
    for objective in (listing.group, listing.above):
        if objective is not None:
            reading.left = [left for left in reading.left if left is not objective.row]
    nr = listing.number(number, row.place)
    _add(reading, row, heading, number, nr, "" if number.text else BY_ORDER)
    return True


def _add(reading: GridReading, row: GridRow, heading: Heading, number: Number, nr: str, reason: str) -> None:
    """Add an action; ``reason`` is what its number was inferred from."""
    draft, cell = gridcells.action_cells(row, heading), number.cell
    if cell is not None and number.title_at:
        title = draft.cells["title"]
        draft.cells["title"] = title._replace(parts=without_start(title.parts, number.title_at))
    elif cell is not None and reading.listing is not None and not nr.endswith(bare(cell.text)):
        # a number that is written otherwise says something all the same
        draft.remark(squeeze(heading.of(cell)[0].title), cell)
    if (named := draft.cells.get("title")) is not None and named.parts:
        *before, last = named.parts
        unmarked = last._replace(text=_TITLE_NOTE.sub("", last.text))
        draft.cells["title"] = named._replace(parts=(*before, unmarked))
    if reading.listing is None:
        for unnamed in unnamed_objective_cells(reading, row, heading):
            draft.remark(squeeze(heading.of(unnamed)[0].title), unnamed)
    place = cell.place if cell is not None else row.place
    draft.cells["nr"] = Cell("nr", (Part(nr),), place, not reason, reason)
    reading.mode = "actions"
    reading.add(draft.row("action", nr, row.place, heading.years), row)


def _number(heading: Heading, row: GridRow) -> Number:
    """Return a row's number, in its column or before the title; of several the whole one."""
    candidates: list[Number] = []
    for cell in row.filled:
        role = heading.role_of(cell)
        label = labels.action(cell.text)
        if role == "nr":
            tight = "".join(cell.text.split())
            without_note = _FOOTNOTE.sub("", tight)
            options = cell.options or (without_note if numbers.is_number(without_note) else tight,)
            if any(map(numbers.is_number, options)):
                candidates.append(Number(options, cell))
            elif label is not None and not label.rest:
                candidates.append(Number((label.nr,), cell))
        elif (
            role == "title"
            and label
            and label.rest
            and (not candidates or numbers.depth(label.nr) > numbers.LEVELS)
        ):
            candidates.append(Number((label.nr,), cell, len(cell.text) - len(label.rest)))
    return max(candidates, key=lambda number: numbers.depth(number.text), default=Number())


def take_further(reading: GridReading, row: GridRow) -> bool:
    """Take a row below the merged title of an action: a further source of its money, with what that pays."""
    heading = reading.actions
    if heading is None or reading.numbering.is_ghost or not reading.goes_on("action"):
        return False
    whole = gridfurther.further(reading.rows[-1], row, heading, is_of_several=reading.is_of_several)
    if whole is None:
        return False
    _go_on(reading, -1, row, whole)
    return True


def take_rest(reading: GridReading, row: GridRow, filled: Sequence[GridCell]) -> bool:
    """Take the rest of a row that a page's end cut, which begins nothing of its own."""
    before = reading.last
    if before is None or not reading.rows:
        return False
    if reading.listing is not None:
        if not _goes_on_in_print(reading, row):
            return False
    elif not reading.fresh or not row.cut_edges(before) or _begins(reading, row, filled):
        return False
    _resume(reading, row, filled)
    return True


def take_cut(reading: GridReading, row: GridRow) -> bool:
    """Take a row that a rule or a page of a print cut from the action above, whatever its edges."""
    if not (reading.actions and reading.actions.bounds(row) and _goes_on_in_print(reading, row)):
        return False
    _resume(reading, row, row.filled)
    return True


def _goes_on_in_print(reading: GridReading, row: GridRow) -> bool:
    """Return whether a print's row has no number, and no deadline or amount beside the action's above.

    In a list without numbers it begins a page, and in small letters or without a title.
    """
    heading = reading.actions
    if heading is None or not row.place.startswith(_PRINT) or is_wide(row, heading):
        return False
    if not reading.goes_on("action"):
        return False
    if reading.listing is not None and not reading.listing.is_numbered:
        title = cell_of(row, heading, "title")
        return reading.fresh and (title is None or title.text[:1].islower())
    draft, last = gridcells.action_cells(row._replace(above=()), heading), reading.rows[-1]
    is_dated = _is_due(draft.cells) and _is_due(last.cells)
    return not (is_dated or _amounts(draft.budget) & _amounts(last.budget or {}))


def _is_due(cells: Mapping[str, Cell]) -> bool:
    """Return whether a whole deadline stands among cells."""
    return "deadline" in cells and not read_deadline(cells["deadline"].text).malformed


def _amounts(budget: Mapping[int, Cell]) -> set[int]:
    """Return the years of a budget that have a whole amount."""
    return {year for year, cell in budget.items() if money.amount(gridcells.money_text(cell)) is not None}


def _resume(reading: GridReading, row: GridRow, filled: Sequence[GridCell]) -> None:
    """Add the rest of a row to the last one."""
    last = reading.rows[-1]
    if last.kind == "indicator":
        title = next(
            (c for c in row.cells if reading.targets and reading.targets.role_of(c) == "title"), row.cells[0]
        )
        draft = indicator_cells(row, reading.targets, title, title.text, rest=True)
    elif last.kind in OBJECTIVES:
        draft = gridcells.DraftRow()
        draft.add("title", filled[-1])
    elif reading.actions is None:
        return
    elif last.kind == "action":
        draft = gridcells.action_cells(row, reading.actions)
        resume_objective_cells(reading, row)
    else:
        draft = gridcells.total_cells(row, reading.actions, _label_cell(reading.actions, row, filled[0]))
    whole = gridcells.continued(reading.rows[-1], draft)
    label = labels.total(whole.text("label")) if last.kind == "total" and not last.nr else None
    reading.rows[-1] = whole._replace(nr=label.nr) if label is not None else whole
    reading.fresh = False


def _label_cell(heading: Heading, row: GridRow, first: GridCell) -> GridCell:
    """Return the cell of a total's label in the rest of a row: the first with text, if in no budget."""
    told = any(map(str.isalpha, first.text)) or numbers.depth(numbers.bare(first.text.rstrip(":"))) > 1
    return first if told and heading.role_of(first) != "budget" else row.cells[0]


def _begins(reading: GridReading, row: GridRow, filled: Sequence[GridCell]) -> bool:
    """Return whether a row begins something of its own."""
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


def _is_indicator(reading: GridReading, row: GridRow) -> bool:
    """Return whether a row has a title that begins with a capital letter, and more than one target."""
    heading = reading.targets
    values = [cell for cell in row.filled if heading is not None and heading.role_of(cell) in TARGETS]
    return row.filled[0].text[:1].isupper() and len(values) > 1
