"""The window in which the number is typed that a review goes to."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from language import _
from language.messages import message
from planreader.review import Review
from planreader.reviewitems import Item
from store.errors import Refused
from tui.commands.catalogue import bindings, footer
from tui.screens.window import WindowScreen
from tui.widgets.key_bar import KeyBar


class ReviewNumberScreen(WindowScreen[Item]):
    """Returns the number with all its fields."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("review_number")]
    contexts = ("review_number",)
    CSS = "ReviewNumberScreen .window { width: 50; }"

    def __init__(self, review: Review) -> None:
        super().__init__()
        self.review = review

    def compose(self) -> ComposeResult:
        self.number = Input(id="number", compact=True)
        self.number.cursor_blink = self.terren.blink
        self.note = Static(Content(""), classes="error")
        with Vertical(classes="window") as window:
            window.border_title = Content(_("Number of an action or objective"))
            yield self.number
            yield self.note
            yield KeyBar(footer(self.contexts), ascii=self.terren.ascii)

    def on_mount(self) -> None:
        self.set_focus(self.number)

    def on_input_changed(self) -> None:
        self.note.update(Content(""))

    def on_input_submitted(self) -> None:
        self.action_go_to_number()

    def action_go_to_number(self) -> None:
        try:
            item = self.review.item_of(self.number.value.strip().rstrip("."))
        except Refused as refused:
            self.note.update(Content(message(refused.code, refused.figures)))
            return
        self.dismiss(item)

    def action_leave_going(self) -> None:
        self.dismiss(None)
