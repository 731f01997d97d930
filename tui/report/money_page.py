"""The money table with its cells: which there are, what stands in them, how they are laid out."""

from __future__ import annotations

from typing import Final, NamedTuple

from rich.cells import cell_len

from language import _, glyph
from language.numbers import money, percent
from store.account.money import MONEY_FIELDS, YearMoney, add_money
from tui.report.words import MoneyRow, money_rows
from tui.widgets.draw import Line, Span, cut, fit


class Cell(NamedTuple):
    """A cell that can be edited: a field of MONEY_FIELDS and a year."""

    field: str
    year: int


class Table(NamedTuple):
    """The table as lines; ``spans`` maps each year that shows to where its column starts and ends."""

    lines: list[Line]
    spans: dict[int, tuple[int, int]]

    def cell_at(self, x: int, y: int) -> Cell | None:
        """Return the cell under a point; None where nothing can be edited."""
        field = FIELD_LINES.get(y)
        year = next((year for year, (start, end) in self.spans.items() if start <= x < end), None)
        return Cell(field, year) if field is not None and year is not None else None


FIELD_LINES: Final = dict(enumerate(MONEY_FIELDS, 2))
"""The lines that can be edited: below the heading and what is planned."""


def _rows(years: tuple[YearMoney, ...]) -> list[MoneyRow]:
    total = add_money(years)
    shares: list[Span] = [(percent(year.execution), "") for year in years]
    return [
        *money_rows(years),
        MoneyRow(_("Spent, %"), shares, percent(total.execution)),
        MoneyRow(_("Remaining"), [(money(year.remaining), "") for year in years], money(total.remaining)),
    ]


def money_table(
    years: tuple[YearMoney, ...], cursor: Cell, typed: str | None, width: int, currency: str
) -> Table:
    """Return the table in at most ``width`` cells: years around the cursor where not all fit.

    ``typed`` stands in the cell under the cursor while it is edited; ``currency`` is the code of all amounts.
    """
    rows = _rows(years)
    label = max(cell_len(row.label) for row in rows) + 1
    shown_typed = None if typed is None else typed + glyph("▏", "_")
    columns = [
        max(9, *(cell_len(row.cells[n][0]) for row in rows), cell_len(shown_typed or "") if at else 0) + 2
        for n, at in ((n, year.year == cursor.year) for n, year in enumerate(years))
    ]
    total = max(cell_len(_("Total")), *(cell_len(row.total) for row in rows)) + 2
    first, last = _window(
        columns, next(n for n, y in enumerate(years) if y.year == cursor.year), width - label
    )
    room = width - label - sum(columns[first:last])
    with_total = room >= total
    head: list[Span] = [(fit(currency, label), "dim")]
    spans: dict[int, tuple[int, int]] = {}
    at = label
    for n in range(first, last):
        head.append((fit(str(years[n].year), columns[n], right=True), "heading"))
        spans[years[n].year] = (at, at + columns[n])
        at += columns[n]
    if first > 0:
        head[0] = (fit(_further(years[:first]), label, right=True), "dim")
    if last < len(years) and not with_total:
        head.append((cut(" " + _further(years[last:]), room), "dim"))
    if with_total:
        head.append((fit(_("Total"), total, right=True), "heading"))
    lines: list[Line] = [tuple(head)]
    for row in rows:
        line: list[Span] = [(fit(row.label, label), "strong" if row.field else "dim")]
        for n in range(first, last):
            here = row.field == cursor.field and years[n].year == cursor.year
            text, style = row.cells[n]
            if here and shown_typed is not None:
                text = shown_typed
            if row.field is not None:
                style = "cell-cursor" if here else "cell"
            # a space before every cell keeps neighbours apart, whatever lies under them
            line += [(" ", ""), (fit(text, columns[n] - 1, right=True), style)]
        if with_total:
            line.append((fit(row.total, total, right=True), "strong"))
        lines.append(tuple(line))
    return Table(lines, spans)


def _further(years: tuple[YearMoney, ...]) -> str:
    """That there are more years to one side."""
    return glyph(f"… +{len(years)}", f"+{len(years)}")


def _window(columns: list[int], at: int, room: int) -> tuple[int, int]:
    """Return the columns from ``first`` to before ``last`` that fit around the one at ``at``."""
    first, last, used = at, at + 1, columns[at]
    while True:
        grew = False
        if last < len(columns) and used + columns[last] <= room:
            used += columns[last]
            last += 1
            grew = True
        if first > 0 and used + columns[first - 1] <= room:
            first -= 1
            used += columns[first]
            grew = True
        if not grew:
            return first, last
