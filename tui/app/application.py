"""The interface: what is open, which screen shows, and what happens when something goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from textual import events
from textual.command import CommandPalette, Provider
from textual.screen import Screen

import language
from language import _, is_plain, use_plain
from language.commands import name_in_commands, name_units, nothing_to_name
from store.db.database import Store
from store.db.errors import UserError
from store.db.places import Places
from store.db.settings import Settings
from store.ledger.identity import read_identity, set_language
from store.plan.units import institution_name, unit_name
from store.status.outline import Outline
from tui.app.notices import NoticeApp
from tui.app.ordered_keys import OrderedKeys
from tui.screens.memory import recall, remember
from tui.widgets.draw import safe

if TYPE_CHECKING:
    from sync.home_plans import HomePlan


def _palette() -> type[Provider]:
    from tui.app.palette import CommandProvider

    return CommandProvider


_HANG_UP_SECONDS: Final = 1.0


class TerrenApp(OrderedKeys[int], NoticeApp[int]):
    """One database and the screens on it; without a database, the first run."""

    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_palette}
    CSS_PATH = "../plan/plan.tcss"
    TITLE = "Terren"
    LEAST_WIDTH, LEAST_HEIGHT = 60, 20

    def __init__(
        self,
        places: Places,
        database: Path,
        store: Store | None,
        outline: Outline | None,
        *,
        today: Callable[[], date] = date.today,
        settings: Settings = Settings(),
        version: str = "",
    ) -> None:
        super().__init__()
        self.places, self.database = places, database
        self.store, self.outline = store, outline
        self.today = today
        self.settings = settings
        self.problems = [*settings.problems]
        self.blink = True
        name_units(unit_name, institution_name)
        self.version = version
        self.installed = ""
        use_plain(bool(settings.ascii))
        self.set_class(is_plain(), "ascii")
        self.animation_level = "none"
        self.log_file: Path | None = None
        self._too_small: Screen[None] | None = None
        self._measure()
        self._choose_theme(recall(places).get("theme") or settings.theme or "dark")

    def _measure(self) -> None:
        """Let what headquarters records count as sent once it lies on the server that is its mailbox."""
        from store.exchange.on_server import measure_by_server

        if self.store is not None:
            measure_by_server(self.store, self.places, lambda: self.settings.mailbox)

    def _choose_theme(self, name: object) -> None:
        """Put a theme in force; the usual one stays where that is not possible, and why is told."""
        self.theme_name = "dark"
        if name == "dark":
            return
        from tui.app.themes import choose

        try:
            choose(self, self.places, str(name))
        except UserError as refused:
            self.problems.append(refused)
        else:
            self.theme_name = str(name)

    def get_default_screen(self) -> Screen[None]:
        if self.store is None:
            return super().get_default_screen()
        from tui.plan.screen import PlanScreen

        return PlanScreen(self.store, self.outline)

    def on_mount(self) -> None:
        """Begin with the first run where there is no database."""
        if not self.is_headless:
            # a hang-up that was not heard of: keys are waited for in a loop that would never rest
            self.set_interval(_HANG_UP_SECONDS, self._end_without_terminal)
        if self.store is None:
            from tui.app.enrol import EnrolScreen

            self.push_screen(EnrolScreen())
        if self.problems:
            self.call_after_refresh(self._tell_problems)

    def _end_without_terminal(self) -> None:
        from tui.app.terminal import end_as_hung_up, is_gone

        if is_gone():
            end_as_hung_up()

    def _tell_problems(self) -> None:
        from tui.screens.refusals import message

        lines = [message(problem.code, problem.params) for problem in self.problems]
        self.tell("\n".join(lines), severity="warning")

    def on_resize(self, event: events.Resize) -> None:
        """Say so where there is too little room, and only as long as there is."""
        small = event.size.width < self.LEAST_WIDTH or event.size.height < self.LEAST_HEIGHT
        shows = self.screen is self._too_small
        if small and not shows:
            from tui.screens.window import SmallScreen

            self._too_small = SmallScreen()
            self.push_screen(self._too_small)
        elif shows and not small:
            self.pop_screen()

    def _switch(self, screen: Screen[None]) -> None:
        """Show another screen in place of the one that shows."""
        if not self.screen._result_callbacks:
            # Textual gives the first screen none, and takes one away
            self.screen._push_result_callback(self.screen, None)
        self.switch_screen(screen)

    def work_on(self, store: Store) -> None:
        """Go from the first run to the plan."""
        from tui.plan.screen import PlanScreen

        self.store = store
        self._measure()
        self._switch(PlanScreen(store))

    def open_plan(self, plan: HomePlan) -> None:
        """Go to another plan of the home, and stay there until another is chosen."""
        from sync.home_plans import open_plan
        from sync.identity.opening import open_for_work
        from tui.screens.gone_plan import gone

        # who goes to another has several
        if (refused := gone((plan, plan), plan.database)) is not None:
            self.tell_refusal(refused)
            return
        store = self.attempt(partial(open_for_work, plan.places, plan.database))
        if store is None:
            return
        with store.reading() as conn:
            identity = read_identity(conn)
        store.read_only = store.read_only or identity is None
        if identity is not None and identity.language != language.current():
            # one speaks one language, whatever plan it is
            self._remember_language(store, language.current())
        self.places, self.database = plan.places, plan.database
        self.work_on(store)
        self.attempt(partial(open_plan, plan.places._replace(plan=""), plan))
        name_in_commands(nothing_to_name)
        self.tell(_("Plan: {name}").format(name=safe(plan.name)))

    def enrol(self) -> None:
        """Go from a plan that was only looked at to the first run."""
        from tui.app.enrol import EnrolScreen

        self.store = None
        self._switch(EnrolScreen())

    def correct_enrolment(self) -> None:
        """Go from the plan to the questions of the first run, to answer them otherwise."""
        from sync.correction import recorded
        from tui.app.enrol import EnrolScreen

        store = self.store
        before = None if store is None else self.attempt(partial(recorded, store))
        if before is None:
            return
        self.store = None
        self._switch(EnrolScreen(before))

    def go_on_anew(self) -> bool:
        """Go on with a new identity where the database is a copy or a restored backup; false if refused."""
        from sync.enrol import continue_with_new_identity
        from sync.identity.opening import resume

        if self.store is None:
            return False
        try:
            continue_with_new_identity(self.places, self.store)
        except UserError as refused:
            self.tell_refusal(refused)
            return False
        resume(self.places, self.store)
        self.tell(_("You go on with a new identity; everything is kept."))
        return True

    def speak(self, code: str) -> None:
        """Show everything in another language from now on."""
        language.use(code)
        self.clear_notifications()
        if self.store is not None:
            self._remember_language(self.store, code)
        for screen in self.screen_stack:
            for node in (screen, *screen.walk_children()):
                speaks = getattr(node, "speak", None)
                if speaks is not None:
                    speaks()

    def _remember_language(self, store: Store, code: str) -> None:
        if store.read_only:
            return
        try:
            with store.writing() as conn:
                set_language(conn, code)
        except UserError as refused:
            self.tell_refusal(refused)

    def show_help(self, contexts: Sequence[str] = ()) -> None:
        """Open the window of all keys, or of those of these contexts alone."""
        from tui.screens.help import HelpScreen

        self.push_screen(HelpScreen(contexts))

    def show_checks(self) -> None:
        """Open the window that says what is fine here and what is not."""
        from tui.app.checks import ChecksScreen

        self.push_screen(ChecksScreen())

    def switch_theme(self) -> None:
        """Go to the next theme, and remember it."""
        from tui.app.themes import available, choose

        names = available(self.places)
        at = names.index(self.theme_name) if self.theme_name in names else 0
        wanted = names[(at + 1) % len(names)]
        # remembered also where it cannot be read: the next key goes on to the one after it
        self.theme_name = wanted
        try:
            choose(self, self.places, wanted)
        except UserError as refused:
            self.tell_refusal(refused)
            return
        remember(self.places, theme=wanted)

    def action_command_palette(self) -> None:
        """Open the palette, with its hint in the current language."""
        # it may lie below the window that says there is too little room
        is_open = any(isinstance(screen, CommandPalette) for screen in self.screen_stack)
        if self.use_command_palette and not is_open:
            self.push_screen(CommandPalette(placeholder=_("Find a command")))

    def action_help_quit(self) -> None:
        # the one key that leaves from everywhere, also where letters are typed
        self.tell(_("Press {key} to leave Terren.").format(key="Ctrl+Q"))

    def _handle_exception(self, error: Exception) -> None:
        from tui.screens.crash import write_log

        self.log_file = write_log(self.places, error) or self.log_file
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        # the traceback is in the log file; a person gets a sentence after the screen is gone
        self._close_messages_no_wait()
