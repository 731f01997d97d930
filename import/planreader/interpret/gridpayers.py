"""Sources of funding that stand in no column of theirs: in headings of amounts or marks, beside amounts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import dropwhile
from typing import Final

from planreader.interpret.headings.headings import Heading, RoleColumn
from planreader.interpret.headings.moneyunits import text_in_full
from planreader.sources.grid import GridCell, parts_of
from planreader.sources.text.lines import BLOCK
from planreader.sources.text.words import is_open, kind_of
from planreader.vocabulary import money
from planreader.vocabulary.currency import is_unit, named
from planreader.vocabulary.headwords import concepts, says, year_of
from planreader.vocabulary.tracking import is_mark
from planreader.vocabulary.vocabulary import PAYERS, THEREOF, listed

HEADED: Final = "source_from_heading"
_IN_BRACKETS: Final = re.compile(r"\([^)]*\)")
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d\.?(?!\d)")
_OF_PAYERS: Final = frozenset({"budget", "funding", "donor", "funds"})
"""What the words of a source's name may be about."""
_LONGEST: Final = 5
"""Words of a source that a heading names."""
_JOINT: Final = rf"\s*(?:[–—:;,/(-]|\b(?:{'|'.join(listed('paid_by'))})\b)\s*"
_AHEAD: Final = re.compile(rf"(?P<amount>\d[^–—:;(]*?){_JOINT}(?P<name>[^\W\d].*?)[)]?", re.IGNORECASE)
_BEHIND: Final = re.compile(rf"(?P<name>[^\W\d].*?){_JOINT}(?P<amount>\d[^–—:;(]*?)[)]?", re.IGNORECASE)
_PIECES: Final = re.compile(r";\s|\s\+\s")
_LONGEST_PIECE: Final = 200
"""Signs of what says an amount and who pays it."""


def payer_beside(cell: GridCell, heading: Heading) -> tuple[str, bool]:
    """Return the source that heads a cell with an amount of its part of the money, or with a mark.

    And whether it is a source's mark: then the cell holds nothing else. Amounts name none where a column
    lists the sources.
    """
    column = heading.of(cell)[0]
    marked = column.role in ("budget", "sum", "funding") and is_mark(cell.text) and not cell.text.isdigit()
    paid = column.role == "budget" and column.is_part and not heading.has("funding")
    if not (marked or (paid and money.amount(cell.text))):
        return "", False
    payer = payer_of(column.title)
    return payer, bool(payer) and marked


def payer_of(title: str) -> str:
    """Return the source that a heading names besides a year and a unit: ``2026 Donors``; else nothing."""
    pieces = [_words(piece) for piece in _YEAR.split(_IN_BRACKETS.sub(" ", title))]
    words = next(filter(None, reversed(pieces)), [])
    pays = says(" ".join(words), PAYERS) or all(kind_of(word) == "acronym" for word in words)
    says_who = len(words) > 1 or not any("budget" in concepts(word) for word in words)
    return " ".join(words) if words and len(words) <= _LONGEST and pays and says_who else ""


def _words(text: str) -> list[str]:
    """Return the words of a heading behind those that are of all of its money: "planned", "of which"."""
    words = [word for word in text.strip(" ,;:–—-").split() if not (is_unit(word) or named(word))]
    of_all = [
        n for n, word in enumerate(words, 1) if concepts(word) - _OF_PAYERS or "origin" in concepts(word)
    ]
    words = words[max(of_all, default=0) :]
    return [*dropwhile(lambda word: is_open(word) or says(word, THEREOF), words)]


def tells_both(column: RoleColumn, heading: Heading) -> bool:
    """Return whether a column is of the cost and of its source, where no other is of the money:
    ``1.000 € – Budget``."""
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
        forms = (_AHEAD, _BEHIND) if len(text) <= _LONGEST_PIECE else ()
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
        amounts = [text_in_full(cell.text, [sum(money.amount(text) or 0 for text in amounts)])]
    made = (parts_of(texts, BLOCK) for texts in (amounts, names))
    whole, payers = (cell._replace(parts=parts, options=(), number=None) for parts in made)
    return whole, payers


def _is_amount(text: str) -> bool:
    """Return whether a text is an amount, and no year."""
    return money.amount(text) is not None and year_of(text) is None


def without_figures(heading: Heading, texts: Mapping[RoleColumn, Sequence[str]]) -> Heading:
    """Return a heading whose columns of sources hold names: one of amounts alone tells what is lacking."""
    figures = [
        column
        for column, own in texts.items()
        if column.role == "funding"
        and not tells_both(column, heading)
        and all(text[:1].isdigit() and money.amount(text) is not None for text in own)
    ]
    columns = (c._replace(role="notes") if c in figures else c for c in heading.columns)
    return replace(heading, columns=tuple(columns))
