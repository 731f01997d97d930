"""The window in which spellings get their one name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from language import _
from language.messages import message
from language.registers import NAMED
from store.change import Change
from store.database import Store
from store.errors import Refused
from store.naming import join
from tui.commands.catalogue import bindings, footer
from tui.draw import safe
from tui.screens.window import WindowScreen
from tui.widgets.key_bar import KeyBar

_MOST = 6


class NameJoinScreen(WindowScreen[list[Change]]):
    """Returns the changes that were recorded."""

    CSS = "NameJoinScreen #name { margin: 1 0; }"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("name_join")]
    contexts = ("name_join",)

    def __init__(self, store: Store, role: str, name: str, spellings: Sequence[str]) -> None:
        super().__init__()
        self.store, self.role, self.name_now, self.spellings = store, role, name, list(spellings)

    def compose(self) -> ComposeResult:
        listed = [safe(spelling) for spelling in self.spellings[:_MOST]]
        if len(self.spellings) > _MOST:
            listed.append(_("… and {n} more").format(n=len(self.spellings) - _MOST))
        self.typed = Input(safe(self.name_now), id="name", compact=True)
        self.typed.cursor_blink = self.terren.blink
        self.note = Static(Content(""), classes="error")
        with Vertical(classes="window") as window:
            window.border_title = Content(_("One name for these: {kind}").format(kind=_(NAMED[self.role])))
            yield Static(Content("\n".join(listed)), classes="dim")
            yield self.typed
            yield self.note
            yield KeyBar(footer(self.contexts), ascii=self.terren.ascii)

    def on_mount(self) -> None:
        self.set_focus(self.typed)

    def on_input_changed(self) -> None:
        self.note.update(Content(""))

    def on_input_submitted(self) -> None:
        self.action_store_name()

    def action_store_name(self) -> None:
        # what was shown unchanged is meant as it is printed, with whatever cannot be shown
        unchanged = self.typed.value == safe(self.name_now)
        name = self.name_now if unchanged else self.typed.value
        try:
            self.dismiss(join(self.store, self.role, name, self.spellings))
        except Refused as refused:
            self.note.update(Content(message(refused.code, refused.figures)))

    def action_leave_name(self) -> None:
        self.dismiss(None)
