"""Budget execution: what counts against the plan, and what stands beside it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from store.db.database import Store
from store.edits.edits import Amount, report_money
from store.ledger.append import Edit, record
from store.plan.model import ADMIN, BudgetCell
from store.query.execution import MoneyWarning, execution, unit_execution
from store.query.spending import GroupYear, SpendingBuilder
from store.status.outline import outline
from tests.plans import enrolled
from tests.store.query.test_rates import END, hq

# small plan: action n of an objective has administrative cost in 2021, n × 10,000 € in 2022, nothing in 2023


def spend(store: Store, nr: str, year: int, unit: str, **euros: int) -> None:
    fields = {"capital": "capital.spent", "recurrent": "recurrent.spent", "allocated": "allocated"}
    report_money(store, nr, year, {fields[k]: Amount(v * 100) for k, v in euros.items()}, unit=unit)


def spent_in(tmp_path: Path) -> Store:
    store = hq(tmp_path)
    spend(store, "1.1.1", 2022, "17", capital=2_000, recurrent=500, allocated=5_000)
    spend(store, "1.1.1", 2022, "18", capital=1_500)
    spend(store, "1.1.2", 2022, "XYZQ", recurrent=30_000)
    spend(store, "1.1.2", 2021, "XYZQ", recurrent=70)
    spend(store, "2.1.3", 2023, "MPB", capital=9)
    spend(store, "2.1.3", 2022, "17", capital=0)
    return store


def test_sums_over_units_and_groups(tmp_path: Path) -> None:
    with spent_in(tmp_path) as store:
        found = execution(store)
        first, second = (row.key for row in outline(store, today=END).strategic)
        year = found.strategic[first].years[1]
        assert year == GroupYear(2022, 10_000_000, 0, 500_000, 350_000, 3_050_000, 3_400_000)
        assert year.execution == Fraction(34, 100)
        assert year.use == Fraction(34_000, 5_000)
        assert found.plan.years[1].planned == 20_000_000
        assert found.leads["XYZQ"].years[1].execution == Fraction(30_000, 120_000)
        assert found.actions["1.1.1"].years[1].execution == Fraction(4_000, 10_000)
        assert found.strategic[second].years[1].spent == 0
        assert found.strategic[second].years[1].execution == 0
        assert {key: s.years[1].planned for key, s in found.specific.items()} == {
            row.key: 10_000_000 for row in outline(store, today=END).specific
        }


def test_administrative_cost_and_years_without_budget_have_no_percentage(tmp_path: Path) -> None:
    with spent_in(tmp_path) as store:
        found = execution(store)
        admin, _, blank = found.plan.years
        assert (admin.planned, admin.admin, admin.spent, admin.outside) == (None, 8, 7_000, 7_000)
        assert (blank.planned, blank.admin, blank.spent, blank.outside) == (None, 0, 900, 900)
        assert (admin.execution, blank.execution, admin.use) == (None, None, None)
        total = found.plan.total
        # what has no figure beside it in the plan does not enter the percentage
        assert (total.year, total.planned, total.admin, total.spent) == (0, 20_000_000, 8, 3_407_900)
        assert total.execution == Fraction(34_000, 200_000)
        assert found.actions["1.1.3"].total.execution is None
        assert found.warnings == (
            MoneyWarning("1.1.2", "1.1.2", 2021, "spent_against_admin", ADMIN, 7_000),
            MoneyWarning("1.1.2", "1.1.2", 2022, "spent_beyond_plan", 2_000_000, 3_000_000),
            MoneyWarning("2.1.3", "2.1.3", 2023, "spent_without_budget", None, 900),
        )


def test_units_have_their_own_spending_beside_the_figures_of_their_actions(tmp_path: Path) -> None:
    with spent_in(tmp_path) as store:
        units = unit_execution(store)
        assert units["17"].years[1] == GroupYear(2022, 8_000_000, 0, 500_000, 200_000, 50_000, 250_000)
        assert units["17"].years[1].use == Fraction(1, 2)
        assert units["17"].years[0] == GroupYear(2021, None, 4)
        assert (units["XYZQ"].years[0].spent, units["XYZQ"].years[0].outside) == (7_000, 7_000)
        assert sum(s.total.spent or 0 for s in units.values()) == execution(store).plan.total.spent
        own = execution(store, unit="17")
        assert set(own.actions) == {"1.1.1", "1.1.3", "2.1.1", "2.1.3"}
        assert own.plan == units["17"]
        assert own.warnings == ()


def test_money_beside_the_years_of_the_plan_or_of_a_newer_form(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        record(
            store,
            [
                Edit("money", "1.1.1", "17", "2030.capital.spent", 500),
                Edit("money", "1.1.1", "17", "2022.loan.spent", 700),
                Edit("money", "1.1.1", "17", "capital.spent", 900),
                Edit("money", "9.9.9", "17", "2022.capital.spent", 1100),
            ],
        )
        found = execution(store)
        assert [year.year for year in found.plan.years] == [2021, 2022, 2023, 2030]
        assert found.plan.total.spent == 500
        assert unit_execution(store)["17"].total.spent == 500


cells = st.one_of(st.none(), st.just(ADMIN), st.integers(0, 10**9))
amounts = st.dictionaries(
    st.sampled_from(["allocated", "capital.spent", "recurrent.spent"]), st.integers(0, 10**9)
)


@given(st.lists(st.tuples(st.sampled_from([2021, 2022]), cells, amounts)))
def test_parts_of_spending_add_up(entries: list[tuple[int, BudgetCell, dict[str, int]]]) -> None:
    adder = SpendingBuilder()
    for year, cell, recorded in entries:
        adder.plan(year, cell)
        for field, cents in recorded.items():
            adder.record(year, field, cents, on_plan=isinstance(cell, int))
    total = adder.spending((2021, 2022)).total
    spent = [n for _, _, recorded in entries for field, n in recorded.items() if field != "allocated"]
    assert total.spent == (sum(spent) if spent else None)
    assert total.outside == (total.spent or 0) - sum(
        n
        for _, cell, recorded in entries
        if isinstance(cell, int)
        for field, n in recorded.items()
        if field != "allocated"
    )
    planned = [cell for _, cell, _ in entries if isinstance(cell, int)]
    assert total.planned == (sum(planned) if planned else None)
