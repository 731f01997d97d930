"""Numbers of actions and of reports on them, and the shares drawn from them.

- Implementation rate: activities due in the year and implemented, divided by activities due in the year
  (OECD/SIGMA, Principles of Public Administration, monitoring indicators). Due in a year is an action whose
  deadline ends in it.
- What headquarters cancelled before the year began is not due. What it cancelled since, or what left the plan
  or got a later deadline, stays due, and is counted beside the rate. So does what a unit calls cancelled, or
  does not report.
- Coverage: reports that came for the period, divided by those asked for it (``store.account.coverage``).

Shares are exact fractions; where nothing was due, or expected, they are None: neither 0 % nor 100 %.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Final, NamedTuple

from store.account.money import share
from store.figures.figures import ActionFacts


class Tally(NamedTuple):
    """Numbers of actions of one group, and of unit reports on them.

    ``statuses`` counts all actions of the group by status, None being not reported. ``overdue`` and the
    reports leave out what headquarters cancelled; ``due_expected`` and ``due_reported`` are the reports on
    actions that are due. ``kept`` are those of the due that were not cancelled, removed or put off since the
    year began; ``added_due`` are due by a later version of the plan alone.
    """

    statuses: Mapping[str | None, int]
    due: int = 0
    implemented: int = 0
    overdue: int = 0
    expected: int = 0
    reported: int = 0
    due_expected: int = 0
    due_reported: int = 0
    kept: int = 0
    kept_implemented: int = 0
    added_due: int = 0
    added_implemented: int = 0

    @property
    def actions(self) -> int:
        """Return all actions of the group."""
        return sum(self.statuses.values())

    @property
    def rate(self) -> Fraction | None:
        """Return the implementation rate of the year."""
        return share(self.implemented, self.due)

    @property
    def rate_without_changed(self) -> Fraction | None:
        """Return the rate without the actions cancelled, removed or put off since the year began."""
        return share(self.kept_implemented, self.kept)

    @property
    def changed(self) -> int:
        """Return how many of the due were cancelled, removed or put off since the year began."""
        return self.due - self.kept

    @property
    def coverage(self) -> Fraction | None:
        """Return reports that came / reports asked, over all actions of the group."""
        return share(self.reported, self.expected)

    @property
    def due_coverage(self) -> Fraction | None:
        """Return the same over the actions due: what the rate rests on."""
        return share(self.due_reported, self.due_expected)


SUMS: Final = Tally._fields[1:]
"""The fields that are sums of what actions add (``store.figures.parts``), by the same names."""


def tally_of(actions: Iterable[ActionFacts]) -> Tally:
    """Return the tally of a group of actions, of those that a version of the period has."""
    of_period = [action for action in actions if "actions" in action.adds]
    sums = (sum(action.adds.get(name, 0) for action in of_period) for name in SUMS)
    return Tally(dict(Counter(action.status for action in of_period)), *sums)
