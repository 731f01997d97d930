"""The keys that help most where the person stands."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from tui.commands.command import Command

_GAP = "  "

Entry = tuple[Command, str, str]


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
        ascii: bool = False,
        rows: int = 2,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.ascii, self.rows = ascii, rows
        self.commands = tuple(commands)

    def show(self, commands: Sequence[Command]) -> None:
        """Show other commands."""
        if tuple(commands) != self.commands:
            self.commands = tuple(commands)
            self.speak()

    def speak(self) -> None:
        """Show the names in the current language."""
        self.refresh(layout=self.rows > 1)

    def lines(self, width: int) -> list[list[Entry]]:
        """What fits into ``width`` columns, row by row, the last command (help) always among it."""
        entries = [(command, command.sign(ascii=self.ascii), command.label) for command in self.commands]
        while len(found := _broken(entries, width)) > self.rows and len(entries) > 1:
            del entries[-2]
        return found

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return max(1, len(self.lines(width)))

    def render(self) -> Content:
        parts: list[Content] = []
        for n, line in enumerate(self.lines(self.size.width)):
            if n:
                parts.append(Content("\n"))
            for _command, sign, label in line:
                parts.append(Content.styled(sign, "bold $text-accent"))
                parts.append(Content(f" {label}{_GAP}"))
        return Content("").join(parts)

    def on_click(self, event: events.Click) -> None:
        place = event.get_content_offset_capture(self)
        at = 0
        for line in self.lines(self.size.width)[place.y : place.y + 1]:
            for entry in line:
                end = at + _width(entry) + len(_GAP)
                if at <= place.x < end and not entry[0].numbered:
                    self.post_message(self.Pressed(entry[0]))
                    return
                at = end


def _width(entry: Entry) -> int:
    return cell_len(entry[1]) + 1 + cell_len(entry[2])


def _broken(entries: Sequence[Entry], width: int) -> list[list[Entry]]:
    """Entries in rows of at most this width; one that is wider stands alone."""
    rows: list[list[Entry]] = []
    room = 0
    for entry in entries:
        needed = len(_GAP) + _width(entry)
        if not rows or needed > room:
            rows.append([])
            room = width + len(_GAP)
        rows[-1].append(entry)
        room -= needed
    return rows
