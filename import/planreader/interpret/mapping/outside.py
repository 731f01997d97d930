"""Lines outside the tables that name the objective of the actions below them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from planreader.interpret.headings import labels
from planreader.sources.grid import GridRow
from planreader.vocabulary.fold import fold

LONGEST_TITLE: Final = 30
"""Words of the longest line that names a group of actions, outside a table or over all of it."""
_MOST: Final = 0.6
"""Part of the objectives named outside that have a table below, before any of them counts."""
_LETTER: Final = re.compile(r"^((?:[^\W\d_]+\s+){1,3})[A-Z](?=[.:)]|\s[-–—])")
"""``Objective A. …``: a letter that counts objectives as a number does."""


def objective_lines(rows: Sequence[GridRow]) -> set[int]:
    """The lines outside the tables that name objectives, where most of them have a table below.

    A list of objectives in front of the tables says nothing of what belongs to which.
    """
    labelled = {
        at: label
        for at, row in enumerate(rows)
        if not row.table and len(row.filled) == 1 and len(row.filled[0].text.split()) <= LONGEST_TITLE
        if (label := labels.objective(_LETTER.sub(r"\g<1>1", row.filled[0].text))) is not None
    }
    specific = [at for at, label in labelled.items() if label.kind == "specific"]
    lines = specific or list(labelled)
    below = [at for at, after in zip(lines, [*lines, len(rows)][1:], strict=True) if _tables(rows, at, after)]
    names = {fold(rows[at].filled[0].text) for at in lines}
    return set(below) if len(below) >= _MOST * len(names) else set()


def _tables(rows: Sequence[GridRow], start: int, end: int) -> bool:
    return any(row.table for row in rows[start:end])
