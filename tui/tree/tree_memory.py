"""What the tree remembers between runs: open objectives and the row of the cursor, by their numbers."""

from __future__ import annotations

from store.db.places import Places
from tui.screens.memory import recall, remember
from tui.tree.tree_model import TreeModel
from tui.tree.tree_nodes import Node


def standing(model: TreeModel, node: Node | None) -> dict[str, object] | None:
    """How the tree stands; None before all of it is read."""
    if not model.outline.complete:
        return None
    opened = [known.row.nr for known in model.objectives() if known.key in model.open]
    return {"plan": model.outline.title, "open": opened, "cursor": None if node is None else node.row.nr}


def keep(places: Places, stands: dict[str, object]) -> None:
    """Remember how the tree stands."""
    remember(places, tree=stands)


def _remembered(places: Places, model: TreeModel) -> dict[str, object]:
    held = recall(places).get("tree")
    return held if isinstance(held, dict) and held.get("plan") == model.outline.title else {}


def reopen(places: Places, model: TreeModel) -> bool:
    """Open what was open; false where nothing is remembered of this plan."""
    opened = _remembered(places, model).get("open")
    if not isinstance(opened, list):
        return False
    model.open = {known.key for known in model.objectives() if known.row.nr in opened}
    model.refresh()
    return True


def cursor(places: Places, model: TreeModel) -> str | None:
    """The key of the row on which the cursor stood, where there is one."""
    number = _remembered(places, model).get("cursor")
    known = model.by_number().get(number) if isinstance(number, str) else None
    return None if known is None else known.key
