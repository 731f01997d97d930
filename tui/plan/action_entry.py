"""What else is recorded of the action under the cursor: money, notes, evidence, assessment, indicators."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from language import _
from store.plan.lookup import ObjectiveRow, nearest_year
from store.status.outline import ActionRow
from tui.plan.parts import PlanParts
from tui.report.recording import is_refused, may_record
from tui.widgets.draw import safe

if TYPE_CHECKING:
    from store.ledger.change import Change
    from store.query.queries import ActionDetail


class EntryKeys(PlanParts):
    """Opens the window for each, and shows what was recorded in it."""

    def _target(self) -> ActionRow | None:
        """Return the action under the cursor, where something can be recorded on it."""
        return self.rows.chosen() if may_record(self.terren, self.store) else None

    def _reported(self) -> ActionRow | None:
        """Return the same for what is part of the own unit's report."""
        return self.rows.chosen() if self.rows.may_report() else None

    def _detail(self, row: ActionRow | None) -> ActionDetail | None:
        """Return all that is known of a row; None where there is no row, or it can no longer be read."""
        from store.query.queries import action_detail

        if row is None:
            return None
        return self.terren.attempt(
            lambda: action_detail(self.store, row.ref, today=self.terren.today(), last=0)
        )

    def _saved(self, row: ActionRow, words: str) -> Callable[[list[Change]], None]:
        """Return what is done and said once something on a row was saved."""

        def saved(changes: list[Change]) -> None:
            self.rows.show_changed(changes)
            self.rows.say(words.format(nr=safe(self.rows.row_now(row).nr)))

        return saved

    def _recorded(self, changes: list[Change]) -> None:
        """Show and say what was recorded in a window."""
        if changes:
            self.rows.show_changed(changes)
            self.undo_redo.tell_recorded(changes)

    def action_money(self) -> None:
        if (row := self._reported()) is not None:
            from tui.report.money import MoneyScreen

            self.app.push_screen(MoneyScreen(self.store, row, self.rows.show_changed))

    def action_note(self) -> None:
        if (detail := self._detail(self._reported())) is not None:
            from tui.report.entry import NoteScreen

            screen = NoteScreen(self.store, detail.row, detail.notes)
            self.ask(screen, self._saved(detail.row, _("Note on {nr} saved.")))

    def action_evidence(self) -> None:
        if (detail := self._detail(self._reported())) is not None:
            from tui.report.entry import EvidenceScreen

            screen = EvidenceScreen(self.store, detail.row, detail.evidence)
            self.ask(screen, self._saved(detail.row, _("Evidence for {nr} saved.")))

    def action_assess(self) -> None:
        detail = self._detail(self._target())
        if detail is None or is_refused(self.terren, detail.identity, "assessment"):
            return
        from tui.report.status import assessment_form
        from tui.report.words import reported_words

        reported, today = reported_words(detail), self.terren.today()
        self.ask(assessment_form(self.store, detail.row, detail.assessment, reported, today), self._recorded)

    def action_indicators(self) -> None:
        """Show the indicators of the objective under the cursor, or of that above it, and measure one."""
        from store.edits.indicators import indicators
        from tui.report.measure import MeasureScreen

        if (node := self.tree_view.node) is None:
            return
        row = node.row if isinstance(node.row, ObjectiveRow) else self.model.objective_of(node.row.id)
        objective, years = row.nr, self.model.outline.years
        measured = self.terren.attempt(lambda: indicators(self.store, objective=objective))
        if measured is None:
            return
        if not measured:
            self.terren.tell(_("Objective {nr} has no indicator.").format(nr=safe(objective)))
            return
        screen = MeasureScreen(self.store, measured, nearest_year(years, self.terren.today()))
        self.ask(screen, self._recorded)
