"""What else is recorded of the action under the cursor: money, notes, evidence, assessment, indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from language import _
from store.db.database import Store
from store.plan.lookup import nearest_year
from store.status.outline import ActionRow
from tui.report.target import ReportedPlan, chosen, may_record, may_report
from tui.report.undo_redo import UndoRedo
from tui.screens.running import RunningApp
from tui.widgets.draw import safe

if TYPE_CHECKING:
    from store.ledger.change import Change
    from store.query.queries import ActionDetail


class ActionEntry:
    """Opens the window for each, and shows what was recorded in it."""

    def __init__(self, app: RunningApp, store: Store, plan: ReportedPlan, undo_redo: UndoRedo) -> None:
        self._app, self._store, self._plan, self._undo_redo = app, store, plan, undo_redo

    def _target(self) -> ActionRow | None:
        """The action under the cursor, where something can be recorded on it."""
        return chosen(self._app, self._plan.selected) if may_record(self._app, self._store) else None

    def _reported(self) -> ActionRow | None:
        """The same for what is part of the own unit's report."""
        may = may_report(self._app, self._store, self._plan)
        return chosen(self._app, self._plan.selected) if may else None

    def _detail(self, row: ActionRow) -> ActionDetail | None:
        from store.query.queries import action_detail

        return self._app.attempt(lambda: action_detail(self._store, row.ref, today=self._app.today(), last=0))

    def money(self) -> None:
        """Enter money, year by year."""
        if (row := self._reported()) is not None:
            from tui.report.money import MoneyScreen

            self._app.push_screen(MoneyScreen(self._store, row, self._plan.show_changed))

    def note(self) -> None:
        """Write a note, or correct one."""
        row = self._reported()
        found = None if row is None else self._detail(row)
        if row is None or found is None:
            return
        from tui.report.note import NoteScreen

        def written(saved: bool | None) -> None:
            if saved:
                self._saved(row, _("Note on {nr} saved."))

        self._app.push_screen(NoteScreen(self._store, row, found.notes), written)

    def evidence(self) -> None:
        """List the evidence and add to it."""
        row = self._reported()
        found = None if row is None else self._detail(row)
        if row is None or found is None:
            return
        from tui.report.evidence import EvidenceScreen

        def added(saved: bool | None) -> None:
            if saved:
                self._saved(row, _("Evidence for {nr} saved."))

        self._app.push_screen(EvidenceScreen(self._store, row, found.evidence), added)

    def _saved(self, row: ActionRow, words: str) -> None:
        self._plan.show_changed([row.id])
        self._plan.say(words.format(nr=safe(self._plan.row_now(row).nr)))

    def assess(self) -> None:
        """Enter headquarters' assessment."""
        row = self._target()
        found = None if row is None else self._detail(row)
        if row is None or found is None:
            return
        identity = found.identity
        if identity is not None and not identity.is_headquarters:
            from store.ledger.permission import refuse_if_not_allowed

            # said before anything is typed; the store would refuse it as well
            self._app.attempt(lambda: refuse_if_not_allowed(identity, "assessment", ""))
            return
        from tui.report.assess import AssessScreen
        from tui.report.words import reported_words

        def closed(changes: list[Change] | None) -> None:
            if changes:
                self._plan.show_changed([row.id])
                self._undo_redo.tell_recorded(changes)

        screen = AssessScreen(self._store, row, found.assessment, reported_words(found))
        self._app.push_screen(screen, closed)

    def approval(self) -> None:
        """Approve what a unit reported, or return it."""
        row = self._target()
        if row is None:
            return
        from store.ledger.identity import read_identity
        from store.ledger.permission import refuse_if_not_allowed
        from store.status.reviews import KIND, read_reviews, reporting_pairs

        with self._store.reading() as conn:
            identity = read_identity(conn)
            units = sorted(reporting_pairs(conn).get(row.id, ()))
            reviews = {unit: said for (_action, unit), said in read_reviews(conn, action=row.id).items()}
        if identity is not None and not identity.is_headquarters:
            # said before anything is typed; the store would refuse it as well
            self._app.attempt(lambda: refuse_if_not_allowed(identity, KIND, ""))
            return
        if not units:
            self._app.tell(_("Nobody has reported on {nr} yet.").format(nr=safe(row.nr)))
            return
        from tui.report.approval import ApprovalScreen

        def closed(changes: list[Change] | None) -> None:
            if changes:
                self._plan.show_changed([row.id])
                self._undo_redo.tell_recorded(changes)

        self._app.push_screen(ApprovalScreen(self._store, row, units, reviews), closed)

    def measure(self, objective: str, years: tuple[int, ...]) -> None:
        """Show the indicators of the objective of this number, and enter a measurement."""
        from store.edits.indicators import indicators
        from tui.report.measure import MeasureScreen

        found = self._app.attempt(lambda: indicators(self._store, objective=objective))
        if found is None:
            return
        if not found:
            self._app.tell(_("Objective {nr} has no indicator.").format(nr=safe(objective)))
            return

        def closed(changes: list[Change] | None) -> None:
            if changes:
                self._plan.show_changed(())
                self._undo_redo.tell_recorded(changes)

        screen = MeasureScreen(self._store, found, nearest_year(years, self._app.today()))
        self._app.push_screen(screen, closed)
