"""What the blank paragraphs of a dump tell: some dumps show blank cells so, some end any cell with one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from planreader.interpret.segments.chunk import Chunk
from planreader.interpret.segments.weights import WEIGHTS
from planreader.sources.text.lines import BLANK, BLOCK

_PRIOR: Final = (4.0, 40.0)
"""For how many blank paragraphs, and cells, it counts what is taken for usual before the document tells."""


def left_out(
    rows: Sequence[Sequence[Chunk]], labels: Sequence[Sequence[str]], columns: Sequence[str]
) -> float:
    """What it is worth that a column is left out where a blank paragraph stands between two cells.

    The rarer blank paragraphs are between cells of neighbouring columns, the more one tells. The columns of
    the budget are left out, since some of these are blank in most rows.
    """
    blank, cells = _PRIOR
    last = {role: n for n, role in enumerate(columns)}
    first = {role: n for n, role in reversed(list(enumerate(columns)))}
    for chunks, found in zip(rows, labels, strict=True):
        for n in range(1, len(chunks)):
            left, right = found[n - 1], found[n]
            if chunks[n].page or chunks[n].gap < BLOCK or "budget" in (left, right):
                continue
            if first[right] == last[left] + 1:
                cells += 1
                blank += chunks[n].gap == BLANK
    return min(WEIGHTS.blank_most, max(0.0, math.log(WEIGHTS.blank_shown * cells / blank)))
