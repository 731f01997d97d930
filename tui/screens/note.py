"""The window in which a note is written."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from language import _
from store.database import Store
from store.edits import add_note
from store.outline import ActionRow
from tui.commands.catalogue import bindings
from tui.draw import safe
from tui.screens.form import FormScreen, Row
from tui.widgets.text_box import TextBox


class NoteScreen(FormScreen[bool]):
    """Returns whether a note was saved."""

    CSS_PATH = "note.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("form")]

    def __init__(self, store: Store, row: ActionRow, *, meeting: str | None = None) -> None:
        super().__init__()
        self.store, self.row, self.meeting = store, row, meeting

    def title_words(self) -> str:
        return _("Note on {nr}").format(nr=safe(self.row.nr))

    def rows(self) -> list[Row]:
        self.text = TextBox(id="text")
        return [Row("text", "", self.text)]

    def record(self) -> bool:
        add_note(self.store, self.row.nr, self.entered("text"), meeting=self.meeting)
        return True
