"""The lines above the tree in which one types the number to go to, or what to find."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Static

from language import _
from tui.widgets.draw import wrap
from tui.widgets.screen_line import ScreenLine


class NumberInput(ScreenLine):
    """An input whose keys go or leave."""

    CONTEXT = "go"


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


class SearchLine(ScreenLine):
    """An input whose keys keep or end the search."""

    CONTEXT = "search"

    # one line whatever is typed: to lay the screen out anew would hold up each letter
    virtual_size = Reactive(Size(0, 0))

    def __init__(self) -> None:
        super().__init__(compact=True, id="search")
        self.speak()

    def speak(self) -> None:
        """Show the hint in the current language."""
        self.placeholder = _("number, words of the title, institution or output")
