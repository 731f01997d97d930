"""What a row of a document says as a line: names of units, and whatever else stands in it."""

from __future__ import annotations

from collections.abc import Sequence

from planreader.interpret.headings.headings import Heading
from planreader.interpret.whose.around import ROW
from planreader.interpret.whose.beside import (
    has_word_for_municipality,
    is_label,
    is_place_of_signing,
    without_number,
)
from planreader.interpret.whose.names import unit_of_name, units_within
from planreader.interpret.whose.sheets import CELL_SIGN, NAMES, SHOWN
from planreader.interpret.whose.years import NEVER, time_told
from planreader.sources.grid import GridCell, GridRow
from planreader.vocabulary.fold import begins_body
from planreader.vocabulary.headwords import role_of


def line_between(row: GridRow, heading: Heading) -> tuple[str, str] | None:
    """Return the text and the place of a line between rows, which may have its number, or amounts, in cells
    beside it; None of any other row."""
    if row.cut or not row.filled or not _begins_row(row.filled[0], heading):
        return None
    first, *others = row.filled
    if time_told(first.text) != NEVER and not any(map(str.isalpha, "".join(cell.text for cell in others))):
        return first.text, first.place
    lines = lines_of(row)
    is_labelled = len(row.filled) < ROW and is_label(row.filled[0].text)
    words = [cell for cell in row.filled if any(map(str.isalpha, cell.text))]
    if not lines or not (is_labelled or all(_begins_row(cell, heading) for cell in words)):
        return None
    text = ", ".join(text for text, _place in lines)
    has_amount = any(
        cell.left > first.left for first in words[:1] for cell in row.filled if cell not in words
    )
    if has_amount and not has_word_for_municipality(text):
        # a part of the row above it, as its amount is
        return None
    return None if is_place_of_signing(text) else (text, lines[0][1])


def lines_of(row: GridRow) -> list[tuple[str, str]]:
    """Return what a row says of whom it is, with its place: names with their labels, else all where it is a
    line, or says one unit in several cells."""
    named: list[tuple[str, str, str]] = []
    for n, cell in enumerate(row.filled):
        label, sign, value = _text(cell).partition(":")
        if value.strip() and is_label(label):
            named.append((label, value, cell.place))
        elif not value.strip() and (is_label(label) or (sign and role_of(label) == "institutions")):
            behind = row.filled[n + 1 : n + 2]
            is_pair = (
                sign or len(row.filled) < ROW or (n % 2 == 0 and any(unit_of_name(c.text) for c in behind))
            )
            behind = behind if is_pair else []
            named += [(label, _text(own), own.place) for own in behind]
    parts = [
        (f"{label.strip()}: {part.strip()}", place)
        for label, value, place in named
        for part in NAMES.split(value)
        if part.strip()
    ]
    if parts or not row.filled:
        return parts
    whole = CELL_SIGN.join(map(_text, row.filled))
    texts = map(_text, row.filled)
    # a body beside its place
    are_names = all(unit_of_name(text) or begins_body(text.split()) for text in texts)
    is_line = len(row.filled) == 1 or (
        len(whole) <= SHOWN and (are_names or unit_of_name(without_number(whole)))
    )
    return [(whole, row.filled[0].place)] if is_line else []


def _text(cell: GridCell) -> str:
    """Return the text of a cell, line by line where it is not one name."""
    lines = "\n".join(part.text for part in cell.parts)
    is_of_lines = len(cell.parts) > 1 and not unit_of_name(cell.text) and unit_of_name(lines)
    return lines if is_of_lines else cell.text


def _begins_row(cell: GridCell, heading: Heading) -> bool:
    """Return whether a cell is no value of a column: it stands where rows begin, or over several columns."""
    columns = heading.of(cell)
    return len(columns) != 1 or columns[0].role in ("nr", "title") or columns[0] == heading.columns[0]


def lines_at_end(rows: Sequence[GridRow]) -> list[tuple[str, str]]:
    """Return the lines among rows behind the last action of a table.

    Of a row with several cells there is one where a cell may name who reports.
    """
    lines: list[tuple[str, str]] = []
    for row in rows:
        texts = [cell.text for cell in row.filled]
        may_name = any(is_label(text) or begins_body(text.split()) or units_within(text) for text in texts)
        if len(row.filled) >= ROW and may_name:
            lines.append((CELL_SIGN.join(texts), row.filled[0].place))
        elif len(row.filled) < ROW:
            lines += lines_of(row)
    return lines
