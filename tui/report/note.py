"""The window in which a note is written, or an earlier one corrected."""

from __future__ import annotations

from language import _
from store.edits.edits import add_note
from store.edits.entries import Note, correct_note
from store.ledger.change import Change
from tui.report.entry import EntryScreen
from tui.screens.form import Row
from tui.widgets.draw import safe
from tui.widgets.text_box import TextBox


class NoteScreen(EntryScreen):
    """Returns what was recorded."""

    CSS_PATH = "note.tcss"
    kind = "note"

    def title_words(self) -> str:
        return _("Note on {nr}").format(nr=safe(self.row.nr))

    def entry_rows(self) -> list[Row]:
        self.text = TextBox(id="text")
        return [Row("text", "", self.text)]

    def held(self, note: Note) -> dict[str, str]:
        return {"text": str(note.value)}

    def add(self) -> list[Change]:
        return add_note(self.store, self.row.ref, self.entered("text"), meeting=self.meeting)

    def correct(self, entry: str) -> list[Change]:
        return correct_note(self.store, self.row.ref, entry, self.entered("text"), meeting=self.meeting)
