"""The palette: every command of the screen by name, with its key."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from tui.commands.catalogue import commands_of
from tui.commands.command import Command


class CommandProvider(Provider):
    """Offers the commands of the catalogue that the screen below can run."""

    def _commands(self) -> tuple[Command, ...]:
        contexts = getattr(self.screen, "contexts", ())
        return tuple(command for command in commands_of(*contexts) if command.palette)

    async def discover(self) -> Hits:
        for command in self._commands():
            yield DiscoveryHit(
                _title(command, command.explanation),
                self._run(command),
                help=command.label,
                text=command.label,
            )

    async def search(self, query: str) -> AsyncIterator[Hit]:
        matcher = self.matcher(query)
        for command in self._commands():
            words = f"{command.explanation} {command.label}"
            if (score := matcher.match(words)) > 0:
                yield Hit(score, _title(command, command.explanation), self._run(command), text=words)

    def _run(self, command: Command) -> partial[object]:
        return partial(self.screen.run_command, command)  # type: ignore[attr-defined]


def _title(command: Command, words: str) -> Content:
    return Content.assemble(words, "  ", (command.signs(), "bold $text-accent"))
