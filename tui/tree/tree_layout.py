"""What the tree remembers between runs: open objectives and the row of the cursor, by their numbers."""

from __future__ import annotations

from store.db.places import Places
from tui.screens.memory import recall, remember
from tui.tree.plan_tree import PlanTree


class TreeLayout:
    """Reads and keeps how one tree looks; what is kept of another plan says nothing of it."""

    def __init__(self, places: Places, tree: PlanTree) -> None:
        self._places, self._tree = places, tree
        self._saved: dict[str, object] | None = None

    def save(self) -> None:
        """Remember how the tree looks, once all of the plan is read and where that changed."""
        model, node = self._tree.model, self._tree.node
        if not model.outline.complete:
            return
        opened = [objective.row.nr for objective in model.objectives() if objective.key in model.open]
        cursor = None if node is None else node.row.nr
        layout: dict[str, object] = {"plan": model.outline.title, "open": opened, "cursor": cursor}
        if layout != self._saved:
            self._saved = layout
            remember(self._places, tree=layout)

    def _recalled(self) -> dict[str, object]:
        layout = recall(self._places).get("tree")
        return (
            layout
            if isinstance(layout, dict) and layout.get("plan") == self._tree.model.outline.title
            else {}
        )

    def restore_open(self) -> bool:
        """Open what was open; false where nothing is remembered of this plan."""
        opened, model = self._recalled().get("open"), self._tree.model
        if not isinstance(opened, list):
            return False
        model.open = {objective.key for objective in model.objectives() if objective.row.nr in opened}
        model.refresh()
        return True

    def restore_cursor(self) -> None:
        """Put the cursor where the last run ended, on a row that shows in any case, else on the first row."""
        model, number = self._tree.model, self._recalled().get("cursor")
        node = model.by_number().get(number) if isinstance(number, str) else None
        key = None if node is None else node.key
        model.stay(key)
        self._tree.put((model.nodes.position_of(key) if key is not None else None) or 0)
