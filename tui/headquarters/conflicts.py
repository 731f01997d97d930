"""All conflicts, and the one under the cursor with its values side by side: one key decides."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from textual.app import ComposeResult
from textual.widgets import Static

from language import Unreadable, _, current, ngettext
from language.amounts import TypedAmount, read_amount
from store.db.database import Store
from store.db.errors import UserError
from store.history.conflicts import Conflict, ConflictRow, conflict_rows, conflicts, read_conflict
from store.history.resolve import decide_conflict, keep_head, read_value
from store.ledger.change import Change
from store.ledger.identity import Identity, may_write, read_identity
from store.plan.lookup import current_numbers, plan_currency, printed_units
from store.query.by_form import FormChange, form_changes
from tui.headquarters.conflict_page import conflict_list, conflict_name, conflict_page
from tui.report.recording import UndoRedo, last_number
from tui.report.words import amount_question
from tui.screens.headed import HeadedScreen
from tui.widgets.draw import safe
from tui.widgets.linked_lines import LinkedLines
from tui.widgets.page import ActionView
from tui.widgets.screen_line import ScreenLine

_LIST_LINES = 6


class ValueLine(ScreenLine):
    """The line in which another value, or a reason, is typed."""

    CONTEXT = "other_value"


class ConflictsScreen(HeadedScreen[str]):
    """Returns the number of the action to go to, if any."""

    CSS_PATH = "conflicts.tcss"
    contexts = ("conflicts", "screen", "recorded")

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store
        self.conflicts: dict[str, ConflictRow] = {}
        self._read_last: Conflict | None = None
        self.identity: Identity | None = None
        self.in_force: dict[str, str] = {}
        self.printed: dict[str, str] = {}
        self._forms: Mapping[str, FormChange] = {}
        self.typing = ""
        self.reason = ""
        self._asked = ""

    def content(self) -> ComposeResult:
        self.undo_redo = UndoRedo(self.terren, self.store, last_number(self.store), self.show_changed)
        self.list_view = LinkedLines(id="list")
        self.view = ActionView(id="values")
        self.view.can_focus = False
        self.line = ValueLine(id="other", compact=True, classes="hidden")
        self.note = Static(id="said")
        yield self.list_view
        yield self.view
        yield self.line
        yield self.note

    def on_mount(self) -> None:
        self._read()

    def show_changed(self, changes: Collection[Change]) -> None:
        """Show what was taken back: a conflict that is open again gets the cursor."""
        self._read()
        registers = {change.register for change in changes}
        for conflict in self.conflicts.values():
            if conflict.register in registers:
                self.list_view.move_to_link(conflict.id)

    def read_again(self, *, asked: bool) -> bool:
        chosen = self.conflict
        if chosen is not None and not asked:
            with self.store.reading() as conn:
                row = next((row for row in conflict_rows(conn) if row.id == chosen.id), None)
                if row is None or read_conflict(conn, row).seen != chosen.seen:
                    return False
        y = self.view.scroll_y
        self._read()
        self.view.scroll_to(y=y, animate=False, force=True)
        return True

    @property
    def conflict(self) -> Conflict | None:
        """Return the conflict under the cursor, with its values as they were when it was first asked for."""
        chosen = self.conflicts.get(str(self.list_view.link))
        if chosen is None:
            return None
        if self._read_last is None or self._read_last.id != chosen.id:
            self._read_last = self.terren.attempt(lambda: self._read_values(chosen))
        return self._read_last

    def _read_values(self, chosen: ConflictRow) -> Conflict:
        with self.store.reading() as conn:
            return read_conflict(conn, chosen)

    def idle(self) -> Collection[str]:
        chosen, idle = self.conflict, set[str]()
        if chosen is None or not self._may_decide(chosen):
            idle |= {"keep_value", "other_value", "give_reason"}
        if chosen is None or chosen.register.target not in self.in_force:
            idle.add("conflict_action")
        if not self.conflicts:
            idle.add("write_conflicts")
        return idle

    def _may_decide(self, chosen: Conflict) -> bool:
        register = chosen.register
        return self.store.refusal is None and may_write(self.identity, register.kind, register.unit)

    def _read(self) -> None:
        def read() -> None:
            with self.store.reading() as conn:
                self.identity, self.in_force = read_identity(conn), current_numbers(conn)
                self.printed, self._forms = printed_units(conn), form_changes(conn)
                self.conflicts = {conflict.id: conflict for conflict in conflict_rows(conn)}
            self._read_last = None

        self.terren.attempt(read)
        conflicts = self.conflicts.values()
        self.list_view.styles.height = max(1, min(len(conflicts), _LIST_LINES))
        self.list_view.show(lambda width: conflict_list(conflicts, width, self.printed))
        self._show_values()

    def _show_values(self) -> None:
        total = len(self.conflicts)
        words = ngettext("{n} conflict", "{n} conflicts", total).format(n=total)
        self.show_title(f"{_('Conflicts')}: {words}")
        self.show_keys()
        chosen = self.conflict
        own = None if self.identity is None else self.identity.replica
        if chosen is None:
            self.view.show(None)
            self.say("" if self.conflicts else _("Nothing is in conflict."))
            return
        self.view.show(lambda width: conflict_page(chosen, own, width, self.printed, self._forms))
        self.say(_("Reason: {text}").format(text=safe(self.reason)) if self.reason else "")

    def speak(self) -> None:
        self._read()

    def on_line_view_moved(self) -> None:
        self.reason = ""
        self._show_values()

    def on_linked_lines_followed(self) -> None:
        self.action_conflict_action()

    def _done(self, chosen: Conflict, changes: list[Change] | None) -> None:
        self.reason = ""
        self._read()
        if changes:
            words = _("Decided: {what}. {key} takes it back.")
            self.undo_redo.offer(
                words.format(what=conflict_name(chosen, self.printed), key=self.key("undo_decision")), changes
            )

    def action_keep_value(self, key: str) -> None:
        chosen = self.conflict
        if chosen is None or int(key) > len(chosen.heads):
            self.say(_("No value has the number {n}.").format(n=key), error=True)
            return
        head = chosen.heads[int(key) - 1].name
        changes = self.terren.attempt(
            lambda: keep_head(self.store, chosen.code, head, reason=self.reason, seen=chosen.seen)
        )
        self._done(chosen, changes)

    def _ask(self, what: str, hint: str, text: str = "") -> None:
        if self.conflict is None:
            self.say(_("Nothing is in conflict."))
            return
        self.typing = what
        self.line.remove_class("hidden")
        self.line.placeholder = hint
        self.line.value = text
        self.set_focus(self.line)
        self.show_keys()

    def action_other_value(self) -> None:
        self._ask("value", _("another value; a status by its words"))

    def action_give_reason(self) -> None:
        self._ask("reason", _("why it is decided so; kept as a note"), self.reason)

    def on_input_submitted(self) -> None:
        self.action_store_other()

    def on_input_changed(self) -> None:
        self._asked = ""
        self.say("")

    def action_store_other(self) -> None:
        chosen = self.conflict
        if self.typing == "reason" or chosen is None:
            self.reason = self.line.value.strip()
            self.action_leave_other()
            return
        typed = self.line.value
        try:
            if chosen.register.kind == "money" and (question := self._question(typed)):
                self.say(question, error=True)
                return
            value = read_value(chosen, typed, self.terren.today(), self._cents)
            changes = decide_conflict(
                self.store,
                chosen.code,
                value,
                today=self.terren.today(),
                reason=self.reason,
                seen=chosen.seen,
            )
        except (UserError, Unreadable) as error:
            self.refuse(error)
            return
        self.action_leave_other()
        self._done(chosen, changes)

    def action_leave_other(self) -> None:
        self.line.add_class("hidden")
        self.set_focus(self.list_view)
        self._show_values()

    def action_conflict_action(self) -> None:
        chosen = self.conflict
        if chosen is not None and chosen.register.target in self.in_force:
            self.dismiss(self.in_force[chosen.register.target])
        else:
            self.say(_("No action of the plan in force stands behind this row."))

    def action_write_conflicts(self) -> None:
        """Write the conflicts into a file."""
        from report.lists.change_lists import conflicts_list
        from tui.screens.oneline import write_into_file

        write_into_file(self, lambda: conflicts_list(conflicts(self.store), self.printed), _("Conflicts"))

    def action_undo_decision(self) -> None:
        self.undo_redo.undo()

    def _amount(self, typed: str) -> TypedAmount:
        with self.store.reading() as conn:
            return read_amount(typed, current(), plan_currency(conn))

    def _cents(self, typed: str) -> int | None:
        amount = self._amount(typed)
        return None if amount.relative else amount.cents

    def _question(self, typed: str) -> str:
        """Return what is asked of an amount before it is stored, once; "" where it can be read in one way."""
        if not typed.strip() or self._asked == typed or not (amount := self._amount(typed)).ambiguous:
            return ""
        self._asked = typed
        with self.store.reading() as conn:
            return amount_question(amount, plan_currency(conn))
