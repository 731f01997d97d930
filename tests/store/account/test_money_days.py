"""Money as of a day: when an amount counts, which cell of the plan stands beside it, what is never lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.account.in_force import change_in_force
from store.account.money import MONEY_FIELDS, YearMoney, add_by_year, add_money
from store.account.money_days import money_day, only_year_known
from store.account.recorded import action_money, unit_money, warned_actions
from store.db.database import Store
from store.db.errors import UserError
from store.edits.edits import Amount, report_money
from store.edits.recording import Recording
from store.history.history import undo
from store.ledger.append import Edit, append, read_changes
from store.ledger.change import Change, Register
from store.ledger.identity import required_identity
from store.plan.lookup import current_revision
from store.plan.model import Plan
from store.plan.save import insert_plan
from store.query.queries import action_detail
from tests.plans import enrolled, small_plan
from tests.store.history.test_undo import received

YEAR_END = date(2022, 12, 31)


def moment(day: str) -> int:
    return int(datetime.fromisoformat(f"{day}T12:00:00+00:00").timestamp())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with enrolled(tmp_path / "a.db", unit="MPB", role="headquarters") as opened:
        yield opened


def spend(
    store: Store,
    recorded: str,
    cents: int | None,
    *,
    nr: str = "1.1.1",
    unit: str = "17",
    field: str = "2022.capital.spent",
    spent_on: str | None = None,
) -> None:
    """Record an amount on a day."""
    with store.writing() as conn:
        edit = Edit("money", nr, unit, field, cents, spent_on)
        append(conn, required_identity(conn, store.path), [edit], at=moment(recorded))


def revise(store: Store, plan: Plan, since: str) -> None:
    with store.writing() as conn:
        number = current_revision(conn) + 1
        insert_plan(conn, number, plan, source_name="b", source_sha256="01", in_force_from=since)


def undo_last(store: Store) -> None:
    with suppress(UserError):
        undo(store)


def spent(store: Store, day: str, nr: str = "1.1.1") -> int | None:
    return add_money(action_money(store.conn, date.fromisoformat(day)).get(nr, ())).spent


def test_an_amount_counts_from_the_day_on_which_it_was_recorded(store: Store) -> None:
    """Nothing was "spent 1,201,040" as of a day before the year began."""
    spend(store, "2022-05-10", 120_104_000)
    assert spent(store, "2021-12-30") is None
    assert spent(store, "2022-05-09") is None
    assert spent(store, "2022-05-10") == spent(store, "2023-01-01") == 120_104_000


def test_a_day_on_which_it_was_spent_goes_before_that_of_entry(store: Store) -> None:
    spend(store, "2022-11-02", 700, spent_on="2022-02-28")
    assert [spent(store, day) for day in ("2022-02-27", "2022-02-28")] == [None, 700]


def test_what_is_entered_after_the_year_is_the_years(store: Store) -> None:
    spend(store, "2023-01-20", 900)
    assert [spent(store, day) for day in ("2022-12-30", "2022-12-31", "2023-01-01")] == [None, 900, 900]


def test_the_total_of_december_is_not_in_the_first_quarter(store: Store) -> None:
    spend(store, "2022-03-10", 1_000)
    spend(store, "2022-12-20", 5_000)
    assert [spent(store, day) for day in ("2022-03-31", "2022-09-30", "2022-12-31")] == [1_000, 1_000, 5_000]


@pytest.mark.parametrize("meeting", [None, "m", "m:1"])
def test_what_is_cleared_was_never_spent_and_what_was_undone_neither(
    store: Store, meeting: str | None
) -> None:
    spend(store, "2022-03-10", 1_000)
    spend(store, "2022-06-10", None)
    assert spent(store, "2022-04-01") is None
    for cents, month in ((5, 3), (9, 2)):
        report_money(
            store,
            "1.1.2",
            2022,
            {"capital.spent": Amount(cents)},
            Recording(unit="17", meeting=meeting),
            spent_on=date(2022, month, 1),
        )
    undo(store)
    assert [spent(store, day, "1.1.2") for day in ("2022-02-10", "2022-03-10")] == [None, 5]


def test_two_amounts_of_a_conflict_stand_from_the_day_of_the_second(store: Store) -> None:
    spend(store, "2022-03-10", 1_000, unit="MPB")
    received(
        store,
        Register("money", "1.1.1", "MPB", "2022.capital.spent"),
        3_000,
        seen=False,
        day="2022-06-01",
    )
    found = {
        day: action_detail(store, "1.1.1", today=date.fromisoformat(day)).money[1]
        for day in ("2022-04-01", "2022-07-01")
    }
    assert {day: bool(year.disputed) for day, year in found.items()} == {
        "2022-04-01": False,
        "2022-07-01": True,
    }
    assert found["2022-04-01"].spent == 1_000


def test_only_the_year_is_known_of_what_was_entered_after_it_without_a_day(store: Store) -> None:
    spend(store, "2022-03-10", 10)
    assert not only_year_known(store.conn, 2022)
    spend(store, "2023-01-20", 900, field="2022.recurrent.spent", unit="18")
    assert only_year_known(store.conn, 2022)
    assert [only_year_known(store.conn, 2022, unit=unit) for unit in ("17", "18")] == [False, True]
    assert not only_year_known(store.conn, 2022, counted={("1.1.1", "17")})
    assert not only_year_known(store.conn, 2021)
    # an officer gives the day
    spend(store, "2023-01-21", 900, field="2022.recurrent.spent", unit="18", spent_on="2022-08-01")
    assert not only_year_known(store.conn, 2022)


def plan_without(left_out: str = "", planned: int | None = None) -> Plan:
    """The small plan without an action, or with another amount of it for 2022."""
    plan = small_plan()

    def changed(action: Any) -> Any:
        budget = action.budget if planned is None else action.budget | {2022: planned}
        return action._replace(id=action.nr, budget=budget)

    strategic = tuple(
        s._replace(
            specific_objectives=tuple(
                p._replace(actions=tuple(changed(a) for a in p.actions if a.nr != left_out))
                for p in s.specific_objectives
            )
        )
        for s in plan.strategic_objectives
    )
    return plan._replace(strategic_objectives=strategic)


def test_the_money_of_a_removed_action_stays_with_its_year(tmp_path: Path) -> None:
    """Where 24,400 were spent in 2022, no later version of the plan makes 16,400 of them."""
    with enrolled(tmp_path / "a.db", unit="MPB", role="headquarters", plan=plan_without()) as store:
        spend(store, "2022-04-01", 1_640_000, nr="1.1.1")
        spend(store, "2022-04-01", 800_000, nr="1.1.2")
        spend(store, "2023-02-01", 300, nr="1.1.2", field="2023.capital.spent")
        before = action_money(store.conn, YEAR_END)
        revise(store, plan_without("1.1.2"), "2023-01-01")
        for day in (YEAR_END, date(2023, 6, 30), date(2024, 1, 1)):
            years = add_by_year(year for of in action_money(store.conn, day).values() for year in of)
            (of_2022,) = [year for year in years if year.year == 2022]
            assert of_2022.spent == 2_440_000
            assert of_2022.planned == sum(add_money(of).planned or 0 for of in before.values())
        (found,) = [year for year in action_money(store.conn, date(2024, 1, 1))["1.1.2"] if year.year == 2023]
        assert found == YearMoney(2023, capital=300)
        assert (found.outside, found.warning) == (300, "spent_without_budget")


def test_the_cell_of_a_year_is_that_of_the_last_version_in_force_in_it(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db", unit="MPB", role="headquarters", plan=plan_without()) as store:
        revise(store, plan_without(planned=70), "2022-07-01")
        revise(store, plan_without(planned=90), "2023-01-01")

        def cell(day: str) -> int | None:
            of = action_money(store.conn, date.fromisoformat(day))["1.1.1"]
            return next((year.planned for year in of if year.year == 2022), None)

        assert [cell(day) for day in ("2022-06-30", "2022-07-01", "2022-12-31", "2024-01-01")] == [
            1_000_000,
            70,
            70,
            70,
        ]
        assert action_detail(store, "1.1.1", today=date(2024, 1, 1)).money[1].planned == 70


def test_a_municipality_is_measured_against_its_own_allocation(store: Store) -> None:
    """5,700 of its 10,000 are 57 %, and not "0.92 % of 620,000", which all units together have."""
    spend(store, "2022-03-01", 1_000_000, field="2022.allocated")
    spend(store, "2022-04-01", 570_000)
    (own,) = unit_money(store.conn, YEAR_END)["17"]
    assert (own.planned, own.budget, own.execution) == (None, 1_000_000, Fraction(57, 100))
    years = action_money(store.conn, YEAR_END, unit="17")["1.1.1"]
    assert (years[1].planned, years[1].execution) == (1_000_000, Fraction(57, 100))
    assert add_money(years).execution == Fraction(57, 100)


def add(store: Store, cents: int, spent_on: str, *, relative: bool = True) -> None:
    """Add to what 17 has spent of 1.1.1, or give the whole amount, as of a day."""
    amount = {"capital.spent": Amount(cents, relative)}
    report_money(
        store, "1.1.1", 2022, {**amount}, Recording(unit="17"), spent_on=date.fromisoformat(spent_on)
    )


QUARTERS = ("2022-03-31", "2022-06-30", "2022-09-30", "2022-12-31")


@pytest.mark.parametrize(
    ("recorded", "spent_on", "since"),
    [
        ("2022-09-11", None, "2022-09-11"),
        ("2022-11-02", "2022-09-11", "2022-09-11"),
        ("2023-01-20", None, "2022-12-31"),
    ],
)
def test_nothing_is_added_before_the_day_of_what_stands(
    store: Store, recorded: str, spent_on: str | None, since: str
) -> None:
    """The total of 11 September as of 11 May would move what the third quarter spent into the second."""
    spend(store, "2022-02-10", 100)
    spend(store, recorded, 3_456, spent_on=spent_on)
    before = [spent(store, day) for day in QUARTERS]
    with pytest.raises(UserError, match="amount_later") as refused:
        add(store, 500, "2022-05-11")
    told = refused.value.params
    assert (told["values"], told["known"]) == ([3_456], [since])
    assert (told["stood_cents"], told["found"]) == (100, "2022-05-11")
    assert [spent(store, day) for day in QUARTERS] == before
    # what it says to do leaves each quarter what was spent in it
    add(store, 600, "2022-05-11", relative=False)
    add(store, 3_956, since, relative=False)
    of_third = 3_956 if since <= "2022-09-30" else 600
    assert [spent(store, day) for day in QUARTERS] == [100, 600, of_third, 3_956]
    # as of its own day, or later, it is added to
    add(store, 44, since)
    assert spent(store, "2022-12-31") == 4_000


def test_an_amount_that_was_undone_or_cleared_stands_in_the_way_of_nothing(store: Store) -> None:
    spend(store, "2022-02-10", 100)
    spend(store, "2022-09-11", 3_456)
    undo(store)
    add(store, 500, "2022-05-11")
    assert [spent(store, day) for day in QUARTERS] == [100, 600, 600, 600]
    spend(store, "2022-10-11", None)
    add(store, 7, "2022-03-11")
    assert [spent(store, day) for day in QUARTERS] == [7, 7, 7, 7]


def test_nothing_is_added_before_a_total_that_was_corrected_to_what_it_was(store: Store) -> None:
    for day, cents in (("2022-02-10", 100), ("2022-08-10", 300), ("2022-10-10", 100)):
        spend(store, day, cents)
    with pytest.raises(UserError, match="amount_later") as refused:
        add(store, 5, "2022-05-11")
    assert refused.value.params["values"] == [300, 100]
    assert refused.value.params["known"] == ["2022-08-10", "2022-10-10"]


UNITS, NUMBERS = ("17", "18"), ("1.1.1", "2.1.3")
DAYS = st.sampled_from(["2021-11-03", "2022-02-10", "2022-06-30", "2022-12-31", "2023-03-01"])
SPENT_ON = st.sampled_from([None, "2022-01-15", "2022-06-30", "2022-11-30"])
AMOUNTS = st.sampled_from([None, 1, 250_000, 1_200_000])
FIELDS = st.sampled_from(MONEY_FIELDS)


@settings(max_examples=40)
@given(
    history=st.lists(
        st.tuples(
            st.sampled_from(["here", "seen", "unseen", "undo"]),
            DAYS,
            st.sampled_from(NUMBERS),
            st.sampled_from(UNITS),
            FIELDS,
            AMOUNTS,
            SPENT_ON,
        ),
        max_size=20,
    )
)
def test_money_as_of_each_day_is_that_of_a_recount(
    tmp_path_factory: pytest.TempPathFactory, history: list[Any]
) -> None:
    with enrolled(tmp_path_factory.mktemp("x") / "a.db", unit="MPB", role="headquarters") as store:
        for how, recorded, nr, unit, field, cents, spent_on in history:
            register = Register("money", nr, unit, f"2022.{field}")
            if how == "here":
                spend(store, recorded, cents, nr=nr, unit=unit, field=register.field, spent_on=spent_on)
            elif how == "undo":
                undo_last(store)
            else:
                received(store, register, cents, seen=how == "seen", day=spent_on)
        changes: dict[Register, list[Change]] = {}
        for change in read_changes(store.conn):
            changes.setdefault(change.register, []).append(change)
        for day in (date(2022, 2, 28), date(2022, 6, 30), YEAR_END, date(2030, 1, 1)):
            for unit in (None, *UNITS):
                money = action_money(store.conn, day, unit=unit)
                warned = set()
                for nr in NUMBERS:
                    found = next((y for y in money.get(nr, ()) if y.year == 2022), YearMoney(2022))
                    for field in MONEY_FIELDS:
                        held = [
                            change_in_force([c._replace(effective_on=money_day(c)) for c in of], day)
                            for register, of in changes.items()
                            if (register.target, register.field) == (nr, f"2022.{field}")
                            and unit in (None, register.unit)
                        ]
                        cents = [c.decoded() for c in held if c is not None and c.decoded() is not None]
                        assert found.amount(field) == (sum(cents) if cents else None), (day, unit, nr, field)
                    if found.warning:
                        warned.add(nr)
                assert warned_actions(store.conn, day, unit=unit) == warned
