"""What was just done, or why it was not: in lines of its own above the keys, so that it covers nothing."""

from __future__ import annotations

from textual.content import Content
from textual.notifications import SeverityLevel
from textual.timer import Timer
from textual.widgets import Static


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

    def say(self, text: str, severity: SeverityLevel) -> None:
        """Say it for a while, in place of what was said before."""
        self.text, self.severity = text, severity
        for name in ("warning", "error"):
            self.set_class(severity == name, f"-{name}")
        self.update(Content(text))
        if self._end is not None:
            self._end.stop()
        self._end = self.set_timer(4.0 if severity == "information" else 8.0, self.remove)

    def on_click(self) -> None:
        self.remove()
