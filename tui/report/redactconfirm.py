"""The question before a text is taken away for good."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from language import _
from tui.commands.catalogue import footer
from tui.screens.window import WindowScreen
from tui.widgets.key_bar import KeyBar


class RedactConfirmScreen(WindowScreen[bool]):
    """Returns whether to redact; ``text`` says what."""

    contexts = ("redact_confirm",)

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def compose(self) -> ComposeResult:
        self.key_bar = KeyBar(footer(self.contexts), ascii=self.terren.ascii)
        self.key_bar.can_focus = True
        with Vertical(classes="window") as window:
            window.border_title = Content(_("Redact"))
            yield Static(Content(self.text))
            yield Static(Content(_("The text is gone then for good, for everybody.")), classes="dim")
            yield self.key_bar

    def on_mount(self) -> None:
        self.set_focus(self.key_bar)

    def action_redact_now(self) -> None:
        self.dismiss(True)

    def action_leave_redacting(self) -> None:
        self.dismiss(False)
