"""What a document's grid says as a whole: its title, and actions that stand outside tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from planreader.sources.grid import GridRow
from planreader.vocabulary.headwords import is_dated_title, is_title

_ACTION: Final = re.compile(r"(?:\d{1,2}|[IVX]{1,5})(?:\.\d{1,2}){2,3}\.?")
"""The number of an action; its components are no thousands."""


def lists_actions_outside(rows: Sequence[GridRow]) -> bool:
    """Whether lines outside the tables hold numbers of actions: a table without rules has no cells."""
    words = [row.cells[0].text.split() for row in rows if not row.table]
    return sum(any(map(_ACTION.fullmatch, line)) for line in words) > 1


def title_of(rows: Sequence[GridRow]) -> str | None:
    """The first text before the plan's tables that calls itself an action plan, or a plan of some years."""
    return _titled(rows, is_title) or _titled(rows, is_dated_title)


def _titled(rows: Sequence[GridRow], named: Callable[[str], bool]) -> str | None:
    for at, row in enumerate(rows):
        filled = row.filled
        if len(filled) != 1:
            if len(filled) > 3:
                return None
            continue
        text = filled[0].text
        below = rows[at + 1].filled if at + 1 < len(rows) and text[-1:] in "-–" else []
        if len(below) == 1 and below[0].text[:4].isdigit():
            # a line that ends in the middle of the plan's years
            text = f"{text}{below[0].text}"
        if named(text):
            return text
    return None
