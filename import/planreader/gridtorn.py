"""Numbers of actions that a page's end cut: the row begins with one half and its rest with the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from planreader import numbers
from planreader.form import Part
from planreader.grid import GridCell, GridRow
from planreader.headings import Heading

_FEWEST: Final = 3
"""Cells that a row of an action fills at least."""


def mended(rows: Sequence[GridRow], headings: Mapping[int, Heading]) -> list[GridRow]:
    """Rows with the halves of a number put together; the rest of the row is then without one."""
    found = list(rows)
    depth = _usual_depth(rows)
    for at, row in enumerate(rows[:-1]):
        after = at + 1
        if not rows[after].cut or not row.table or len(row.filled) < _FEWEST:
            continue
        if after in headings:
            after += headings[after].size
        if after >= len(rows) or not rows[after].filled or not rows[after].cut_edges(row):
            continue
        head, rest = row.filled[0], rows[after].filled[0]
        whole = "".join(f"{head.text}{rest.text}".split())
        parted = head.text.endswith(".") and rest.text.rstrip(".").isdigit()
        grown = numbers.depth(head.text) < depth == numbers.depth(whole)
        if parted and grown and abs(head.left - rest.left) < 1.0:
            found[at] = _with(row, head, (Part(whole),))
            found[after] = _with(rows[after], rest, ())
    return found


def _with(row: GridRow, cell: GridCell, parts: tuple[Part, ...]) -> GridRow:
    return replace(row, cells=tuple(replace(c, parts=parts) if c is cell else c for c in row.cells))


def _usual_depth(rows: Sequence[GridRow]) -> int:
    """How many components most numbers of actions have; 0 where rows have none."""
    tight = ["".join(row.filled[0].text.split()) for row in rows if row.table and len(row.filled) >= _FEWEST]
    depths = Counter(numbers.depth(text) for text in tight if numbers.is_number(text))
    return max(depths, key=lambda depth: depths[depth], default=0)
