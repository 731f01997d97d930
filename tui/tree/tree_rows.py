"""The rows of a tree: one of them, all that show, and what is counted below an objective."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, overload

from store.status.outline import ActionRow, ObjectiveRow

if TYPE_CHECKING:
    from store.query.execution import PlannedSpending


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


class Progress(NamedTuple):
    """The actions below an objective: how many by status, and how many carry each mark.

    ``planned`` and ``spent`` are cents of those with an amount.
    """

    total: int
    statuses: Counter[str | None]
    overdue: int
    unsent: int
    conflict: int
    money_warning: int
    planned: int
    spent: int

    @property
    def execution(self) -> float | None:
        """Spent / planned of the actions with an amount; None where nothing is planned."""
        return self.spent / self.planned if self.planned else None

    @property
    def begun(self) -> int:
        """In progress or partially implemented."""
        return self.statuses["in_progress"] + self.statuses["partially_implemented"]

    @property
    def implemented(self) -> int:
        """Implemented."""
        return self.statuses["implemented"]

    @property
    def rest(self) -> int:
        """All others."""
        return self.total - self.begun - self.implemented


def counted(rows: Sequence[ActionRow], money: Mapping[str, PlannedSpending]) -> Progress:
    """The counts of some actions."""
    amounts = [found for row in rows if (found := money.get(row.id)) is not None]
    return Progress(
        total=len(rows),
        statuses=Counter(row.status for row in rows),
        overdue=sum(row.overdue for row in rows),
        unsent=sum(row.unsent for row in rows),
        conflict=sum(row.conflict for row in rows),
        money_warning=sum(row.money_warning for row in rows),
        planned=sum(found.planned for found in amounts),
        spent=sum(found.spent for found in amounts),
    )
