"""The window in which a list or a matrix is written into a file: CSV or a workbook, by the name's ending."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from language import N_, _
from store.db.text import file_name_part
from tui.screens.base import WorkScreen
from tui.screens.folders import folder_of, remembered_folder
from tui.screens.memory import remember
from tui.screens.oneline import OneLineScreen
from tui.widgets.draw import safe

if TYPE_CHECKING:
    from report.table import Table


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
