"""Deadlines told by crosses: a column for each quarter or month, marked where an action takes place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from planreader.sources.form import Cell, Part, Row
from planreader.vocabulary.deadlines import read_deadline

MARKED: Final = "marked_columns"

_MARK: Final = re.compile(r"(?:[xX×✓✔✗✘√+*●•■█▪]\s*){1,2}")
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NUMBER: Final = re.compile(r"I{1,3}|IV|[1-4]")
_ROMAN: Final = ("I", "II", "III", "IV")
_FEWEST: Final = 2
"""Columns of periods that a calendar has at least."""


def with_marked_deadlines(rows: Sequence[Row], years: Sequence[int]) -> tuple[Row, ...] | None:
    """The rows with the periods that crosses mark as their deadlines; None without such columns.

    Only for plans without a column of deadlines: the crosses stand among the remarks by their headings.
    """
    columns = _periods(rows, years)
    if len(columns) < _FEWEST:
        return None
    return tuple(_dated(row, columns) if row.kind == "action" else row for row in rows)


def _periods(rows: Sequence[Row], years: Sequence[int]) -> dict[str, str]:
    """The period of each heading below which nothing but crosses stands."""
    told: dict[str, list[str]] = {}
    for row in rows:
        for heading, cell in row.remarks.items():
            told.setdefault(heading, []).append(cell.text)
    marked = [heading for heading, texts in told.items() if all(map(_MARK.fullmatch, texts))]
    return {heading: period for heading in marked if (period := _period(heading, years))}


def _period(heading: str, years: Sequence[int]) -> str:
    """``Q2 2024`` of ``2024 Q2``, of ``2024 II``, and of ``Q2`` in a plan of one year; empty for others."""
    named = list(dict.fromkeys(_YEAR.findall(heading)))
    if not named and len(years) == 1:
        named = [str(years[0])]
    if len(named) != 1:
        return ""
    words = _YEAR.sub(" ", heading).split()
    if words and _NUMBER.fullmatch(words[-1]) and len(words) == 1:
        n = words[0]
        words = [f"Q{_ROMAN.index(n) + 1 if n in _ROMAN else n}"]
    text = " ".join([*words, named[0]])
    reading = read_deadline(text)
    return text if reading.deadline.end_month is not None and not reading.malformed else ""


def _dated(row: Row, columns: Mapping[str, str]) -> Row:
    marked = [heading for heading in row.remarks if heading in columns]
    if not marked:
        return row
    marked.sort(key=lambda heading: _when(columns[heading]))
    ends = list(dict.fromkeys([columns[marked[0]], columns[marked[-1]]]))
    places = dict.fromkeys(row.remarks[heading].place for heading in marked)
    cell = Cell("deadline", (Part(" – ".join(ends)),), "; ".join(places), False, MARKED)
    rest = {heading: kept for heading, kept in row.remarks.items() if heading not in columns}
    return replace(row, cells={**row.cells, "deadline": cell}, remarks=rest)


def _when(period: str) -> tuple[int, int]:
    deadline = read_deadline(period).deadline
    return deadline.end or 0, deadline.end_month or 0
