"""The window in which one line is typed, and that in which a list is written into a file."""

from __future__ import annotations

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


class AnswerScreen(WindowScreen[ScreenResultType]):
    """Asks in words that it is given, and returns what ``ask`` makes of the line, which may refuse it.

    ``enter`` is what the key is called that takes it (a msgid); ``remark`` gives what is said of the line as
    long as nothing came of it.
    """

    contexts: tuple[str, ...] = ("answer",)

    def __init__(
        self,
        title: str,
        above: str,
        start: str,
        ask: Callable[[str], ScreenResultType],
        *,
        enter: str,
        remark: Callable[[str], str] = lambda _text: "",
    ) -> None:
        super().__init__()
        self._title, self._above, self._ask, self._remark = title, above, ask, remark
        self.typed = Input(safe(start), id="typed", compact=True)
        self.enter_word = enter

    def content(self) -> ComposeResult:
        self.note = Static(Content(""))
        if self._above:
            yield Static(Content(self._above), classes="dim")
        yield self.typed
        yield self.note

    def on_mount(self) -> None:
        self.say(self._remark(self.typed.value))

    def on_input_changed(self) -> None:
        self.replaces = False
        self.say(self._remark(self.typed.value))
        self.call_enter()

    def action_accept(self) -> None:
        """Take what was typed, or say why not."""
        try:
            result = self._ask(self.typed.value.strip())
        except (UserError, Unreadable) as refused:
            if not (isinstance(refused, UserError) and self.asks_to_replace(refused)):
                self.refuse(refused)
            return
        self.taken(result)

    def taken(self, result: ScreenResultType) -> None:
        """Go on with what came of the line: close the window with it."""
        self.dismiss(result)


class PlaceScreen(AnswerScreen[ScreenResultType]):
    """Asks for a file, or, without ``files``, for a folder: its name can be completed.

    A file that is there is replaced by a second Enter, where what is asked heeds ``replaces``.
    """

    contexts = ("answer", "place")
    files = True

    def action_complete(self) -> None:
        """Continue a name of the disk as far as that leaves no choice."""
        complete_line(self.typed, files=self.files)


def write_into_file(screen: WorkScreen[Any], make: Callable[[], Table], name: str) -> None:
    """Ask for a file, write a table into it, and say so."""
    places = screen.terren.places

    def write(text: str) -> Path:
        from report.table_file import write_table

        path = folder_of(text)
        write_table(path, make(), replace=window.replaces)
        remember(places, tables=str(path.parent))
        return path

    def written(path: Path) -> None:
        screen.terren.tell(_("Written: {file}").format(file=safe(str(path))))

    start = Path(remembered_folder(places, "tables")) / f"{safe(file_name_part(name))}.xlsx"
    above = _("The file, ending in .xlsx or .csv")
    window = PlaceScreen(_("Write into a file"), above, str(start), write, enter=N_("write"))
    screen.ask(window, written)
