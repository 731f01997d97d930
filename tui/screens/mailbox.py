"""The window of a visit to a mailbox: everybody's files are taken, one's own is written."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static
from textual.worker import Worker, WorkerState

from language import _
from language.messages import message
from language.numbers import number
from store.database import Store
from store.errors import Refused
from tui.commands.catalogue import bindings, footer
from tui.draw import bar, safe
from tui.folders import completed, folder_of, why_not
from tui.memory import recall, remember
from tui.screens.window import WindowScreen
from tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from sync.mailbox import Exchange

_BAR_WIDTH = 30


class MailboxScreen(WindowScreen[None]):
    """Asks for a folder and works in a thread; between two files it can be stopped."""

    CSS_PATH = "mailbox.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("mailbox")]
    contexts = ("mailbox",)

    class Progress(Message):
        """So many of the files are done."""

        def __init__(self, done: int, total: int) -> None:
            super().__init__()
            self.done, self.total = done, total

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store
        self.running: Worker[Exchange] | None = None
        self.stopped = Event()
        self.done = False

    def compose(self) -> ComposeResult:
        remembered = recall(self.terren.places).get("mailbox")
        start = remembered if isinstance(remembered, str) else str(Path.home())
        self.folder = Input(safe(start), id="folder", compact=True)
        self.folder.cursor_blink = self.terren.blink
        self.note = Static(Content(""), id="note")
        with Vertical(classes="window") as window:
            window.border_title = Content(_("Exchange through a folder"))
            yield Static(
                Content(_("Folder that everybody writes to: a stick, or a shared one")), classes="dim"
            )
            yield self.folder
            yield self.note
            yield KeyBar(footer(self.contexts), ascii=self.terren.ascii)

    def on_mount(self) -> None:
        self.set_focus(self.folder)
        self._say(why_not(self.folder.value, write=False), error=True)

    def _say(self, words: str, *, error: bool = False) -> None:
        self.note.update(Content(words))
        self.note.set_class(error, "error")

    def on_input_changed(self) -> None:
        if self.done:
            return
        self._say(why_not(self.folder.value, write=False), error=True)

    def on_input_submitted(self) -> None:
        self.action_start_mailbox()

    def action_complete_mailbox(self) -> None:
        self.folder.value = completed(self.folder.value)
        self.folder.cursor_position = len(self.folder.value)

    def action_start_mailbox(self) -> None:
        if self.done:
            self.dismiss()
            return
        if self.running is not None:
            return
        if wrong := why_not(self.folder.value, write=False):
            self._say(wrong, error=True)
            return
        if self.store.refusal is not None:
            self._say(message(self.store.refusal.code, self.store.refusal.figures), error=True)
            return
        folder = folder_of(self.folder.value)
        self._say(_("Do not remove the stick."))
        self.folder.disabled = True
        self.running = self.run_worker(
            lambda: self._visit(folder), thread=True, exit_on_error=False, name="mailbox"
        )

    def _visit(self, folder: Path) -> Exchange:
        """Runs in a thread, with a connection of its own; speaks to the screen by messages alone."""
        from sync.mailbox import exchange_folder
        from sync.opening import open_for_work

        with open_for_work(self.terren.places, self.store.path) as store:
            return exchange_folder(
                store,
                self.terren.places,
                folder,
                sealed=self.terren.sending.seal,
                progress=self._progress,
                cancelled=self.stopped.is_set,
            )

    def _progress(self, done: int, total: int, _name: str) -> None:
        self.post_message(self.Progress(done, total))

    def on_mailbox_screen_progress(self, event: Progress) -> None:
        if self.done or self.stopped.is_set():
            return
        drawn = bar(event.done / event.total if event.total else 1.0, _BAR_WIDTH, ascii=self.terren.ascii)
        count = _("{done} of {total} files").format(done=number(event.done), total=number(event.total))
        self._say(f"{drawn} {count}\n" + _("Do not remove the stick."))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        if event.worker is not self.running:
            return
        if event.state == WorkerState.SUCCESS and event.worker.result is not None:
            self._came(event.worker.result)
        elif event.state in (WorkerState.ERROR, WorkerState.CANCELLED):
            self._failed(event.worker.error)

    def _came(self, came: Exchange) -> None:
        from tui.inbox_page import came_words

        self.running, self.done = None, True
        remember(self.terren.places, mailbox=self.folder.value)
        self._say("\n".join(came_words(came)))

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
        self._say(
            _("It was broken off; what was taken stays. Details are in {file}.").format(file=where),
            error=True,
        )

    def action_close_mailbox(self) -> None:
        if self.running is None:
            self.dismiss()
            return
        self.stopped.set()
        self._say(_("Stopping after this file …"))
