"""What was just done, or why it was not: in lines of its own above the keys, so that it covers nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from rich.cells import cell_len
from textual.app import App
from textual.content import Content
from textual.notifications import SeverityLevel
from textual.timer import Timer
from textual.widgets import Static

from language import in_signs
from store.db.errors import UserError
from tui.widgets.key_bar import KeyBar

Result = TypeVar("Result")
ReturnType = TypeVar("ReturnType")

_BRIEF: Final = 4.0
_LONG: Final = 8.0
"""Seconds after which what was done, and what is wrong, is told no more."""


class Notice(Static):
    """A message that goes away by itself; the text is never markup."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Notice { height: auto; max-height: 8; padding: 0 1; background: $success-muted; color: $text-success; }
    Notice.-warning { background: $warning-muted; color: $text-warning; }
    Notice.-error { background: $error-muted; color: $text-error; }
    """
    _end: Timer | None = None
    text = ""
    severity: SeverityLevel = "information"

    def say(self, text: str, severity: SeverityLevel, *, lasting: bool) -> None:
        """Say it for a while in place of what was said before; ``lasting``: until something else is said."""
        self.text, self.severity = text, severity
        for name in ("warning", "error"):
            self.set_class(severity == name, f"-{name}")
        self.set_class(lasting, "-lasting")
        # where it takes one line as before, nothing else moves
        fits = self.size.height == 1 and "\n" not in text and cell_len(text) <= self.content_size.width
        self.update(Content(text), layout=not fits)
        if self._end is not None:
            self._end.stop()
        seconds = _BRIEF if severity == "information" else _LONG
        self._end = None if lasting else self.set_timer(seconds, self.remove)

    def on_click(self) -> None:
        self.remove()


class NoticeApp(App[ReturnType]):
    """An application that says on the screen what was done, and what a use case refused."""

    def tell(
        self,
        text: str,
        *,
        severity: SeverityLevel = "information",
        add: bool = False,
        lasting: bool = False,
    ) -> None:
        """Say something on this screen for a while; the text is never markup.

        With ``add`` what was told before and is still there stays; what is ``lasting`` stands until something
        else is told.
        """
        text = in_signs(text)
        notice = next(iter(self.screen.query(Notice)), None)
        if notice is None and (bars := self.screen.query(KeyBar)):
            notice = Notice()
            self.screen.mount(notice, before=bars.last())
        if notice is not None and add and notice.text:
            text, severity = f"{notice.text} {text}", notice.severity
        if notice is not None:
            notice.say(text, severity, lasting=lasting)
        else:
            self.notify(text, severity=severity, markup=False)

    def told(self) -> str:
        """Return what is still told on this screen; empty where nothing is."""
        notice = next(iter(self.screen.query(Notice)), None)
        return "" if notice is None else notice.text

    def clear_notifications(self) -> None:
        """Take the message of this screen away."""
        super().clear_notifications()
        self.screen.query(Notice).remove()

    def tell_refusal(self, refused: UserError) -> None:
        """Say what was refused, and that nothing changed."""
        from tui.screens.refusals import message

        self.tell(message(refused.code, refused.params), severity="error")

    def attempt(self, use_case: Callable[[], Result]) -> Result | None:
        """Do a use case; what it refuses is said, and nothing comes of it."""
        try:
            return use_case()
        except UserError as refused:
            self.tell_refusal(refused)
            return None
