"""The lines above the tree in which one types the number to go to, or what to find."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input, Static

from language import _
from tui.commands.catalogue import bindings
from tui.widgets.draw import wrap


class NumberInput(Input):
    """An input whose keys go or leave."""

    CONTEXT: ClassVar = "go"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(CONTEXT)]

    async def action_go_there(self) -> None:
        # at once, so that the next key finds the focus in its new place
        await self.app.run_action("go_there", self.screen)

    async def action_leave_go(self) -> None:
        await self.app.run_action("leave_go", self.screen)


class GoLine(Horizontal):
    """A number, and beside it where that leads."""

    DEFAULT_CSS = """
    GoLine { height: auto; background: $boost; padding: 0 1; }
    GoLine Input { width: 24; height: 1; border: none; background: $boost; padding: 0; }
    GoLine Static { width: 1fr; height: auto; color: $text-muted; }
    """

    def __init__(self) -> None:
        super().__init__(id="go")

    def compose(self) -> ComposeResult:
        self.number = NumberInput(compact=True)
        self.place = Static(Content(""))
        yield self.number
        yield self.place
        self.speak()

    def speak(self) -> None:
        """Show the hint in the current language."""
        self.number.placeholder = _("number, as 2.1.2 or 212")

    def show(self, words: str) -> None:
        """Say where the number leads."""
        lines = len(wrap(words, max(1, self.place.size.width)))
        # laid out anew only where it takes more lines, or fewer
        self.place.update(Content(words), layout=lines != self.place.size.height)


class SearchLine(Input):
    """An input whose keys keep or end the search."""

    CONTEXT: ClassVar = "search"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(CONTEXT)]

    # one line whatever is typed: to lay the screen out anew would hold up each letter
    virtual_size = Reactive(Size(0, 0))

    def __init__(self) -> None:
        super().__init__(compact=True, id="search")
        self.speak()

    def speak(self) -> None:
        """Show the hint in the current language."""
        self.placeholder = _("number, words of the title, institution or product")

    async def action_keep_search(self) -> None:
        # at once, so that the next key finds the focus in its new place
        await self.app.run_action("keep_search", self.screen)

    async def action_end_search(self) -> None:
        await self.app.run_action("end_search", self.screen)
