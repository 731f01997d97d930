"""Windows in which an entry of its own is added to an action, or an earlier one corrected or withdrawn."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from functools import partial

from textual.widget import Widget
from textual.widgets import Input

from language import _
from language.dates import date as day_words
from language.numbers import number
from language.registers import value
from schema.choices import EVIDENCE_KIND
from store.db.database import Store
from store.db.errors import UserError
from store.edits.edits import add_note, checked_text
from store.edits.entries import Note, add_evidence, correct_evidence, correct_note, withdraw_entry
from store.edits.meeting import Meeting
from store.exchange.attachments import AttachmentFile, attachments_folder, read_attachment
from store.ledger.change import Change
from store.ledger.identity import may_write, read_identity
from store.plan.lookup import ActionRef
from store.status.outline import ActionRow
from tui.commands.command import Command
from tui.report.attached import open_first
from tui.report.words import recorded_day
from tui.screens.drafts import ENTRY_FIELD, ENTRY_FORMS
from tui.screens.folders import complete_line, folder_of
from tui.screens.form import FieldRow, FormScreen, choice_row, line_row
from tui.widgets.choice_field import ChoiceField
from tui.widgets.draw import cut, safe
from tui.widgets.text_box import TextBox

_MOST_LISTED = 5


class EntryScreen(FormScreen[list[Change]]):
    """A form that begins empty, for a new entry; choosing an earlier one fills it with what stands there."""

    kind = ""
    """The kind of the entries' registers."""

    def __init__(
        self,
        store: Store,
        subject: ActionRef | Meeting,
        entries: Sequence[Note],
        title: str,
        rows: Sequence[FieldRow],
        *,
        above: str = "",
        meeting: str | None = None,
    ) -> None:
        self.subject, self.meeting = subject, meeting
        with store.reading() as conn:
            identity = read_identity(conn)
        self._chosen = ""
        self._kept = False
        self._names = [row.name for row in rows]
        self.correctable = {note.name: note for note in entries if may_write(identity, self.kind, note.unit)}
        if self.correctable:
            words = [self.listed(note) for note in self.correctable.values()]
            self.earlier = ChoiceField(tuple(self.correctable), words, "", none=_("new"), id=ENTRY_FIELD)
            rows = [FieldRow(ENTRY_FIELD, _("Correct"), self.earlier, self.earlier.read), *rows]
        super().__init__(
            store,
            type(self).__name__,
            subject.id,
            title,
            rows,
            lambda _form: self._write(),
            above=above,
            start=self._names[0],
        )

    def typed(self) -> dict[str, str]:
        chosen = {ENTRY_FIELD: self._chosen} if self._chosen and any(map(self.changed, self._names)) else {}
        return {**super().typed(), **chosen}

    def restore(self, typed: Mapping[str, str]) -> None:
        if earlier := typed.get(ENTRY_FIELD):
            if earlier not in self.correctable:
                return
            self.earlier.choose(earlier)
            self._choose(earlier)
        super().restore({name: text for name, text in typed.items() if name != ENTRY_FIELD})

    @abstractmethod
    def values_of(self, note: Note) -> dict[str, str]:
        """Return what stands in the fields for an entry."""

    @abstractmethod
    def add(self) -> list[Change]:
        """Record a new entry."""

    @abstractmethod
    def correct(self, entry: str, before: object) -> list[Change]:
        """Record another value of an entry in place of the one that showed."""

    def listed(self, note: Note) -> str:
        """Return an entry in one line."""
        return f"{day_words(recorded_day(note.recorded_at))}  {safe(value(self.kind, '', note.value))}"

    def understood(self, name: str) -> str:
        if name == ENTRY_FIELD:
            if self._kept:
                self._kept = any(map(self.changed, self._names))
            if self._kept:
                return _("Save first what you wrote, or take it away.")
            if self._chosen:
                return _("Emptied and saved, it is withdrawn.")
            return _("Choose with the arrows what is to be corrected.")
        if name == self._names[0] and self.correctable and not self._chosen and not self.entered(name):
            return _("Shift+Tab: correct an earlier one")
        return super().understood(name)

    def on_choice_field_changed(self) -> None:
        # the form's own handler, which explains the field, runs after this one
        if self.correctable and self.earlier.chosen != self._chosen:
            self._choose(self.earlier.chosen)

    def _choose(self, entry: str) -> None:
        """Show another entry; what was written is never dropped by it."""
        if any(map(self.changed, self._names)):
            self.earlier.choose(self._chosen)
            self._kept = True
            return
        self._chosen = entry
        self.begin(self.values_of(self.correctable[entry]) if entry else dict.fromkeys(self._names, ""))

    def _write(self) -> list[Change]:
        if not self._chosen:
            return self.add()
        note = self.correctable[self._chosen]
        try:
            if self.entered(self._names[0]).strip():
                return self.correct(self._chosen, note.value)
            return withdraw_entry(
                self.store, self.subject, self.kind, self._chosen, meeting=self.meeting, before=note.value
            )
        except UserError as refused:
            if refused.code == "changed_meanwhile":
                # whoever saves again has read it
                self.correctable[self._chosen] = note._replace(value=refused.params["now"])
            raise


class NoteScreen(EntryScreen):
    """Returns what was recorded."""

    CSS_PATH = "note.tcss"
    kind = ENTRY_FORMS["NoteScreen"]

    def __init__(
        self, store: Store, row: ActionRow, notes: Sequence[Note], *, meeting: str | None = None
    ) -> None:
        self.row, self.text = row, TextBox(id="text")
        title, rows = _("Note on {nr}").format(nr=safe(row.nr)), [FieldRow("text", "", self.text)]
        super().__init__(store, row.ref, notes, title, rows, meeting=meeting)

    def values_of(self, note: Note) -> dict[str, str]:
        return {"text": str(note.value)}

    def add(self) -> list[Change]:
        return add_note(self.store, self.row.ref, self.entered("text"), meeting=self.meeting)

    def correct(self, entry: str, before: object) -> list[Change]:
        text = self.entered("text")
        return correct_note(self.store, self.row.ref, entry, text, meeting=self.meeting, before=before)


class EvidenceScreen(EntryScreen):
    """Returns what was recorded; ``evidence`` is what there is already, newest first."""

    contexts = ("form", "evidence")
    kind = ENTRY_FORMS["EvidenceScreen"]

    def __init__(self, store: Store, row: ActionRow, evidence: tuple[Note, ...]) -> None:
        lines = [cut(self.listed(note), 70) for note in evidence[:_MOST_LISTED]]
        if (more := len(evidence) - _MOST_LISTED) > 0:
            lines.append(_("and {n} more on the right side").format(n=more))
        above = "\n".join(lines) or _("There is no evidence yet.")
        one_line = partial(checked_text, newlines=False)
        rows = [
            line_row("title", _("Title"), read=one_line),
            choice_row(
                "kind", _("Kind"), EVIDENCE_KIND.codes, [*map(EVIDENCE_KIND.show, EVIDENCE_KIND.codes)]
            ),
            line_row("ref", _("Reference"), "", one_line, _("A protocol number, a file, an address.")),
            line_row("file", _("Photo or PDF"), "", self._read_file),
        ]
        title = _("Evidence for {nr}").format(nr=safe(row.nr))
        super().__init__(store, row.ref, evidence, title, rows, above=above)
        self.row, self.evidence = row, evidence

    def _read_file(self, path: str) -> AttachmentFile | None:
        return read_attachment(folder_of(path), attachments_folder(self.store.conn)) if path.strip() else None

    def _keys_in(self, field: Widget | None) -> list[Command]:
        keys = super()._keys_in(field)
        if field is self.fields["file"].widget:
            return keys
        return [key for key in keys if key.id != "complete_attached"]

    def understood(self, name: str) -> str:
        if name != "file":
            return super().understood(name)
        path, key = folder_of(self.entered(name)), self.key("complete_attached")
        if not self.entered(name).strip():
            words = _("The path of a photograph (JPEG, PNG) or a PDF of at most 1 MB; {key} completes it.")
            return words.format(key=key)
        if path.is_dir():
            return _("This is a folder. Go on to a file in it; {key} completes the name.").format(key=key)
        if not path.is_file():
            return _("There is no such file; {key} completes the name.").format(key=key)
        file = self.read(name).attachment
        return _("{name}, {size} kB, goes along with the next file.").format(
            name=safe(file.name), size=number(-(-file.bytes // 1024))
        )

    def action_complete_attached(self) -> None:
        """Complete the path of what goes along."""
        line = self.fields["file"].widget
        assert isinstance(line, Input)
        self.set_focus(line)
        complete_line(line, files=True)

    def action_open_attached(self) -> None:
        """Show what is attached to the entry that was chosen, else to the newest that has something."""
        chosen = self.correctable.get(self.earlier.chosen) if self.correctable else None
        shown = self.evidence if chosen is None else [chosen]
        try:
            self.say(open_first(self.store, (note.value for note in shown)))
        except UserError as refused:
            self.refuse(refused)

    def _entry(self) -> tuple[str, str, str, AttachmentFile | None]:
        """Return what stands in the fields; where it has no place, that is the name of what goes along."""
        title, kind, file = self.read("title"), self.read("kind"), self.read("file")
        if file is not None and not self.entered("ref").strip():
            return title, file.attachment.name, kind, file
        return title, self.read("ref"), kind, file

    def values_of(self, note: Note) -> dict[str, str]:
        value = note.value if isinstance(note.value, dict) else {}
        return {**{name: str(value.get(name, "")) for name in ("title", "kind", "ref")}, "file": ""}

    def add(self) -> list[Change]:
        title, ref, kind, file = self._entry()
        return add_evidence(self.store, self.row.ref, title, ref, kind=kind, attached=file)

    def correct(self, entry: str, before: object) -> list[Change]:
        title, ref, kind, file = self._entry()
        return correct_evidence(
            self.store, self.row.ref, entry, title, ref, kind=kind, attached=file, before=before
        )
