"""The rows of totals of a text dump as rows of a grid: label, amounts, and text that strayed among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from planreader.interpret.dump.pieces import Piece, amounts_of, pieces_of, place_of
from planreader.interpret.dump.sections import DumpSection, label_of
from planreader.sources.form import Part
from planreader.sources.grid import GridCell, GridRow
from planreader.sources.text.lines import BLOCK, Line
from planreader.vocabulary.headwords import concepts

_FIGURES: Final = frozenset({"amount", "number", "currency", "deadline", "admin", "dash"})
_BEYOND: Final = 1000.0
"""How far behind the budget what strayed stands: below no column."""
_NUMBER: Final = 6
"""Letters of the word that heads the column of numbers."""
_SENTENCE: Final = 6
"""Words of a paragraph behind the tables."""


def total_rows(sections: Sequence[DumpSection], budget: tuple[float, float]) -> Iterator[GridRow]:
    """Return the rows of a total and of its parts; the budget's columns lie between two edges.

    What strays among them stands beside the total.
    """
    rows: list[tuple[GridCell, ...]] = []
    stray: list[Piece] = []
    for section in sections:
        pieces = pieces_of(_lines(section), section.skip)
        figures = [piece for piece in pieces if piece.kinds[0] in _FIGURES]
        stray += [piece for piece in pieces if piece not in figures]
        tokens, where = amounts_of(figures), place_of(section.lines)
        label = (Part(label_of(section)),)
        rows.append(
            (
                GridCell(min(0, budget[0] - 1), budget[0], label, place_of(section.lines[: section.size])),
                GridCell(*budget, tuple(map(Part, tokens.texts)), tokens.place or where, tokens=tokens),
            )
        )
    if stray:
        texts = tuple(Part(piece.text, max(0, piece.gap)) for piece in stray)
        lines = [line for piece in stray for line in piece.lines]
        rows[0] += (GridCell(budget[1] + _BEYOND, budget[1] + _BEYOND + 1, texts, place_of(lines)),)
    for section, cells in zip(sections, rows, strict=True):
        yield GridRow(cells, place_of(section.lines), 1)


def _lines(section: DumpSection) -> list[Line]:
    """Return the lines up to what follows on the table: the heading of the next, or a paragraph."""
    lines = section.lines
    for n, line in enumerate(lines[section.size :], section.size):
        words = line.text.split()
        heads = len(words[0]) <= _NUMBER and "nr" in concepts(words[0])
        if line.gap >= BLOCK and (heads or len(words) > _SENTENCE):
            return lines[:n]
    return lines
