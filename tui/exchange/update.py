"""The window that installs the newer version of Terren that headquarters published."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from language import N_, _
from tui.screens.folderwork import FolderWorkScreen
from tui.widgets.draw import safe

if TYPE_CHECKING:
    from sync.update.update import Updated


class UpdateScreen(FolderWorkScreen["Updated"]):
    """Asks for the folder with the new version, and installs it in a thread, beside the one that runs."""

    CSS_PATH = "update.tcss"
    enter_word = N_("begin")
    leave_word = N_("close")
    MEMORY, WRITES = ("mailbox", "folder"), False

    def words(self) -> tuple[str, str]:
        return _("A newer version of Terren"), _(
            "Folder in which the new version lies, for example on the stick"
        )

    def busy(self) -> str:
        return _("Checking, installing and trying it … do not remove the stick.")

    def measured(self, done: int, total: int) -> str:
        del done, total
        return ""

    def work(self, folder: Path) -> Updated:
        from store.opening.open_store import open_store
        from sync.update.installation import find_installation
        from sync.update.update import update

        running = self.terren.version
        with open_store(self.store.path, read_only=True) as store:
            return update(
                store,
                self.terren.places,
                find_installation(running),
                folder,
                running=running,
                now=datetime.now(),
            )

    def finished(self, outcome: Updated) -> None:
        lines = (
            safe(outcome.release.note),
            _("Version {version} is installed. Close Terren everywhere and start it again.").format(
                version=safe(outcome.release.version)
            ),
            _("If something is wrong with it: terren update --back"),
        )
        self.say("\n".join(filter(None, lines)))

    def broken_off(self, where: str) -> str:
        return _("It was not installed; this version goes on. Details are in {file}.").format(file=where)
