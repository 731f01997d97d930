"""Columns of amounts beside the budget: what its amounts add up to, or something else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from planreader.sources.form import OF_ROWS, Cell, Row
from planreader.vocabulary import money
from planreader.vocabulary.headwords import year_of


class RowSum(NamedTuple):
    """What a row says that its amounts add up to, or those of one ``year``."""

    cents: int
    place: str
    year: int | None


def columns_of_sums(rows: Sequence[Row]) -> frozenset[str]:
    """Return the headings of columns to which the amounts of at least half of the rows add up.

    Any other column is of something else: the cost of one piece, the cost of a project. What is called the
    sum of rows is one.
    """
    fits: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        for heading, cell in row.sums.items():
            printed, computed = money.amount(cell.text), _budget(row, heading)
            if printed is not None and computed is not None:
                fits[heading].append(printed == computed)
    told = (heading for heading, own in fits.items() if 2 * sum(own) >= len(own))
    return frozenset((OF_ROWS, *told))


def sums_and_others(row: Row, columns: Collection[str]) -> tuple[list[RowSum], Mapping[str, Cell]]:
    """Return the sums of a row in these columns, and by heading what is none."""
    sums = {
        heading: RowSum(cents, cell.place, _year(row, heading))
        for heading, cell in row.sums.items()
        if heading in columns and (cents := money.amount(cell.text)) is not None
    }
    return [*sums.values()], {heading: cell for heading, cell in row.sums.items() if heading not in sums}


def _year(row: Row, heading: str) -> int | None:
    """Return the year whose money a heading sums up, None where it is that of all."""
    year = year_of(heading)
    return year if year in (row.budget or {}) else None


def _budget(row: Row, heading: str) -> int | None:
    """Return what the amounts of a row add up to, or those of the heading's year; None of unreadable ones."""
    year = _year(row, heading)
    texts = [cell.text for own, cell in (row.budget or {}).items() if year in (None, own)]
    if year is None and row.text("budget_total"):
        # the years' amounts are in it
        texts = [row.text("budget_total")]
    elif year is None and row.tokens is not None:
        texts += row.tokens.texts
    try:
        cells = [money.cell(text) for text in texts]
    except ValueError:
        return None
    return sum(cell for cell in cells if isinstance(cell, int))
