"""A list at the left, what stands behind its marked row at the right, and moving in both."""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path
from typing import cast

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.screen import ScreenResultType

from tui.screens.headed import HeadedScreen
from tui.widgets.choice_list import ChoiceList
from tui.widgets.draw import Line, fit
from tui.widgets.page import ActionView


class PairedList(ChoiceList, inherit_bindings=False):
    """The rows. Whatever moves the mark, the screen shows the marked row at the right."""

    @property
    def pair(self) -> PairedListScreen[object]:
        """Return the screen that shows the row."""
        return cast("PairedListScreen[object]", self.screen)

    def action_move(self, by: int) -> None:
        super().action_move(by)
        self.pair.show_entry()

    def on_resize(self) -> None:
        """Have the rows in the width that the panes are laid out in, which is not yet known to the screen."""
        if self.pair.ready:
            self.pair.fill(self.cursor)


class PairedListScreen(HeadedScreen[ScreenResultType]):
    """Subclasses fill the list and show the marked row."""

    DEFAULT_CSS = Path(__file__).with_name("pairedlist.tcss").read_text("utf-8")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-medium")]  # noqa: RUF012
    LIST, VIEW = "items", "item"
    """The ids of the two sides."""

    @abstractmethod
    def lines(self, width: int) -> list[Line]:
        """Return the rows as they are, for a width."""

    @abstractmethod
    def show_entry(self) -> None:
        """Show the row that is marked, and the keys that do something on it."""

    def content(self) -> ComposeResult:
        self.list = PairedList([], id=self.LIST)
        self.view = ActionView(id=self.VIEW)
        self.view.can_focus = False
        with Container(id="panes"):
            yield self.list
            yield self.view

    def on_mount(self) -> None:
        self.show_keys()

    def speak(self) -> None:
        self.fill(self.list.cursor)

    def fill(self, at: int) -> None:
        """Show the rows as they are, one of them marked."""
        self.list.fill(self.lines(self.list.room))
        self.list.action_move(at)

    def refill(self, at: int) -> None:
        """Show the rows as they are by now; both sides stay scrolled as they are."""
        places = [(side, side.scroll_y) for side in (self.list, self.view)]
        self.fill(at)
        for side, y in places:
            side.scroll_to(y=y, animate=False, force=True)

    def show_head(self, title: str, count: str) -> None:
        """Write the first line: what this is, and how much of it."""
        room = max(1, self.app.size.width - cell_len(count) - 4)
        self.head.update(Content.assemble((fit(title, room), "bold"), f"  {count}"))

    def move(self, by: int) -> None:
        """Mark another row."""
        self.list.action_move(by)

    def page(self, direction: int) -> None:
        """Mark a row a page further down, or up where ``direction`` is -1."""
        self.move(direction * (max(2, self.list.size.height) - 1))

    action_move, action_page = move, page

    def action_read(self, direction: int) -> None:
        self.view.action_read(direction)

    async def on_choice_list_chosen(self) -> None:
        await self.enter()
