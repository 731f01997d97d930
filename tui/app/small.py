"""What shows where the terminal is too small for anything else."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from language import _


class SmallScreen(ModalScreen[None]):
    """Asks for a larger window; goes away by itself."""

    DEFAULT_CSS = """
    SmallScreen { align: center middle; background: $background; }
    SmallScreen Static { width: auto; max-width: 100%; text-align: center; padding: 0 1; }
    """

    def compose(self) -> ComposeResult:
        yield Static(Content(self._words()))

    def _words(self) -> str:
        return _(
            "Terren needs at least {width} columns and {height} rows. Please make the window larger."
        ).format(width=60, height=20)

    def speak(self) -> None:
        """Say it in the current language."""
        self.query_one(Static).update(Content(self._words()))
