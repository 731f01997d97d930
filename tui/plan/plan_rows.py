"""The rows that commands of the main screen act on: under the cursor, marked, as they stand by now."""

from __future__ import annotations

from collections.abc import Iterable

from store.status.outline import ActionRow
from tui.plan.asked import AskedLine
from tui.plan.panes import Panes
from tui.plan.reloader import Reloader
from tui.tree.plan_tree import PlanTree


class PlanRows:
    """What is recorded on, as :class:`tui.report.target.ReportedPlan`, and painted again afterwards."""

    def __init__(self, tree: PlanTree, panes: Panes, reloader: Reloader, asked: AskedLine) -> None:
        self._tree, self._panes, self._reloader, self._asked = tree, panes, reloader, asked

    def selected(self) -> ActionRow | None:
        """The action under the cursor."""
        # commands name an action by its number, which a revision taken by another process may have given away
        self._reloader.look()
        node = self._tree.node
        return node.row if node is not None and isinstance(node.row, ActionRow) else None

    def marked(self) -> list[ActionRow]:
        """The actions that are marked."""
        return self._tree.marked()

    def marks_were_used(self) -> None:
        """Nothing is marked any longer."""
        if self._tree.marks:
            self._tree.marks = frozenset()
            self._panes.show_marks()

    def foreign_unit(self) -> str | None:
        """The code of the unit by whose word they show, where it is not the own one."""
        return self._tree.model.foreign_unit

    def row_now(self, row: ActionRow) -> ActionRow:
        """The row as it stands by now."""
        return self._tree.model.actions.get(row.id, row)

    def number_of(self, action: str) -> str:
        """The number under which an action stands in the plan."""
        row = self._tree.model.actions.get(action)
        return row.nr if row is not None else action

    def show_changed(self, actions: Iterable[str]) -> None:
        """Paint what changed, by the ids of its actions."""
        self._reloader.show_changed(actions)
        self._asked.changed()

    def say(self, text: str) -> None:
        """Tell what was done."""
        self._reloader.say(text)
