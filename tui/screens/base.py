"""What all screens share: the application with its own attributes, and commands that are never lost."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, TypeVar, cast

from textual.content import Content
from textual.screen import Screen, ScreenResultType
from textual.widget import Widget

from language import _
from store.db.errors import UserError
from tui.commands.catalogue import bindings, by_id, commands_of, footer
from tui.commands.command import Command
from tui.screens.running import RunningApp
from tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from textual.widgets import Input, Static

    from language import Unreadable

Result = TypeVar("Result")


def line_context(widget: Widget | None) -> str | None:
    """Return the context of the keys in a line in which one types (``ScreenLine``); None of anything else."""
    return getattr(widget, "CONTEXT", None)


class WorkScreen(Screen[ScreenResultType]):
    """A screen of Terren.

    Textual calls ``on_…`` of a class and of all its bases by itself, the most derived first.
    """

    ready = False
    """Whether it has had the focus once, so that keys find their place."""
    contexts: tuple[str, ...] = ()
    """The contexts of its commands, whose keys it binds."""
    is_old = False
    """Whether others have recorded something since that does not show."""
    key_bar: KeyBar
    note: Static
    """Where it says something."""

    def __init_subclass__(cls, **options: bool) -> None:
        if "contexts" in cls.__dict__ and "BINDINGS" not in cls.__dict__:
            cls.BINDINGS = [*bindings(*cls.contexts)]
        super().__init_subclass__(**options)

    def contexts_now(self) -> tuple[str, ...]:
        """Return the contexts whose keys work: that of the line in which one types, or the screen's."""
        line = line_context(self.focused)
        return self.contexts if line is None else (line,)

    def say(self, words: str, *, error: bool = False) -> None:
        """Say something in the note."""
        self.note.set_class(error, "error").update(Content(words))

    def refuse(self, refused: UserError | Unreadable) -> None:
        """Say in the note what was refused."""
        from tui.screens.refusals import message

        self.say(message(refused.code, refused.params), error=True)

    def idle(self) -> Collection[str]:
        """Return the ids of commands that can do nothing where the person stands: they are not shown."""
        return ()

    def show_keys(self) -> None:
        """Show the keys that help where the person stands."""
        self.key_bar.show(self.shown_keys(), idle=self.idle())

    def shown_keys(self) -> Sequence[Command]:
        """Return the keys that help where the person stands."""
        return footer(self.contexts_now())

    def speak(self) -> None:
        """Show everything in the current language, as far as the screen's widgets do not."""

    def key(self, command: str) -> str:
        """Return the key that does a command, as the footer shows it."""
        return by_id(command).sign()

    @property
    def terren(self) -> RunningApp:
        """Return the application."""
        return cast("RunningApp", self.app)

    def on_mount(self) -> None:
        if not self.terren.blink:
            # by name: a screen without a text area does not load it
            for line in self.query("Input, TextArea"):
                cast("Input", line).cursor_blink = False

    def on_screen_suspend(self) -> None:
        # what was told here belongs to this screen, and is old when one comes back, unless it lasts
        for notice in self.query("Notice"):
            if not notice.has_class("-lasting"):
                notice.remove()

    def read_again(self, *, asked: bool) -> bool:
        """Show what others have recorded meanwhile; cursor, filter and what is typed stay.

        Unless a person ``asked``, nothing changes where the cursor would stand on something else than before:
        return False then. A screen that shows nothing of it, or in which one types, does nothing.
        """
        return True

    def tell_above(self) -> None:
        """Let the screens above this one show what others have recorded, now or once they show again."""
        stack = self.app.screen_stack
        for screen in stack[stack.index(self) + 1 :]:
            if isinstance(screen, WorkScreen):
                screen.is_old = True
        if isinstance(self.app.screen, WorkScreen):
            self.app.screen.catch_up()

    def on_screen_resume(self) -> None:
        self.catch_up()

    def catch_up(self) -> None:
        """Show what others have recorded since, or say that they have and which key shows it."""
        if not self.is_old:
            return
        self.is_old = self.terren.attempt(lambda: self.read_again(asked=False)) is not True
        words = _("Others have recorded something: {key} shows it.").format(key=self.key("read_again"))
        if self.is_old and words not in self.terren.told():
            self.terren.tell(words, add=True, lasting=True)
        elif not self.is_old and words in self.terren.told():
            self.query("Notice").remove()

    def action_read_again(self) -> None:
        """Show what is recorded by now, wherever the cursor comes to stand."""
        if self.terren.attempt(lambda: self.read_again(asked=True)):
            self.is_old = False
            self.terren.tell(_("Read again."))

    def on_descendant_focus(self) -> None:
        if not self.ready:
            self.ready = True
            self.terren.screen_is_ready()

    def ask(self, window: Screen[Result], then: Callable[[Result], object]) -> None:
        """Open a window, and go on with what it returns, if it returns anything."""

        def closed(result: Result | None) -> None:
            if result is not None:
                then(result)

        self.app.push_screen(window, closed)

    async def run_command(self, command: Command) -> None:
        """Do what a command says, for the palette and the mouse."""
        await self.app.run_action(command.action(command.keys[0]), self)

    async def enter(self) -> None:
        """Do what Enter does on this screen, also for the mouse, or where a line took the key."""
        await self.run_command(
            next(command for command in commands_of(*self.contexts) if "enter" in command.usual)
        )

    def open_help(self) -> None:
        """Open the keys of this screen."""
        self.terren.show_help(self.contexts)

    action_open_help = open_help

    def action_leave(self) -> None:
        """Close without a result."""
        self.dismiss(None)

    async def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        await self.run_command(event.command)
