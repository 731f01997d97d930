"""The keys that help most where the person stands."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from language import current
from tui.commands.command import Command

_GAPS: Final = (2, 1)
"""Columns between two keys: where they do not fit, they stand closer."""
_PLAIN: Final = "?"
"""The key that needs no name where there is no room for one."""


class KeyEntry(NamedTuple):
    """A command as it stands in the bar, with the columns behind it."""

    command: Command
    sign: str
    label: str
    gap: int

    @property
    def words(self) -> str:
        """Return the name behind the key, and the gap."""
        return (f" {self.label}" if self.label else "") + " " * self.gap

    @property
    def width(self) -> int:
        """Return how many columns it takes, without the gap."""
        return cell_len(self.sign) + cell_len(self.words) - self.gap


class KeyBar(Widget):
    """Keys and names of commands, in as many rows as they need, up to ``rows``; a click runs one."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    KeyBar { height: auto; background: $panel; color: $text; padding: 0 1; }
    """

    class Pressed(Message):
        """A command was clicked."""

        def __init__(self, command: Command) -> None:
            super().__init__()
            self.command = command

    def __init__(
        self,
        commands: Sequence[Command] = (),
        *,
        idle: Collection[str] = (),
        rows: int = 2,
    ) -> None:
        super().__init__()
        self.rows = rows
        self.commands, self.idle = tuple(commands), frozenset(idle)
        self._tallest: dict[tuple[int, str], int] = {}
        self._names: Mapping[str, Sequence[str]] = {}

    def show(
        self,
        commands: Sequence[Command],
        *,
        idle: Collection[str] = (),
        names: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Show other commands, but for the ``idle`` ones, by their ids: these do nothing at present.

        ``names`` are, by id, what to call a command here, the first choice first: the last where there is
        room for no other.
        """
        wanted, resting = tuple(commands), frozenset(idle)
        if (names or {}) != self._names:
            self._names = names or {}
            self.speak()
        if wanted != self.commands:
            self.commands, self.idle = wanted, resting
            self._tallest.clear()
            self.speak()
        elif resting != self.idle:
            self.idle = resting
            self.refresh(layout=len(self.lines(self.size.width)) > self.size.height)

    def speak(self) -> None:
        """Show the names in the current language."""
        self.refresh(layout=self.rows > 1)

    def lines(self, width: int) -> list[list[KeyEntry]]:
        """Return what fits into ``width`` columns, row by row, the last command (help) always among it."""
        for choice in range(max(map(len, self._names.values()), default=1)):
            named = self._named(choice)
            bare = [(command, sign, "" if sign == _PLAIN else label) for command, sign, label in named]
            for entries, gap in (*((named, gap) for gap in _GAPS), (bare, _GAPS[-1])):
                rows = _broken([KeyEntry(*entry, gap) for entry in entries], width)
                if len(rows) <= self.rows:
                    return rows
        left = [entry for line in rows for entry in line]
        while len(rows := _broken(left, width)) > self.rows and len(left) > 1:
            del left[-2]
        return rows

    def _named(self, choice: int) -> list[tuple[Command, str, str]]:
        """Return commands with keys and names, of several names for one by this choice or the last."""
        named: list[tuple[Command, str, str]] = []
        for command in self.commands:
            if command.id not in self.idle:
                names = self._names.get(command.id) or (command.label,)
                label = names[min(choice, len(names) - 1)]
                named.append((command, command.sign(), label))
        return named

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        # a row that was needed once stays: what is above must not jump as the keys follow a cursor
        place = (width, current())
        rows = self._tallest[place] = max(1, len(self.lines(width)), self._tallest.get(place, 1))
        return rows

    def render(self) -> Content:
        parts: list[Content] = []
        for n, line in enumerate(self.lines(self.size.width)):
            if n:
                parts.append(Content("\n"))
            for entry in line:
                parts.append(Content.styled(entry.sign, "bold $text-accent"))
                parts.append(Content(entry.words))
        return Content("").join(parts)

    def on_click(self, event: events.Click) -> None:
        place = event.get_content_offset_capture(self)
        at = 0
        for line in self.lines(self.size.width)[place.y : place.y + 1]:
            for entry in line:
                end = at + entry.width + entry.gap
                if at <= place.x < end and not entry.command.numbered:
                    self.post_message(self.Pressed(entry.command))
                    return
                at = end


def _broken(entries: Sequence[KeyEntry], width: int) -> list[list[KeyEntry]]:
    """Return entries in rows of at most this width; one that is wider stands alone."""
    rows: list[list[KeyEntry]] = []
    room = 0
    for entry in entries:
        if not rows or entry.width > room:
            rows.append([])
            room = width
        rows[-1].append(entry)
        room -= entry.width + entry.gap
    return rows
