"""Cells of a report's tables, and those of whom they speak, as they are printed in the current language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import cache
from math import sqrt
from typing import Final

import language
from language import _, dates
from language.numbers import NOTHING, money, number, percent
from report.periodic.content import Group
from report.table import AMOUNT, SHARE, TEXT, Cell, Column, Table
from store.db.text import clean
from store.plan.units import MUNICIPALITIES, institution_name, institution_names, unit_name

LONG: Final = 500
"""Rows with a longer text may be torn: kept whole they would leave half a page empty."""
_LONGEST: Final = 25
"""Room of a word for which a column makes room, in halves of a letter's height; a longer one is broken."""
_PADDING: Final = 2
_BOLD: Final = 1.13
"""How much wider a bold letter is."""
_USUAL: Final = 1.15
"""Room of a letter of a text, with the spaces between its words."""
_WIDE: Final = {
    **dict.fromkeys("fijlrt.,:;'-–/()", 0.85),
    **dict.fromkeys("mwMW@%жшщюфмњљЖШЩЮФМЊЉ", 2.0),
}
"""Room of what is narrower or wider than other letters, in the widest font that a report is printed with."""


def widths(table: Table, room: int) -> list[float]:
    """Return the share of each column in a table's width, which is ``room`` halves of a letter's height.

    A column has room for its longest word; what is left goes to those whose text would need more lines.
    The shares are more than 1 together where the words need more than there is.
    """
    least, wanted = [], []
    for at, column in enumerate(table.columns):
        texts = [cell_text(column, row[at]) for row in table.rows]
        words = {word for text in texts for line in text.split("\n") for word in line.split(" ")}
        headings = [_room(word) * _BOLD for word in column.name.split(" ")]
        narrowest = min(max(*headings, *map(_room, words), 1), _LONGEST) + _PADDING
        least.append(narrowest)
        usual = sqrt(sum(len(text) ** 2 for text in texts) / max(len(texts), 1)) * _USUAL
        wanted.append(max(usual - narrowest, 0.0))
    left = max(room - sum(least), 0)
    if sum(wanted) > left:
        shares = [want**_EVEN for want in wanted]
        wanted = [left * share / sum(shares) for share in shares]
    whole = min(sum(least) + sum(wanted), room)
    return [(least_width + more) / whole for least_width, more in zip(least, wanted, strict=True)]


_EVEN: Final = 0.7
"""Below 1 a column of few long texts leaves something to the others."""


def _room(word: str) -> float:
    """Return how wide a word is, in halves of a letter's height."""
    return sum(map(_width, word))


@cache
def _width(sign: str) -> float:
    return _WIDE.get(sign, 1.57 if sign.isupper() else 1.28)


def cell_text(column: Column, cell: Cell) -> str:
    """Return a cell as text; a dash where there is nothing."""
    if cell is None:
        return NOTHING
    if column.kind == SHARE and isinstance(cell, (int, Fraction)):
        return percent(Fraction(cell), 2)
    if column.kind == AMOUNT and isinstance(cell, int):
        return money(cell)
    if isinstance(cell, date):
        return dates.date(cell)
    # a year is a number that is not grouped
    if isinstance(cell, int):
        return str(cell) if column.code in ("year", "revision") else number(cell)
    return clean(str(cell), newlines=True)


def is_numeric(column: Column) -> bool:
    """Return True if cells of a column stand flush right."""
    return column.kind not in (TEXT, "date")


def name_of_unit(code: str, printed: str = "") -> str:
    """Return a unit in words, by the name that is ``printed`` for it where that is none of its code."""
    return unit_name(code, language.current(), {code: printed})


def names_in_words(printed: Iterable[str]) -> str | None:
    """Return the institutions of an action in words; None where the plan names none."""
    return ", ".join(institution_names(printed, language.current())) or None


def name_of_lead(group: Group) -> str:
    """Return a lead in words."""
    if group.key == MUNICIPALITIES:
        return _("Municipalities")
    return institution_name(group.title, language.current()) or _("no institution named")
