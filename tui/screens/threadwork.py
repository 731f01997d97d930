"""What the windows share that work in a thread: one piece of work at a time, and what is said if it fails."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import Generic, TypeVar

from textual.screen import ScreenResultType
from textual.widgets import Input
from textual.worker import Worker, WorkerState

from store.db.errors import UserError
from tui.screens.window import WindowScreen
from tui.widgets.draw import safe

Outcome = TypeVar("Outcome")


class ThreadWorkScreen(WindowScreen[ScreenResultType], Generic[ScreenResultType, Outcome]):
    """Begins work by what stands in a line, which takes no keys meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self.running: Worker[Outcome] | None = None

    @abstractmethod
    def line(self) -> Input:
        """Return the line in which one says what is worked on."""

    @abstractmethod
    def come(self, outcome: Outcome) -> None:
        """Go on with what came of it."""

    @abstractmethod
    def broken_off(self, where: str) -> str:
        """Return what is said where it failed unexpectedly; ``where`` is the file with the details."""

    def settled(self, refused: UserError) -> bool:
        """Return True if the screen itself says what is to be done about a refusal."""
        return self.asks_to_replace(refused)

    def begin(self, work: Callable[[], Outcome]) -> None:
        """Do this in a thread; it speaks to the screen by messages alone."""
        self.line().disabled = True
        self.running = self.run_worker(work, thread=True, exit_on_error=False)

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
        self.say(self.broken_off(safe(str(path or log_path(self.terren.places)))), error=True)
