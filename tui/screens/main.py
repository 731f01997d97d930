"""The main screen: the plan, finding in it, reporting on it, and the windows that open from it."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from language import LANGUAGES, current
from tui.commands.catalogue import bindings
from tui.commands.command import Command
from tui.screens.finding import FindingScreen


class MainScreen(FindingScreen):
    """Tree and detail, with everything that can be done from here."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("main")]
    contexts = ("main", "tree")

    async def run_command(self, command: Command) -> None:
        where = self.tree_view if command.context == "tree" else self
        await self.app.run_action(command.action(command.keys[0]), where)

    def action_export(self) -> None:
        from tui.screens.export import ExportScreen

        def closed(_result: None) -> None:
            self.look_for_others()

        self.app.push_screen(ExportScreen(self.store), closed)

    def action_help(self) -> None:
        from tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen())

    def action_language(self) -> None:
        self.terren.speak(LANGUAGES[(LANGUAGES.index(current()) + 1) % len(LANGUAGES)])

    def action_theme(self) -> None:
        self.terren.switch_theme()

    def action_quit(self) -> None:
        self.app.exit(0)
