"""Plans whose only column of cost names the years within its cells: ``2024: 500 €; 2025: KA``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from planreader.sources.form import Cell, Part, Row
from planreader.vocabulary.headwords import MOST_YEARS

_YEAR: Final = (
    r"(?:(?:viti|godina|year)\s+)?((?:19|20)\d\d)\.?(?:\s*(?:god(?:ina|ine)?\.?|viti))?\s*[:–—=-]\s*"
)
_PIECE: Final = re.compile(rf"{_YEAR}(.+?)[;,|/]?\s*(?=(?:{_YEAR})|$)", re.IGNORECASE)


def told_by_year(rows: Sequence[Row]) -> tuple[tuple[Row, ...], tuple[int, ...]]:
    """Rows with the amounts of each year apart, and the years; as they are where most cells name none."""
    told = [_told(row) for row in rows]
    actions = [n for n, row in enumerate(rows) if row.kind == "action" and _text(row)]
    if not actions or sum(bool(told[n]) for n in actions) * 2 <= len(actions):
        return tuple(rows), ()
    named = {year for amounts in told for year in amounts}
    if max(named) - min(named) >= MOST_YEARS:
        return tuple(rows), ()
    years = tuple(range(min(named), max(named) + 1))
    made = tuple(
        replace(row, budget=_budget(row, amounts, years), tokens=None) if amounts else row
        for row, amounts in zip(rows, told, strict=True)
    )
    return made, years


def _text(row: Row) -> str:
    """The text of a row's only cell, which a dump may have parted by its years."""
    texts = row.tokens.texts if row.tokens is not None else ()
    parted = len(texts) > 1 and all(re.match(_YEAR, text, re.IGNORECASE) for text in texts)
    return " ".join(texts) if len(texts) == 1 or parted else ""


def _told(row: Row) -> dict[int, str]:
    """The amounts of a cell by year, where its whole text is made of them and no year stands twice."""
    text = " ".join(_text(row).split())
    found: dict[int, str] = {}
    at = 0
    while at < len(text):
        match = _PIECE.match(text, at)
        if match is None or int(match[1]) in found:
            return {}
        found[int(match[1])] = match[2].strip()
        at = match.end()
    return found


def _budget(row: Row, amounts: dict[int, str], years: Sequence[int]) -> dict[int, Cell]:
    place = row.tokens.place if row.tokens is not None else row.place
    return {year: Cell("budget", (Part(amounts[year]),) if year in amounts else (), place) for year in years}
