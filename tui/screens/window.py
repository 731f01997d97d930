"""Windows over another screen, and what shows where the terminal is too small for any."""

from __future__ import annotations

from pathlib import Path

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ModalScreen, ScreenResultType
from textual.widgets import Static

from language import _
from tui.screens.base import WorkScreen


class WindowScreen(WorkScreen[ScreenResultType], ModalScreen[ScreenResultType]):
    """A window over the main screen: a frame of class ``window`` with its keys at the bottom."""

    DEFAULT_CSS = Path(__file__).with_name("window.tcss").read_text("utf-8")


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
