"""Screens whose content is counted in a thread: the first page is there at once, and keys are heard."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import Generic, TypeVar

from textual.screen import ScreenResultType
from textual.worker import Worker, WorkerState

import language
from language import _
from store.db.database import Store
from store.db.errors import UserError
from tui.screens.base import WorkScreen
from tui.screens.headed import HeadedScreen

Found = TypeVar("Found")


class CountedWork(WorkScreen[ScreenResultType], Generic[ScreenResultType, Found]):
    """Reads on a connection of its own; what was asked before and has not come is not waited for."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store
        self._counting: Worker[Found] | None = None
        self._come: Callable[[Found], None] = lambda _found: None

    @abstractmethod
    def show_title(self, words: str) -> None:
        """Write the first line."""

    def count(self, read: Callable[[Store], Found], come: Callable[[Found], None]) -> None:
        """Read in a thread, then go on with what was found."""
        spoken, path = language.current(), self.store.path

        def work() -> Found:
            from store.opening.open_store import open_store

            with open_store(path, read_only=True) as store, language.speaking(spoken):
                return read(store)

        if self._counting is None:
            self.show_title(_("Counting …"))
        self._come = come
        self._counting = self.run_worker(
            work, thread=True, exit_on_error=False, group="counting", exclusive=True
        )

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        if event.worker is not self._counting:
            return
        if event.state == WorkerState.SUCCESS and event.worker.result is not None:
            self._come(event.worker.result)
        elif event.state == WorkerState.ERROR and (error := event.worker.error) is not None:
            if not isinstance(error, UserError):
                raise error
            self.terren.tell_refusal(error)


class CountedScreen(HeadedScreen[ScreenResultType], CountedWork[ScreenResultType, Found]):
    """A screen with a title in the first line of which the content is counted."""
