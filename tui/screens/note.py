"""The window in which a note is written."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static, TextArea

from language import _
from language.messages import message
from store.database import Store
from store.edits import add_note
from store.errors import Refused
from store.outline import ActionRow
from tui.commands.catalogue import bindings, footer
from tui.draw import safe
from tui.screens.window import WindowScreen
from tui.widgets.key_bar import KeyBar


class NoteText(TextArea):
    """A small editor in which Enter saves."""

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            await self.app.run_action("save_note", self.screen)
            return
        await super()._on_key(event)


class NoteScreen(WindowScreen[bool]):
    """Returns whether a note was saved."""

    CSS_PATH = "note.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("note")]
    contexts = ("note",)

    def __init__(self, store: Store, row: ActionRow, *, meeting: str | None = None) -> None:
        super().__init__()
        self.store, self.row, self.meeting = store, row, meeting
        self._warned = False

    def compose(self) -> ComposeResult:
        self.text = NoteText(id="text", soft_wrap=True, tab_behavior="focus", compact=True)
        self.text.cursor_blink = self.terren.blink
        self.hint = Static(Content(""), classes="dim")
        with Vertical(classes="window") as window:
            window.border_title = Content(_("Note on {nr}").format(nr=safe(self.row.nr)))
            yield self.text
            yield self.hint
            yield KeyBar(footer(self.contexts), ascii=self.terren.ascii)

    def on_mount(self) -> None:
        self.set_focus(self.text)

    def _say(self, words: str, *, error: bool = False) -> None:
        self.hint.update(Content(words))
        self.hint.set_class(error, "error")

    def action_save_note(self) -> None:
        try:
            add_note(self.store, self.row.nr, self.text.text, meeting=self.meeting)
        except Refused as refused:
            self._say(message(refused.code, refused.figures), error=True)
            return
        self.dismiss(True)

    def action_new_line(self) -> None:
        self.text.insert("\n")

    def on_text_area_changed(self) -> None:
        self._warned = False
        self._say("")

    def action_leave_note(self) -> None:
        if self.text.text.strip() and not self._warned:
            self._warned = True
            self._say(_("Enter saves what you wrote; another Esc drops it."))
            return
        self.dismiss(False)
