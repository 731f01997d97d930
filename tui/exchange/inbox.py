"""The window of the inbox: what waits, was refused or is missing, what was sent, and what was taken."""

from __future__ import annotations

import time
from collections.abc import Collection
from typing import Final

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from language import N_, _, ngettext
from store.db.database import Store
from store.db.errors import UserError
from store.exchange.sent import sent_change_sets
from store.ledger.identity import read_identity
from sync.new_by_unit import new_by_unit
from sync.receive.inbox import drop, inbox
from sync.receive.waiting import take_refused
from tui.exchange.inbox_page import InboxRow, inbox_rows, own_fingerprint_words, sent_rows
from tui.screens.refusals import message
from tui.screens.window import WindowScreen
from tui.widgets.choice_list import ChoiceList

_MOST_LISTED: Final = 1_000
"""How many of the files that were written, and taken, are listed; the command line lists all."""


class InboxScreen(WindowScreen[bool]):
    """Returns whether anything was taken while it was open."""

    heading = N_("Inbox and sent files")
    CSS_PATH = "inbox.tcss"
    contexts = ("inbox", "screen", "recorded")

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store
        self.rows: list[InboxRow] = []
        self.took = False
        with store.reading() as conn:
            identity = read_identity(conn)
        self.takes_forms = identity is not None and identity.is_headquarters
        """Whether forms are recorded here."""
        self._asked: tuple[str, ...] = ()
        """The check codes of the files of which was asked whether they may go."""
        self._said = ""

    def content(self) -> ComposeResult:
        self.list_view = ChoiceList((), id="received")
        self.note = Static(Content(""), id="words")
        yield self.list_view
        yield self.note

    def on_mount(self) -> None:
        self.query_one(".window").border_subtitle = Content(own_fingerprint_words(self.store))
        self._read()

    def read_again(self, *, asked: bool) -> bool:
        before, rows = self._row(), self._rows()
        at = next((n for n, row in enumerate(rows) if before is not None and row.key == before.key), None)
        if before is not None and at is None and not asked:
            return False
        y = self.list_view.scroll_y
        self._fill(rows, self.list_view.cursor if at is None else at)
        self.list_view.scroll_to(y=y, animate=False, force=True)
        self._say(self._said)
        return True

    def _read(self, say: str = "") -> None:
        self._fill(self._rows(), self.list_view.cursor)
        self._say(say)

    def _rows(self) -> list[InboxRow]:
        received = inbox(self.store, self.terren.places, limit=_MOST_LISTED)
        with self.store.reading() as conn:
            written = sent_change_sets(conn, read_identity(conn), _MOST_LISTED)
        width = self.app.size.width
        waiting, taken = inbox_rows(received, new_by_unit(self.store), width)
        passed = [*taken, *sent_rows(written, time.time(), width)]
        return [*waiting, *sorted(passed, key=lambda row: row.at, reverse=True)]

    def _fill(self, rows: list[InboxRow], at: int) -> None:
        self.rows = rows
        self.list_view.fill([row.line for row in rows], min(at, max(0, len(rows) - 1)))
        most = max(4, min(12, self.app.size.height - 12))
        self.list_view.styles.height = max(1, min(len(rows), most))

    def on_resize(self) -> None:
        """Lay the rows out for the new width."""
        if self.ready:
            self.read_again(asked=False)

    def idle(self) -> Collection[str]:
        row, idle = self._row(), set[str]()
        if not self.takes_forms:
            idle.add("take_forms")
        if row is None or row.sender is None:
            idle.add("accept_sender")
        if row is None or not row.droppable:
            idle.add("drop_refused")
        if not self._all_droppable():
            idle.add("drop_all")
        if not self._any_refused():
            idle.add("try_again")
        return idle

    def _any_refused(self) -> bool:
        return any(row.refused is not None for row in self.rows)

    def _all_droppable(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(code for row in self.rows for code in row.droppable))

    def _say(self, more: str = "") -> None:
        self._asked, self._said = (), more
        self.show_keys()
        row = self._row()
        words = (_("Nothing was sent or received yet."),) if row is None else row.words
        self.say("\n".join((*words, *([more] if more else []))))

    def _says_refusal(self) -> bool:
        """Return True, and say why, if nothing can be written here."""
        if self.store.refusal is not None:
            self._say(message(self.store.refusal.code, self.store.refusal.params))
        return self.store.refusal is not None

    def _row(self) -> InboxRow | None:
        return self.rows[self.list_view.cursor] if self.rows else None

    def on_line_view_moved(self) -> None:
        self._say()

    async def take_line(self) -> None:
        self._say()

    def action_accept_sender(self) -> None:
        row = self._row()
        if row is None or row.sender is None:
            self._say(_("Nobody waits for acceptance here."))
            return
        if self._says_refusal():
            return
        from tui.exchange.accept import AcceptScreen

        def accepted(summary: str) -> None:
            self.took = True
            self._read(summary)

        self.ask(AcceptScreen(self.store, row.sender, row.files), accepted)

    def action_try_again(self) -> None:
        if self._says_refusal():
            return
        if not self._any_refused():
            self._say(_("No file was refused here."))
            return
        try:
            done = take_refused(self.store, self.terren.places)
        except UserError as refused:
            self._say(message(refused.code, refused.params))
            return
        self.took = self.took or bool(done.taken)
        self._read(_("Taken: {n}; still refused: {m}").format(n=len(done.taken), m=len(done.refused)))

    def action_drop_refused(self) -> None:
        row = self._row()
        if row is None or not row.droppable:
            self._say(_("Only files that were refused or that wait can be deleted."))
        elif row.refused is not None:
            # its sender has it still, and it changed nothing here
            self._drop(row.droppable)
        else:
            self._ask_to_drop("drop_refused", row.droppable)

    def action_drop_all(self) -> None:
        if codes := self._all_droppable():
            self._ask_to_drop("drop_all", codes)
        else:
            self._say(_("Only files that were refused or that wait can be deleted."))

    def _ask_to_drop(self, command: str, codes: tuple[str, ...]) -> None:
        """Ask once, then let go of files that somebody may still have to accept."""
        if self._asked == codes:
            self._drop(codes)
            return
        words = ngettext(
            "{key} again deletes {n} file for good.",
            "{key} again deletes {n} files for good.",
            len(codes),
        )
        self._say(words.format(key=self.key(command), n=len(codes)))
        self._asked = codes

    def _drop(self, codes: tuple[str, ...]) -> None:
        if self._says_refusal():
            return
        try:
            for code in codes:
                drop(self.store, self.terren.places, code)
        except UserError as refused:
            self._read(message(refused.code, refused.params))
            return
        self._read()

    def action_take_forms(self) -> None:
        """Look at forms that came back, and record them."""
        from tui.exchange.inbox_forms import FormInboxScreen

        if self._says_refusal():
            return
        if not self.takes_forms:
            self._say(message("headquarters_only", {}))
            return

        def closed(recorded: bool | None) -> None:
            self.took = self.took or bool(recorded)
            self._read()

        self.app.push_screen(FormInboxScreen(self.store), closed)

    def action_take_table(self) -> None:
        """Read a table that somebody sent, and record what it reports."""
        from tui.documents.tracker import open_report
        from tui.report.recording import may_record

        def closed(recorded: bool) -> None:
            self.took = self.took or recorded
            self._read()

        if not self._says_refusal() and may_record(self.terren, self.store):
            open_report(self, self.store, closed)

    def action_close_inbox(self) -> None:
        self.dismiss(self.took)
