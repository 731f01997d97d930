"""Cards: an action each, its fields below each other with their labels beside, made rows of one table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from planreader.interpret.headings import labels
from planreader.interpret.headings.headcolumns import MOST_COLUMNS
from planreader.interpret.headings.headfinding import holds_value
from planreader.sources.form import Part
from planreader.sources.grid import GridCell, GridRow
from planreader.sources.text.lines import BLANK
from planreader.vocabulary.fold import fold, squeeze

_LONGEST: Final = 10
"""Words of a label."""
_FEWEST: Final = 2
"""Cards, and labels that cards have in common."""
_MOST_CELLS: Final = 4
"""Cells of a row: two labels, each with its text."""
_USUAL: Final = 0.5
"""Part of the cards that have a label which counts."""
_CAPTIONED: Final = 0.7
"""Part of the cards that have a line above them, before it is part of the card."""


@dataclass(slots=True)
class _Card:
    """A card: its rows from the first to behind the last, the line above them, and its cells by label."""

    at: int
    end: int
    caption: GridCell | None = None
    cells: dict[str, GridCell] = field(default_factory=dict[str, GridCell])


def with_cards(rows: Sequence[GridRow]) -> list[GridRow]:
    """Return the rows with each card as one row of a table of its own, below a heading of their labels.

    Nothing where there are no cards. What stands between them stays.
    """
    written = [name for row in rows for name, _cell in _pairs(row) if name]
    shown = {fold(name): name for name in reversed(written)}
    shared = {label for label, n in Counter(map(fold, written)).items() if n >= _FEWEST}
    cards = [card for card in _cards(rows, shared) if len(card.cells) >= _FEWEST]
    times = Counter(label for card in cards for label in card.cells)
    usual = {label for label, n in times.items() if n >= max(_FEWEST, _USUAL * len(cards))}
    cards = [card for card in cards if len(card.cells.keys() & usual) >= _FEWEST]
    names = list(dict.fromkeys(label for card in cards for label in card.cells))
    if len(cards) < _FEWEST or len(names) > MOST_COLUMNS:
        return []
    captioned = sum(card.caption is not None for card in cards) >= _CAPTIONED * len(cards)
    starts = {card.at - (captioned and card.caption is not None): card for card in cards}
    titles = [*[""] * captioned, *(shown.get(name, name) for name in names)]
    heading = [GridCell(0, 1, (Part(text),) if text else ()) for text in titles]
    # what the cards' tables hold besides is no row of theirs
    table = max(row.table for row in rows) + 1
    laid: list[GridRow] = []
    end = 0
    for at, row in enumerate(rows):
        if at in starts:
            card = starts[at]
            if not end:
                laid.append(_laid(heading, rows[card.at], table))
            cells = [*[card.caption] * captioned, *map(card.cells.get, names)]
            laid.append(_laid(cells, rows[card.at], table))
            end = card.end
        elif at >= end:
            laid.append(row)
    return laid


def _laid(cells: Sequence[GridCell | None], row: GridRow, table: int) -> GridRow:
    """Return a row of these cells beside each other, in the place of another row."""
    laid = (c._replace(left=n, right=n + 1, rows=1) for n, c in enumerate(cells) if c is not None)
    return GridRow(tuple(laid), row.place, table)


def _cards(rows: Sequence[GridRow], shared: Collection[str]) -> Iterator[_Card]:
    """Yield cards; a label that comes again, or another table, begins the next one."""
    card: _Card | None = None
    caption: GridCell | None = None
    for at, row in enumerate(rows):
        pairs = _pairs(row, shared)
        if card is not None and (
            row.table != rows[card.at].table
            or (row.filled and not pairs)
            or any(fold(name) in card.cells for name, _cell in pairs)
        ):
            yield card
            card = None
        if pairs and (card is not None or pairs[0][0]):
            card = card or _Card(at, at + 1, caption)
            for name, cell in pairs:
                label = fold(name) or next(reversed(card.cells))
                card.cells[label] = _goes_on(card.cells[label], cell) if not name else cell
            card.end, caption = at + 1, None
        else:
            alone = len(row.filled) == 1 and labels.objective(row.filled[0].text) is None
            caption = row.filled[0] if alone else None
    if card is not None:
        yield card


def _goes_on(cell: GridCell, line: GridCell) -> GridCell:
    """Return a cell with a further line of its text, whose own label may have been left blank."""
    head, *rest = line.parts
    parts = (*cell.parts, head._replace(gap=head.gap or BLANK), *rest)
    return cell._replace(parts=parts, reason="label_blank")


def _pairs(row: GridRow, shared: Collection[str] = ()) -> list[tuple[str, GridCell]]:
    """Return labels with their cells; a blank one goes on with that above. Empty for any other row."""
    cells = list(row.cells) if row.table else []
    filled = max((n for n, cell in enumerate(cells, 1) if cell.text), default=1)
    # a label keeps the blank beside it
    cells = cells[: filled + filled % 2]
    if len(cells) == 1 and fold(cells[0].text.rstrip(" :")) in shared:
        cells.append(cells[0]._replace(parts=()))
    if len(cells) % 2 or len(cells) > _MOST_CELLS:
        return []
    pairs = [_label(name.text, cell) for name, cell in zip(cells[::2], cells[1::2], strict=True)]
    if any(len(name.split()) > _LONGEST or holds_value(name) for name, _cell in pairs):
        return []
    return [(name, cell) for name, cell in pairs if name or (cell.text and cell is cells[1])]


def _label(name: str, cell: GridCell) -> tuple[str, GridCell]:
    """Return a label with its cell; ``Measure 1`` is "Measure", its number stands before the title."""
    label = labels.action(name)
    if label is None or not label.named or label.rest or not cell.parts:
        return squeeze(name.rstrip(" :")), cell
    head, *rest = cell.parts
    parts = (head._replace(text=f"{label.nr}. {head.text}"), *rest)
    return squeeze(name.rpartition(label.nr)[0].rstrip(" :.")), cell._replace(parts=parts)
