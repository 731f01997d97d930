"""The actions of a paper form, one a line, with a cell for the digit of the status and one for the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, Final

from textual import events
from textual.binding import Binding, BindingType

from schema.paper import DIGITS, NOTHING, read_status
from store.query.unit_form import FormRow
from tui.widgets.draw import Line, fit, safe
from tui.widgets.lines import LineView

_LONGEST: Final = 400
_DIGIT_ROOM: Final = 3


class PaperGrid(LineView, can_focus=True):
    """A cursor on a line and on one of its two cells; what is typed goes into that cell, which no table of
    Textual's takes.

    ``changed`` is called when the cursor moved, or something was typed.
    """

    DEFAULT_CSS = "PaperGrid { height: 1fr; padding: 0 1; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "move(-10)", show=False),
        Binding("pagedown", "move(10)", show=False),
        Binding("tab", "step(1)", show=False),
        Binding("shift+tab", "step(-1)", show=False),
    ]

    def __init__(
        self, rows: Sequence[FormRow], lines: Mapping[str, str], changed: Callable[[], None]
    ) -> None:
        super().__init__(id="grid")
        # called at once: a message would come too late where the next key closes the screen
        self._changed = changed
        self.rows, self.at, self.in_rest = rows, 0, False
        self.wrong: set[str] = set()
        """The actions of which what was typed cannot be taken."""
        self.typed: dict[str, tuple[str, str]] = {row.id: read_status(lines.get(row.id, "")) for row in rows}
        self.have(len(rows))

    @property
    def row(self) -> FormRow:
        """Return the row under the cursor."""
        return self.rows[self.at]

    def lines(self) -> dict[str, str]:
        """Return what was typed, by action."""
        return {
            action: f"{digit or NOTHING} {rest}".strip()
            for action, (digit, rest) in self.typed.items()
            if digit or rest.strip()
        }

    def line(self, y: int, width: int) -> Line:
        if y >= len(self.rows):
            return ()
        row, here = self.rows[y], y == self.at
        digit, rest = self.typed[row.id]
        numbers = max(len(safe(row.nr)) for row in self.rows)
        room = max(12, (width - numbers - _DIGIT_ROOM - 4) // 2)
        ink = "bad" if row.id in self.wrong else ""
        title = max(1, width - numbers - _DIGIT_ROOM - room - 4)
        rest_shown = safe(rest) if len(rest) <= room else f"…{safe(rest)[-room + 1 :]}"
        return [
            (f"{safe(row.nr).ljust(numbers)}  ", "strong" if here else ""),
            (fit(safe(row.title), title), "strong" if here else "dim"),
            (f" {digit or '_'} ", "cell-cursor" if here and not self.in_rest else ink),
            (" ", ""),
            (fit(rest_shown or "_", room), "cell-cursor" if here and self.in_rest else ink),
        ]

    def go(self, at: int, *, in_rest: bool) -> None:
        """Put the cursor on a cell."""
        self.at, self.in_rest = max(0, min(at, len(self.rows) - 1)), in_rest
        self.bring_into_sight(self.at)
        self.refresh()
        self._changed()

    def action_move(self, by: int) -> None:
        """Move the cursor by some lines."""
        self.go(self.at + by, in_rest=self.in_rest)

    def action_step(self, by: int) -> None:
        """Move the cursor to the next cell, or to the one before."""
        at, cell = divmod(self.at * 2 + self.in_rest + by, 2)
        if 0 <= at < len(self.rows):
            self.go(at, in_rest=bool(cell))

    def next(self) -> None:
        """Go to the status of the next action."""
        self.go(self.at + 1, in_rest=False)

    def on_key(self, event: events.Key) -> None:
        digit, rest = self.typed[self.row.id]
        character = event.character if event.is_printable else None
        if event.key == "backspace":
            digit, rest = (digit, rest[:-1]) if self.in_rest else ("", rest)
        elif event.key == "ctrl+u":
            digit, rest = (digit, "") if self.in_rest else ("", rest)
        elif character is None:
            return
        elif self.in_rest:
            rest = f"{rest}{character}"[:_LONGEST]
        elif character in DIGITS:
            digit = character
        self._type(digit, rest)
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        digit, rest = self.typed[self.row.id]
        if self.in_rest:
            self._type(digit, f"{rest}{safe(event.text)}"[:_LONGEST])

    def _type(self, digit: str, rest: str) -> None:
        self.typed[self.row.id] = digit, rest
        self.refresh()
        self._changed()

    def on_click(self, event: events.Click) -> None:
        place = self.clicked(event)
        if place is not None and place.y < len(self.rows):
            self.go(place.y, in_rest=self.in_rest)
