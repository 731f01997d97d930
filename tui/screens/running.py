"""The application as its screens see it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from textual.notifications import SeverityLevel
from textual.screen import Screen

from store.db.database import Store
from store.db.errors import UserError
from store.db.places import Places
from store.db.settings import Settings

if TYPE_CHECKING:
    from sync.home_plans import HomePlan

Result = TypeVar("Result")


class RunningApp(Protocol):
    """What a screen may ask of the application around it; ``tui.app.application`` is all of this.

    Named here so that screens need not know the application, which knows all of them.
    """

    places: Places
    database: Path
    store: Store | None
    today: Callable[[], date]
    settings: Settings
    blink: bool
    version: str
    installed: str
    """The version that was installed since this one started; empty for none."""

    def tell(
        self,
        text: str,
        *,
        severity: SeverityLevel = "information",
        add: bool = False,
        lasting: bool = False,
    ) -> None:
        """Say something for a while, or ``lasting``, with ``add`` behind what is still told; never markup."""

    def told(self) -> str:
        """Return what is still told on the screen."""

    def tell_refusal(self, refused: UserError) -> None:
        """Say what was refused, and that nothing changed."""

    def attempt(self, use_case: Callable[[], Result]) -> Result | None:
        """Do a use case; what it refuses is said, and nothing comes of it."""

    def push_screen(
        self, screen: Screen[Result], callback: Callable[[Result | None], None] | None = None
    ) -> object:
        """Open a screen over the one that shows; ``callback`` gets what it ends with."""

    def speak(self, code: str) -> None:
        """Show everything in another language from now on."""

    def switch_theme(self) -> None:
        """Go to the next theme, and remember it."""

    def work_on(self, store: Store) -> None:
        """Go from the first run to the plan."""

    def open_plan(self, plan: HomePlan) -> None:
        """Go to another plan of the home, and stay there until another is chosen."""

    def enrol(self) -> None:
        """Go from a plan that was only looked at to the first run."""

    def correct_enrolment(self) -> None:
        """Go from the plan to the questions of the first run, to answer them otherwise."""

    def go_on_anew(self) -> bool:
        """Go on with a new identity where the database is a copy or a restored backup; false if refused."""

    def screen_is_ready(self) -> None:
        """Hand on what was typed for a screen, which has its first focus now."""

    def show_help(self, contexts: Sequence[str] = ()) -> None:
        """Open the window of all keys, or of those of these contexts alone."""

    def show_checks(self) -> None:
        """Open the window that says what is fine here and what is not."""

    def copy_to_clipboard(self, text: str) -> None:
        """Put a text on the clipboard of the terminal."""
