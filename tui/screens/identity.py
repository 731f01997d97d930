"""The window that opens on a copy or a restored backup: only look, or go on with a new identity."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from language import _
from language.messages import message
from store.errors import Refused
from tui.commands.catalogue import bindings, footer
from tui.screens.window import WindowScreen
from tui.widgets.choice_list import ChoiceList
from tui.widgets.key_bar import KeyBar


class IdentityScreen(WindowScreen[bool]):
    """Returns whether to go on with a new identity."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("identity")]
    contexts = ("identity",)

    def __init__(self, refusal: Refused) -> None:
        super().__init__()
        self.refusal = refusal

    def compose(self) -> ComposeResult:
        self.choices = ChoiceList(
            [
                ((f" {_('Only look; nothing is changed')} ", ""),),
                ((f" {_('Go on with a new identity; everything typed is kept')} ", ""),),
            ]
        )
        self.choices.styles.height = 2
        with Vertical(classes="window") as window:
            window.border_title = Content(_("Whose database is this?"))
            yield Static(Content(message(self.refusal.code, self.refusal.figures)))
            yield Static(
                Content(
                    _(
                        "If the other one still works, go on there. If not, go on here with a new identity:"
                        " headquarters sees which laptop it continues, and nothing is sent twice."
                    )
                ),
                classes="dim",
            )
            yield self.choices
            yield KeyBar(footer(self.contexts), ascii=self.terren.ascii)

    def on_mount(self) -> None:
        self.set_focus(self.choices)

    def on_choice_list_chosen(self) -> None:
        self.action_choose_identity()

    def action_choose_identity(self) -> None:
        self.dismiss(self.choices.cursor == 1)

    def action_leave_identity(self) -> None:
        self.dismiss(False)
