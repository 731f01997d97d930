"""Numbers of actions in other forms: ``(1.1.1)``, ``1-1-1``, ``a)``, or a sign of lists in their place."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from planreader.interpret.headings.lettered import Lettered, lettered
from planreader.sources.form import Part
from planreader.sources.grid import GridCell, GridRow

_FEWEST: Final = 3
"""Cells of an action's row."""
_LONGEST: Final = 12
"""Letters and digits of a number."""
_BRACKETED: Final = re.compile(r"\((\d{1,2}(?:\.\d{1,2}){0,3}\.?)\)")
_DASHED: Final = re.compile(r"\d{1,2}(?:[-–]\d{1,2}){2}\.?")
_LETTERED: Final = re.compile(r"\(?([a-z])[.)]")
_SIGNS: Final = frozenset("•▪●·–-*➢✓◦○■")
_VALUE: Final = re.compile(r"\(\d[\d.,]*\s*%?\)")


def with_plain_numbers(rows: Sequence[GridRow]) -> list[GridRow]:
    """Rows whose numbers have the usual form; a sign of lists in the place of a number is none."""
    firsts = {row.filled[0].text for row in rows if _may_number(row)}
    letters = {match[1] for text in firsts if (match := _LETTERED.fullmatch(text))}
    plain: list[Callable[[str], str | None]] = [_bare]
    if {"a", "b"} <= letters:
        plain.append(_counted)
    found = [_with(row, plain) for row in rows]
    return without_letters(found)


def without_letters(rows: Sequence[GridRow]) -> list[GridRow]:
    """Rows whose numbers have no letters in front; how they are printed is kept."""
    own = [row for row in rows if _may_number(row)]
    how = lettered([word for row in own if (word := _number_word(row.filled[0]))])
    return [_without_letters(row, how) if how and _may_number(row) else row for row in rows]


def _number_word(cell: GridCell) -> str:
    """What may be the number in a row's first cell: all of it, be it cut by a narrow column, or a word."""
    tight = "".join(cell.text.split())
    return tight if len(tight) <= _LONGEST else cell.text.split()[0]


def _without_letters(row: GridRow, how: Lettered) -> GridRow:
    first = row.filled[0]
    word = _number_word(first)
    number = how.parse(word)
    if number is None:
        return row
    printed, nr = number
    head = first.parts[0].text
    alone = word == "".join(first.text.split())
    parts = (
        (Part(nr),) if alone else (replace(first.parts[0], text=head.replace(word, nr, 1)), *first.parts[1:])
    )
    made = replace(first, parts=parts, options=(), printed=printed)
    return replace(row, cells=tuple(made if cell is first else cell for cell in row.cells))


def _may_number(row: GridRow) -> bool:
    # "(80)", "(180)", "(280)" are targets below their years
    values = all(_VALUE.fullmatch(cell.text) for cell in row.filled)
    return bool(row.table) and len(row.filled) >= _FEWEST and not values


def _with(row: GridRow, forms: Sequence[Callable[[str], str | None]]) -> GridRow:
    if not _may_number(row):
        return row
    first = row.filled[0]
    text = next((found for form in forms if (found := form(first.text)) is not None), None)
    if text is None:
        return row
    made = replace(first, parts=(Part(text),) if text else ())
    return replace(row, cells=tuple(made if cell is first else cell for cell in row.cells))


def _bare(text: str) -> str | None:
    bracketed = _BRACKETED.fullmatch(text)
    if bracketed:
        return bracketed[1]
    if _DASHED.fullmatch(text):
        return re.sub(r"[-–]", ".", text)
    return "" if text in _SIGNS else None


def _counted(text: str) -> str | None:
    """The place of a letter that counts: ``b)`` is the second."""
    match = _LETTERED.fullmatch(text)
    return str(ord(match[1]) - ord("a") + 1) if match else None
