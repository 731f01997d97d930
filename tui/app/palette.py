"""The palette: every command of the screen by name, with its key."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider, SearchIcon
from textual.content import Content

from store.db.text import sought
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
        asked = sought(query).split()
        for command in self._commands():
            label, words = sought(command.label), f"{command.label} {command.explanation}"
            if all(word in sought(words) for word in asked):
                yield Hit(
                    _rank(label, asked),
                    self._title(command),
                    self._run(command),
                    help=command.explanation,
                    text=words,
                )

    def _run(self, command: Command) -> Callable[[], object]:
        assert isinstance(self.screen, WorkScreen)
        return partial(self.screen.run_command, command)

    def _title(self, command: Command) -> Content:
        return Content.assemble(command.label, "  ", (command.signs(), "bold $text-primary"))


def _rank(label: str, asked: Sequence[str]) -> float:
    """Return how near a name is to what is typed: what is called so comes first, what tells of it last."""
    typed = " ".join(asked)
    ranks = (label == typed, label.startswith(typed), all(word in label for word in asked))
    return 0.25 + sum(ranks) * 0.25
