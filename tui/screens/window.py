"""Windows over the main screen."""

from __future__ import annotations

from pathlib import Path

from textual.screen import ModalScreen, ScreenResultType

from tui.screens.base import WorkScreen


class WindowScreen(WorkScreen[ScreenResultType], ModalScreen[ScreenResultType]):
    """A window over the main screen: a frame of class ``window`` with its keys at the bottom."""

    DEFAULT_CSS = Path(__file__).with_name("window.tcss").read_text("utf-8")
