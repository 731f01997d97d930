"""The history of an action or of the whole plan; what still stands can be taken back change by change."""

from __future__ import annotations

from collections.abc import Callable, Collection
from time import time
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from language import N_, _, glyph, ngettext
from language.dates import datetime
from language.delivery import redacted_words
from language.registers import register, value
from store.db.database import Store
from store.db.text import sought
from store.edits.named import entry_label
from store.edits.redaction import KINDS, LedgerChange, changes_to_redact
from store.exchange.delivery import change_states
from store.history.logbook import ChangeFilter, find_changes
from store.history.revert import revert, revert_refusal
from store.history.steps import Step
from store.ledger.change import Change
from store.ledger.identity import read_identity, write_transaction
from store.plan.lookup import action_numbers, current_numbers, printed_units
from store.query.by_form import by_form
from store.status.outline import ActionRow
from tui.report.history_page import history_page
from tui.report.recording import UndoRedo
from tui.report.words import step_words
from tui.screens.headed import SearchedScreen
from tui.screens.people import who
from tui.screens.window import ConfirmScreen
from tui.widgets.draw import safe
from tui.widgets.linked_lines import LinkedLines
from tui.widgets.screen_line import ScreenLine

if TYPE_CHECKING:
    from report.table import Table


_MOST = 500
"""How many changes are shown; a search narrows them."""


class ChangeLine(ScreenLine):
    """The line in which one types what changes to find."""

    CONTEXT = "finding"


class HistoryScreen(SearchedScreen[str]):
    """Changes, newest first. Returns the number of the action to go to, if any."""

    CSS_PATH = "history.tcss"
    contexts = ("history", "screen", "recorded")
    LINE = ChangeLine

    def __init__(self, store: Store, row: ActionRow | None) -> None:
        super().__init__()
        self.store, self.row = store, row
        self.all = row is None
        self.steps: list[Step] = []

    def content(self) -> ComposeResult:
        self.undo_redo = UndoRedo(self.terren, self.store, self.number_of, self.show_changed)
        self.list_view = self.view = LinkedLines(id="changes")
        yield self.line
        yield self.view

    def on_mount(self) -> None:
        self.set_focus(self.view)
        self.show_found()

    def number_of(self, action: str) -> str:
        """Return the number under which an action stands, or last stood."""
        return self._numbers.get(action, action)

    def show_changed(self, _changes: object) -> None:
        """Show what was taken back or set again."""
        self._show()

    def read_again(self, *, asked: bool) -> bool:
        before, link = self.steps, self.view.link
        self._read()
        if not asked and link is not None and all(step.change.id != link for step in self.steps):
            self.steps = before
            return False
        self._paint()
        return True

    def _show(self, *, keep: bool = True) -> None:
        self.terren.attempt(self._read)
        self._paint(keep=keep)

    def _paint(self, *, keep: bool = True) -> None:
        name = _("All changes") if self.all or self.row is None else safe(self.row.nr)
        dot = glyph(" · ", " - ")
        count = ngettext("{n} change", "{n} changes", len(self.steps))
        if len(self.steps) == _MOST:
            count = _("the latest {n} changes")
        self.show_title(dot.join((_("History"), name, count.format(n=len(self.steps)))))
        steps, states, forms, today = self.steps, self._states, self._forms, self.terren.today()
        one_action = not self.all
        self.view.show(
            lambda width: history_page(
                steps, states, forms, self.number_of, width, today=today, one_action=one_action
            ),
            keep=keep,
        )
        self.show_keys()

    def idle(self) -> Collection[str]:
        chosen = self._chosen()
        idle = {"scope"} if self.row is None else set()
        if chosen is None or chosen.change.target not in self._in_force:
            idle.add("to_action")
        if chosen is None or revert_refusal(self.store, chosen.change.id) is not None:
            idle.add("revert")
        if chosen is None or chosen.change.kind not in KINDS:
            idle.add("redact")
        return idle

    def on_line_view_moved(self) -> None:
        self.show_keys()

    def _read(self) -> None:
        with self.store.reading() as conn:
            self._numbers, self._in_force = action_numbers(conn), current_numbers(conn)
            self.steps = self._found(_MOST)
            self._states = change_states(conn, read_identity(conn), (step.change for step in self.steps))
            self._forms = by_form(conn, None if self.all or self.row is None else self.row.id)

    def _found(self, most: int | None) -> list[Step]:
        target = None if self.all or self.row is None else self.row.id
        matches = finder(self.sought, self.number_of) if self.sought.strip() else None
        return find_changes(self.store, ChangeFilter(target), limit=most, matches=matches)

    def speak(self) -> None:
        self._show()

    def _chosen(self) -> Step | None:
        return next((step for step in self.steps if step.change.id == self.view.link), None)

    def action_revert(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            self.terren.tell(_("There is no change here."))
            return
        step = self.terren.attempt(lambda: revert(self.store, chosen.name))
        if step is not None:
            self._show()
            self.undo_redo.tell_steps([step], _("Taken back: {change}"))

    def action_redact(self) -> None:
        """Ask, and take the texts of the chosen change's entry away."""
        chosen = self._chosen()
        if chosen is None:
            self.terren.tell(_("There is no change here."))
            return
        if self.terren.attempt(lambda: self._to_redact(chosen)) is None:
            return

        words = step_words(chosen)
        text = f"{safe(chosen.change.officer)}  {words}"
        warning = _("The text is gone then for good, for everybody.")
        screen = ConfirmScreen(_("Redact"), text, warning, N_("redact"))
        self.ask(screen, lambda _agreed: self.terren.attempt(lambda: self._redact(chosen)))

    def _to_redact(self, chosen: Step) -> tuple[list[LedgerChange], int]:
        with write_transaction(self.store) as (conn, identity):
            return changes_to_redact(conn, identity, chosen.change.register)

    def _redact(self, chosen: Step) -> None:
        from sync.redaction import redact

        done = redact(self.store, self.terren.places, chosen.change.register)
        self._show()
        kept_by = [
            entry_label(self._numbers.get(kept.target, kept.target), kept.field) for kept in done.kept_by
        ]
        self.terren.tell(safe(" ".join(redacted_words(done.changes, done.left, kept_by))))

    def action_write_history(self) -> None:
        """Write all changes that are asked for into a file, also those beyond what is shown."""
        from report.lists.change_lists import history_list
        from tui.screens.oneline import write_into_file

        def table() -> Table:
            with self.store.reading() as conn:
                steps = self._found(None)
                states = change_states(conn, read_identity(conn), (step.change for step in steps))
                printed = printed_units(conn)
            return history_list(steps, states, self._numbers, printed, now=time())

        write_into_file(self, table, _("History"))

    def action_scope(self) -> None:
        if self.row is None:
            self.terren.tell(_("No action was chosen; all changes are shown."))
            return
        self.all = not self.all
        self.show_found()

    def action_to_action(self) -> None:
        chosen = self._chosen()
        if chosen is not None and chosen.change.target in self._in_force:
            self.dismiss(self._in_force[chosen.change.target])
        else:
            self.terren.tell(_("No action of the plan in force stands behind this row."))

    def on_linked_lines_followed(self) -> None:
        self.action_to_action()

    def action_search(self) -> None:
        self.line.placeholder = _("officer, unit, day, number or words")
        super().action_search()

    def show_found(self) -> None:
        self._show(keep=False)

    def action_undo_revert(self) -> None:
        self.undo_redo.undo()


def finder(text: str, number_of: Callable[[str], str]) -> Callable[[Change], bool]:
    """Return a test that a change meets if each word typed is in its officer, unit, day, number or words."""
    wanted = sought(text).split()

    def matches(change: Change) -> bool:
        texts = (
            change.unit,
            who(change.officer, change.unit),
            datetime(change.recorded_at),
            number_of(change.target),
            register(change.kind, change.field),
            value(change.kind, change.field, change.decoded()),
        )
        searched = sought(" ".join(texts))
        return all(word in searched for word in wanted)

    return matches
