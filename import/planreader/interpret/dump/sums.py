"""The rows of totals of a text dump as rows of a grid: label, amounts, and text that strayed among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from planreader.interpret.dump.cut import Section
from planreader.interpret.segments.chunks import Chunk, amounts_of, chunks_of
from planreader.sources.form import Part
from planreader.sources.grid import GridCell, GridRow
from planreader.sources.text.lines import BLOCK, Line, place
from planreader.vocabulary.headwords import concepts

_FIGURES: Final = frozenset({"amount", "number", "currency", "deadline", "admin", "dash"})
_BEYOND: Final = 1000.0
"""How far behind the budget what strayed stands: below no column."""
_NUMBER: Final = 6
"""Letters of the word that heads the column of numbers."""
_SENTENCE: Final = 6
"""Words of a paragraph behind the tables."""


def total_rows(total: Section, parts: Sequence[Section], budget: tuple[float, float]) -> Iterator[GridRow]:
    """The rows of a total and of its parts; the budget's columns lie between two edges.

    What strays among them stands beside the total.
    """
    rows = [_row(section, budget) for section in (total, *parts)]
    stray = [chunk for _row, own in rows for chunk in own]
    (first, _own), *below = rows
    if stray:
        texts = tuple(Part(chunk.text, max(0, chunk.gap)) for chunk in stray)
        where = place(stray[0].line.first, stray[-1].line.last)
        beyond = GridCell(budget[1] + _BEYOND, budget[1] + _BEYOND + 1, texts, where)
        first = first._replace(cells=(*first.cells, beyond))
    yield first
    yield from (row for row, _own in below)


def _row(section: Section, budget: tuple[float, float]) -> tuple[GridRow, list[Chunk]]:
    """A row's label and amounts, and what is no amount."""
    end, body = _body(section)
    chunks = chunks_of(body)
    where = section.place
    tokens = amounts_of([chunk for chunk in chunks if chunk.kinds[0] in _FIGURES])
    label = GridCell(
        min(0, budget[0] - 1), budget[0], (Part(section.label),), place(section.lines[0].first, end)
    )
    amounts = GridCell(*budget, tuple(map(Part, tokens.texts)), tokens.place or where, tokens=tokens)
    return GridRow((label, amounts), where, 1), [c for c in chunks if c.kinds[0] not in _FIGURES]


def _body(section: Section) -> tuple[int, list[Line]]:
    """Where the label ends, and the lines behind it, up to what follows on the table."""
    words = section.label.split()
    found: list[Line] = []
    end = section.lines[0].last
    for line in section.lines:
        own = line.text.split()
        size = min(len(words), len(own))
        taken = next((n for n in range(size, 0, -1) if words[:n] == own[:n]), 0) if words else 0
        words = words[taken:]
        if not taken:
            if _ends(line):
                break
            found.append(line)
            continue
        end = line.last
        rest = line.text
        for word in own[:taken]:
            rest = rest.lstrip()[len(word) :]
        if rest.strip():
            found.append(line._replace(text=rest.strip(), page=False, cuts=()))
    return end, found


def _ends(line: Line) -> bool:
    """Whether the table is over: the heading of the next, or a paragraph."""
    words = line.text.split()
    heads = len(words[0]) <= _NUMBER and "nr" in concepts(words[0])
    return line.gap >= BLOCK and (heads or len(words) > _SENTENCE)
