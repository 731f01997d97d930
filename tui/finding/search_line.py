"""The line in which one types what to find."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from language import _
from tui.commands.catalogue import bindings


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
