"""Screens with a title in the first line and keys in the last: those in which one searches, or that count."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ScreenResultType
from textual.widget import Widget
from textual.widgets import Input, Static
from textual.worker import Worker, WorkerState

import language
from language import _
from store.db.database import Store
from store.db.errors import UserError
from tui.screens.base import WorkScreen
from tui.widgets.draw import cut
from tui.widgets.key_bar import KeyBar
from tui.widgets.screen_line import ScreenLine

_Thing = TypeVar("_Thing")


def beside(row: Sequence[_Thing], here: _Thing, by: int) -> _Thing | None:
    """Return what stands so many places further on in a row, such as that of years; None beyond its ends."""
    at = row.index(here) + by if here in row else -1
    return row[at] if 0 <= at < len(row) else None


def ends(row: Sequence[_Thing], here: _Thing, back: str, on: str) -> set[str]:
    """Return which of the two commands that go back and on in a row lead nowhere."""
    return {command for command, by in ((back, -1), (on, 1)) if beside(row, here, by) is None}


class HeadedScreen(WorkScreen[ScreenResultType]):
    """Subclasses say what stands between title and keys."""

    DEFAULT_CSS = """
    HeadedScreen { layout: vertical; }
    HeadedScreen > #head { height: 1; background: $panel; padding: 0 1; }
    HeadedScreen .hidden { display: none; }
    """

    @abstractmethod
    def content(self) -> ComposeResult:
        """Yield what stands below the title, from top to bottom."""

    def compose(self) -> ComposeResult:
        self.head = Static(id="head")
        self.key_bar = KeyBar()
        yield self.head
        yield from self.content()
        yield self.key_bar

    def show_title(self, words: str) -> None:
        """Write the first line."""
        self.head.update(Content.styled(cut(words, self.app.size.width - 2), "bold"))


class SearchedScreen(HeadedScreen[ScreenResultType]):
    """A list with a line above it in which one types what to find; it shows while one searches."""

    DEFAULT_CSS = "SearchedScreen > #find { height: 1; border: none; background: $boost; padding: 0 1; }"
    LINE: ClassVar[type[ScreenLine]]
    sought = ""
    list_view: Widget

    def compose(self) -> ComposeResult:
        self.line = self.LINE(id="find", compact=True, classes="hidden")
        yield from super().compose()

    @abstractmethod
    def show_found(self) -> None:
        """Show what there is of what is sought."""

    def action_search(self) -> None:
        self.line.remove_class("hidden")
        self.set_focus(self.line)
        self.show_keys()

    def on_input_changed(self, event: Input.Changed) -> None:
        self.sought = event.value
        self.show_found()

    def on_input_submitted(self) -> None:
        self.action_to_list()

    def action_to_list(self) -> None:
        self.set_focus(self.list_view)
        self.show_keys()

    def action_end_search(self) -> None:
        self.line.value = ""
        self.line.add_class("hidden")
        self.action_to_list()

    def action_close(self) -> None:
        """End the search, or close the screen."""
        if self.sought.strip():
            self.action_end_search()
        else:
            self.dismiss(None)


Counted = TypeVar("Counted")


class CountedScreen(HeadedScreen[ScreenResultType], Generic[ScreenResultType, Counted]):
    """Counts its content on a connection of its own; what was asked before is not waited for."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store
        self._counting: Worker[Counted] | None = None
        self._come: Callable[[Counted], None] = lambda _counted: None
        self._is_due = False

    @abstractmethod
    def recount(self) -> None:
        """Count what shows, as things stand by now."""

    def read_again(self, *, asked: bool) -> bool:
        # nothing would ever show where each count is broken off by the next
        self._is_due = self._counting is not None and self._counting.is_running
        if not self._is_due:
            self.recount()
        return True

    def count(self, read: Callable[[Store], Counted], come: Callable[[Counted], None]) -> None:
        """Read in a thread, then go on with what was counted."""
        spoken, path = language.current(), self.store.path

        def work() -> Counted:
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
            if self._is_due:
                self.read_again(asked=False)
        elif event.state == WorkerState.ERROR and (error := event.worker.error) is not None:
            if not isinstance(error, UserError):
                raise error
            self.terren.tell_refusal(error)
