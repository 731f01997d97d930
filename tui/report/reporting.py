"""What a person does with the action under the cursor: money, notes, undo and redo."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from textual.screen import ScreenResultType

from language import _, current, ngettext
from store.db.database import Store
from store.db.errors import Refused
from store.status.outline import ActionRow
from tui.commands.catalogue import by_id
from tui.screens.base import WorkScreen
from tui.widgets.draw import safe

if TYPE_CHECKING:
    from store.history.history import Reversal, Step
    from store.ledger.change import Change


class ReportingScreen(WorkScreen[ScreenResultType]):
    """The commands that record something; each is durable before anything is painted."""

    store: Store

    def selected(self) -> ActionRow | None:
        """The action under the cursor."""
        raise NotImplementedError

    def show_changed(self, actions: Iterable[str]) -> None:
        """Paint what changed, and nothing else."""
        raise NotImplementedError

    def chosen(self) -> list[ActionRow]:
        """The actions that a status is meant for."""
        row = self._action()
        return [row] if row is not None else []

    def may_record(self) -> bool:
        """Whether anything can be recorded here; says why where it cannot, before anything is typed."""
        if self.store.refusal is not None:
            self.terren.tell_refusal(self.store.refusal)
        elif self.store.read_only:
            words = _("You are only looking at the plan. {key} enrols you, and then you can report.")
            self.terren.tell(words.format(key=by_id("identity").sign()), severity="warning")
        else:
            return True
        return False

    def action_to_report(self) -> ActionRow | None:
        """The action under the cursor, where something can be recorded on it."""
        return self._action() if self.may_record() else None

    def chosen_to_report(self) -> list[ActionRow]:
        """The actions that a status is meant for, where something can be recorded on them."""
        return self.chosen() if self.may_record() else []

    def _action(self) -> ActionRow | None:
        row = self.selected()
        if row is None:
            self.terren.tell(_("Choose an action first."), severity="warning")
        return row

    def attempt(self, use_case: Callable[[], Any]) -> Any:
        """Do a use case; what it refuses is said. None where it was refused."""
        try:
            return use_case()
        except Refused as refused:
            self.terren.tell_refusal(refused)
            return None

    def tell_recorded(self, changes: Sequence[Change], *, more: str = "") -> None:
        """Say what was recorded, how it is taken back, and what ``more`` can be done."""
        undo = by_id("undo")
        offered = (self.told(changes), f"{undo.sign()} {undo.label}", more)
        self.terren.tell("   ".join(filter(None, offered)))

    def told(self, changes: Sequence[Change]) -> str:
        """Changes in words: the first, and how many more."""
        from store.history.history import step

        with self.store.reading() as conn:
            return self._described([step(conn, change) for change in changes])

    def action_money(self) -> None:
        if (row := self.action_to_report()) is not None:
            from tui.report.money import MoneyScreen

            self.app.push_screen(MoneyScreen(self.store, row, self.show_changed))

    def action_note(self) -> None:
        row = self.action_to_report()
        if row is None:
            return
        from store.query.queries import detail
        from tui.report.note import NoteScreen

        found = self.attempt(lambda: detail(self.store, row.ref, today=self.terren.today(), last=0))
        if found is None:
            return

        def written(saved: bool | None) -> None:
            if saved:
                self.show_changed([row.id])
                self.terren.tell(_("Note on {nr} saved.").format(nr=safe(self.number_of(row.id))))

        self.app.push_screen(NoteScreen(self.store, row, found.notes), written)

    def action_evidence(self) -> None:
        row = self.action_to_report()
        if row is None:
            return
        from store.query.queries import detail
        from tui.report.evidence import EvidenceScreen

        found = self.attempt(lambda: detail(self.store, row.ref, today=self.terren.today(), last=0))
        if found is None:
            return

        def added(saved: bool | None) -> None:
            if saved:
                self.show_changed([row.id])
                self.terren.tell(_("Evidence for {nr} saved.").format(nr=safe(self.number_of(row.id))))

        self.app.push_screen(EvidenceScreen(self.store, row, found.evidence), added)

    def action_undo(self) -> None:
        if self.may_record():
            self.take_back()

    def take_back(self, meeting: str | None = None) -> None:
        """Take the newest change back; with ``meeting`` only where it was recorded in it."""
        from store.history.history import undo

        done = self.attempt(lambda: undo(self.store, meeting=meeting))
        self._tell_reversals(done, _("Taken back: {change}"))

    def action_redo(self) -> None:
        from store.history.history import redo

        if self.may_record():
            self._tell_reversals(self.attempt(lambda: redo(self.store)), _("Set again: {change}"))

    def _tell_reversals(self, reversals: list[Reversal] | None, template: str) -> None:
        if not reversals:
            return
        steps = [step for reversal in reversals for step in reversal.steps]
        self.show_changed({step.change.target for step in steps})
        self.tell_steps(steps, template)

    def tell_steps(self, steps: Sequence[Step], template: str) -> None:
        """Say what was recorded, in words."""
        if steps:
            self.terren.tell(template.format(change=self._described(steps)))

    def _described(self, steps: Sequence[Step]) -> str:
        from language.registers import change
        from store.ledger.identity import read_identity
        from store.plan.units import unit_name

        first = steps[0].change
        words = change(first.kind, self.number_of(first.target), first.field, steps[0].before, steps[0].after)
        with self.store.reading() as conn:
            identity = read_identity(conn)
        if first.unit and identity is not None and identity.is_headquarters:
            # which speaks for others too
            words = f"{unit_name(first.unit, current())}: {words}"
        if (more := len(steps) - 1) > 0:
            words += " " + ngettext("and {n} more", "and {n} more", more).format(n=more)
        return safe(words)

    def number_of(self, action: str) -> str:
        """The number under which an action stands in the plan."""
        raise NotImplementedError
