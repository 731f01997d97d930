"""A line below the title that stays until what it tells of is dealt with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static


class Banner(Static):
    """A line in the colour of warnings, wrapped where it is long; ``words`` gives it in each language.

    What to do stands at its end, so it has as many lines as the longest refusal needs.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Banner {
        height: auto; max-height: 40%; padding: 0 1; background: $warning-muted; color: $text-warning;
    }
    """

    def __init__(self, words: Callable[[], str], *, classes: str | None = None) -> None:
        super().__init__(Content(words()), classes=classes)
        self._words = words

    @classmethod
    def settle(cls, screen: Screen[Any], name: str, words: Callable[[], str] | None) -> None:
        """Show one of this name (a style class) above the panes of a screen, or none where words are None."""
        shown = screen.query(f"Banner.{name}")
        if words is None:
            shown.remove()
        elif shown:
            shown.first(cls).show(words)
        else:
            screen.mount(cls(words, classes=name), before="#panes")

    def show(self, words: Callable[[], str]) -> None:
        """Say something else."""
        self._words = words
        self.speak()

    def speak(self) -> None:
        """Say it in the current language."""
        self.update(Content(self._words()))
