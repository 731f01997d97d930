"""Titles of objectives: rows merged over a table, lines between the tables, columns beside the actions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from planreader.interpret import gridcells
from planreader.interpret.gridreading import OBJECTIVES, GridReading
from planreader.interpret.headings import labels
from planreader.interpret.headings.headings import Heading
from planreader.interpret.listing import Listing, objective_of
from planreader.interpret.listnumbers import FEWEST, LONGEST_TITLE, cell_of, is_wide
from planreader.sources.form import Part
from planreader.sources.grid import GridCell, GridRow
from planreader.vocabulary import money, numbers
from planreader.vocabulary.fold import fold
from planreader.vocabulary.headwords import role_of

_LONGEST_SENTENCE: Final = 25


def take_title(reading: GridReading, row: GridRow) -> bool:
    """Take a row, or a line outside the tables, that names an objective."""
    if reading.listing is not None:
        return _take_group(reading, reading.listing, row)
    label = _label(reading, row)
    if label is None or (row.table == 0 and (not label.rest or _is_prose(label.rest))):
        return False
    beside, named = _titled(reading, row), _named_by(reading, row)
    if beside is not None and _is_of_action(reading, row, label):
        return False
    title = beside or named[-1]
    reading.add_objective(row, label, title)
    says_more = beside is not None or len(named) < len(row.filled)
    if says_more and not _take_sum(reading, row, title):
        # what it says besides is in no plan
        reading.left.append(row)
    return True


def _is_of_action(reading: GridReading, row: GridRow, label: labels.Label) -> bool:
    """Return whether a row with the number of an objective is an action with a wrong one: it is due or led,
    and called otherwise than that objective."""
    titles = (own.text("title") for own in reading.rows if own.kind in OBJECTIVES and own.nr == label.nr)
    title = next(filter(None, titles), "")
    is_other = bool(title) and not label.named and fold(title) != fold(label.rest)
    heading = reading.actions
    return is_other and any(cell_of(row, heading, role) for role in ("deadline", "institutions") if heading)


def _take_sum(reading: GridReading, row: GridRow, title: GridCell) -> bool:
    """Take the money beside an objective's title as its total; False where more stands there."""
    at = reading.above(OBJECTIVES)
    if reading.actions is None or at is None:
        return False
    draft = gridcells.total_cells(row, reading.actions, title)
    total = draft.row("specific", "", row.place, reading.actions.years)
    amounts = [text for text in map(gridcells.money_text, (*draft.budget.values(), *draft.loose)) if text]
    if reading.rows[at].place != row.place or not amounts or not all(map(money.amount, amounts)):
        return False
    reading.rows[at] = reading.rows[at]._replace(budget=total.budget, tokens=total.tokens)
    return "stray" not in draft.cells


def _named_by(reading: GridReading, row: GridRow) -> list[GridCell]:
    """Return the cells of a row without figures behind an objective's label: these are what it comes to."""
    heading, (first, *more) = reading.actions, row.filled
    label = labels.objective(first.text)
    if heading is None or label is None or not label.rest:
        return row.filled
    own = ("nr", "title", "objective")
    return [
        first,
        *(cell for cell in more if heading.role_of(cell) in own or any(map(str.isalpha, cell.text))),
    ]


def _titled(reading: GridReading, row: GridRow) -> GridCell | None:
    """Return the cell of a title, where an objective stands under the columns of actions with more."""
    heading = reading.actions
    if heading is None or len(row.filled) < FEWEST or heading.role_of(row.filled[0]) != "nr":
        return None
    title = cell_of(row, heading, "title")
    label = labels.objective(title.text) if title is not None else None
    # of a label alone the title stands in the next cell
    return title if label is None or label.rest else None


def names_objective(reading: GridReading, row: GridRow) -> bool:
    """Return whether a row under the columns of actions is an objective's with more than a title."""
    label = _label(reading, row) if _titled(reading, row) is not None else None
    if label is None:
        return False
    # what a workbook made a date of may be the number of either
    own = (numbers.key(option)[:-1] for option in row.filled[0].options if numbers.is_number(option))
    is_action = numbers.key(reading.numbering.specific or "0") in own and _is_of_action(reading, row, label)
    return not is_action


def _take_group(reading: GridReading, listing: Listing, row: GridRow) -> bool:
    """Take a line over a list, or over its whole table, as the name of the actions below it."""
    heading, filled = reading.actions, _named_by(reading, row)
    if heading is not None and id(row) in listing.sections:
        # its amounts may stand before it
        filled = [cell for cell in filled if heading.role_of(cell) == "title"]
    elif row.table and id(row) not in listing.lines:
        if heading is None or len(filled) > 2 or row.above or len(heading.columns) < FEWEST:
            return False
        is_labelled = labels.objective(" ".join(cell.text for cell in filled)) is not None
        is_alone = len(filled) == 1 and (is_wide(row, heading) or cell_of(row, heading, "title") is None)
        if not (is_alone or is_labelled) or len(filled[-1].text.split()) > LONGEST_TITLE:
            return False
    elif not row.table and id(row) not in listing.lines:
        return False
    listing.begin_group(objective_of(filled[-1], row))
    reading.left.append(row)
    return True


def _label(reading: GridReading, row: GridRow) -> labels.Label | None:
    """Return the label of the objective that a row names: in one cell, or behind its number in another."""
    first, *more = _named_by(reading, row)
    beside = _titled(reading, row) if row.table else None
    if beside is not None:
        is_due = cell_of(row, reading.actions, "deadline") is not None if reading.actions else False
        return _label_beside(reading, first, beside, is_due=is_due)
    if len(more) > 2:
        return None
    tight = "".join((first.options or (first.text,))[0].split())
    numbered = bool(more) and numbers.is_number(tight)
    text = " ".join([tight if numbered else first.text, *(cell.text for cell in more)])
    label = labels.objective(text) or (reading.label_of(text) if len(more) < 2 else None)
    if label is None or not label.nr:
        return None
    if numbered and first.options:
        return label._replace(nr=reading.numbering.pick(label.kind, first.options))
    return label


def _label_beside(
    reading: GridReading, first: GridCell, title: GridCell, *, is_due: bool
) -> labels.Label | None:
    """Return the label of an objective whose number stands in the column of numbers, before its title."""
    label = reading.label_of(first.text)
    if label is not None:
        return label._replace(rest=title.text) if label.nr and not label.rest else None
    options = ["".join(option.split()) for option in first.options or (first.text,)]
    own = labels.objective(title.text)
    if own is not None and own.nr in ("", *map(numbers.bare, options)) and numbers.is_number(options[0]):
        return own._replace(nr=own.nr or reading.numbering.pick(own.kind, options))
    # an action may be called 1 as well, and have parts of its own below 1.1.1
    vouched = [
        nr for nr in map(numbers.bare, options) if nr in reading.named and numbers.depth(nr) <= numbers.LEVELS
    ]
    if is_due:
        vouched = [nr for nr in vouched if numbers.depth(nr) == numbers.LEVELS]
    if own is not None or not vouched:
        return None
    kind = labels.level_of(vouched[0])
    return labels.Label(kind, reading.numbering.pick(kind, vouched), title.text, named=False)


def _is_prose(title: str) -> bool:
    return title.endswith(".") and len(title.split()) > _LONGEST_SENTENCE


def take_objective_cells(reading: GridReading, row: GridRow, heading: Heading) -> None:
    """Begin the objectives that stand in columns of their own beside the action of this row."""
    for cell in sorted([*row.cells, *row.above], key=_from_above):
        if not cell.text or heading.role_of(cell) != "objective" or cell.place in reading.objective_cells:
            continue
        reading.objective_cells.add(cell.place)
        label = _label_of(cell)
        label = label or _above_numbered(reading, row, heading, cell)
        if label is None and reading.fresh and cell in row.cells:
            _resume_title(reading, heading, cell)
        if label is not None and label.nr and (label.nr not in reading.numbering.places or label.rest):
            reading.add_objective(row, label, cell)


def _label_of(cell: GridCell) -> labels.Label | None:
    return labels.objective(cell.text) or labels.numbered(cell.text)


def _from_above(cell: GridCell) -> tuple[bool, float]:
    """Return what sorts cells so that a specific objective comes behind all others, and each to the right."""
    label = _label_of(cell)
    return label is not None and label.kind == "specific", cell.left


def _above_numbered(
    reading: GridReading, row: GridRow, heading: Heading, cell: GridCell
) -> labels.Label | None:
    """Return the label of a higher objective without a number, beside a specific one that tells it."""
    others = [own for own in (*row.cells, *row.above) if own.text and own is not cell]
    beside = (labels.numbered(own.text) for own in others if heading.role_of(own) == "objective")
    nr = next((label.nr.rpartition(".")[0] for label in beside if label is not None), "")
    is_new = bool(nr) and nr not in reading.numbering.places
    return labels.Label("strategic", nr, cell.text) if is_new else None


def unnamed_objective_cells(reading: GridReading, row: GridRow, heading: Heading) -> Iterator[GridCell]:
    """Yield the cells of columns of objectives that name none of the plan: a field, a priority."""
    for cell in (*row.cells, *row.above):
        is_taken = f"{cell.place}: {cell.text}" in reading.objective_cells
        if not cell.text or heading.role_of(cell) != "objective" or is_taken:
            continue
        label = _label_of(cell)
        titles = (own.text("title") for own in reading.rows if own.kind in OBJECTIVES)
        if (label is None or not label.nr) and fold(cell.text) not in map(fold, titles):
            yield cell


def resume_objective_cells(reading: GridReading, row: GridRow) -> None:
    """Go on with an objective's title beside the rest of an action that a page's end cut."""
    heading = reading.actions
    if heading is None:
        return
    for cell in row.filled:
        told = labels.objective(cell.text) or labels.numbered(cell.text) or role_of(cell.text) == "objective"
        if heading.role_of(cell) == "objective" and not told:
            _resume_title(reading, heading, cell)


def _resume_title(reading: GridReading, heading: Heading, cell: GridCell) -> None:
    """Go on with an objective's title behind a page's end; of two columns the first has the higher ones."""
    done = f"{cell.place}: {cell.text}"
    columns = [column for column in heading.columns if column.role == "objective"]
    first = heading.of(cell)[:1] == columns[:1]
    at = reading.above(OBJECTIVES if len(columns) == 1 else OBJECTIVES[:1] if first else OBJECTIVES[1:])
    if at is None or "title" not in reading.rows[at].cells or done in reading.objective_cells:
        return
    if reading.rows[at].cells["title"].place.partition("; ")[0] not in reading.objective_cells:
        # it stands above the table, and in no column
        return
    reading.objective_cells.add(done)
    title_above = reading.rows[at].cells["title"]
    title = Part(f"{title_above.text} {cell.text}")
    reading.put(at, title=title_above._replace(parts=(title,), place=f"{title_above.place}; {cell.place}"))
