"""What is counted below an objective: statuses, marks, money."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from store.status.outline import ActionRow

if TYPE_CHECKING:
    from store.query.execution import PlannedSpending


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
