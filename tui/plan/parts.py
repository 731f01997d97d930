"""What the main screen is made of, as the modules see it in which its keys are done, one a subject."""

from __future__ import annotations

from functools import cached_property

from store.db.database import Store
from tui.finding.filter_state import FilterState
from tui.plan.filtering import Filtering
from tui.plan.panes import Panes
from tui.plan.plan_rows import PlanRows
from tui.report.recording import UndoRedo
from tui.screens.base import WorkScreen
from tui.tree.plan_tree import PlanTree
from tui.tree.tree_model import TreeModel


class PlanParts(WorkScreen[None]):
    """The parts of the main screen; a class below this one does the keys of one subject by them."""

    store: Store
    model: TreeModel
    tree_view: PlanTree
    panes: Panes
    rows: PlanRows
    filtering: Filtering
    filter_state: FilterState

    @cached_property
    def undo_redo(self) -> UndoRedo:
        """Return what takes back and sets again, and says what was recorded."""
        rows = self.rows
        return UndoRedo(self.terren, self.store, rows.number_of, rows.show_changed, rows.say)
