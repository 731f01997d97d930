"""The window of a visit to a mailbox: everybody's files are taken, one's own is written."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from language import _
from language.numbers import number
from store.db.database import Store
from tui.screens.folderwork import FolderWorkScreen
from tui.screens.memory import remember

if TYPE_CHECKING:
    from sync.mailbox import Exchange


class MailboxScreen(FolderWorkScreen["Exchange"]):
    """Asks for a folder and works in a thread; between two files it can be stopped."""

    CSS_PATH = "mailbox.tcss"
    contexts = ("mailbox",)
    MEMORY, WRITES = "folder", False

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.stopped = Event()

    def words(self) -> tuple[str, str]:
        asked = _("Folder that everybody writes to: a stick, or a shared one")
        return _("Exchange through a folder"), asked

    def busy(self) -> str:
        if self.stopped.is_set():
            return _("Stopping after this file …")
        words = _("Do not remove the stick. {key} stops after this file.")
        return words.format(key=self.key("close_mailbox"))

    def measured(self, done: int, total: int) -> str:
        return _("{done} of {total} files").format(done=number(done), total=number(total))

    def work(self, folder: Path) -> Exchange:
        from sync.identity.opening import open_for_work
        from sync.mailbox import exchange_folder

        with open_for_work(self.terren.places, self.store.path) as store:
            return exchange_folder(
                store,
                self.terren.places,
                folder,
                sealed=self.terren.settings.seal,
                progress=self.report,
                cancelled=self.stopped.is_set,
            )

    def finished(self, outcome: Exchange) -> None:
        from tui.exchange.inbox_page import came_words

        remember(self.terren.places, mailbox=self.folder.value)
        self.say("\n".join(came_words(outcome)))

    def broken_off(self, where: str) -> str:
        return _("It was broken off; what was taken stays. Details are in {file}.").format(file=where)

    def action_leave(self) -> None:
        super().action_leave()
        if self.running is not None:
            self.stopped.set()
            self.say(self.busy())
