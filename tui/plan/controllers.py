"""What keys of the main screen do, by subject: loaded once the plan is shown, or with a key before that."""

from __future__ import annotations

from textual.screen import Screen

from store.db.database import Store
from tui.finding.filter_state import FilterState
from tui.plan.action_entry import ActionEntry
from tui.plan.filtering import Filtering
from tui.plan.navigation import Navigation
from tui.plan.panes import Panes
from tui.plan.plan_rows import PlanRows
from tui.plan.search import GoController, SearchController
from tui.plan.status_entry import StatusEntry
from tui.report.recording import UndoRedo
from tui.screens.running import RunningApp


class Controllers:
    """The controllers of one screen."""

    def __init__(
        self,
        app: RunningApp,
        store: Store,
        screen: Screen[None],
        rows: PlanRows,
        state: FilterState,
        filtering: Filtering,
        panes: Panes,
    ) -> None:
        self.search = SearchController(app, screen, state, filtering, panes)
        self.go_to = GoController(app, screen, self.search, filtering, panes)
        self.undo_redo = UndoRedo(app, store, rows.number_of, rows.show_changed, rows.say)
        self.status_entry = StatusEntry(app, store, rows, self.undo_redo)
        self.entry = ActionEntry(app, store, rows, self.undo_redo)
        self.navigation = Navigation(app, store, rows, panes.tree, filtering)
