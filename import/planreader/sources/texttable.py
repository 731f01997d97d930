"""Tables written as text, told from dumps: CSV, TSV, HTML, Markdown."""

from __future__ import annotations

import csv
import re
from collections import Counter
from itertools import groupby, islice
from typing import Final

from planreader.vocabulary.headwords import role_of

_LOOKED: Final = 100
"""Lines of a text that are looked at."""
_FEWEST: Final = 3
"""Cells of a row."""
_ROLES: Final = 2
"""Columns of a plan that a heading names at least."""
_ROWS: Final = 2
_USUAL: Final = 0.6
"""Part of the rows that have as many cells as most; of all lines, where no row names columns of a plan."""
_SIGNS: Final = {"\t": "TSV", ";": "CSV", ",": "CSV", "|": "Markdown"}
_HTML: Final = re.compile(r"<table\b.*?<t[dh]\b", re.IGNORECASE | re.DOTALL)


def table_kind(text: str) -> str:
    """Return what a text is that is written as a table; empty for any other."""
    if _HTML.search(text):
        return "HTML"
    return _SIGNS.get(sign_of(text), "")


def sign_of(text: str) -> str:
    """Return the sign that parts the cells of a table, empty for any other text."""
    lines = [line.strip("| ") for line in islice(text.splitlines(), _LOOKED)]
    return next((sign for sign in _SIGNS if _is_parted(lines, sign)), "")


def _is_parted(lines: list[str], sign: str) -> bool:
    """Return whether a sign parts most rows of each table, or most lines if none names columns of a plan,
    into as many cells."""
    try:
        runs = groupby(csv.reader(lines, delimiter=sign), key=lambda row: len(row) >= _FEWEST)
    except csv.Error:
        return False
    tables = [list(rows) for is_table, rows in runs if is_table]
    rows = [row for table in tables for row in table]
    usual = sum(max(Counter(map(len, table)).values()) for table in tables)
    if len(rows) < _ROWS:
        return False
    if any(len({role_of(cell) for cell in row} - {""}) > _ROLES for row in rows):
        return usual >= _USUAL * len(rows)
    # in a sentence a blank follows the sign
    is_prose = sign != "|" and any(cell.startswith(" ") for row in rows for cell in row)
    return not is_prose and usual >= _USUAL * sum(map(bool, lines))
