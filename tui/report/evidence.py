"""The window in which evidence is listed and added: its title, kind, and where it is kept."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from language import _
from language.dates import date as day_words
from language.registers import value
from language.terms import EVIDENCE_KINDS, evidence_kind
from store.db.database import Store
from store.edits.edits import add_evidence, checked_text
from store.edits.entries import Note, correct_evidence
from store.ledger.change import Change
from store.status.outline import ActionRow
from tui.report.entry import EntryScreen
from tui.report.words import recorded_day
from tui.screens.form import Row
from tui.widgets.choice_field import ChoiceField
from tui.widgets.draw import cut, safe

_MOST_LISTED = 5


class EvidenceScreen(EntryScreen):
    """Returns what was recorded; ``known`` is what there is already, newest first."""

    kind = "evidence"

    def __init__(self, store: Store, row: ActionRow, known: tuple[Note, ...]) -> None:
        super().__init__(store, row, known)
        self.known = known

    def title_words(self) -> str:
        return _("Evidence for {nr}").format(nr=safe(self.row.nr))

    def above(self) -> ComposeResult:
        lines = [
            cut(
                f"{day_words(recorded_day(note.recorded_at))}  {safe(value('evidence', '', note.value))}",
                70,
            )
            for note in self.known[:_MOST_LISTED]
        ]
        if (more := len(self.known) - _MOST_LISTED) > 0:
            lines.append(_("and {n} more on the right side").format(n=more))
        yield Static(Content("\n".join(lines) or _("There is no evidence yet.")), classes="dim listed")

    def entry_rows(self) -> list[Row]:
        kinds = [evidence_kind(code) for code in EVIDENCE_KINDS]
        return [
            Row("title", _("Title"), Input(id="title", compact=True)),
            Row("kind", _("Kind"), ChoiceField(tuple(EVIDENCE_KINDS), kinds, "")),
            Row("ref", _("Reference"), Input(id="ref", compact=True)),
        ]

    def understood(self, name: str) -> str:
        if name == "ref":
            return _("A protocol number, a file, an address.")
        if name == "kind":
            return _("Type its first letters, or choose with the arrows.")
        return super().understood(name)

    def held(self, note: Note) -> dict[str, str]:
        value = note.value if isinstance(note.value, dict) else {}
        return {name: str(value.get(name, "")) for name in ("title", "kind", "ref")}

    def _checked(self) -> tuple[str, str]:
        title, ref = (
            self.read(name, lambda text: checked_text(text, newlines=False)) for name in ("title", "ref")
        )
        return title, ref

    def add(self) -> list[Change]:
        return add_evidence(self.store, self.row.ref, *self._checked(), kind=self.entered("kind"))

    def correct(self, entry: str) -> list[Change]:
        return correct_evidence(self.store, self.row.ref, entry, *self._checked(), kind=self.entered("kind"))
