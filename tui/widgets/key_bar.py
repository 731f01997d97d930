"""One line with the keys that help most where the person stands."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tui.commands.command import Command

_GAP = "  "


class KeyBar(Widget):
    """Keys and names of commands; a click runs one."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    KeyBar { height: 1; background: $panel; color: $text; padding: 0 1; }
    """

    class Pressed(Message):
        """A command was clicked."""

        def __init__(self, command: Command) -> None:
            super().__init__()
            self.command = command

    def __init__(
        self, commands: Sequence[Command] = (), *, ascii: bool = False, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self.ascii = ascii
        self.commands = tuple(commands)

    def show(self, commands: Sequence[Command]) -> None:
        """Show other commands."""
        if tuple(commands) != self.commands:
            self.commands = tuple(commands)
            self.refresh()

    def speak(self) -> None:
        """Show the names in the current language."""
        self.refresh()

    def _fitting(self) -> list[tuple[Command, str, str]]:
        """What fits, the last command (help) always among it."""
        entries = [(command, command.sign(ascii=self.ascii), command.label) for command in self.commands]
        room = self.size.width

        def width(entry: tuple[Command, str, str]) -> int:
            return cell_len(entry[1]) + 1 + cell_len(entry[2]) + len(_GAP)

        while len(entries) > 1 and sum(map(width, entries)) - len(_GAP) > room:
            del entries[-2]
        return entries

    def render(self) -> Content:
        parts: list[Content] = []
        for _command, sign, label in self._fitting():
            parts.append(Content.styled(sign, "bold $text-accent"))
            parts.append(Content(f" {label}{_GAP}"))
        return Content("").join(parts)

    def on_click(self, event: events.Click) -> None:
        at = 0
        for command, sign, label in self._fitting():
            end = at + cell_len(sign) + 1 + cell_len(label) + len(_GAP)
            if at <= event.get_content_offset_capture(self).x < end and not command.numbered:
                self.post_message(self.Pressed(command))
                return
            at = end
