"""What the windows share that work in a thread, and those of them that ask for a folder and work there."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Generic, TypeVar

from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.screen import ScreenResultType
from textual.widgets import Input, Static
from textual.worker import Worker, WorkerState

from language import N_, _
from store.db.database import Store
from store.db.errors import UserError
from tui.commands.catalogue import by_id
from tui.screens.folders import complete_line, folder_of, remembered_folder, why_not
from tui.screens.window import WindowScreen
from tui.widgets.draw import bar, safe

Outcome = TypeVar("Outcome")


class ThreadWorkScreen(WindowScreen[ScreenResultType], Generic[ScreenResultType, Outcome]):
    """Begins work by what stands in a line, which takes no keys meanwhile."""

    broken_off: str
    """What is said where it failed unexpectedly (a msgid); ``{file}`` is that with the details."""

    def __init__(self) -> None:
        super().__init__()
        self.running: Worker[Outcome] | None = None

    @abstractmethod
    def line(self) -> Input:
        """Return the line in which one says what is worked on."""

    @abstractmethod
    def come(self, outcome: Outcome) -> None:
        """Go on with what came of it."""

    def settled(self, refused: UserError) -> bool:
        """Return True if the screen itself says what is to be done about a refusal."""
        return self.asks_to_replace(refused)

    def begin(self, work: Callable[[], Outcome]) -> None:
        """Do this in a thread; it speaks to the screen by messages alone."""
        self.line().disabled = True
        self.running = self.run_worker(work, thread=True, exit_on_error=False)

    def say_passed(self, words: str, began: float, most: int) -> None:
        """Say what goes on, and how much has passed of the seconds that it may take."""
        if seconds := int(monotonic() - began):
            passed = _("{n} s of at most {most} s").format(n=seconds, most=most)
            words += f"\n{bar(seconds / most, _BAR_WIDTH)} {passed}"
        self.say(words)

    def free(self) -> None:
        """Let the line be typed in again."""
        self.running = None
        self.line().disabled = False
        self.set_focus(self.line())

    def action_leave(self) -> None:
        if self.running is None:
            super().action_leave()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        if event.worker is not self.running:
            return
        if event.state == WorkerState.SUCCESS and event.worker.result is not None:
            self.come(event.worker.result)
        elif event.state in (WorkerState.ERROR, WorkerState.CANCELLED):
            self.free()
            self._failed(event.worker.error)

    def _failed(self, error: BaseException | None) -> None:
        if isinstance(error, UserError):
            if not self.settled(error):
                self.refuse(error)
            return
        from tui.screens.crash import log_path, write_log

        path = write_log(self.terren.places, error) if error is not None else None
        where = safe(str(path or log_path(self.terren.places)))
        self.say(_(self.broken_off).format(file=where), error=True)


_BAR_WIDTH = 30


class FolderWorkScreen(ThreadWorkScreen[None, Outcome]):
    """Asks for a folder and works in a thread with a connection of its own.

    ``MEMORY`` names folders of the last time, its own first; with ``WRITES`` the folder must be writable.
    """

    contexts: tuple[str, ...] = ("answer", "place")
    asked: str
    """What is asked (a msgid)."""
    MEMORY: tuple[str, ...]
    WRITES: bool

    class WorkProgress(Message):
        """So much is done."""

        def __init__(self, done: int, total: int) -> None:
            super().__init__()
            self.done, self.total = done, total

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store
        self.done = False
        self.note = Static(Content(""), id="note")

    @abstractmethod
    def work(self, folder: Path) -> Outcome:
        """Do the work in the thread; speak to the screen by messages alone."""

    @abstractmethod
    def busy(self) -> str:
        """Return what is said while it works."""

    @abstractmethod
    def measured(self, done: int, total: int) -> str:
        """Return how far it is, in words."""

    @abstractmethod
    def finished(self, outcome: Outcome) -> None:
        """Tell what came of it."""

    def usual(self) -> str:
        """Return what stands in the line at first."""
        return remembered_folder(self.terren.places, *self.MEMORY)

    def between(self) -> ComposeResult:
        """Return what stands between the folder and the note."""
        yield from ()

    def line(self) -> Input:
        return self.folder

    def asked_words(self) -> str:
        """Return what is asked."""
        return _(self.asked)

    def content(self) -> ComposeResult:
        self.folder = Input(self.usual(), id="folder", compact=True)
        yield Static(Content(self.asked_words()), classes="dim", id="label")
        yield self.folder
        yield from self.between()
        yield self.note

    def on_mount(self) -> None:
        self.say(self.wrong(), error=True)

    def wrong(self) -> str:
        """Return what is wrong with what stands in the line; "" where nothing is."""
        return why_not(self.folder.value, write=self.WRITES)

    def on_input_changed(self) -> None:
        if not self.done:
            self.replaces = False
            self.call_enter()
            self.say(self.wrong(), error=True)

    def action_complete(self) -> None:
        """Continue the folder as far as the disk leaves no choice."""
        complete_line(self.folder)

    def action_accept(self) -> None:
        """Begin; once it is done, close the window."""
        if self.done:
            self.dismiss()
            return
        if self.running is not None:
            return
        if wrong := self.wrong():
            self.say(wrong, error=True)
            return
        if self.store.refusal is not None:
            self.refuse(self.store.refusal)
            return
        folder = folder_of(self.folder.value)
        self.say(self.busy())
        self.begin(lambda: self.work(folder))

    def report(self, done: int, total: int, _name: str = "") -> None:
        """Say from the thread how far it is."""
        self.post_message(self.WorkProgress(done, total))

    def on_folder_work_screen_work_progress(self, event: WorkProgress) -> None:
        if self.done:
            return
        share = event.done / event.total if event.total else 1.0
        drawn = bar(share, _BAR_WIDTH)
        self.say(f"{drawn} {self.measured(event.done, event.total)}\n{self.busy()}")

    def come(self, outcome: Outcome) -> None:
        self.running, self.done = None, True
        # the key that began is now the one that closes
        self.key_bar.show([by_id("accept_answer").called(N_("close"))])
        self.finished(outcome)


class StoppableWorkScreen(FolderWorkScreen[Outcome]):
    """Can be stopped between two files: the work asks whether ``stopped`` is set."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.stopped = Event()

    def action_leave(self) -> None:
        super().action_leave()
        if self.running is not None:
            self.stopped.set()
            self.say(self.busy())
