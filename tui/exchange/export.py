"""The window in which the change set is written for headquarters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from language import _, is_plain, ngettext
from language.messages import message
from language.numbers import number
from store.ledger.identity import read_identity
from tui.screens.folderwork import FolderWorkScreen
from tui.screens.memory import remember
from tui.widgets.big_letters import big
from tui.widgets.draw import safe

if TYPE_CHECKING:
    from sync.send.export import Exported


class ExportScreen(FolderWorkScreen["Exported"]):
    """Asks for a folder, writes in a thread, and shows the check code once everything is safe."""

    CSS_PATH = "export.tcss"
    contexts = ("export",)
    MEMORY, WRITES = "folder", True

    def words(self) -> tuple[str, str]:
        return _("Export"), _("Folder (for example the USB stick)")

    def busy(self) -> str:
        return _("Writing … do not remove the stick.")

    def measured(self, done: int, total: int) -> str:
        return f"{number(100 * done / total if total else 100)}%"

    def between(self) -> ComposeResult:
        self.code = Static(Content(""), id="code", classes="hidden")
        yield self.code

    def work(self, folder: Path) -> Exported:
        from sync.identity.opening import open_for_work
        from sync.send.export import export

        with open_for_work(self.terren.places, self.store.path) as store:
            return export(
                store, self.terren.places, folder, sealed=self.terren.settings.seal, progress=self.report
            )

    def finished(self, outcome: Exported) -> None:
        remember(self.terren.places, folder=str(outcome.path.parent))
        code = safe(outcome.check_code)
        # two groups a line: the four of them are wider than the window
        halves = [big(code[:9]), big(code[10:])]
        large = "\n".join(line for half in halves for line in half)
        large = large if not is_plain() else " ".join(code)
        self.code.update(Content(f"{large}\n\n{code}" if not is_plain() else large))
        self.code.remove_class("hidden")
        self.query_one("#label").display = False
        self.folder.display = False
        changes = ngettext("{n} change", "{n} changes", outcome.changes).format(n=number(outcome.changes))
        size = _("{n} bytes").format(n=number(outcome.bytes))
        lines = (
            self._to_whom(),
            f"{safe(outcome.path.name)}",
            f"{changes}, {size}",
            _("The file is written and checked. You may remove the stick."),
            *(safe(message(one.code, one.params)) for one in outcome.left_out),
        )
        self.say("\n".join(lines))

    def _to_whom(self) -> str:
        with self.store.reading() as conn:
            identity = read_identity(conn)
        if identity is not None and identity.is_headquarters:
            return _("Check code: read it over the telephone to those who take the file.")
        return _("Check code: read it to headquarters over the telephone.")

    def broken_off(self, where: str) -> str:
        return _("The file was not written. Details are in {file}.").format(file=where)
