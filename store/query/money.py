"""Budget execution of an action: what was planned, allocated and spent, by year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from store.plan.model import ADMIN, BudgetCell

if TYPE_CHECKING:
    from fractions import Fraction


class YearMoney(NamedTuple):
    """One year of one action; amounts are cents, None where nothing was recorded.

    ``disputed`` are the fields (``capital.spent`` …) of which two values stand until somebody decides.
    """

    year: int
    planned: BudgetCell
    allocated: int | None
    capital: int | None
    recurrent: int | None
    disputed: frozenset[str] = frozenset()

    @property
    def spent(self) -> int | None:
        """Capital and recurrent together; None where neither was recorded."""
        if self.capital is None and self.recurrent is None:
            return None
        return (self.capital or 0) + (self.recurrent or 0)

    @property
    def execution(self) -> Fraction | None:
        """Spent as a share of planned; None for administrative cost, no budget, or nothing spent."""
        if not isinstance(self.planned, int) or self.planned == 0 or self.spent is None:
            return None
        return _share(self.spent, self.planned)

    @property
    def warning(self) -> str | None:
        """``spent_against_admin``, ``spent_without_budget`` or ``spent_beyond_plan``: kept, never refused."""
        if not self.spent:
            return None
        if self.planned == ADMIN:
            return "spent_against_admin"
        if self.planned is None:
            return "spent_without_budget"
        return "spent_beyond_plan" if isinstance(self.planned, int) and self.spent > self.planned else None


def _share(spent: int, planned: int) -> Fraction:
    from fractions import Fraction

    return Fraction(spent, planned)


class MoneyTotal(NamedTuple):
    """All years together: planned counts amounts only."""

    planned: int | None
    allocated: int | None
    capital: int | None
    recurrent: int | None
    spent: int | None
    execution: Fraction | None


def year_money(
    budget: Mapping[int, BudgetCell], recorded: Mapping[str, int], disputed: Iterable[str] = ()
) -> tuple[YearMoney, ...]:
    """The years of the plan in order; ``recorded`` maps fields such as ``2022.capital.spent`` to cents.

    ``disputed`` are those fields of which two values stand.
    """
    fields = [name.partition(".") for name in disputed]
    return tuple(
        YearMoney(
            year,
            planned,
            recorded.get(f"{year}.allocated"),
            recorded.get(f"{year}.capital.spent"),
            recorded.get(f"{year}.recurrent.spent"),
            frozenset(field for of, _, field in fields if of == str(year)),
        )
        for year, planned in budget.items()
    )


def _total(values: Iterable[BudgetCell]) -> int | None:
    amounts = [value for value in values if isinstance(value, int)]
    return sum(amounts) if amounts else None


def money_total(years: Iterable[YearMoney]) -> MoneyTotal:
    """Sums over the years; None where no year has an amount."""
    rows = tuple(years)
    planned, spent = _total(row.planned for row in rows), _total(row.spent for row in rows)
    return MoneyTotal(
        planned,
        _total(row.allocated for row in rows),
        _total(row.capital for row in rows),
        _total(row.recurrent for row in rows),
        spent,
        _share(spent, planned) if planned and spent is not None else None,
    )
