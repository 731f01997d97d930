"""A last question before something that cannot be taken back."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from tui.screens.window import WindowScreen


class ConfirmScreen(WindowScreen[bool]):
    """Returns whether to go on; ``text`` says with what, ``warning`` what that means."""

    def __init__(self, title: str, text: str, warning: str) -> None:
        super().__init__()
        self._title, self._text, self._warning = title, text, warning

    def title_words(self) -> str:
        return self._title

    def content(self) -> ComposeResult:
        yield Static(Content(self._text))
        yield Static(Content(self._warning), classes="dim")

    def on_mount(self) -> None:
        self.key_bar.can_focus = True
        self.set_focus(self.key_bar)
