"""The windows that work in a folder: writing for headquarters, visiting a mailbox, a newer Terren."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from language import N_, _, is_plain, ngettext
from language.mailbox import whole_words
from language.numbers import number
from store.db.database import Store
from store.db.errors import UserError
from store.db.places import Places
from store.db.server import is_server, server_url
from store.ledger.identity import read_identity
from tui.commands.catalogue import by_id
from tui.exchange.every_plan import serve
from tui.screens.folders import folder_of
from tui.screens.memory import remember
from tui.screens.refusals import message
from tui.screens.threadwork import FolderWorkScreen, StoppableWorkScreen
from tui.widgets.big_letters import big
from tui.widgets.draw import safe

if TYPE_CHECKING:
    from sync.home_plans import HomePlan
    from sync.mailbox import Exchange
    from sync.send.export import Exported
    from sync.update.update import Updated


class ExportScreen(FolderWorkScreen["Sequence[tuple[HomePlan, Exported | UserError]]"]):
    """Asks for a folder, writes in a thread, and shows the check code once everything is safe."""

    heading, asked = N_("Export"), N_("Folder (for example the USB stick)")
    broken_off = N_("The file was not written. Details are in {file}.")
    CSS_PATH = "export.tcss"
    enter_word = N_("write the file")
    leave_word = N_("close")
    MEMORY, WRITES = ("folder",), True

    def busy(self) -> str:
        return _("Writing … do not remove the stick.")

    def measured(self, done: int, total: int) -> str:
        return f"{number(100 * done / total if total else 100)}%"

    def between(self) -> ComposeResult:
        self.code = Static(Content(""), id="code", classes="hidden")
        yield self.code

    def work(self, folder: Path) -> Sequence[tuple[HomePlan, Exported | UserError]]:
        from sync.send.export import export

        sealed = self.terren.settings.seal
        return serve(
            self.terren,
            lambda store, places: export(store, places, folder, sealed=sealed, progress=self.report),
        )

    def finished(self, outcome: Sequence[tuple[HomePlan, Exported | UserError]]) -> None:
        files = [file for _plan, file in outcome if not isinstance(file, UserError)]
        remember(self.terren.places, folder=str(files[0].path.parent))
        code = safe(files[0].check_code)
        # two groups a line: the four of them are wider than the window
        halves = [big(code[:9]), big(code[10:])]
        large = "\n".join(line for half in halves for line in half)
        large = large if not is_plain() else " ".join(code)
        self.code.update(Content(f"{large}\n\n{code}" if not is_plain() else large))
        self.code.remove_class("hidden")
        self.query_one("#label").display = False
        self.folder.display = False
        written = (line for plan, file in outcome for line in self._file_words(plan, file, len(outcome)))
        lines = (
            self._to_whom(),
            *written,
            _("The file is written and checked. You may remove the stick.")
            if len(outcome) == 1
            else whole_words(len(files)),
        )
        self.say("\n".join(lines))

    def _file_words(self, plan: HomePlan, file: Exported | UserError, of: int) -> Iterator[str]:
        """Yield what was written for a plan; of several, one line with its name and its code."""
        from tui.exchange.inbox_page import placed_words

        if isinstance(file, UserError):
            yield safe(f"{plan.name}: {message(file.code, file.params)}")
            return
        changes = ngettext("{n} change", "{n} changes", file.changes).format(n=number(file.changes))
        if of > 1:
            yield safe(f"{plan.name}: {file.check_code}, {changes}")
        else:
            size = _("{n} bytes").format(n=number(file.bytes))
            yield from (safe(file.path.name), f"{changes}, {size}")
        yield from placed_words(file.attachments)

    def _to_whom(self) -> str:
        with self.store.reading() as conn:
            identity = read_identity(conn)
        if identity is not None and identity.is_headquarters:
            return _("Check code: read it over the telephone to those who take the file.")
        return _("Check code: read it to headquarters over the telephone.")


class MailboxScreen(StoppableWorkScreen["Sequence[tuple[HomePlan, Exchange | UserError]]"]):
    """Asks for a folder and works in a thread; between two files it can be stopped."""

    heading, asked = (
        N_("Exchange through a folder"),
        N_("A shared folder, a stick, or the address of a server"),
    )
    broken_off = N_("It was broken off; what was taken stays. Details are in {file}.")
    CSS_PATH = "mailbox.tcss"
    contexts = ("answer", "place", "mailbox")
    enter_word = N_("begin")
    leave_word = N_("close")
    MEMORY, WRITES = ("mailbox", "folder"), False

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.forms: list[Path] = []
        """Forms that lie in the folder, and were not taken yet."""
        self.waiting = 0
        """How many files wait for a person in the inbox of the open plan."""

    def usual(self) -> str:
        return safe(self.terren.settings.mailbox) or super().usual()

    def on_mount(self) -> None:
        self._name_place()

    def on_input_changed(self) -> None:
        self._name_place()

    def _name_place(self) -> None:
        """Say in the frame through what is exchanged; what else these events do their base class does."""
        words = N_("Exchange through a server") if is_server(self.folder.value) else self.heading
        self.query_one(".window").border_title = Content(_(words))

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

    def work(self, folder: Path) -> Sequence[tuple[HomePlan, Exchange | UserError]]:
        from planreader.workbook.form_table import waiting_forms
        from sync.mailbox import exchange_at

        typed, sealed = self.folder.value.strip(), self.terren.settings.seal

        def visit(store: Store, places: Places) -> Exchange:
            exchange = exchange_at(
                store, places, typed, sealed=sealed, progress=self.report, cancelled=self.stopped.is_set
            )
            if store.path == self.store.path and not is_server(typed):
                self.forms = waiting_forms(store, folder)
            return exchange

        return serve(self.terren, visit, self.stopped.is_set)

    def finished(self, outcome: Sequence[tuple[HomePlan, Exchange | UserError]]) -> None:
        from sync.plans import left_to_others
        from tui.exchange.inbox_page import every_plan_words

        remember(self.terren.places, mailbox=self.folder.value)
        plans = [plan for plan, _visit in outcome]
        visits: list[tuple[str, Exchange | UserError]] = []
        for plan, visit in outcome:
            if not isinstance(visit, UserError):
                visit = visit._replace(left=left_to_others(visit.left, plans))
                if plan.database == self.store.path:
                    self.waiting = len(visit.waiting) + sum(file.why == "refused" for file in visit.left)
            visits.append((plan.name, visit))
        words = every_plan_words(visits, on_server=is_server(self.folder.value))
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


class UpdateScreen(FolderWorkScreen["Updated"]):
    """Asks for the folder with the new version, and installs it in a thread, beside the one that runs."""

    heading, asked = (
        N_("A newer version of Terren"),
        N_("Folder in which the new version lies, for example on the stick"),
    )
    broken_off = N_("It was not installed; this version goes on. Details are in {file}.")
    CSS_PATH = "update.tcss"
    enter_word = N_("begin")
    leave_word = N_("close")
    MEMORY, WRITES = ("mailbox", "folder"), False

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
        self.terren.installed = outcome.release.version
        lines = (
            safe(outcome.release.note),
            _("Version {version} is installed. Close Terren everywhere and start it again.").format(
                version=safe(outcome.release.version)
            ),
            _("If something is wrong with it: terren update --back"),
        )
        self.say("\n".join(filter(None, lines)))
