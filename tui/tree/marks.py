"""Several actions at once: what is marked in the tree."""

from __future__ import annotations

from collections.abc import Iterator, Set

from store.status.outline import ActionRow
from tui.tree.tree_model import TreeModel


class Marks(Set[str]):
    """The ids of marked actions. They outlive a search, so that they can be gathered from several."""

    def __init__(self, model: TreeModel) -> None:
        self._model = model
        self._ids: set[str] = set()

    def __contains__(self, action: object) -> bool:
        return action in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    def toggle(self, actions: Set[str]) -> None:
        """Mark all of these, unless all are marked already."""
        self._ids = self._ids - actions if actions <= self._ids else self._ids | actions

    def clear(self) -> None:
        """Mark nothing."""
        self._ids.clear()

    def rows(self) -> list[ActionRow]:
        """The marked actions that the plan has, in its order."""
        return [row for action, row in self._model.actions.items() if action in self._ids] if self else []
