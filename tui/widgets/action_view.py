"""The right side: an action or an objective in full, scrolling."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message

from tui.commands.catalogue import bindings
from tui.widgets.draw import Line
from tui.widgets.lines import LineView
from tui.widgets.page import Page


class ActionView(LineView, can_focus=True):
    """Shows the page that a function makes for the present width."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("detail")]

    class Left(Message):
        """A person wants to go back to the tree."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._make: Callable[[int], Page] | None = None
        self._lines: list[Line] = []
        self._width = 0

    def show(self, make: Callable[[int], Page] | None, *, keep_place: bool = False) -> None:
        """Show another page, from its top unless ``keep_place``."""
        self._make = make
        self._layout()
        if not keep_place:
            self.scroll_to(y=0, animate=False, force=True)
        self.refresh_changed()

    def _layout(self) -> None:
        self._width = self.room
        ready = self._make is not None and self._width > 0
        self._lines = self._make(self._width).lines if ready and self._make is not None else []
        self.have(len(self._lines))

    def on_resize(self, _event: events.Resize) -> None:
        if self.room != self._width:
            self._layout()
            self.refresh()

    def line(self, y: int, width: int) -> Line:
        return self._lines[y] if y < len(self._lines) else ()

    def action_read(self, direction: int) -> None:
        """One page further down, or up where ``direction`` is -1."""
        scroll = self.scroll_page_down if direction > 0 else self.scroll_page_up
        scroll(animate=False)

    def action_go_back(self) -> None:
        self.post_message(self.Left())
