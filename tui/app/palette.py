"""The palette: every command of the screen by name, with its key."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider, SearchIcon
from textual.content import Content

from tui.commands.catalogue import commands_of
from tui.commands.command import Command
from tui.screens.base import WorkScreen


class CommandProvider(Provider):
    """Offers the commands of the catalogue that the screen below can run."""

    def _commands(self) -> tuple[Command, ...]:
        contexts = self.screen.contexts if isinstance(self.screen, WorkScreen) else ()
        return tuple(command for command in commands_of(*contexts) if command.palette)

    async def startup(self) -> None:
        # Textual's magnifying glass is wider than one cell, and many consoles lack it
        for icon in self.app.screen.query(SearchIcon):
            icon.icon = ">"
            icon.refresh(layout=True)

    async def discover(self) -> Hits:
        for command in self._commands():
            yield DiscoveryHit(
                self._title(command), self._run(command), help=command.explanation, text=command.label
            )

    async def search(self, query: str) -> AsyncIterator[Hit]:
        matcher = self.matcher(query)
        for command in self._commands():
            words = f"{command.label} {command.explanation}"
            if (score := matcher.match(words)) > 0:
                yield Hit(
                    score, self._title(command), self._run(command), help=command.explanation, text=words
                )

    def _run(self, command: Command) -> Callable[[], object]:
        assert isinstance(self.screen, WorkScreen)
        return partial(self.screen.run_command, command)

    def _title(self, command: Command) -> Content:
        return Content.assemble(command.label, "  ", (command.signs(), "bold $text-accent"))
