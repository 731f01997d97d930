"""The window in which a meeting writes down what was agreed on an action."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from language import _
from language.dates import DateError, parse_date
from language.messages import message
from store.assessment import Resolution, resolve_on
from store.database import Store
from store.errors import Refused
from store.outline import ActionRow
from tui.commands.catalogue import bindings, footer
from tui.draw import safe
from tui.screens.window import WindowScreen
from tui.widgets.key_bar import KeyBar


class AgreedScreen(WindowScreen[bool]):
    """Text, who is responsible, and by which day. Returns whether something was recorded."""

    CSS_PATH = "agreed.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("agreed")]
    contexts = ("agreed",)

    def __init__(self, store: Store, row: ActionRow, meeting: str | None, responsible: str) -> None:
        super().__init__()
        self.store, self.row, self.meeting, self.proposed = store, row, meeting, responsible
        self._warned = False

    def compose(self) -> ComposeResult:
        self.agreed = Input(id="agreed", compact=True)
        self.who = Input(safe(self.proposed), id="responsible", compact=True)
        self.due = Input(id="due", compact=True)
        self.note = Static(Content(""), id="said")
        with Vertical(classes="window") as window:
            window.border_title = Content(_("Agreed on {nr}").format(nr=safe(self.row.nr)))
            for label, line in (
                (_("What was agreed"), self.agreed),
                (_("Responsible"), self.who),
                (_("By which day, for example 31.12. (may stay empty)"), self.due),
            ):
                line.cursor_blink = self.terren.blink
                yield Static(Content(label), classes="dim")
                yield line
            yield self.note
            yield KeyBar(footer(self.contexts), ascii=self.terren.ascii)

    def on_mount(self) -> None:
        self.set_focus(self.agreed)

    def _say(self, words: str, *, error: bool = False) -> None:
        self.note.update(Content(words))
        self.note.set_class(error, "error")

    def _refuse(self, error: Refused | DateError) -> None:
        self._say(message(error.code, error.figures), error=True)

    def on_input_changed(self) -> None:
        self._warned = False
        self._say("")

    def on_input_submitted(self) -> None:
        self.action_next_line()

    def action_next_line(self) -> None:
        if self.due.has_focus:
            self.action_save_agreed()
        else:
            self.focus_next()

    def action_line_before(self) -> None:
        if not self.agreed.has_focus:
            self.focus_previous()

    def _due(self) -> date | None:
        return parse_date(self.due.value, self.terren.today()) if self.due.value.strip() else None

    def action_save_agreed(self) -> None:
        try:
            resolution = Resolution(self.agreed.value, self.who.value, self._due())
            resolve_on(self.store, self.row.nr, resolution, meeting=self.meeting)
        except (Refused, DateError) as error:
            self._refuse(error)
            return
        self.dismiss(True)

    def action_leave_agreed(self) -> None:
        if self.agreed.value.strip() and not self._warned:
            self._warned = True
            self._say(_("Ctrl+S saves what you wrote; another Esc drops it."))
            return
        self.dismiss(False)
