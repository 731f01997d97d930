"""The last question before a revision is published."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from language import _
from tui.commands.catalogue import footer
from tui.screens.window import WindowScreen
from tui.widgets.key_bar import KeyBar


class PublishConfirmScreen(WindowScreen[bool]):
    """Returns whether to publish; ``lines`` say what."""

    contexts = ("publish_confirm",)

    def __init__(self, number: int, lines: list[str]) -> None:
        super().__init__()
        self.number, self.lines = number, lines

    def compose(self) -> ComposeResult:
        self.key_bar = KeyBar(footer(self.contexts), ascii=self.terren.ascii)
        self.key_bar.can_focus = True
        with Vertical(classes="window") as window:
            window.border_title = Content(_("Publish revision {number}").format(number=self.number))
            yield Static(Content("\n".join(self.lines)))
            yield Static(Content(_("It cannot be taken back, only revised again.")), classes="dim")
            yield self.key_bar

    def on_mount(self) -> None:
        self.set_focus(self.key_bar)

    def action_publish_now(self) -> None:
        self.dismiss(True)

    def action_leave_publishing(self) -> None:
        self.dismiss(False)
