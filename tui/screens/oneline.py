"""Windows in which one line is typed, and that in which a list is written into a file."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ScreenResultType
from textual.widgets import Input, Static

from language import N_, Unreadable, _
from store.db.errors import UserError
from store.db.text import file_name_part
from tui.screens.base import WorkScreen
from tui.screens.folders import complete_line, folder_of, remembered_folder
from tui.screens.memory import remember
from tui.screens.window import WindowScreen
from tui.widgets.draw import safe

if TYPE_CHECKING:
    from report.table import Table


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
        self.taken(result)

    def taken(self, result: ScreenResultType) -> None:
        """Go on with what came of the line: close the window with it."""
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


def write_into_file(screen: WorkScreen[Any], make: Callable[[], Table], name: str) -> None:
    """Ask for a file, write a table into it, and say so."""

    def written(path: Path) -> None:
        screen.terren.tell(_("Written: {file}").format(file=safe(str(path))))

    screen.ask(TableFileScreen(make, name), written)


class TableFileScreen(OneLineScreen[Path]):
    """Returns the file that was written. A file that is there is replaced by a second Enter."""

    contexts = ("answer", "place")
    enter_word = N_("write")
    FILES = True

    def __init__(self, make: Callable[[], Table], name: str) -> None:
        super().__init__()
        self.make, self.file_name = make, name

    def title_words(self) -> str:
        return _("Write into a file")

    def above(self) -> str:
        return _("The file, ending in .xlsx or .csv")

    def start(self) -> str:
        folder = Path(remembered_folder(self.terren.places, "tables"))
        return str(folder / f"{safe(file_name_part(self.file_name))}.xlsx")

    def take(self, text: str) -> Path:
        from report.table_file import write_table

        path = folder_of(text)
        write_table(path, self.make(), replace=self.replaces)
        remember(self.terren.places, tables=str(path.parent))
        return path
