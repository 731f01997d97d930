"""Money of a group of actions, year by year, and the shares drawn from it.

Execution is spent / planned, where planned is the plan's figure. A cell of administrative cost has no
percentage, and a year without budget has none either: what is spent there is shown and counted apart, so that
a percentage never mixes it in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from fractions import Fraction
from typing import Final, NamedTuple, TypeVar

from store.plan.model import ADMIN, BudgetCell
from store.query.tally import share

_Key = TypeVar("_Key", bound=Hashable)

_FIELDS: Final = {"allocated": 2, "capital.spent": 3, "recurrent.spent": 4}


class GroupYear(NamedTuple):
    """One year of a group of actions; amounts are cents, None where the plan or nobody gives any.

    ``admin`` is the number of cells of administrative cost. ``spent_on_plan`` is what was spent on actions
    with an amount in that year, ``outside`` what was spent on others.
    """

    year: int
    planned: int | None = None
    admin: int = 0
    allocated: int | None = None
    capital: int | None = None
    recurrent: int | None = None
    spent_on_plan: int | None = None

    @property
    def spent(self) -> int | None:
        """Capital and recurrent together; None where neither was recorded."""
        if self.capital is None and self.recurrent is None:
            return None
        return (self.capital or 0) + (self.recurrent or 0)

    @property
    def outside(self) -> int:
        """Spent against administrative cost, or where the plan has no budget."""
        return (self.spent or 0) - (self.spent_on_plan or 0)

    @property
    def execution(self) -> Fraction | None:
        """Spent as a share of planned, where the plan gives amounts and somebody recorded spending."""
        if self.planned is None or self.spent is None:
            return None
        return share(self.spent_on_plan or 0, self.planned)

    @property
    def use(self) -> Fraction | None:
        """Spent as a share of allocated."""
        return None if self.allocated is None or self.spent is None else share(self.spent, self.allocated)


class Spending(NamedTuple):
    """A group's years in order."""

    years: tuple[GroupYear, ...]

    @property
    def total(self) -> GroupYear:
        """All years together (``year`` is 0)."""
        return self.of_years(lambda _: True, 0)

    def of_years(self, wanted: Callable[[int], bool], name: int) -> GroupYear:
        """Those years together that are wanted, as the year ``name``."""
        adder = SpendingBuilder()
        for found in self.years:
            if wanted(found.year):
                adder.include(found, name)
        return adder.spending((name,)).years[0]


class SpendingBuilder:
    """A group's money while it is added up."""

    def __init__(self) -> None:
        self._years: dict[int, list[int | None]] = defaultdict(lambda: [None, 0, None, None, None, None])

    def plan(self, year: int, cell: BudgetCell) -> None:
        """Add a cell of the plan."""
        if cell == ADMIN:
            self._add(year, 1, 1)
        elif isinstance(cell, int):
            self._add(year, 0, cell)

    def record(self, year: int, field: str, cents: int, *, on_plan: bool) -> None:
        """Add recorded cents (``store.edits.edits.MONEY_FIELDS``); ``on_plan`` where the plan has
        an amount.
        """
        self._add(year, _FIELDS[field], cents)
        if on_plan and field != "allocated":
            self._add(year, 5, cents)

    def include(self, found: GroupYear, year: int | None = None) -> None:
        """Add what another group has, in the same year or in another."""
        for position, n in enumerate(found[1:]):
            if n is not None:
                self._add(found.year if year is None else year, position, n)

    def _add(self, year: int, position: int, n: int) -> None:
        held = self._years[year]
        held[position] = (held[position] or 0) + n

    def spending(self, years: Iterable[int]) -> Spending:
        """What has been added up, for these years."""
        return Spending(tuple(GroupYear._make((year, *self._years[year])) for year in sorted(years)))


def merge_spendings(spendings: Iterable[Spending], years: Iterable[int]) -> Spending:
    """Several groups, which have no action in common, as one."""
    adder = SpendingBuilder()
    for spending in spendings:
        for found in spending.years:
            adder.include(found)
    return adder.spending(years)


def group_spendings(spendings: Iterable[tuple[_Key, Spending]], years: Iterable[int]) -> dict[_Key, Spending]:
    """Groups of the same key as one."""
    groups: dict[_Key, list[Spending]] = defaultdict(list)
    for key, spending in spendings:
        groups[key].append(spending)
    return {key: merge_spendings(found, years) for key, found in groups.items()}
