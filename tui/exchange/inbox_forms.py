"""The window of forms that came back: those that lie in a folder, each shown before it is recorded."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from language import N_, _, glyph, ngettext
from planreader.workbook.form_table import TakenForm, look_at_form, record_form, waiting_forms
from store.db.apart import end_readers
from store.db.database import Store
from store.db.errors import UserError
from store.edits.reported.comparison import Comparison
from store.opening.open_store import open_store
from tui.report.reported import Preview, ReportedScreen
from tui.report.table_words import form_question, form_words
from tui.screens.folders import complete_line, folder_of, remembered_folder, why_not
from tui.screens.memory import remember
from tui.screens.refusals import message
from tui.screens.threadwork import ThreadWorkScreen
from tui.widgets.choice_list import ChoiceList
from tui.widgets.draw import safe

FilesOrForm = list[Path] | TakenForm

_MOST_SHOWN = 10


class FormInboxScreen(ThreadWorkScreen[bool, FilesOrForm]):
    """Returns whether a form was recorded while it was open."""

    broken_off = N_("The file could not be read. Details are in {file}.")
    heading = N_("Forms that came back")
    CSS = "FormInboxScreen .window { width: 90; }"
    contexts = ("answer", "place", "typing")
    enter_word = N_("look")
    leave_word = N_("close")

    def __init__(self, store: Store, folder: Path | None = None) -> None:
        super().__init__()
        self.store, self.folder = store, folder
        self.paths: list[Path] = []
        self.took = False

    def line(self) -> Input:
        return self.place

    def content(self) -> ComposeResult:
        start = remembered_folder(self.terren.places, "forms_back", "mailbox", "folder")
        self.place = Input(start if self.folder is None else safe(str(self.folder)), id="place", compact=True)
        self.list_view = ChoiceList((), id="waiting")
        self.note = Static(Content(""), id="said")
        yield Static(Content(_("The folder in which they lie, or one form")), classes="dim")
        yield self.place
        yield self.list_view
        yield self.note

    def on_mount(self) -> None:
        self._show([])
        if self.folder is not None:
            self.action_accept()

    def _show(self, paths: list[Path]) -> None:
        self.paths = paths
        mark = glyph("▤", "@")
        self.list_view.fill([((f" {mark} {safe(path.name)}", ""),) for path in paths])
        self.list_view.styles.height = min(len(paths), _MOST_SHOWN)
        self.list_view.display = bool(paths)

    def on_input_changed(self) -> None:
        self._show([])
        self.say("")

    def action_move(self, by: int) -> None:
        """Mark another form."""
        self.list_view.action_move(by)

    def action_complete(self) -> None:
        complete_line(self.place, files=True)

    def action_accept(self) -> None:
        """List the forms of the folder; then show what the marked one changes."""
        if self.running is not None:
            return
        path = folder_of(self.place.value)
        if self.paths:
            self._look(self.paths[self.list_view.cursor])
        elif path.is_file():
            self._look(path)
        elif wrong := why_not(self.place.value, write=False):
            self.say(wrong, error=True)
        else:
            self.say(_("Looking for forms …"))
            self.begin(lambda: self._waiting(path))

    def _waiting(self, folder: Path) -> list[Path]:
        with open_store(self.store.path, read_only=True) as store:
            return waiting_forms(store, folder)

    def _look(self, path: Path) -> None:
        today = self.terren.today()

        def look() -> TakenForm:
            with open_store(self.store.path, read_only=True) as store:
                return look_at_form(store, path, today)

        self.path = path
        self.say(_("Reading {file} …").format(file=safe(path.name)))
        self.begin(look)

    def come(self, outcome: FilesOrForm) -> None:
        self.free()
        if isinstance(outcome, list):
            remember(self.terren.places, forms_back=self.place.value)
            self._show(outcome)
            self.say(_told(len(outcome)))
            return
        self.say("")
        self._preview(form_preview(self.store, outcome, self.path, self.terren.today()))

    def settled(self, refused: UserError) -> bool:
        """Show all that is wrong with a form, cell by cell."""
        if refused.code != "file_wrong":
            return False
        head, *wrong = message(refused.code, refused.params).split("\n")
        nothing = Comparison((), 0, (), "")
        lines = tuple(line.removeprefix("- ") for line in wrong)
        self.say("")
        self._preview(Preview(self.path.name, (head,), "", nothing, list, lines))
        return True

    def _preview(self, preview: Preview) -> None:
        def closed(recorded: bool | None) -> None:
            if recorded:
                self.took = True
                self._show([path for path in self.paths if path != self.path])
                self.say(_told(len(self.paths)) if self.paths else "")

        self.app.push_screen(ReportedScreen(self.store, preview), closed)

    def action_leave(self) -> None:
        # reading is given up, which changes nothing
        self.dismiss(self.took)

    def on_unmount(self) -> None:
        if self.running is not None:
            end_readers()


def _told(n: int) -> str:
    if not n:
        return _("No form waits there.")
    words = ngettext("{n} form waits there.", "{n} forms wait there.", n)
    return words.format(n=n)


def form_preview(store: Store, taken: TakenForm, path: Path, today: date) -> Preview:
    """Return what a form changes, and what records it."""
    return Preview(
        path.name,
        tuple(form_words(taken, path.name)),
        form_question(taken),
        taken.comparison,
        lambda: record_form(store, taken, today).changes,
    )
