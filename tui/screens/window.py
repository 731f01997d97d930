"""Windows over another screen, and what shows where the terminal is too small for any."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen, ScreenResultType
from textual.widgets import Static

from language import N_, _
from store.db.errors import IN_THE_WAY, UserError
from tui.commands.command import Command
from tui.screens.base import WorkScreen
from tui.widgets.key_bar import KeyBar
from tui.widgets.page import ActionView, Page


class WindowScreen(WorkScreen[ScreenResultType], ModalScreen[ScreenResultType]):
    """A window over the main screen: its content in a frame, with a title and its keys at the bottom."""

    DEFAULT_CSS = Path(__file__).with_name("window.tcss").read_text("utf-8")
    heading = ""
    """What stands in the frame (a msgid)."""
    _title = ""
    """The same in words, where it was made for this window."""
    enter_word = leave_word = ""
    """What Enter and Esc are called here (msgids), where they have another name than in other windows."""
    _enter_now = ""
    key_rows = 2
    """In how many rows the keys may stand."""
    replaces = False
    """Whether the person has agreed that a file that is there is replaced."""

    def asks_to_replace(self, refused: UserError) -> bool:
        """Ask for another Enter where a file is there already; return True if that was asked just now."""
        if self.replaces or refused.code not in IN_THE_WAY:
            return False
        self.replaces = True
        self.say(_("The file is there already; another Enter replaces it."), error=True)
        self.call_enter(N_("replace"))
        return True

    def title_words(self) -> str:
        """Return what stands in the frame."""
        return self._title or (_(self.heading) if self.heading else "")

    def content(self) -> ComposeResult:
        """Yield what stands in the window, from top to bottom."""
        yield from ()

    def shown_keys(self) -> Sequence[Command]:
        words = {"enter": self._enter_now or self.enter_word, "escape": self.leave_word}
        return [key.called(words.get(key.usual[0]) or key.name) for key in super().shown_keys()]

    def call_enter(self, name: str = "") -> None:
        """Show what Enter does now by this name (a msgid), until it has its own again."""
        self._enter_now = name
        self.show_keys()

    def compose(self) -> ComposeResult:
        with Vertical(classes="window") as window:
            window.border_title = Content(self.title_words())
            yield from self.content()
            self.key_bar = KeyBar(self.shown_keys(), idle=self.idle(), rows=self.key_rows)
            yield self.key_bar

    async def take_line(self) -> None:
        """Do what a click on a line of a list means."""
        await self.enter()

    async def on_input_submitted(self) -> None:
        await self.enter()

    async def on_choice_list_chosen(self) -> None:
        await self.take_line()


class PageScreen(WindowScreen[ScreenResultType]):
    """A window to read in; subclasses give its page. Going back in the page closes it."""

    VIEW: str
    """The id of the page."""

    @abstractmethod
    def page(self, width: int) -> Page:
        """Return what there is to read."""

    def content(self) -> ComposeResult:
        self.view = ActionView(id=self.VIEW)
        yield self.view

    def on_mount(self) -> None:
        self.view.show(self.page)

    def on_action_view_left(self) -> None:
        self.dismiss()


class SmallScreen(ModalScreen[None]):
    """Asks for a larger window; goes away by itself."""

    DEFAULT_CSS = """
    SmallScreen { align: center middle; background: $background; }
    SmallScreen Static { width: auto; max-width: 100%; text-align: center; padding: 0 1; }
    """

    def compose(self) -> ComposeResult:
        yield Static(Content(self._words()))

    def _words(self) -> str:
        return _(
            "Terren needs at least {width} columns and {height} rows. Please make the window larger."
        ).format(width=60, height=20)

    def speak(self) -> None:
        """Say it in the current language."""
        self.query_one(Static).update(Content(self._words()))


class ConfirmScreen(WindowScreen[bool]):
    """Returns whether to go on; ``text`` says with what, ``warning`` what that means.

    ``yes`` and ``no`` are what the two keys are called (msgids).
    """

    contexts = ("window",)

    def __init__(self, title: str, text: str, warning: str, yes: str, no: str = N_("leave")) -> None:
        super().__init__()
        self._title, self._text, self._warning = title, text, warning
        self.enter_word, self.leave_word = yes, no

    def content(self) -> ComposeResult:
        yield Static(Content(self._text))
        yield Static(Content(self._warning), classes="dim")

    def on_mount(self) -> None:
        self.key_bar.can_focus = True
        self.set_focus(self.key_bar)

    def action_accept(self) -> None:
        self.dismiss(True)
