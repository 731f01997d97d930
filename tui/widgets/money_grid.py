"""A table of amounts whose cells are edited in place."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message

from store.edits import MONEY_FIELDS
from store.money import YearMoney
from tui.draw import Line
from tui.money_page import Cell, money_lines
from tui.widgets.lines import LineView

_LONGEST = 24
_BEGINS = "+-0123456789"


class MoneyGrid(LineView, can_focus=True):
    """Rows of amounts by year with a cursor; typing begins the edit of a cell."""

    DEFAULT_CSS = "MoneyGrid { height: 8; scrollbar-gutter: auto; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(0, -1)", show=False),
        Binding("down,j", "move(0, 1)", show=False),
        Binding("left,h,shift+tab", "move(-1, 0)", show=False),
        Binding("right,l,tab", "move(1, 0)", show=False),
    ]

    class Changed(Message):
        """The cursor or the typed text changed."""

    def __init__(self, years: tuple[YearMoney, ...], year: int, *, ascii: bool) -> None:
        super().__init__(id="grid")
        self.years, self.ascii = years, ascii
        self.cell = Cell(MONEY_FIELDS[1], year)
        self.typed: str | None = None
        self._lines: list[Line] = []
        self._laid_out_for = 0

    def show(self, years: tuple[YearMoney, ...]) -> None:
        """Show other amounts."""
        self.years = years
        self.lay_out()

    def lay_out(self) -> None:
        """Draw everything anew."""
        self._laid_out_for = self.room
        self._lines = money_lines(self.years, self.cell, self.typed, max(self.room, 20), ascii=self.ascii)
        self.virtual_size = Size(1, len(self._lines))
        self.refresh()

    def line(self, y: int, width: int) -> Line:
        if width != self._laid_out_for:
            self.lay_out()
        return self._lines[y] if y < len(self._lines) else ()

    def _type(self, text: str | None) -> None:
        self.typed = text
        self.lay_out()
        self.post_message(self.Changed())

    def begin(self, text: str = "") -> None:
        """Edit the cell under the cursor."""
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
        elif character is not None:
            if len(self.typed) < _LONGEST:
                self._type(self.typed + character)
        else:
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        text = "".join(c for c in event.text.strip() if c.isprintable())[:_LONGEST]
        self._type((self.typed or "") + text)
        event.stop()

    def action_move(self, across: int, down: int) -> None:
        """Move the cursor, unless a cell is being edited."""
        if self.typed is not None:
            return
        fields, years = MONEY_FIELDS, [year.year for year in self.years]
        row = max(0, min(fields.index(self.cell.field) + down, len(fields) - 1))
        column = max(0, min(years.index(self.cell.year) + across, len(years) - 1))
        self.cell = Cell(fields[row], years[column])
        self.lay_out()
        self.post_message(self.Changed())
