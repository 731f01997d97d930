"""A table of amounts whose cells are edited in place: how it is laid out, and its cursor."""

from __future__ import annotations

import re
from typing import ClassVar, Final, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message

from language import _, glyph
from language.numbers import money, percent
from store.account.money import MONEY_FIELDS, SPENT, YearMoney, add_money
from tui.report.words import MoneyRow, money_rows
from tui.widgets.draw import Line, Span, cut, fit
from tui.widgets.lines import LineView

_LONGEST = 24
_LONGEST_PASTED = 100
_BEGINS = "+-0123456789"
EDITED: Final = (*MONEY_FIELDS, SPENT)
"""What is entered, in the order of the rows; the last where the split into the two before it is not known."""


class MoneyGrid(LineView, can_focus=True):
    """Rows of amounts by year with a cursor; typing begins the edit of a cell, as in no table of Textual."""

    DEFAULT_CSS = "MoneyGrid { height: 8; scrollbar-gutter: auto; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(0, -1)", show=False),
        Binding("down,j", "move(0, 1)", show=False),
        Binding("left,h", "move(-1, 0)", show=False),
        Binding("right,l", "move(1, 0)", show=False),
        Binding("tab", "step(1)", show=False),
        Binding("shift+tab", "step(-1)", show=False),
    ]

    class CellChanged(Message):
        """The cursor or the typed text changed."""

    class Opened(Message):
        """The cell under the cursor was clicked once more."""

    class SeveralPasted(Message):
        """Several cells of a table were pasted, and nothing of them was taken."""

    class CellLeft(Message):
        """A person goes on to another cell while one is being edited: it is to be stored first."""

        def __init__(self, cell: MoneyCell) -> None:
            super().__init__()
            self.cell = cell

    def __init__(self, years: tuple[YearMoney, ...], year: int, currency: str) -> None:
        super().__init__(id="grid")
        self.years, self.currency = years, currency
        self.cell = MoneyCell(MONEY_FIELDS[1], year)
        self.typed: str | None = None
        self._begun = ""
        """The amount with which a cell that is edited was opened."""
        self._table = MoneyTable([], {})
        self._laid_out_for = 0

    def show(self, years: tuple[YearMoney, ...]) -> None:
        """Show other amounts."""
        self.years = years
        self.lay_out()

    def lay_out(self) -> None:
        """Draw everything anew."""
        self._laid_out_for = self.room
        room = max(self.room, 20)
        self._table = money_table(self.years, self.cell, self.typed, room, self.currency)
        self.virtual_size = Size(1, len(self._table.lines))
        self.refresh()

    def line(self, y: int, width: int) -> Line:
        if width != self._laid_out_for:
            self.lay_out()
        return self._table.lines[y] if y < len(self._table.lines) else ()

    def _type(self, text: str | None) -> None:
        self.typed = text
        self.lay_out()
        self.post_message(self.CellChanged())

    def begin(self, text: str = "") -> None:
        """Edit the cell under the cursor."""
        self._begun = text
        self._type(text)

    def end(self) -> None:
        """Leave the cell as it stands in the store."""
        self._type(None)

    def on_key(self, event: events.Key) -> None:
        character = event.character if event.is_printable else None
        if self.typed is None:
            if character is None or character not in _BEGINS:
                return
            self._type(character)
        elif event.key == "backspace":
            self._type(self.typed[:-1])
        elif event.key == "ctrl+u":
            self._type("")
        elif character == "+" and self.typed == self._begun:
            # an amount is added to what stands, never written behind it
            self._type(character)
        elif character is not None:
            if len(self.typed) < _LONGEST:
                self._type(self.typed + character)
        else:
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        cells = re.split(r"[\t\r\n]+", event.text.strip())
        if len(cells) > 1:
            # joined they would read as one large amount, and of the first alone the others would be lost
            self.post_message(self.SeveralPasted())
            return
        text = "".join(c for c in cells[0] if c.isprintable() or c == "\u00a0")[:_LONGEST_PASTED]
        self._type((self.typed or "") + text)

    def _at(self) -> tuple[int, int]:
        years = [year.year for year in self.years]
        return EDITED.index(self.cell.field), years.index(self.cell.year)

    def action_move(self, across: int, down: int) -> None:
        """Move the cursor to a neighbour; the first and last cells stop it."""
        row, column = self._at()
        row = max(0, min(row + down, len(EDITED) - 1))
        column = max(0, min(column + across, len(self.years) - 1))
        self._go(MoneyCell(EDITED[row], self.years[column].year))

    def action_step(self, by: int) -> None:
        """Move the cursor along the row, and over its end to the next one."""
        row, column = self._at()
        count = len(self.years)
        row, column = divmod((row * count + column + by) % (count * len(EDITED)), count)
        self._go(MoneyCell(EDITED[row], self.years[column].year))

    def _go(self, cell: MoneyCell) -> None:
        if self.typed is not None:
            self.post_message(self.CellLeft(cell))
            return
        self.move_to(cell)

    def move_to(self, cell: MoneyCell) -> None:
        """Put the cursor on a cell."""
        self.cell = cell
        self.lay_out()
        self.post_message(self.CellChanged())

    def on_click(self, event: events.Click) -> None:
        place = self.clicked(event)
        cell = None if place is None else self._table.cell_at(place.x, place.y)
        if cell is None:
            return
        if cell != self.cell:
            self._go(cell)
        elif self.typed is None and event.chain == 2:
            self.post_message(self.Opened())


class MoneyCell(NamedTuple):
    """A cell that can be edited: a field of EDITED and a year."""

    field: str
    year: int


class MoneyTable(NamedTuple):
    """The table as lines; ``spans`` maps each year that shows to where its column starts and ends."""

    lines: list[Line]
    spans: dict[int, tuple[int, int]]

    def cell_at(self, x: int, y: int) -> MoneyCell | None:
        """Return the cell under a point; None where nothing can be edited."""
        field = FIELD_LINES.get(y)
        year = next((year for year, (start, end) in self.spans.items() if start <= x < end), None)
        return MoneyCell(field, year) if field is not None and year is not None else None


FIELD_LINES: Final = dict(enumerate(EDITED, 2))
"""The lines that can be edited: below the heading and what is planned."""


def _rows(years: tuple[YearMoney, ...]) -> list[MoneyRow]:
    total = add_money(years)
    shares: list[Span] = [(percent(year.execution), "") for year in years]
    *rows, spent = money_rows(years)
    return [
        *rows,
        spent._replace(field=SPENT),
        MoneyRow(_("Spent, %"), shares, percent(total.execution)),
        MoneyRow(_("Remaining"), [(money(year.remaining), "") for year in years], money(total.remaining)),
    ]


def money_table(
    years: tuple[YearMoney, ...], cursor: MoneyCell, typed: str | None, width: int, currency: str
) -> MoneyTable:
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
    return MoneyTable(lines, spans)


def _further(years: tuple[YearMoney, ...]) -> str:
    """Return that there are more years to one side."""
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
