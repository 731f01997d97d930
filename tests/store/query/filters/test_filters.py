"""Filters over the outline, their compact form, the orders of a list, and the matrix of headquarters."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.account.statuses import STATUSES
from store.db.database import Store
from store.db.errors import UserError
from store.edits.assessment import assess, cancel
from store.edits.edits import Amount, StatusReport, report_money, report_status
from store.ledger.append import Edit, record
from store.ledger.change import Register
from store.plan.model import ADMIN, Action, Deadline, Plan, SpecificObjective, StrategicObjective
from store.plan.names import printed_names
from store.query.filters.filter import (
    NOT_REPORTED,
    THIS_YEAR,
    Filter,
    list_actions,
    matching_rows,
)
from store.query.filters.filter_form import read_filter, write_filter
from store.query.filters.order import SORT_KEYS, sort_rows
from store.query.matrix import Column, matrix
from store.status.outline import outline
from tests.plans import enrolled
from tests.store.history.test_undo import received

TODAY = date(2022, 3, 14)


def plan() -> Plan:
    def action(nr: str, deadline: Deadline, leads: tuple[str, ...], funding: tuple[str, ...]) -> Action:
        budget: dict[int, Any] = {2021: ADMIN, 2022: 100_000, 2023: None}
        return Action(nr, f"Masa për Gjilanin {nr}", deadline, budget, funding, leads[:1], leads[1:])

    first = SpecificObjective(
        "1.1",
        "O",
        (),
        (
            action("1.1.1", Deadline("2021", 2021, 2021), ("MPB", "Komunat"), ("BK", "MIMAK/SDC")),
            action("1.1.2", Deadline("2022", 2022, 2022), ("Komunat",), ("Donacion MIMAK - SDC",)),
            action("1.1.3", Deadline("TM1 2022", 2022, 2022, 1, 3), ("UNHCR/CRPK", "MPB"), ("BK",)),
        ),
    )
    second = SpecificObjective("1.2", "P", (), (action("1.2.1", Deadline("pa afat"), ("MFPT",), ()),))
    empty = StrategicObjective("2", "T")
    strategic = StrategicObjective("1", "S", (), (first, second))
    return Plan("p", "P", "sq", (2021, 2022, 2023), (strategic, empty))


def field(tmp_path: Path) -> Store:
    store = enrolled(tmp_path / "a.db", plan=plan())
    report_status(store, "1.1.2", StatusReport("implemented"), today=TODAY)
    for nr, cents in (("1.1.1", 150_000), ("1.1.2", 50_000)):
        amounts = {"allocated": Amount(100_000), "capital.spent": Amount(cents)}
        report_money(store, nr, 2022, {**amounts}, spent_on=TODAY)
    received(store, Register("action", "1.1.2", "17", "percent"), 10, seen=False, replica="dd")
    received(store, Register("action", "1.1.2", "17", "percent"), 20, seen=False)
    received(store, Register("assessment", "1.1.3", "", "status"), "in_progress", seen=False, replica="dd")
    return store


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(), "1.1.1 1.1.2 1.1.3 1.2.1"),
        (Filter(mine=True), "1.1.1 1.1.2"),
        (Filter(overdue=True), "1.1.1"),
        (Filter(due=2022), "1.1.2 1.1.3"),
        (Filter(due=2023), ""),
        (Filter(due="this"), "1.1.2 1.1.3"),
        (Filter(statuses=frozenset({"implemented"})), "1.1.2"),
        (Filter(statuses=frozenset({"implemented", NOT_REPORTED})), "1.1.1 1.1.2 1.1.3 1.2.1"),
        (Filter(lead="mpb"), "1.1.1"),
        (Filter(institution="MPB"), "1.1.1 1.1.3"),
        (Filter(lead="CRPK"), "1.1.3"),
        (Filter(lead="municipalities"), "1.1.2"),
        (Filter(institution="Pejë"), "1.1.1 1.1.2"),
        (Filter(funding="mimak sdc"), "1.1.1 1.1.2"),
        (Filter(funding="BK"), "1.1.1 1.1.3"),
        (Filter(objective="1.2."), "1.2.1"),
        (Filter(objective="1"), "1.1.1 1.1.2 1.1.3 1.2.1"),
        (Filter(objective="2"), ""),
        (Filter(unsent=True), "1.1.1 1.1.2"),
        (Filter(conflict=True), "1.1.2"),
        (Filter(warnings=True), "1.1.1"),
        (Filter(assessed=True), "1.1.3"),
        (Filter(assessed=False, mine=True), "1.1.1 1.1.2"),
        (Filter(text="GJILANIN 1.1.3"), "1.1.3"),
        (Filter(mine=True, due=2022, funding="MIMAK", lead="komunat"), "1.1.2"),
        (Filter(mine=True, overdue=True, conflict=True), ""),
    ],
)
def test_filters_combine(tmp_path: Path, wanted: Filter, found: str) -> None:
    with field(tmp_path) as store:
        rows = list_actions(store, wanted, today=TODAY)
        assert [row.nr for row in rows] == found.split()
        assert matching_rows(store, outline(store, today=TODAY), wanted) == rows


def test_what_the_plan_does_not_know_is_refused(tmp_path: Path) -> None:
    with field(tmp_path) as store:
        for wanted, refusal in (
            (Filter(lead="XYZ"), "institution_unknown"),
            (Filter(institution=""), "institution_unknown"),
            (Filter(funding="IPA"), "funding_unknown"),
            (Filter(objective="3"), "number_unknown"),
            (Filter(due=2030), "year_unknown"),
        ):
            with pytest.raises(UserError, match=refusal):
                list_actions(store, wanted, today=TODAY)
        with store.writing() as conn:
            conn.execute("DELETE FROM identity")
        with pytest.raises(UserError, match="no_identity"):
            list_actions(store, Filter(mine=True), today=TODAY)
        assert printed_names(store.conn, "funding") == {"BK": 2, "Donacion MIMAK - SDC": 1, "MIMAK/SDC": 1}


def test_orders_of_a_list(tmp_path: Path) -> None:
    with field(tmp_path) as store:
        rows = outline(store, today=TODAY).actions
        orders = {key: [row.nr for row in sort_rows(store, rows, key, today=TODAY)] for key in SORT_KEYS}
        assert orders == {
            "document": ["1.1.1", "1.1.2", "1.1.3", "1.2.1"],
            "deadline": ["1.1.1", "1.1.3", "1.1.2", "1.2.1"],
            "execution": ["1.1.2", "1.1.1", "1.1.3", "1.2.1"],
        }
        with pytest.raises(UserError, match="sort_unknown"):
            sort_rows(store, rows, "title", today=TODAY)


def test_the_compact_form_is_what_people_would_write() -> None:
    wanted = Filter(
        text="it's \"new\"", statuses=frozenset({NOT_REPORTED, "implemented"}), lead="MPB", due=2022,
        mine=True, warnings=True,
    )  # fmt: skip
    form = write_filter(wanted)
    assert form.startswith("mine warnings due=2022 status=implemented,not_reported lead=MPB text=")
    assert read_filter(form) == wanted
    assert read_filter('  overdue funding="MIMAK SDC" ') == Filter(overdue=True, funding="MIMAK SDC")
    assert (write_filter(Filter()), read_filter("")) == ("", Filter())
    for wrong in (
        "overdu",
        "due=22",
        "due=",
        "status=done",
        "lead=",
        "lead",
        "mine=yes",
        'text="x',
        "sort=x",
    ):
        with pytest.raises(UserError, match="filter_unreadable"):
            read_filter(wrong)


words = st.text(st.characters(blacklist_categories=("Cc", "Cs")), max_size=12)


def test_this_year_is_the_year_in_which_one_looks(tmp_path: Path) -> None:
    wanted = read_filter("due=this")
    with enrolled(tmp_path / "a.db", plan=plan()) as store:
        found = {
            year: [row.nr for row in list_actions(store, wanted, today=date(year, 3, 1))]
            for year in (2021, 2022, 2030)
        }
    assert found == {2021: ["1.1.1"], 2022: ["1.1.2", "1.1.3"], 2030: []}


@given(
    st.builds(
        Filter,
        text=words,
        statuses=st.frozensets(st.sampled_from([*STATUSES, NOT_REPORTED])),
        lead=st.none() | words,
        first_lead=st.none() | words,
        institution=st.none() | words,
        funding=st.none() | words,
        objective=st.none() | words,
        due=st.none() | st.integers(1000, 9999) | st.just(THIS_YEAR),
        overdue=st.booleans(),
        unsent=st.booleans(),
        conflict=st.booleans(),
        warnings=st.booleans(),
        mine=st.booleans(),
        assessed=st.none() | st.booleans(),
        unit=st.none() | words,
    )
)
def test_the_compact_form_reads_back(wanted: Filter) -> None:
    form = write_filter(wanted)
    again = read_filter(form)
    assert write_filter(again) == form
    assert again[1:2] + again[7:-1] == wanted[1:2] + wanted[7:-1]
    if wanted.text.strip().isascii():
        assert again.text == wanted.text.strip()


def test_the_matrix_has_a_cell_where_a_report_is_expected(tmp_path: Path) -> None:
    with enrolled(tmp_path / "hq.db", unit="MPB", role="headquarters", plan=plan()) as store:
        record(
            store,
            [
                Edit("action", "1.1.1", "17", "status", "implemented", "2022-02-01"),
                Edit("action", "1.1.1", "MPB", "status", "in_progress", "2022-06-01"),
                Edit("action", "1.2.1", "17", "status", "not_started", "2022-02-01"),
                Edit("reporting", "p", "", "expected", {"who": "lead_and_support"}),
            ],
        )
        received(store, Register("action", "1.1.2", "18", "status"), "in_progress", seen=False)
        received(store, Register("action", "1.1.2", "18", "status"), "implemented", seen=False, replica="ee")
        assess(store, "1.1.3", status="implemented", today=TODAY)
        cancel(store, "1.2.1", today=TODAY)
        found = matrix(store, as_of=date(2022, 6, 1))
        assert found.units[:2] == ("01", "02")
        assert found.units[38:] == ("CRPK", "MFPT", "MPB", "UNHCR")
        first, second, third, last = found.rows
        assert (first.status, first.assessed, first.cells["17"]) == (
            "partially_implemented",
            False,
            "implemented",
        )
        assert (first.cells["MPB"], first.cells["01"], "MFPT" in first.cells) == ("in_progress", None, False)
        assert second.conflicts == {"18"}
        assert not first.conflicts
        assert (third.status, third.assessed) == ("implemented", True)
        assert third.cells == {"UNHCR": None, "CRPK": None, "MPB": None}
        assert (last.status, last.cells) == ("cancelled", {"17": "not_started"})
        assert found.columns["17"] == Column(2, 1)
        assert found.columns["MPB"] == Column(2, 1)
        assert found.columns["MFPT"] == Column(0, 0)
        earlier = matrix(store, as_of=date(2022, 3, 1)).rows
        assert (earlier[0].cells["MPB"], earlier[2].status, earlier[3].status) == (None, None, "not_started")
