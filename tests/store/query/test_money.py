"""Budget execution: amounts, administrative cost, nothing planned; warnings and sums."""

from __future__ import annotations

from fractions import Fraction

import pytest

from store.plan.model import ADMIN, BudgetCell
from store.query.money import YearMoney, money_total, year_money


@pytest.mark.parametrize(
    ("planned", "capital", "recurrent", "spent", "execution", "warning"),
    [
        (1000, None, None, None, None, None),
        (1000, 0, None, 0, Fraction(0), None),
        (1000, 250, None, 250, Fraction(1, 4), None),
        (1000, 250, 250, 500, Fraction(1, 2), None),
        (1000, None, 1000, 1000, Fraction(1), None),
        (1000, 1000, 1, 1001, Fraction(1001, 1000), "spent_beyond_plan"),
        (0, None, None, None, None, None),
        (0, 0, 0, 0, None, None),
        (0, 1, None, 1, None, "spent_beyond_plan"),
        (ADMIN, None, None, None, None, None),
        (ADMIN, 0, None, 0, None, None),
        (ADMIN, 5, None, 5, None, "spent_against_admin"),
        (None, None, None, None, None, None),
        (None, None, 0, 0, None, None),
        (None, None, 5, 5, None, "spent_without_budget"),
    ],
)
def test_one_year(
    planned: BudgetCell,
    capital: int | None,
    recurrent: int | None,
    spent: int | None,
    execution: Fraction | None,
    warning: str | None,
) -> None:
    money = YearMoney(2022, planned, None, capital, recurrent)
    assert (money.spent, money.execution, money.warning) == (spent, execution, warning)


def test_years_of_the_plan_with_what_was_recorded() -> None:
    recorded = {"2021.allocated": 5, "2022.capital.spent": 7, "2022.recurrent.spent": 1, "2030.allocated": 9}
    assert year_money({2021: ADMIN, 2022: 10, 2023: None}, recorded) == (
        YearMoney(2021, ADMIN, 5, None, None),
        YearMoney(2022, 10, None, 7, 1),
        YearMoney(2023, None, None, None, None),
    )


def test_totals_leave_out_what_is_no_amount() -> None:
    rows = (
        YearMoney(2021, ADMIN, 5, None, 2),
        YearMoney(2022, 10, None, 7, 1),
        YearMoney(2023, None, None, None, None),
    )
    assert money_total(rows) == (10, 5, 7, 3, 10, Fraction(1))
    assert money_total(rows[2:]) == (None,) * 6
    assert money_total(rows[:1]) == (None, 5, None, 2, 2, None)
    assert money_total([YearMoney(2022, 0, None, 1, None)]) == (0, None, 1, None, 1, None)
    assert money_total([]) == (None,) * 6
