"""The window in which the number of an action is typed."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from language import _
from language.messages import message
from store.database import Store
from store.errors import Refused
from store.lookup import action_numbers, find_action_id
from tui.commands.catalogue import bindings, footer
from tui.screens.window import WindowScreen
from tui.widgets.key_bar import KeyBar


class NumberScreen(WindowScreen[str]):
    """Returns the number of an action as the plan prints it."""

    CSS_PATH = "number.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("number")]
    contexts = ("number",)

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store

    def compose(self) -> ComposeResult:
        self.number = Input(id="number", compact=True)
        self.number.cursor_blink = self.terren.blink
        self.note = Static(Content(""), classes="error")
        with Vertical(classes="window") as window:
            window.border_title = Content(_("Number of the action"))
            yield self.number
            yield self.note
            yield KeyBar(footer(self.contexts), ascii=self.terren.ascii)

    def on_mount(self) -> None:
        self.set_focus(self.number)

    def on_input_changed(self) -> None:
        self.note.update(Content(""))

    def on_input_submitted(self) -> None:
        self.action_take_number()

    def action_take_number(self) -> None:
        try:
            with self.store.reading() as conn:
                action = find_action_id(conn, self.number.value)
                nr = action_numbers(conn)[action]
        except Refused as refused:
            self.note.update(Content(message(refused.code, refused.figures)))
            return
        self.dismiss(nr)

    def action_leave_number(self) -> None:
        self.dismiss(None)
