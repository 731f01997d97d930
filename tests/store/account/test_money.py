"""Money of actions, units and groups: what counts against the plan, what stands beside it, and every sum."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report.periodic.making import render
from report.periodic.parameters import ReportRequest
from report.periodic.reading import read_content
from schema.types import MAX_CENTS
from store.account.money import (
    MONEY_FIELDS,
    YearMoney,
    add_by_year,
    add_money,
    in_years,
    year_money,
)
from store.account.recorded import action_money, unit_money, warned_actions
from store.db.database import Store
from store.edits.edits import Amount, report_money
from store.edits.recording import Recording
from store.ledger.append import Edit, record
from store.plan.model import ADMIN, BudgetCell
from store.query.objectives import objective_detail
from store.query.overview import overview
from store.query.queries import action_detail
from store.status.outline import outline
from tests.plans import enrolled, small_plan
from tests.store.query.test_rates import hq

END = date(2030, 12, 31)
"""A day by which all has taken effect."""

# small plan: action n of an objective has administrative cost in 2021, n × 10,000 € in 2022, nothing in 2023


@pytest.mark.parametrize(
    ("cell", "capital", "recurrent", "spent", "execution", "warning"),
    [
        (1000, None, None, None, Fraction(0), None),
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
    cell: BudgetCell,
    capital: int | None,
    recurrent: int | None,
    spent: int | None,
    execution: Fraction | None,
    warning: str | None,
) -> None:
    money = year_money(2022, cell, (None, capital, recurrent))
    assert (money.cell, money.spent, money.execution, money.warning) == (cell, spent, execution, warning)


def test_another_amount_in_a_cell_moves_what_follows_from_it() -> None:
    money = year_money(2022, 1000, (None, 200, None)).with_amount("recurrent.spent", 300)
    assert money == year_money(2022, 1000, (None, 200, 300))
    assert (money.execution, money.remaining) == (Fraction(1, 2), 500)


def test_years_of_the_plan_and_others_with_money() -> None:
    recorded = [
        ("2021.allocated", 5),
        ("2022.capital.spent", 7),
        ("2022.capital.spent", 2),
        ("2030.allocated", 9),
    ]
    more = [("2022.loan.spent", 1), ("capital.spent", 1), ("22.allocated", 1)]
    years = in_years({2021: ADMIN, 2022: 10, 2023: None}, [*recorded, *more], ["2022.capital.spent"])
    assert years == (
        YearMoney(2021, None, 1, 5),
        YearMoney(2022, 10, 0, None, 9, None, 9, frozenset({"capital.spent"})),
        YearMoney(2023),
        YearMoney(2030, None, 0, 9),
    )


def test_sums_leave_out_of_the_percentage_what_the_plan_has_no_amount_for() -> None:
    years = [
        year_money(2021, ADMIN, (5, None, 2)),
        year_money(2022, 10, (None, 7, 1)),
        year_money(2023, None),
    ]
    total = add_money(years)
    assert total == YearMoney(0, 10, 1, 5, 7, 3, 8)
    assert (total.spent, total.outside, total.execution, total.remaining) == (10, 2, Fraction(8, 10), 2)
    assert add_money(years[2:]) == add_money([]) == YearMoney(0)
    assert add_by_year([*years, *years], [2020])[2] == YearMoney(2022, 20, 0, None, 14, 2, 16)
    assert [year.year for year in add_by_year(years, [2020])] == [2020, 2021, 2022, 2023]


def spend(store: Store, nr: str, year: int, unit: str, **euros: int) -> None:
    fields = {"capital": "capital.spent", "recurrent": "recurrent.spent", "allocated": "allocated"}
    report_money(
        store,
        nr,
        year,
        {fields[k]: Amount(v * 100) for k, v in euros.items()},
        Recording(unit=unit),
    )


def spent_in(tmp_path: Path) -> Store:
    store = hq(tmp_path)
    spend(store, "1.1.1", 2022, "17", capital=2_000, recurrent=500, allocated=5_000)
    spend(store, "1.1.1", 2022, "18", capital=1_500)
    spend(store, "1.1.2", 2022, "XYZQ", recurrent=30_000)
    spend(store, "1.1.2", 2021, "XYZQ", recurrent=70)
    spend(store, "2.1.3", 2023, "MPB", capital=9)
    spend(store, "2.1.3", 2022, "17", capital=0)
    return store


def test_every_face_has_the_same_money(tmp_path: Path) -> None:
    with spent_in(tmp_path) as store:
        groups = {group.key: group for group in overview(store, "objective", today=END, as_of=END).groups}
        seen = outline(store, today=END)
        for objective in (*seen.strategic, *seen.specific):
            detail = objective_detail(store, objective, today=END)
            assert detail.money == groups[objective.nr].spending
        of_actions = action_money(store.conn, END)
        below = [year for action, years in of_actions.items() if action.startswith("1.") for year in years]
        assert groups["1"].spending == add_by_year(below, [2023])
        for action, years in of_actions.items():
            shown = action_detail(store, action, today=END).money
            assert add_money(shown) == add_money(years)
            assert any(year.warning for year in shown) == (action in warned_actions(store.conn, END))
        assert warned_actions(store.conn, END) == {"1.1.2", "2.1.3"}
        assert groups["1"].spending[1] == YearMoney(
            2022, 10_000_000, 0, 500_000, 350_000, 3_050_000, 3_400_000
        )


def test_a_units_money_is_measured_against_its_own_allocation(tmp_path: Path) -> None:
    """Who spent 2,500 of the 5,000 that were allocated is at 50 %, not at 3 % of what all units have."""
    with spent_in(tmp_path) as store:
        units = unit_money(store.conn, END)
        (year,) = units["17"]
        assert year == YearMoney(2022, None, 0, 500_000, 200_000, 50_000, 250_000, of_unit=True)
        assert (year.budget, year.execution, year.remaining) == (500_000, Fraction(1, 2), 250_000)
        assert [(year.budget, year.execution, year.outside) for year in units["18"]] == [
            (None, None, 150_000)
        ]
        whole = add_money(year for years in action_money(store.conn, END).values() for year in years)
        assert sum(add_money(years).spent or 0 for years in units.values()) == whole.spent
        counted = {("1.1.1", "18")}
        assert add_money(action_money(store.conn, END, counted=counted)["1.1.1"]).spent == 150_000
        assert {
            unit
            for unit, years in unit_money(store.conn, END, counted=counted).items()
            if add_money(years).spent
        } == {"18"}


def test_money_of_a_newer_form_or_of_no_action_is_left_out(tmp_path: Path) -> None:
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
        years = action_money(store.conn, END)["1.1.1"]
        assert [(year.year, year.spent) for year in years] == [(2021, None), (2022, None), (2030, 500)]
        assert [year.spent for year in action_detail(store, "1.1.1", today=END).money] == [
            None,
            None,
            None,
            500,
        ]
        assert add_money(unit_money(store.conn, END)["17"]).spent == 500


entries = st.lists(
    st.tuples(
        st.sampled_from([action.nr for action in small_plan().actions()]),
        st.sampled_from(["17", "18", "XYZQ"]),
        st.sampled_from([2021, 2022, 2023, 2025]),
        st.sampled_from(MONEY_FIELDS),
        st.one_of(st.none(), st.integers(0, 10**12)),
    ),
    max_size=30,
)


@given(entries)
@settings(max_examples=25)
def test_sums_in_sql_are_those_of_a_recount(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, str, int, str, int | None]]
) -> None:
    with hq(tmp_path_factory.mktemp("money")) as store:
        last: dict[tuple[str, str, int, str], int | None] = {}
        for nr, unit, year, field, cents in edits:
            record(store, [Edit("money", nr, unit, f"{year}.{field}", cents)])
            last[nr, unit, year, field] = cents
        for whose in (None, "17"):
            money = action_money(store.conn, END, unit=whose)
            warned = set()
            for action in small_plan().actions():
                amounts: dict[tuple[int, str], int] = defaultdict(int)
                for (nr, of, year, field), cents in last.items():
                    if nr == action.nr and whose in (None, of) and cents is not None:
                        amounts[year, field] += cents
                for year in (2021, 2022, 2023, 2025):
                    found = next((y for y in money.get(action.nr, ()) if y.year == year), YearMoney(year))
                    for field in MONEY_FIELDS:
                        assert (found.amount(field) or 0) == amounts[year, field]
                    cell = action.budget.get(year)
                    spent = amounts[year, "capital.spent"] + amounts[year, "recurrent.spent"]
                    assert found.cell == cell
                    measured = isinstance(cell, int) if whose is None else found.allocated is not None
                    assert (found.spent_on_budget or 0) == (spent if measured else 0)
                    if spent and (not isinstance(cell, int) or spent > cell):
                        warned.add(action.nr)
                shown = action_money(store.conn, END, unit=whose, actions={action.nr}).get(action.nr, ())
                assert shown == money.get(action.nr, ())
            assert warned_actions(store.conn, END, unit=whose) == warned


def test_sums_are_exact_and_the_same_everywhere_whatever_stands(tmp_path: Path) -> None:
    """What an earlier version let in from a file (negative, beyond the largest amount) counts nowhere."""
    units, wrong = 1_000, (-5, MAX_CENTS + 1, 10**15)
    with enrolled(tmp_path / "a.db", unit="MPB", role="headquarters") as store:
        (action,) = store.conn.execute("SELECT id FROM action WHERE nr = '1.1.1'").fetchone()
        edits = [
            Edit("money", action, f"u{n}", f"2022.{field}", cents)
            for field in MONEY_FIELDS
            for n, cents in enumerate((*[MAX_CENTS] * units, *wrong * units))
        ]
        record(store, edits)
        (year,) = [one for one in action_money(store.conn, END)[action] if one.year == 2022]
        assert (year.allocated, year.spent) == (units * MAX_CENTS, 2 * units * MAX_CENTS)
        assert outline(store, today=END).actions != ()
        overview(store, "objective", today=END, as_of=END)
        assert warned_actions(store.conn, END) == {action}
        asked = ReportRequest("2022", END, "en", END)
        written = json.loads(render(read_content(store, asked), ".json"))
        said = {figure["id"]: figure["value"] for figure in written["figures"]}
        assert (said["allocated"], said["spent"]) == (units * MAX_CENTS // 100, units * MAX_CENTS // 50)
