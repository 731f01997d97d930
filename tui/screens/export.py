"""The window in which the change set is written for headquarters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static
from textual.worker import Worker, WorkerState

from language import _, ngettext
from language.messages import message
from language.numbers import number
from store.database import Store
from store.errors import Refused
from tui.big_letters import big
from tui.commands.catalogue import bindings, footer
from tui.draw import bar, safe
from tui.folders import completed, folder_of, why_not
from tui.memory import recall, remember
from tui.screens.window import WindowScreen
from tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from sync.export import Exported

_BAR_WIDTH = 30


class ExportScreen(WindowScreen[None]):
    """Asks for a folder, writes in a thread, and shows the check code once everything is safe."""

    CSS_PATH = "export.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("export")]
    contexts = ("export",)

    class Progress(Message):
        """So much of the file is written."""

        def __init__(self, done: int, total: int) -> None:
            super().__init__()
            self.done, self.total = done, total

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store
        self.running: Worker[Exported] | None = None
        self.done = False

    def compose(self) -> ComposeResult:
        remembered = recall(self.terren.places).get("folder")
        start = remembered if isinstance(remembered, str) else str(Path.home())
        self.folder = Input(safe(start), id="folder", compact=True)
        self.folder.cursor_blink = self.terren.blink
        self.note = Static(Content(""), id="note")
        self.code = Static(Content(""), id="code", classes="hidden")
        self.key_bar = KeyBar(footer(self.contexts), ascii=self.terren.ascii)
        with Vertical(classes="window") as window:
            window.border_title = Content(_("Export"))
            yield Static(Content(_("Folder (for example the USB stick)")), classes="dim", id="label")
            yield self.folder
            yield self.code
            yield self.note
            yield self.key_bar

    def on_mount(self) -> None:
        self.set_focus(self.folder)
        self._say(why_not(self.folder.value), error=True)

    def _say(self, words: str, *, error: bool = False) -> None:
        self.note.update(Content(words))
        self.note.set_class(error, "error")

    def on_input_changed(self) -> None:
        self._say(why_not(self.folder.value), error=True)

    def on_input_submitted(self) -> None:
        self.action_start_export()

    def action_complete_folder(self) -> None:
        self.folder.value = completed(self.folder.value)
        self.folder.cursor_position = len(self.folder.value)

    def action_start_export(self) -> None:
        if self.done:
            self.dismiss()
            return
        if self.running is not None:
            return
        if wrong := why_not(self.folder.value):
            self._say(wrong, error=True)
            return
        if self.store.refusal is not None:
            self._say(message(self.store.refusal.code, self.store.refusal.figures), error=True)
            return
        folder = folder_of(self.folder.value)
        self._say(_("Writing … do not remove the stick."))
        self.folder.disabled = True
        self.running = self.run_worker(
            lambda: self._write(folder), thread=True, exit_on_error=False, name="export"
        )

    def _write(self, folder: Path) -> Exported:
        """Runs in a thread, with a connection of its own; speaks to the screen by messages alone."""
        from sync.export import export
        from sync.opening import open_for_work

        with open_for_work(self.terren.places, self.store.path) as store:
            return export(
                store,
                self.terren.places,
                folder,
                sealed=self.terren.sending.seal,
                progress=self._progress,
            )

    def _progress(self, done: int, total: int) -> None:
        self.post_message(self.Progress(done, total))

    def on_export_screen_progress(self, event: Progress) -> None:
        if self.done:
            return
        share = event.done / event.total if event.total else 1.0
        drawn = bar(share, _BAR_WIDTH, ascii=self.terren.ascii)
        self._say(f"{drawn} {number(share * 100)}%\n" + _("Writing … do not remove the stick."))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        if event.worker is not self.running:
            return
        if event.state == WorkerState.SUCCESS and event.worker.result is not None:
            self._written(event.worker.result)
        elif event.state in (WorkerState.ERROR, WorkerState.CANCELLED):
            self._failed(event.worker.error)

    def _written(self, exported: Exported) -> None:
        self.running, self.done = None, True
        remember(self.terren.places, folder=str(exported.path.parent))
        code = safe(exported.check_code)
        large = "\n".join(big(code)) if not self.terren.ascii else " ".join(code)
        self.code.update(Content(f"{large}\n\n{code}" if not self.terren.ascii else large))
        self.code.remove_class("hidden")
        self.query_one("#label").display = False
        self.folder.display = False
        changes = ngettext("{n} change", "{n} changes", exported.changes).format(n=number(exported.changes))
        size = _("{n} bytes").format(n=number(exported.bytes))
        lines = (
            _("Check code: read it to headquarters over the telephone."),
            f"{safe(exported.path.name)}",
            f"{changes}, {size}",
            _("The file is written and checked. You may remove the stick."),
        )
        self._say("\n".join(lines))
        self.key_bar.show([command for command in footer(("export",)) if command.id == "close_export"])

    def _failed(self, error: BaseException | None) -> None:
        self.running = None
        self.folder.disabled = False
        self.set_focus(self.folder)
        if isinstance(error, Refused):
            self._say(message(error.code, error.figures), error=True)
            return
        from tui.crash import log_path, write_log

        path = write_log(self.terren.places, error) if error is not None else None
        where = safe(str(path or log_path(self.terren.places)))
        self._say(_("The file was not written. Details are in {file}.").format(file=where), error=True)

    def action_close_export(self) -> None:
        if self.running is None:
            self.dismiss()
