"""Sources of funding that stand in headings alone: above amounts, or above marks."""

from __future__ import annotations

import re
from itertools import dropwhile
from typing import Final

from planreader.interpret.headings.headings import Heading
from planreader.sources.grid import GridCell
from planreader.sources.text.words import is_open, kind_of
from planreader.vocabulary import money
from planreader.vocabulary.currency import is_unit, named
from planreader.vocabulary.fold import fold
from planreader.vocabulary.headwords import concepts
from planreader.vocabulary.tracking import is_mark
from planreader.vocabulary.vocabulary import PAYERS, listed

HEADED: Final = "source_from_heading"
_IN_BRACKETS: Final = re.compile(r"\([^)]*\)")
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d\.?(?!\d)")
_OF_PAYERS: Final = frozenset({"budget", "funding", "donor", "funds"})
"""What the words of a source's name may be about."""
_LONGEST: Final = 5
"""Words of a source that a heading names."""
_THEREOF: Final = listed("thereof")


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
    pays = any(fold(word).startswith(PAYERS) for word in words) or all(
        kind_of(word) == "acronym" for word in words
    )
    says_who = len(words) > 1 or not any("budget" in concepts(word) for word in words)
    return " ".join(words) if words and len(words) <= _LONGEST and pays and says_who else ""


def _words(text: str) -> list[str]:
    """Return the words of a heading behind those that are of all of its money: "planned", "of which"."""
    words = [word for word in text.strip(" ,;:–—-").split() if not (is_unit(word) or named(word))]
    of_all = [
        n for n, word in enumerate(words, 1) if concepts(word) - _OF_PAYERS or "origin" in concepts(word)
    ]
    words = words[max(of_all, default=0) :]
    return [*dropwhile(lambda word: is_open(word) or fold(word).startswith(_THEREOF), words)]
