"""The right side: what is known of the row under the cursor."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from textual.content import Content

from store.db.database import Store
from store.status.outline import ObjectiveRow
from tui.screens.running import RunningApp
from tui.tree.plan_tree import PlanTree
from tui.tree.tree_model import TreeModel
from tui.tree.tree_nodes import Node
from tui.widgets.action_view import ActionView
from tui.widgets.draw import safe
from tui.widgets.page import Page


class DetailPane:
    """Shows a row one frame after the cursor has come to it, so that keys and letters come first.

    Commands go by the cursor in the tree, never by what is shown beside it.
    """

    def __init__(
        self,
        app: RunningApp,
        store: Store,
        tree: PlanTree,
        view: ActionView,
        after_refresh: Callable[[Callable[[], None]], object],
    ) -> None:
        self._app, self._store, self._tree, self._view = app, store, tree, view
        self._after_refresh = after_refresh
        self._pending = False

    def show_soon(self) -> None:
        """Show the chosen row one frame later."""
        if not self._pending:
            self._pending = True
            self._after_refresh(self.show_pending)

    def show_pending(self) -> None:
        """Show the chosen row now, where that was still to come."""
        if self._pending:
            self.show()

    def show(self, *, keep_place: bool = False) -> None:
        """Show the chosen row now, with ``keep_place`` scrolled as it is."""
        # the place in another row's page says nothing
        keep_place = keep_place and not self._pending
        self._pending = False
        node, today = self._tree.node, self._app.today()
        make = self._app.attempt(lambda: page_of(self._store, self._tree.model, node, today=today))
        self._view.head(Content(safe(node.row.nr)) if node is not None else None)
        self._view.show(make, keep_place=keep_place)


def page_of(
    store: Store, model: TreeModel, node: Node | None, *, today: date
) -> Callable[[int], Page] | None:
    """A function that lays out what is known of a row for a width; None where no row is chosen."""
    if node is None:
        return None
    if isinstance(node.row, ObjectiveRow):
        from store.edits.indicators import indicators
        from store.query.queries import objective_detail
        from tui.plan.objective_page import objective_lines

        objective, progress = objective_detail(store, node.row), model.progress(node)
        measured = indicators(store, objective=node.row.nr)
        return lambda width: objective_lines(objective, progress, measured, width)
    from store.query.queries import action_detail, by_unit
    from tui.plan.action_page import action_lines

    action = action_detail(store, node.row.ref, today=today)
    if model.said is not None and node.row.id in model.said.rows:
        action = by_unit(action, model.said.rows[node.row.id], model.said.unit)
    return lambda width: action_lines(action, width, today)
