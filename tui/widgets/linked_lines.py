"""Lines of which some lead somewhere: a cursor stands on these, Enter or a double click follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from tui.widgets.draw import Line
from tui.widgets.lines import LineView


class Linked(NamedTuple):
    """A line, or what makes it once it shows, and where it leads: any value that the screen understands, None
    for nowhere.

    One that is ``continued`` goes on with the line above it: the cursor passes it, a click means that line.
    """

    line: Line | Callable[[], Line]
    link: object = None
    continued: bool = False

    def drawn(self) -> Line:
        """Return the line itself."""
        return self.line() if callable(self.line) else self.line


class LinkedLines(LineView, can_focus=True):
    """Shows what a function makes for the present width; the cursor keeps its link where it still is.

    Textual's OptionList, which measures each option, needs 1,040 ms for 10,000 lines, this one 100.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "step(-1)", show=False),
        Binding("down,j", "step(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "edge(0)", show=False),
        Binding("end,G", "edge(-1)", show=False),
        Binding("enter", "follow", show=False),
    ]

    class Followed(Message):
        """A person wants to go where a line leads."""

        def __init__(self, link: object) -> None:
            super().__init__()
            self.link = link

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._make: Callable[[int], Sequence[Linked]] | None = None
        self.lines: list[Linked] = []
        self.cursor = 0
        self._width = 0

    @property
    def link(self) -> object:
        """Return where the line under the cursor leads; None where there is none."""
        return self.lines[self.cursor].link if self.cursor < len(self.lines) else None

    def show(self, make: Callable[[int], Sequence[Linked]], *, keep: bool = True) -> None:
        """Show other lines; without ``keep`` from their top."""
        self._make = make
        self._layout(keep=keep)

    def _layout(self, *, keep: bool) -> None:
        self._width = self.room
        before = self.link
        if self._make is None or self._width <= 0:
            return
        self.lines = list(self._make(self._width))
        at = self._where(before) if keep and before is not None else None
        self.cursor = self._nearest(at if at is not None else self.cursor if keep else 0)
        self.have(len(self.lines))
        self.refresh()
        self._show_cursor()
        if self.link != before:
            self.post_message(self.Moved())

    def _where(self, link: object) -> int | None:
        return next((n for n, entry in enumerate(self.lines) if entry.link == link), None)

    def _nearest(self, at: int) -> int:
        linked = [n for n, entry in enumerate(self.lines) if entry.link is not None]
        return min(linked, key=lambda n: abs(n - at), default=0)

    def on_resize(self, _event: events.Resize) -> None:
        if self.room != self._width:
            self._layout(keep=True)
        else:
            self._show_cursor()

    def line(self, y: int, width: int) -> Line:
        return self.lines[y].drawn() if y < len(self.lines) else ()

    def cursor_style(self, y: int) -> str:
        if y != self.cursor or self.link is None:
            return ""
        return "cursor" if self.has_focus else "cursor-blurred"

    def _show_cursor(self) -> None:
        top = self.cursor
        # a heading above the first link belongs to it
        if not any(entry.link is not None for entry in self.lines[: self.cursor]):
            top = 0
        for y in (top, self.cursor):
            self.bring_into_sight(y)

    def move_to(self, position: int) -> None:
        """Put the cursor on a line that leads somewhere."""
        if position != self.cursor:
            before, self.cursor = self.cursor, position
            self.refresh_line(before)
            self.refresh_line(position)
            self.post_message(self.Moved())
        self._show_cursor()

    def move_to_link(self, link: object) -> None:
        """Put the cursor on the line that leads there, where one does."""
        if (position := self._where(link)) is not None:
            self.move_to(position)

    def _linked(self) -> list[int]:
        return [n for n, entry in enumerate(self.lines) if entry.link is not None]

    def action_step(self, by: int) -> None:
        """Go to the next or the last line that leads somewhere; else scroll."""
        ahead = [n for n in self._linked() if (n - self.cursor) * by > 0]
        if ahead:
            self.move_to(min(ahead) if by > 0 else max(ahead))
        else:
            self.scroll_relative(y=by, animate=False, force=True)

    def action_page(self, by: int) -> None:
        """Move the cursor a page up or down."""
        goal = self.cursor + by * max(1, self.size.height - 1)
        ahead = [n for n in self._linked() if (n - self.cursor) * by > 0]
        if ahead:
            self.move_to(min(ahead, key=lambda n: abs(n - goal)))
        else:
            self.scroll_relative(y=by * self.size.height, animate=False, force=True)

    def action_edge(self, which: int) -> None:
        """Go to the first (0) or the last (-1) line that leads somewhere."""
        if linked := self._linked():
            self.move_to(linked[which])

    def action_follow(self) -> None:
        """Go where the line under the cursor leads; a screen says where it leads nowhere."""
        self.post_message(self.Followed(self.link))

    def on_click(self, event: events.Click) -> None:
        place = self.clicked(event)
        if place is None or place.y >= len(self.lines):
            return
        y = place.y
        while self.lines[y].continued:
            y -= 1
        if self.lines[y].link is not None:
            self.move_to(y)
            if event.chain == 2:
                self.action_follow()
