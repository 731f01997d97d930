"""Cells that say both what an action costs and who pays it: ``1.000 € – Budget``."""

from __future__ import annotations

import re
from typing import Final

from planreader.interpret.headings.headings import Column, Heading
from planreader.sources.grid import GridCell, parts_of
from planreader.sources.text.lines import BLOCK
from planreader.vocabulary import money
from planreader.vocabulary.currency import named
from planreader.vocabulary.headwords import concepts, year_of

_JOINT: Final = r"\s*(?:[–—:;,/(-]|\b(?:nga|prej|iz|od|from|by)\b)\s*"
_AHEAD: Final = re.compile(rf"(?P<amount>\d[^–—:;(]*?){_JOINT}(?P<name>[^\W\d].*?)[)]?", re.IGNORECASE)
_BEHIND: Final = re.compile(rf"(?P<name>[^\W\d].*?){_JOINT}(?P<amount>\d[^–—:;(]*?)[)]?", re.IGNORECASE)
_PIECES: Final = re.compile(r";\s|\s\+\s")
_LONGEST: Final = 200
"""Signs of what says an amount and who pays it."""


def tells_both(column: Column, heading: Heading) -> bool:
    """Return whether a column is of the cost and of its source, where no other is of the money."""
    about = concepts(column.title)
    return (
        column.role == "funding"
        and "funding" in about
        and bool(about & {"cost", "budget"})
        and not (heading.has("budget") or heading.has("sum"))
    )


def parted(cell: GridCell) -> tuple[GridCell, GridCell] | None:
    """Return a cell of amounts and one of those who pay them; None where not each piece tells an amount."""
    names: list[str] = []
    amounts: list[str] = []
    for text in (piece.strip() for part in cell.parts for piece in _PIECES.split(part.text)):
        forms = (_AHEAD, _BEHIND) if len(text) <= _LONGEST else ()
        matches = (match for form in forms if (match := form.fullmatch(text)) is not None)
        told = next((match for match in matches if _is_amount(match["amount"])), None)
        if told is not None:
            amounts.append(told["amount"])
            names.append(told["name"])
        elif _is_amount(text):
            amounts.append(text)
        elif text:
            return None
    if not amounts:
        return None
    if len(amounts) > 1:
        cents = sum(money.amount(text) or 0 for text in amounts)
        amounts = [" ".join((f"{cents // 100}.{cents % 100:02}", *named(cell.text)))]
    made = (parts_of(texts, BLOCK) for texts in (amounts, names))
    whole, payers = (cell._replace(parts=parts, options=(), number=None) for parts in made)
    return whole, payers


def _is_amount(text: str) -> bool:
    """Return whether a text is an amount, and no year."""
    return money.amount(text) is not None and year_of(text) is None
