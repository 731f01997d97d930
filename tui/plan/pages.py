"""The page for a row of the tree, read from the store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from store.db.database import Store
from store.edits.indicators import indicators
from store.query.queries import action_detail, objective_detail
from store.status.outline import ObjectiveRow
from tui.plan.action_page import action_lines
from tui.plan.objective_page import objective_lines
from tui.tree.tree_model import TreeModel
from tui.tree.tree_nodes import Node
from tui.widgets.page import Page


def page_of(
    store: Store, model: TreeModel, node: Node | None, *, today: date, ascii: bool
) -> Callable[[int], Page] | None:
    """A function that lays out what is known of a row for a width; None where no row is chosen."""
    if node is None:
        return None
    if isinstance(node.row, ObjectiveRow):
        objective, progress = objective_detail(store, node.row), model.progress(node)
        measured = indicators(store, objective=node.row.nr)
        return lambda width: objective_lines(objective, progress, measured, width, ascii=ascii)
    action = action_detail(store, node.row.ref, today=today)
    return lambda width: action_lines(action, width, today, ascii=ascii)
