"""Cards: an action each, its fields below each other with their labels beside, made rows of one table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from planreader.interpret.headings import labels
from planreader.interpret.headings.headfinding import holds_value
from planreader.interpret.mapping.survey import MOST_COLUMNS
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
    """A card: the rows that it takes, the cell above its labels, and its cells by label."""

    at: int
    end: int
    caption: GridCell | None = None
    cells: dict[str, GridCell] = field(default_factory=dict[str, GridCell])


def with_cards(rows: Sequence[GridRow]) -> tuple[list[GridRow], int] | None:
    """The rows with each card as one row, below a heading of their labels, and where that stands.

    None where there are no cards. What stands between them stays.
    """
    cards = [card for card in _cards(rows) if len(card.cells) >= _FEWEST]
    times = Counter(label for card in cards for label in card.cells)
    usual = [label for label, n in times.items() if n >= max(_FEWEST, _USUAL * len(cards))]
    cards = [card for card in cards if len(card.cells.keys() & set(usual)) >= _FEWEST]
    if len(cards) < _FEWEST:
        return None
    names = list(dict.fromkeys(label for card in cards for label in card.cells))
    if len(names) > MOST_COLUMNS:
        return None
    above = _captions(rows, cards, any(card.caption is not None for card in cards))
    captioned = bool(above) or any(card.caption is not None for card in cards)
    table = rows[cards[0].at].table
    found: list[GridRow] = []
    starts = {above[n][0] if n in above else card.at: (n, card) for n, card in enumerate(cards)}
    head, at = -1, 0
    while at < len(rows):
        if at not in starts:
            found.append(rows[at])
            at += 1
            continue
        n, card = starts[at]
        if head < 0:
            head = len(found)
            titles = ([""] if captioned else []) + [_shown(rows, name, cards) for name in names]
            heads = [GridCell(i, i + 1, (Part(text),) if text else ()) for i, text in enumerate(titles)]
            found.append(GridRow(tuple(heads), rows[card.at].place, table))
        caption = above[n][1] if n in above else card.caption
        cells = ([caption] if captioned else []) + [card.cells.get(name) for name in names]
        laid = [replace(c, left=i, right=i + 1, rows=1) for i, c in enumerate(cells) if c is not None]
        found.append(GridRow(tuple(laid), rows[card.at].place, table))
        at = card.end
    return found, head


def _cards(rows: Sequence[GridRow]) -> Iterator[_Card]:
    """Rows of labels with their texts; a label that comes again, or another table, begins the next card."""
    told = Counter(fold(name) for row in rows if row.table for name, _cell in _pairs(row) if name)
    known = {name for name, n in told.items() if n >= _FEWEST}
    card: _Card | None = None
    label = ""
    caption: GridCell | None = None
    for at, row in enumerate(rows):
        filled = row.filled
        if card is not None and (not row.table or row.table != rows[card.at].table):
            yield card
            card = caption = None
        if not row.table or not filled:
            caption = None
            continue
        pairs = _pairs(row, known)
        if pairs and pairs[0][0] is None and card is not None and label:
            # a further line of the text above
            own = card.cells[label]
            card.cells[label] = replace(own, parts=(*own.parts, *_set_apart(pairs[0][1].parts)))
            card.end = at + 1
            continue
        if not pairs or pairs[0][0] is None:
            if card is not None:
                yield card
            card, caption = None, filled[0] if len(filled) == 1 else None
            continue
        if card is None or any(fold(name) in card.cells for name, _cell in pairs if name):
            if card is not None:
                yield card
            card = _Card(at - 1 if caption is not None else at, at + 1, caption)
        caption = None
        for name, cell in pairs:
            if name:
                label = fold(name)
                card.cells[label] = cell
        card.end = at + 1
    if card is not None:
        yield card


def _pairs(row: GridRow, known: Collection[str] = ()) -> list[tuple[str | None, GridCell]]:
    """Labels with their cells; one without a label goes on with that above. Empty where it is no such row."""
    cells = list(row.cells)
    while cells and len(cells) > 1 and not cells[-1].text and (len(cells) % 2 or len(cells) > 2):
        cells.pop()
    if len(cells) == 1 and fold(cells[0].text.rstrip(" :")) in known:
        cells.append(replace(cells[0], parts=()))
    if len(cells) % 2 or len(cells) > _MOST_CELLS:
        return []
    found: list[tuple[str | None, GridCell]] = []
    for name, cell in zip(cells[::2], cells[1::2], strict=True):
        text = name.text.rstrip(" :")
        if not text and cell.text and not found:
            return [(None, cell)]
        if text and (len(text.split()) > _LONGEST or holds_value(text)):
            return []
        if text:
            found.append((squeeze(text), cell))
    return found


def _set_apart(parts: Sequence[Part]) -> tuple[Part, ...]:
    return tuple(replace(part, gap=part.gap or BLANK) if n == 0 else part for n, part in enumerate(parts))


def _captions(
    rows: Sequence[GridRow], cards: Sequence[_Card], inside: bool
) -> dict[int, tuple[int, GridCell]]:
    """The line right above each card by the card's order, where most cards have one and none within."""
    found: dict[int, tuple[int, GridCell]] = {}
    for n, card in enumerate(cards):
        at = card.at - 1
        if inside or at < 0 or rows[at].table or len(rows[at].filled) != 1:
            continue
        cell = rows[at].filled[0]
        if labels.objective(cell.text) is None:
            found[n] = (at, cell)
    return found if len(found) >= _CAPTIONED * len(cards) else {}


def _shown(rows: Sequence[GridRow], label: str, cards: Sequence[_Card]) -> str:
    """A label as it is written in the first card that has it."""
    own = next(card for card in cards if label in card.cells)
    for row in rows[own.at : own.end]:
        for name, _cell in _pairs(row):
            if name and fold(name) == label:
                return name
    return label
