"""Planned, allocated and spent money by year, and its sums: the only place where money is added.

The rules (docs/decisions/0006): spending is measured against the plan's amount, or, where it is that of one
unit, against what this unit was allocated: the plan prints one amount for all units together. Execution is
what was spent in years that have such an amount, as a share of these amounts. What is spent elsewhere
(against administrative cost, without budget) is counted as ``outside`` and enters no percentage.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from schema.registers import MONEY
from store.plan.model import ADMIN, BudgetCell

if TYPE_CHECKING:
    from fractions import Fraction

MONEY_FIELDS: Final = MONEY.names
"""What can be recorded of a year's money; in the ledger behind the year, as in ``2022.capital.spent``."""
SPENT: Final = "spent"
"""Capital and recurrent together: recorded as what is recurrent, where the split is not known."""

_NONE_DISPUTED: Final = frozenset[str]()
NOTHING: Final = (None, None, None)
"""The amounts of MONEY_FIELDS where nobody recorded any."""


class YearMoney(NamedTuple):
    """Money of one year, or of several years added up (``year`` is 0 then), in cents.

    Amounts are None where the plan, or nobody, gives any. ``admin`` counts the plan's cells of administrative
    cost. ``spent_on_budget`` is what was spent where there is a ``budget``. ``disputed`` are the fields
    (``capital.spent`` …) of which two values stand until somebody decides. ``left`` is what the other years
    leave of an amount that the plan gives an action for all years together; it enters no sum. ``of_unit``:
    the recorded amounts are those of one unit.
    """

    year: int
    planned: int | None = None
    admin: int = 0
    allocated: int | None = None
    capital: int | None = None
    recurrent: int | None = None
    spent_on_budget: int | None = None
    disputed: frozenset[str] = _NONE_DISPUTED
    left: int | None = None
    of_unit: bool = False

    @property
    def budget(self) -> int | None:
        """Return what spending is measured against: the plan's amounts, of one unit what it was allocated."""
        return self.allocated if self.of_unit else self.planned

    @property
    def spent(self) -> int | None:
        """Return capital and recurrent together; None where neither was recorded."""
        if self.capital is None and self.recurrent is None:
            return None
        return (self.capital or 0) + (self.recurrent or 0)

    @property
    def spent_of_budget(self) -> int | None:
        """Return what was spent, as it stands beside an execution: of a budget of which nobody recorded
        anything it is nothing, as in the share; None where there is neither."""
        return 0 if self.spent is None and self.execution is not None else self.spent

    @property
    def outside(self) -> int:
        """Return what was spent where there is no budget."""
        return (self.spent or 0) - (self.spent_on_budget or 0)

    @property
    def remaining(self) -> int | None:
        """Return what is left of the budget; None where there is none."""
        return None if self.budget is None else self.budget - (self.spent_on_budget or 0)

    @property
    def execution(self) -> Fraction | None:
        """Spent as a share of the budget; None where there is none."""
        return None if self.budget is None else share(self.spent_on_budget or 0, self.budget)

    @property
    def cell(self) -> BudgetCell:
        """Return what the plan says of one year of one action."""
        return ADMIN if self.planned is None and self.admin else self.planned

    @property
    def warning(self) -> str | None:
        """Return why the spending of one year of one action deserves a look; it is kept, never refused.

        ``spent_against_admin``, ``spent_without_budget`` or ``spent_beyond_plan``.
        """
        if not self.spent:
            return None
        most = self.left if self.planned is None and not self.admin else self.planned
        if most is None:
            return "spent_against_admin" if self.admin else "spent_without_budget"
        return "spent_beyond_plan" if self.spent > most else None

    def amount(self, field: str) -> int | None:
        """Return the recorded amount of one of MONEY_FIELDS, or what is SPENT of them."""
        if field == SPENT:
            return self.spent
        return {"allocated": self.allocated, "capital.spent": self.capital}.get(field, self.recurrent)

    def with_amount(self, field: str, cents: int) -> YearMoney:
        """Return one year of one action as it would be with another amount: of MONEY_FIELDS one, or SPENT."""
        if field == SPENT:
            field, cents = "recurrent.spent", cents - (self.capital or 0)
        recorded = {name: self.amount(name) for name in MONEY_FIELDS} | {field: cents}
        changed = year_money(self.year, self.cell, recorded.values(), of_unit=self.of_unit)
        return changed._replace(disputed=self.disputed, left=self.left)


def share(part: int, whole: int) -> Fraction | None:
    """Return the share that a part is of a whole; None where the whole is nothing."""
    from fractions import Fraction

    return Fraction(part, whole) if whole else None


def year_money(
    year: int, cell: BudgetCell, recorded: Iterable[int | None] = NOTHING, *, of_unit: bool = False
) -> YearMoney:
    """Return one year of one action: the plan's cell, and what was recorded in the order of MONEY_FIELDS."""
    allocated, capital, recurrent = recorded
    planned, admin = (cell, 0) if isinstance(cell, int) else (None, int(cell == ADMIN))
    spent = None
    if (allocated if of_unit else planned) is not None and not (capital is None and recurrent is None):
        spent = (capital or 0) + (recurrent or 0)
    return YearMoney(
        year, planned, admin, allocated, capital, recurrent, spent, _NONE_DISPUTED, None, of_unit
    )


def add_money(years: Iterable[YearMoney], year: int = 0) -> YearMoney:
    """Return the sum of any money, as the year ``year``; what is None everywhere stays None."""
    years = tuple(years)
    if not years:
        return YearMoney(year)
    if len(years) == 1:
        return years[0]._replace(year=year, left=None)
    # field by field: there may be very many years
    _, *amounts, disputed, _, of_unit = zip(*years, strict=True)
    sums = map(_added, amounts)
    return YearMoney._make((year, *sums, _NONE_DISPUTED.union(*disputed), None, any(of_unit)))


def _added(amounts: Iterable[int | None]) -> int | None:
    recorded = [cents for cents in amounts if cents is not None]
    return sum(recorded) if recorded else None


def add_by_year(years: Iterable[YearMoney], wanted: Iterable[int] = ()) -> tuple[YearMoney, ...]:
    """Return the sums of each year in order, with those of ``wanted`` also where there is no money."""
    of_year: dict[int, list[YearMoney]] = {year: [] for year in wanted}
    for money in years:
        of_year.setdefault(money.year, []).append(money)
    return tuple(add_money(of_year[year], year) for year in sorted(of_year))


def has_recorded(years: Iterable[YearMoney]) -> bool:
    """Return whether anybody recorded money in one of the years."""
    return any(money.allocated is not None or money.spent is not None for money in years)


def in_years(
    cells: Mapping[int, BudgetCell],
    recorded: Iterable[tuple[str, int]],
    disputed: Iterable[str] = (),
    whole: int | None = None,
    *,
    of_unit: bool = False,
) -> tuple[YearMoney, ...]:
    """Return the years of one action in order: those of the plan, and others of which money was recorded.

    ``recorded`` are fields such as ``2022.capital.spent`` with cents, one entry for each unit; ``disputed``
    are such fields of which two values stand. Fields of another form are left out. ``whole`` is what the plan
    gives for all years together; ``of_unit``: it is one unit's money.
    """
    sums: dict[int, dict[str, int]] = {year: {} for year in cells}
    for name, cents in recorded:
        if (field := _parted(name)) is not None:
            of_year = sums.setdefault(field[0], {})
            of_year[field[1]] = of_year.get(field[1], 0) + cents
    parted = [field for name in disputed if (field := _parted(name)) is not None]
    years = tuple(
        year_money(
            year,
            cells.get(year),
            [amounts.get(field) for field in MONEY_FIELDS],
            of_unit=of_unit,
        )._replace(disputed=frozenset(field for of, field in parted if of == year))
        for year, amounts in sorted(sums.items())
    )
    if whole is None:
        return years
    rest = whole - sum(year.spent or 0 for year in years)
    return tuple(year._replace(left=rest + (year.spent or 0)) for year in years)


def _parted(name: str) -> tuple[int, str] | None:
    """Return year and field of a register of money; None for any other form."""
    year, _, field = name.partition(".")
    return (int(year), field) if len(year) == 4 and year.isdigit() and field in MONEY_FIELDS else None
