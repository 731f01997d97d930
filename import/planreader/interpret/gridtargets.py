"""Rows of indicators in a grid: under a heading of their own, or told by their label."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Final

from planreader.interpret.gridcells import DraftRow
from planreader.interpret.gridreading import GridReading
from planreader.interpret.headings import labels
from planreader.interpret.headings.headings import Heading, RoleColumn, below
from planreader.sources.form import Part, Row
from planreader.sources.grid import GridCell, GridRow
from planreader.vocabulary import numbers
from planreader.vocabulary.headwords import concepts
from planreader.vocabulary.targets import TARGETS, read_target, without_label

YEAR_OF_HEADING: Final = "year_from_heading"
_VALUES: Final = (*TARGETS, "result")
_BY_COUNT: Final[Mapping[int, tuple[str, ...]]] = {
    4: _VALUES,
    3: ("baseline", "final", "result"),
    2: ("baseline", "final"),
}
_SIGNS: Final = ".:–—-()"
_SAYS: Final = re.compile(r"[^\W\d]{2}[^\d:]*: ")
"""What begins a cell that names a property and says it: ``Tip mere: regulatorna``."""


def take_band(reading: GridReading, filled: Sequence[GridCell]) -> bool:
    """Take a line that names the objective of the indicators below it: ``Indicators for objective 1.1``."""
    text = filled[0].text
    words = [word.strip(_SIGNS) for word in text.split()]
    if len(filled) > 1 or "indicator" not in concepts(" ".join(words[:2])):
        return False
    nr = next(filter(numbers.is_number, words), "")
    if not reading.knows(nr) or labels.indicator(text) is not None:
        return False
    reading.owner = nr
    return True


def numbers_owners(reading: GridReading, rows: Sequence[GridRow], at: int) -> bool:
    """Return whether the numbers below a heading of indicators are those of objectives, and count no rows."""
    heading = reading.headings[at]
    listed = takewhile(lambda row: len(row.filled) > 1, below(rows, at, reading.headings))
    cells = [cell for row in listed for cell in row.filled if heading.role_of(cell) == "nr"]
    printed = [numbers.bare(cell.text.split()[0]) for cell in cells]
    return set(printed) <= reading.named and any(numbers.depth(nr) > 1 for nr in printed)


def take_indicator(reading: GridReading, row: GridRow, filled: Sequence[GridCell]) -> bool:
    """Take an indicator's row."""
    heading = reading.targets
    owner = named_owner(reading, row)
    if owner is None and labels.objective(" ".join(cell.text for cell in filled[:3])) is not None:
        return False
    total = labels.total(filled[0].text)
    if total is not None and total.nr:
        return False
    label = filled[1] if numbers.is_number(filled[0].text) and len(filled) > 1 else filled[0]
    title = labels.indicator(label.text)
    if title is None and heading is not None and is_under_targets(reading, row):
        titled = next((cell for cell in filled if heading.role_of(cell) == "title"), None)
        if titled is not None and any(heading.role_of(cell) in _VALUES for cell in filled):
            label = titled
            title = labels.indicator(label.text) or label.text
    is_listed = owner is None and reading.listing is not None
    if owner is None and reading.listing is not None:
        # of a list's objectives the number is told with the first action below
        owner = reading.listing.specific
    elif owner is None:
        owner = reading.owner or reading.numbering.owner
    elif owner:
        # the rows below leave it blank where its cell was merged, or a page's end cut it
        reading.owner = owner
    if (
        title is None
        or not (owner or is_listed)
        or (len(filled) > 1 and all(_SAYS.match(cell.text) for cell in filled))
    ):
        return False
    draft = indicator_cells(row, heading, label, title)
    reading.add(Row("indicator", owner or "", draft.cells, row.place), row)
    return True


def named_owner(reading: GridReading, row: GridRow) -> str | None:
    """Return the number of the objective that a column beside the indicators names; None where none does.

    Empty where that objective is unknown.
    """
    heading = reading.targets
    if heading is None:
        return None
    for cell in (*row.cells, *row.above):
        role = heading.role_of(cell) if cell.text else ""
        if role not in ("objective", "nr"):
            continue
        label = reading.label_of(cell.text)
        if label is None and role == "nr" and not reading.numbers_owners:
            # the number of an indicator
            continue
        nr = label.nr if label is not None else numbers.bare(cell.text.split()[0])
        return nr if reading.knows(nr) else ""
    return None


def is_under_targets(reading: GridReading, row: GridRow) -> bool:
    """Return whether a row's edges are those of the heading of indicators, not of that of actions."""
    if reading.targets is None:
        return False
    targets, actions = _edges(reading.targets, row), _edges(reading.actions, row)
    return targets > actions or (targets == actions and reading.mode == "indicators")


def _edges(heading: Heading | None, row: GridRow) -> float:
    """Return the share of a row's cells that have both edges of one column."""
    if heading is None:
        return 0.0
    same = sum(any(heading.edged(column, cell) for column in heading.columns) for cell in row.cells)
    return same / len(row.cells)


def indicator_cells(
    row: GridRow, heading: Heading | None, label: GridCell, title: str, *, rest: bool = False
) -> DraftRow:
    """Return an indicator's cells: title, targets, result; of the ``rest`` of one those with text."""
    draft = DraftRow()
    draft.add("title", label._replace(parts=(Part(title),) if title else ()))
    others = [_unlabelled(cell) for cell in row.cells if cell.left > label.left and (cell.text or not rest)]
    if heading is None or (len(others) < 2 and not rest):
        for role, cell in zip(_BY_COUNT.get(len(others), ()), others, strict=False):
            draft.add(role, cell)
        return draft
    years: dict[str, GridCell] = {}
    for cell in others:
        column = next(iter(heading.of(cell)), None)
        role = column.role if column is not None else ""
        if column is not None and role in _VALUES:
            dated = _dated(cell, column)
            draft.add(role, dated, YEAR_OF_HEADING if dated is not cell else "")
        elif role.endswith(" year") and cell.text:
            years[role.removesuffix(" year")] = cell
    for role, cell in years.items():
        _with_year(draft, role, cell)
    return draft


def _unlabelled(cell: GridCell) -> GridCell:
    text = without_label(cell.text)
    return cell if text == cell.text else cell._replace(parts=(Part(text),))


def _dated(cell: GridCell, column: RoleColumn) -> GridCell:
    """Return a target with the year that its heading names, where it names none itself.

    A number alone that looks like another year is a value: 2000 under "Baseline 2023".
    """
    target = read_target(cell.text)
    alone = cell.text.strip().isdigit()
    told = target is not None and target.year is not None and not (alone and target.year != column.year)
    if column.role not in TARGETS or column.year is None or told:
        return cell
    return cell._replace(parts=(Part(f"{cell.text if target is not None else ''} ({column.year})"),))


def _with_year(draft: DraftRow, role: str, cell: GridCell) -> None:
    """Add a target whose year stands in a column of its own."""
    target = draft.cells.get(role)
    value = target.text if target is not None and read_target(target.text) is not None else ""
    if value == cell.text:
        value = ""
    made = cell._replace(parts=(Part(f"{value} ({cell.text})"),))
    place = target.place if target is not None and value else cell.place
    draft.cells.pop(role, None)
    draft.add(role, made._replace(place=place))
