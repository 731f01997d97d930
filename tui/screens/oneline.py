"""Windows in which one line is typed: what is refused stays typed, with the reason below."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ScreenResultType
from textual.widgets import Input, Static

from language import Unreadable
from store.db.errors import UserError
from tui.screens.folders import complete_line
from tui.screens.window import WindowScreen
from tui.widgets.draw import safe


class OneLineScreen(WindowScreen[ScreenResultType]):
    """Subclasses say what is asked, and take what was typed; what they return closes the window."""

    contexts: tuple[str, ...] = ("answer",)
    FILES = False
    """Whether files are named in it, and not only folders."""

    @abstractmethod
    def take(self, text: str) -> ScreenResultType:
        """Return what comes of the line; may raise UserError or Unreadable."""

    def above(self) -> str:
        """Return what stands over the line."""
        return ""

    def start(self) -> str:
        """Return what stands in the line at first."""
        return ""

    def content(self) -> ComposeResult:
        self.typed = Input(self.start(), id="typed", compact=True)
        self.note = Static(Content(""))
        if words := self.above():
            yield Static(Content(words), classes="dim")
        yield self.typed
        yield self.note

    def remark(self) -> str:
        """Return what is said of the line as long as nothing came of it."""
        return ""

    def on_mount(self) -> None:
        self.say(self.remark())

    def on_input_changed(self) -> None:
        self.replaces = False
        self.say(self.remark())
        self.call_enter()

    def action_accept(self) -> None:
        """Take what was typed, or say why not."""
        try:
            result = self.take(self.typed.value)
        except (UserError, Unreadable) as refused:
            if not (isinstance(refused, UserError) and self.asks_to_replace(refused)):
                self.refuse(refused)
            return
        self.dismiss(result)

    def action_complete(self) -> None:
        """Continue a name of the disk as far as that leaves no choice."""
        complete_line(self.typed, files=self.FILES)


class AnswerScreen(OneLineScreen[ScreenResultType]):
    """Asks in words that it is given, and returns what ``ask`` makes of the line.

    ``enter`` is what the key is called that takes it (a msgid).
    """

    def __init__(
        self, title: str, above: str, start: str, ask: Callable[[str], ScreenResultType], *, enter: str
    ) -> None:
        super().__init__()
        self._title, self._above, self._start, self._ask = title, above, start, ask
        self.enter_word = enter

    def title_words(self) -> str:
        return self._title

    def above(self) -> str:
        return self._above

    def start(self) -> str:
        return safe(self._start)

    def take(self, text: str) -> ScreenResultType:
        return self._ask(text.strip())
