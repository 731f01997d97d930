"""Windows in which one of a few lines is picked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from language import Unreadable
from store.db.errors import UserError
from tui.screens.window import WindowScreen
from tui.widgets.choice_list import ChoiceList
from tui.widgets.draw import Line

Picked = TypeVar("Picked")

_AROUND = 6
"""Rows of the screen that the list leaves to the window's frame and keys, and around it."""


class PickScreen(WindowScreen[Picked], Generic[Picked]):
    """Returns what the line stands for that was picked; what is refused of it is said below the list."""

    DEFAULT_CSS = "PickScreen .window { width: 60; } PickScreen Static { max-height: 8; }"
    contexts: tuple[str, ...] = ("window",)

    def __init__(
        self, title: str, choices: Sequence[tuple[Line, Picked]], start: Picked | None = None
    ) -> None:
        super().__init__()
        self._title, self._lines = title, [line for line, _picked in choices]
        self.values = [picked for _line, picked in choices]
        self._start = self.values.index(start) if start in self.values else 0

    def content(self) -> ComposeResult:
        self.choices = ChoiceList(self._lines, self._start, id="choices")
        self.note = Static(Content(""))
        self.note.display = False
        yield self.choices
        yield self.note

    def on_mount(self) -> None:
        self._fit()

    def _fit(self) -> None:
        """Give the list what the note, the keys and the frame leave of the screen."""
        note = self.note.outer_size.height if self.note.display else 0
        room = max(3, self.app.size.height - _AROUND - note)
        self.choices.styles.height = min(len(self._lines), room)
        self.call_after_refresh(self.choices.action_move, 0)

    def refuse(self, refused: UserError | Unreadable) -> None:
        super().refuse(refused)
        self.note.display = True
        self.call_after_refresh(self._fit)

    def on_line_view_moved(self) -> None:
        if self.note.display:
            # it was about the line before
            self.note.display = False
            self.call_after_refresh(self._fit)

    def take(self, picked: Picked) -> None:
        """Take what was picked; may raise UserError."""
        self.dismiss(picked)

    def action_accept(self) -> None:
        try:
            self.take(self.values[self.choices.cursor])
        except UserError as refused:
            self.refuse(refused)

    def action_pick(self, key: str) -> None:
        """Take the line with this number, counted from 0."""
        self.take(self.values[int(key)])
