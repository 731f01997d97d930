"""The windows that work in a folder: writing for headquarters, visiting a mailbox, a newer Terren."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from language import N_, _, is_plain, ngettext
from language.delivery import attachments_go
from language.messages import message
from language.numbers import number
from store.db.database import Store
from store.db.errors import UserError
from store.db.server import is_server, server_url
from store.ledger.identity import read_identity
from tui.commands.catalogue import by_id
from tui.screens.folders import folder_of
from tui.screens.memory import remember
from tui.screens.threadwork import FolderWorkScreen, StoppableWorkScreen
from tui.widgets.big_letters import big
from tui.widgets.draw import safe

if TYPE_CHECKING:
    from sync.mailbox import Exchange
    from sync.send.export import Exported
    from sync.update.update import Updated


class ExportScreen(FolderWorkScreen["Exported"]):
    """Asks for a folder, writes in a thread, and shows the check code once everything is safe."""

    CSS_PATH = "export.tcss"
    enter_word = N_("write the file")
    leave_word = N_("close")
    MEMORY, WRITES = ("folder",), True

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
            *attachments_go(len(outcome.attachments.paths), outcome.attachments.left),
            _("The file is written and checked. You may remove the stick."),
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


class MailboxScreen(StoppableWorkScreen["Exchange"]):
    """Asks for a folder and works in a thread; between two files it can be stopped."""

    CSS_PATH = "mailbox.tcss"
    contexts = ("answer", "place", "mailbox")
    enter_word = N_("begin")
    leave_word = N_("close")
    MEMORY, WRITES = ("mailbox", "folder"), False

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.forms: list[Path] = []
        """Forms that lie in the folder, and were not taken yet."""

    def words(self) -> tuple[str, str]:
        asked = _("A shared folder, a stick, or the address of a server")
        return _("Exchange through a folder"), asked

    def usual(self) -> str:
        return safe(self.terren.settings.mailbox) or super().usual()

    def wrong(self) -> str:
        typed = self.folder.value
        if not is_server(typed):
            return super().wrong()
        try:
            server_url(typed)
        except UserError as refused:
            return safe(message(refused.code, refused.params))
        return ""

    def busy(self) -> str:
        if self.stopped.is_set():
            return _("Stopping after this file …")
        words = _("Do not remove the stick. {key} stops after this file.")
        if is_server(self.folder.value):
            words = _("{key} stops after this file.")
        return words.format(key=self.key("leave_answer"))

    def measured(self, done: int, total: int) -> str:
        return _("{done} of {total} files").format(done=number(done), total=number(total))

    def work(self, folder: Path) -> Exchange:
        from planreader.workbook.form_table import waiting_forms
        from sync.identity.opening import open_for_work
        from sync.mailbox import exchange_at

        typed = self.folder.value.strip()
        with open_for_work(self.terren.places, self.store.path) as store:
            came = exchange_at(
                store,
                self.terren.places,
                typed,
                sealed=self.terren.settings.seal,
                progress=self.report,
                cancelled=self.stopped.is_set,
            )
            self.forms = [] if is_server(typed) else waiting_forms(store, folder)
            return came

    def finished(self, outcome: Exchange) -> None:
        from tui.exchange.inbox_page import came_words

        remember(self.terren.places, mailbox=self.folder.value)
        words = came_words(outcome, on_server=is_server(self.folder.value))
        self.say("\n".join((*words, *self._forms_words())))
        if self.forms:
            self.key_bar.show([*self.key_bar.commands, by_id("mailbox_forms")])

    def _forms_words(self) -> list[str]:
        if not self.forms:
            return []
        n = len(self.forms)
        words = ngettext(
            "{n} form that came back lies there: {key} looks at it.",
            "{n} forms that came back lie there: {key} looks at them.",
            n,
        )
        return [words.format(n=number(n), key=self.key("mailbox_forms"))]

    def action_mailbox_forms(self) -> None:
        """Look at the forms that lie in the folder."""
        from tui.exchange.inbox_forms import FormInboxScreen

        if self.forms:
            screen = FormInboxScreen(self.store, folder_of(self.folder.value))
            self.app.push_screen(screen, lambda _recorded: self.dismiss())

    def broken_off(self, where: str) -> str:
        return _("It was broken off; what was taken stays. Details are in {file}.").format(file=where)


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
