"""Text that a tool wrote from a PDF, told by its look: its cells do not follow each other, so it is refused.

Such tools end pages with a form feed, set the cells of a row side by side, or leave no line empty. A dump
that is written cell by cell does none of these.
"""

from __future__ import annotations

import re
from typing import Final

from planreader.vocabulary import numbers
from store.db.errors import Refused

_APART: Final = re.compile(r"\S {3,}\S")
_DEPTH: Final = 3
_LEAST: Final = 3
"""Levels of an action's number, and how many lines begin with one in a plan."""
_EMPTY: Final = 12
"""In a dump cell by cell one line in so many, and many more, are empty."""


_SPACED: Final = re.compile(
    r"(?<![\d.,/-])[1-9]\d{0,2}(?: \n?\d{3})* \n?(?:\d00(?![\d.,])|\d{3}[.,]\d\d(?!\d))"
)
_MARKED: Final = r"\d[.,]\d{3}(?!\d)"
_PLAIN: Final = r"(?<![\d.,/-])(?!(?:19|20)\d\d\b)\d{4,9}(?![\d/-])"


def refuse_tool_text(text: str, file: str) -> None:
    """Raise Refused ``document_tool_text`` for a plan's text by pdftotext, pdfminer, pypdf or their like."""
    rows = text.splitlines()
    numbered = [row for row in rows if _begins_action(row)]
    if len(numbered) < _LEAST:
        return
    beside = sum(len(_APART.findall(row)) > 1 for row in numbered) * 2 > len(numbered)
    if "\f" in text or beside or sum(not row.strip() for row in rows) * _EMPTY < len(rows):
        raise Refused("document_tool_text", file=file)


def _begins_action(row: str) -> bool:
    word = row.split(None, 1)[0] if row.strip() else ""
    return numbers.depth(word) >= _DEPTH and numbers.is_number(word)


def are_spaced(text: str) -> bool:
    """Whether spaces group the thousands of most amounts, so that two of them cannot be told from one."""
    spaced = len(_SPACED.findall(text))
    return spaced > 2 and all(spaced > len(re.findall(other, text)) for other in (_MARKED, _PLAIN))
