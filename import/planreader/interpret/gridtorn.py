"""Numbers of actions and lines of indicators that a page's end cut: halves that only together can be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from planreader.interpret.headings import labels, targetlabels
from planreader.interpret.headings.headings import Heading
from planreader.sources.form import Part
from planreader.sources.grid import GridCell, GridRow
from planreader.vocabulary import numbers
from planreader.vocabulary.headwords import concepts

_FEWEST: Final = 3
"""Cells that a row of an action fills at least."""
_TARGETS: Final = 3
"""Cells of a row with an indicator and its targets, at least."""


def mended(rows: Sequence[GridRow], headings: Mapping[int, Heading]) -> list[GridRow]:
    """Rows with the halves of a number put together; the rest of the row is then without one.

    The rest of an indicator's line is put to the line, too.
    """
    found = list(rows)
    depth = _usual_depth(rows)
    before = ""
    for at, row in enumerate(rows[:-1]):
        last, before = before, _number(row, depth) or before
        after = at + 1
        if _goes_on_as_indicator(row, rows[after]):
            found[at], found[after] = _resumed(row, rows[after]), _blank(rows[after])
            continue
        if not rows[after].cut or not row.table or len(row.filled) < _FEWEST:
            continue
        if after in headings:
            after += headings[after].size
        if after >= len(rows) or not rows[after].filled or not rows[after].cut_edges(row):
            continue
        head, rest = row.filled[0], rows[after].filled[0]
        whole = _whole("".join(head.text.split()), "".join(rest.text.split()), depth, last)
        if whole and abs(head.left - rest.left) < 1.0:
            found[at] = _with(row, head, (Part(whole),))
            found[after] = _with(rows[after], rest, ())
            before = _number(found[at], depth) or before
    return found


def _goes_on_as_indicator(row: GridRow, rest: GridRow) -> bool:
    """Whether a page's end cut a row with an indicator and its targets, one cell each."""
    if not rest.cut or len(row.cells) < _TARGETS or len(rest.filled) == 0 or not rest.cut_edges(row):
        return False
    return (
        targetlabels.indicator(row.cells[0].text) is not None
        and targetlabels.indicator(rest.cells[0].text) is None
    )


def _resumed(row: GridRow, rest: GridRow) -> GridRow:
    """A row whose cells go on with those of its rest."""
    cells = tuple(
        replace(cell, parts=(*cell.parts, *more.parts))
        for cell, more in zip(row.cells, rest.cells, strict=True)
    )
    return replace(row, cells=cells)


def _blank(row: GridRow) -> GridRow:
    return replace(row, cells=tuple(replace(cell, parts=()) for cell in row.cells))


def _whole(head: str, rest: str, depth: int, last: str) -> str:
    """The number or label of two halves, empty where they are none; ``last`` is the number before them."""
    whole = f"{head}{rest}"
    counts = bool(last) and depth > 1 and rest[:1].isdigit() and numbers.is_number(whole)
    if counts and numbers.follows(whole, last) and not numbers.follows(head, last):
        # "1.1.1" and "0" behind 1.1.9: only the whole goes on counting
        return whole
    if numbers.is_number(head) and (head.endswith(".") or rest.startswith(".")):
        # the second half may have the form of a number, too; only the whole has that of an action's
        parted = numbers.is_number(whole) and numbers.depth(head) < depth == numbers.depth(whole)
        return whole if parted else ""
    named = "action" in concepts(head) and numbers.is_number(rest) and numbers.depth(rest) == depth
    return f"{head} {rest}" if named else ""


def _number(row: GridRow, depth: int) -> str:
    """The number that a row of an action bears in its first cell."""
    text = "".join(row.filled[0].text.split()) if row.table and len(row.filled) >= _FEWEST else ""
    return text if numbers.is_number(text) and numbers.depth(text) == depth else ""


def _with(row: GridRow, cell: GridCell, parts: tuple[Part, ...]) -> GridRow:
    """A row with other parts in a cell."""
    return replace(row, cells=tuple(replace(cell, parts=parts) if c is cell else c for c in row.cells))


def _usual_depth(rows: Sequence[GridRow]) -> int:
    """How many components most numbers of actions have; 0 where rows have none."""
    texts = [row.filled[0].text for row in rows if row.table and len(row.filled) >= _FEWEST]
    found = [labels.action("".join(text.split())) or labels.action(text) for text in texts]
    depths = Counter(numbers.depth(label.nr) for label in found if label is not None and not label.rest)
    return max(depths, key=lambda depth: depths[depth], default=0)
