"""Where the cursor belongs when the rows of a tree change: on what it stood on, never on another action."""

from __future__ import annotations

from typing import Final, NamedTuple

from store.status.outline import ActionRow
from tui.tree.tree_model import TreeModel
from tui.tree.tree_rows import Node

NOWHERE: Final = -1
"""The position where no row is chosen: every key says so, and none acts."""


class Place(NamedTuple):
    """An action (its id, None for an objective), and the objectives from the nearest one up.

    Objectives by level and number, which a revision of the plan leaves as they are.
    """

    action: str | None
    objectives: tuple[tuple[int, str], ...]


def place_of(model: TreeModel, node: Node) -> Place:
    """Return where a row of the tree stands."""
    action = node.row.id if isinstance(node.row, ActionRow) else None
    nearest = model.objective_of(node.row.id) if isinstance(node.row, ActionRow) else node.row
    above = [(0, row.nr) for row in model.outline.strategic if row.key == nearest.parent]
    return Place(action, ((0 if nearest.parent is None else 1, nearest.nr), *above))


def row_of(model: TreeModel, at: Place) -> int:
    """Return the position of that row, or of the nearest objective above it that shows, else NOWHERE."""
    if at.action is not None and (position := model.nodes.position_of(at.action)) is not None:
        return position
    keys = {(node.level, node.row.nr): node.key for node in model.objectives()}
    for objective in at.objectives:
        key = keys.get(objective)
        if key is not None and (position := model.nodes.position_of(key)) is not None:
            return position
    return NOWHERE
