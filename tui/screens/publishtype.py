"""A window of publishing in which one thing is typed: a number, numbers, a day."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from language.messages import message
from store.errors import Refused
from tui.commands.catalogue import bindings, footer
from tui.screens.window import WindowScreen
from tui.widgets.key_bar import KeyBar


class PublishTypeScreen(WindowScreen[bool]):
    """Gives what was typed to ``take``; what is refused stays typed. Returns whether it was taken."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("publish_type")]
    contexts = ("publish_type",)

    def __init__(self, title: str, hint: str, start: str, take: Callable[[str], None]) -> None:
        super().__init__()
        self._title, self._hint, self._start, self._take = title, hint, start, take

    def compose(self) -> ComposeResult:
        self.typed = Input(self._start, id="typed", compact=True)
        self.typed.cursor_blink = self.terren.blink
        self.note = Static(Content(""), classes="error")
        with Vertical(classes="window") as window:
            window.border_title = Content(self._title)
            yield Static(Content(self._hint), classes="dim")
            yield self.typed
            yield self.note
            yield KeyBar(footer(self.contexts), ascii=self.terren.ascii)

    def on_mount(self) -> None:
        self.set_focus(self.typed)

    def on_input_changed(self) -> None:
        self.note.update(Content(""))

    def on_input_submitted(self) -> None:
        self.action_take_typed()

    def action_take_typed(self) -> None:
        try:
            self._take(self.typed.value.strip())
        except Refused as refused:
            self.note.update(Content(message(refused.code, refused.figures)))
            return
        self.dismiss(True)

    def action_leave_typed(self) -> None:
        self.dismiss(False)
