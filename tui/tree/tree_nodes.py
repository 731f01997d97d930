"""The rows of a tree: one of them, and all that show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, overload

from store.status.outline import ActionRow, ObjectiveRow


class Node(NamedTuple):
    """One row of the tree: ``level`` 0 strategic, 1 specific, 2 action."""

    level: int
    row: ObjectiveRow | ActionRow

    @property
    def key(self) -> str:
        """What stays the same when the tree is drawn anew."""
        return f"o{self.row.key}.{self.level}" if isinstance(self.row, ObjectiveRow) else self.row.id


class Nodes(Sequence[Node]):
    """The rows that show. Of actions only ids are kept: a row is made, as it is by now, when asked for."""

    def __init__(self, rows: Mapping[str, ActionRow], entries: Sequence[Node | str]) -> None:
        self._rows, self._entries = rows, entries

    def __len__(self) -> int:
        return len(self._entries)

    @overload
    def __getitem__(self, at: int) -> Node: ...
    @overload
    def __getitem__(self, at: slice) -> list[Node]: ...
    def __getitem__(self, at: int | slice) -> Node | list[Node]:
        if isinstance(at, slice):
            return [self._node(entry) for entry in self._entries[at]]
        return self._node(self._entries[at])

    def _node(self, entry: Node | str) -> Node:
        return Node(2, self._rows[entry]) if isinstance(entry, str) else entry

    def objectives(self) -> list[Node]:
        """The rows that are objectives."""
        return [entry for entry in self._entries if not isinstance(entry, str)]

    def position_of(self, key: str) -> int | None:
        """Where the row with this key stands."""
        for position, entry in enumerate(self._entries):
            if entry == key or (not isinstance(entry, str) and entry.key == key):
                return position
        return None
