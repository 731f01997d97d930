"""Rows of indicators in a grid: under a heading of their own, or told by their label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from planreader.interpret.gridcells import Draft
from planreader.interpret.gridreading import Reading
from planreader.interpret.headings import labels, targetlabels
from planreader.interpret.headings.headings import Column, Heading
from planreader.sources.form import ONLY, Part, Row
from planreader.sources.grid import GridCell, GridRow
from planreader.vocabulary import numbers
from planreader.vocabulary.targets import TARGETS, read_target, without_label

YEAR_OF_HEADING: Final = "year_from_heading"
_BY_COUNT: Final[Mapping[int, tuple[str, ...]]] = {
    4: (*TARGETS, "result"),
    3: ("baseline", "final", "result"),
    2: ("baseline", "final"),
}


def take_indicator(reading: Reading, row: GridRow, filled: Sequence[GridCell]) -> bool:
    """Take an indicator's row."""
    owner = named_owner(reading, row)
    if owner is None and labels.objective(" ".join(cell.text for cell in filled[:3])) is not None:
        return False
    total = labels.total(filled[0].text)
    if total is not None and total.nr:
        return False
    numbered = numbers.is_number(filled[0].text) and len(filled) > 1
    label = filled[1] if numbered else filled[0]
    title = targetlabels.indicator(label.text)
    if title is None and reading.targets is not None and len(filled) > 1 and is_under_targets(reading, row):
        roles = {column.role for cell in filled for column in reading.targets.of(cell)[:1]}
        titled = [cell for cell in filled if [c.role for c in reading.targets.of(cell)[:1]] == ["title"]]
        if titled and roles & {*TARGETS, "result"}:
            label = titled[0]
            title = targetlabels.without_indicator(label.text) or label.text
    if owner is None:
        owner = reading.owner or _owner_above(reading) or reading.numbering.owner
    if title is None or owner is None:
        return False
    draft = indicator_cells(row, reading.targets, label, title)
    reading.add(Row("indicator", owner, draft.cells, row.place), row)
    return True


def named_owner(reading: Reading, row: GridRow) -> str | None:
    """The number of the objective that a column beside the indicators names; None where none does.

    ``Strategic objective`` without a number is that of the plan's only one.
    """
    heading = reading.targets
    if heading is None:
        return None
    for cell in (*row.cells, *row.above):
        roles = [column.role for column in heading.of(cell)[:1]] if cell.text else []
        if roles not in (["objective"], ["nr"]):
            continue
        label = labels.objective(cell.text)
        if label is not None and label.nr:
            return label.nr
        if labels.is_strategic(cell.text):
            return ONLY
        label = reading.numbered(cell.text)
        if label is None and roles == ["nr"] and not reading.numbers_owners:
            # the number of an indicator
            continue
        nr = label.nr if label is not None else numbers.bare(cell.text.split()[0])
        return nr if nr in reading.vouched.known or nr in reading.numbering.places else None
    return None


def _owner_above(reading: Reading) -> str | None:
    """The owner of the indicator above, where a column names owners and this row leaves it blank.

    A page's end cuts a cell merged over indicators, and workbooks name an owner beside the first alone.
    """
    if reading.targets is None or not reading.targets.has("objective"):
        return None
    last = reading.rows[-1] if reading.rows else None
    return last.nr if last is not None and last.kind == "indicator" else None


def is_under_targets(reading: Reading, row: GridRow) -> bool:
    """Whether by its cells' edges a row belongs to the heading of indicators, not to that of actions."""
    if reading.targets is None:
        return False
    targets, actions = _edges(reading.targets, row), _edges(reading.actions, row)
    return targets > actions or (
        targets == actions and (reading.mode == "indicators" or _goes_on(reading, row))
    )


def _goes_on(reading: Reading, row: GridRow) -> bool:
    """Whether a further indicator follows on the last one, with a heading of actions repeated between."""
    last = reading.rows[-1].kind if reading.rows else ""
    return (
        last == "indicator" and is_whole_indicator(reading, row) and not numbers.is_number(row.filled[0].text)
    )


def is_whole_indicator(reading: Reading, row: GridRow) -> bool:
    """Whether a row has a title that begins with a capital letter, and more than one target with its year."""
    if reading.targets is None or not row.filled[0].text[:1].isupper():
        return False
    values = [
        read_target(cell.text)
        for cell in row.filled
        if any(column.role in TARGETS for column in reading.targets.of(cell)[:1])
    ]
    return sum(value is not None and value.value is not None for value in values) > 1


def _edges(heading: Heading | None, row: GridRow) -> float:
    """The share of a row's cells that have both edges of one column."""
    if heading is None:
        return 0.0
    slack = 0.005 * (row.cells[-1].right - row.cells[0].left)
    same = sum(
        any(abs(c.left - cell.left) <= slack and abs(c.right - cell.right) <= slack for c in heading.columns)
        for cell in row.cells
    )
    return same / len(row.cells)


def indicator_cells(
    row: GridRow, heading: Heading | None, label: GridCell, title: str, *, rest: bool = False
) -> Draft:
    """The cells of an indicator's row: title, targets, result; of the ``rest`` of one those with text."""
    draft = Draft()
    draft.add("title", replace(label, parts=(Part(title),) if title else ()))
    others = [_unlabelled(cell) for cell in row.cells if cell.left > label.left and (cell.text or not rest)]
    if heading is None or (len(others) < 2 and not rest):
        for role, cell in zip(_BY_COUNT.get(len(others), ()), others, strict=False):
            draft.add(role, cell)
        return draft
    years: dict[str, GridCell] = {}
    for cell in others:
        columns = heading.of(cell)
        role = columns[0].role if columns else ""
        if role in (*TARGETS, "result"):
            draft.add(
                role, _dated(cell, columns[0]), "" if not _lacks_year(cell, columns[0]) else YEAR_OF_HEADING
            )
        elif role.endswith(" year") and cell.text:
            years[role.removesuffix(" year")] = cell
    for role, cell in years.items():
        _with_year(draft, role, cell)
    return draft


def _unlabelled(cell: GridCell) -> GridCell:
    text = without_label(cell.text)
    return cell if text == cell.text else replace(cell, parts=(Part(text),))


def _lacks_year(cell: GridCell, column: Column) -> bool:
    """Whether a target stands under a heading that names its year, and names none itself.

    A number alone that looks like another year is a value: 2000 under "Baseline 2023".
    """
    if column.role not in TARGETS or column.year is None:
        return False
    target = read_target(cell.text)
    if target is None or target.year is None:
        return True
    return target.year != column.year and cell.text.strip().isdigit()


def _dated(cell: GridCell, column: Column) -> GridCell:
    value = "" if read_target(cell.text) is None else cell.text
    return replace(cell, parts=(Part(f"{value} ({column.year})"),)) if _lacks_year(cell, column) else cell


def _with_year(draft: Draft, role: str, cell: GridCell) -> None:
    """A target whose year stands in a column of its own."""
    known = draft.cells.get(role)
    value = known.text if known is not None else ""
    if known is None or read_target(value) is None or read_target(value) == read_target(f"({cell.text})"):
        draft.cells.pop(role, None)
        draft.add(role, replace(cell, parts=(Part(f"({cell.text})"),)))
        return
    draft.cells[role] = replace(known, parts=(Part(f"{value} ({cell.text})"),))
