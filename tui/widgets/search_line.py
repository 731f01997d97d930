"""The line in which one types what to find."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Input

from language import _
from tui.commands.catalogue import bindings


class SearchLine(Input):
    """An input that says when the search is kept or ended."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("search")]

    class Kept(Message):
        """Go on in the list of what was found."""

    class Ended(Message):
        """Show everything again."""

    def __init__(self) -> None:
        super().__init__(compact=True, id="search")
        self.speak()

    def speak(self) -> None:
        """Show the hint in the current language."""
        self.placeholder = _("number, words of the title, institution or product")

    def action_keep_search(self) -> None:
        self.post_message(self.Kept())

    def action_end_search(self) -> None:
        self.post_message(self.Ended())
