"""What else is recorded of the action under the cursor: money, notes, evidence, assessment, indicators."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from language import _
from store.db.database import Store
from store.plan.lookup import nearest_year
from store.status.outline import ActionRow
from tui.plan.plan_rows import PlanRows
from tui.report.recording import UndoRedo, is_refused, may_record
from tui.screens.running import RunningApp
from tui.widgets.draw import safe

if TYPE_CHECKING:
    from store.ledger.change import Change
    from store.query.queries import ActionDetail


class ActionEntry:
    """Opens the window for each, and shows what was recorded in it."""

    def __init__(self, app: RunningApp, store: Store, plan: PlanRows, undo_redo: UndoRedo) -> None:
        self._app, self._store, self._plan, self._undo_redo = app, store, plan, undo_redo

    def _target(self) -> ActionRow | None:
        """Return the action under the cursor, where something can be recorded on it."""
        return self._plan.chosen() if may_record(self._app, self._store) else None

    def _reported(self) -> ActionRow | None:
        """Return the same for what is part of the own unit's report."""
        return self._plan.chosen() if self._plan.may_report() else None

    def _detail(self, row: ActionRow | None) -> ActionDetail | None:
        """Return all that is known of a row; None where there is no row, or it can no longer be read."""
        from store.query.queries import action_detail

        if row is None:
            return None
        return self._app.attempt(lambda: action_detail(self._store, row.ref, today=self._app.today(), last=0))

    def _saved(self, row: ActionRow, words: str) -> Callable[[list[Change] | None], None]:
        """Return what is done and said once something on a row was saved."""

        def closed(changes: list[Change] | None) -> None:
            if changes is not None:
                self._plan.show_changed(changes)
                self._plan.say(words.format(nr=safe(self._plan.row_now(row).nr)))

        return closed

    def _recorded(self, changes: list[Change] | None) -> None:
        """Show and say what was recorded in a window."""
        if changes:
            self._plan.show_changed(changes)
            self._undo_redo.tell_recorded(changes)

    def money(self) -> None:
        """Enter money, year by year."""
        if (row := self._reported()) is not None:
            from tui.report.money import MoneyScreen

            self._app.push_screen(MoneyScreen(self._store, row, self._plan.show_changed))

    def note(self) -> None:
        """Write a note, or correct one."""
        if (detail := self._detail(self._reported())) is not None:
            from tui.report.entry import NoteScreen

            screen = NoteScreen(self._store, detail.row, detail.notes)
            self._app.push_screen(screen, self._saved(detail.row, _("Note on {nr} saved.")))

    def evidence(self) -> None:
        """List the evidence and add to it."""
        if (detail := self._detail(self._reported())) is not None:
            from tui.report.entry import EvidenceScreen

            screen = EvidenceScreen(self._store, detail.row, detail.evidence)
            self._app.push_screen(screen, self._saved(detail.row, _("Evidence for {nr} saved.")))

    def assess(self) -> None:
        """Enter headquarters' assessment."""
        detail = self._detail(self._target())
        if detail is None or is_refused(self._app, detail.identity, "assessment"):
            return
        from tui.report.assess import AssessScreen
        from tui.report.words import reported_words

        screen = AssessScreen(self._store, detail.row, detail.assessment, reported_words(detail))
        self._app.push_screen(screen, self._recorded)

    def measure(self, objective: str, years: tuple[int, ...]) -> None:
        """Show the indicators of the objective of this number, and enter a measurement."""
        from store.edits.indicators import indicators
        from tui.report.measure import MeasureScreen

        rows = self._app.attempt(lambda: indicators(self._store, objective=objective))
        if rows is None:
            return
        if not rows:
            self._app.tell(_("Objective {nr} has no indicator.").format(nr=safe(objective)))
            return
        screen = MeasureScreen(self._store, rows, nearest_year(years, self._app.today()))
        self._app.push_screen(screen, self._recorded)
