"""Who is expected to report: by each rule, on each day, what a naive recount of the plan says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schema.registers import type_of
from store.account.action_rows import read_plan_rows
from store.account.reporting import read_rule, read_rules
from store.account.spans import year_span
from store.db.database import Store
from store.db.errors import UserError
from store.edits.calendar import open_period
from store.edits.reporting import set_rule
from store.history.history import undo
from store.plan.lookup import current_revision
from store.plan.model import Action, Deadline, Plan, SpecificObjective, StrategicObjective
from store.plan.reporting import CHOSEN, LEAD_AND_SUPPORT, LEADS, RULES, ReportingRule
from store.plan.units import municipalities
from store.query.filters.filter import Filter, list_actions
from store.query.matrix import matrix
from store.query.owing import named_period, owing
from store.query.queries import action_detail
from store.query.unit_overview import unit_overviews
from tests.plans import enrolled
from tests.support.lengths import cases
from tests.support.rates import rates

TODAY: Final = date(2022, 8, 1)
CODES: Final = {"MPB": "MPB", "MF": "MF", "MPB (DSP)": "MPB", "UNHCR": "UNHCR", "Pejë": "17", "GIZ": "GIZ"}
"""The units that printed names mean."""
NAMES: Final = (*CODES, "Komunat", "UNHCR/CRPK")
names = st.lists(st.sampled_from(NAMES), max_size=3).map(tuple)
plans = st.lists(st.tuples(names, names), min_size=1, max_size=4)
rules = st.tuples(st.sampled_from(RULES), st.lists(st.sampled_from(["MPB", "UNHCR", "17", "05"]), min_size=1))
DAYS: Final = (date(2021, 6, 1), date(2022, 2, 1), date(2022, 7, 1), TODAY)


def plan_of(institutions: Sequence[tuple[tuple[str, ...], tuple[str, ...]]]) -> Plan:
    actions = tuple(
        Action(f"1.1.{n}", f"Masa {n}", Deadline("2022", 2022, 2022), {}, (), *both)
        for n, both in enumerate(institutions, 1)
    )
    objective = SpecificObjective("1.1", "O", (), actions)
    return Plan("p", "P", "sq", (2021, 2022), (StrategicObjective("1", "S", (), (objective,)),))


def headquarters(path: Path, plan: Plan) -> Store:
    return enrolled(path, unit="MPB", role="headquarters", plan=plan)


def units_of(name: str) -> set[str]:
    if name == "Komunat":
        return {one.code for one in municipalities()}
    return {"UNHCR", "CRPK"} if "/" in name else {CODES[name]}


def naive(lead: tuple[str, ...], support: tuple[str, ...], who: str, units: Sequence[str]) -> set[str]:
    named = [*lead, *(name for name in support if who != "leads" or units_of(name) <= units_of("Komunat"))]
    found = {unit for name in named for unit in units_of(name)}
    return found & {*units} if who == "units" else found


@settings(max_examples=cases(15, 200), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(institutions=plans, history=st.lists(st.tuples(rules, st.sampled_from(DAYS)), max_size=3))
def test_every_face_expects_whom_a_recount_expects(
    tmp_path_factory: pytest.TempPathFactory,
    institutions: list[tuple[tuple[str, ...], tuple[str, ...]]],
    history: list[tuple[tuple[str, list[str]], date]],
) -> None:
    plan = plan_of([*institutions, ((), NAMES)])
    with headquarters(tmp_path_factory.mktemp("x") / "a.db", plan) as store:
        for (who, units), day in history:
            set_rule(store, who, units, today=TODAY, on=day)
        open_period(store, "2022", date(2023, 1, 31))
        for day in (date(2021, 1, 1), *DAYS, date(2022, 12, 31)):
            # what is said later takes the place of all that it was said in knowledge of
            said = next((rule for rule, since in reversed(history) if since <= day), (LEADS, []))
            wanted = {action.nr: naive(*action.institutions, *said) for action in plan.actions()}
            with store.reading() as conn:
                rows = read_plan_rows(conn, current_revision(conn), day)
            assert {row.nr: {*row.expected} for row in rows} == wanted
            shown = matrix(store, as_of=day)
            assert {row.nr: row.cells.keys() for row in shown.rows} == wanted
            counts = {
                unit: [nr for nr in wanted if unit in wanted[nr]] for unit in set().union(*wanted.values())
            }
            assert {unit: column.expected for unit, column in shown.columns.items()} == {
                unit: len(numbers) for unit, numbers in counts.items()
            }
            found = rates(store, year_span(2022), as_of=day)
            assert found.plan.expected == sum(map(len, wanted.values()))
            for nr, units_of_action in wanted.items():
                assert {*action_detail(store, nr, today=day).expected} == units_of_action
            for unit in ("UNHCR", "17"):
                listed = (
                    [row.nr for row in list_actions(store, Filter(unit=unit), today=day)] if counts else []
                )
                assert listed == counts.get(unit, [])
        # by the last day of the period every rule is in force
        with store.reading() as conn:
            asked = owing(conn, named_period(conn, "2022", TODAY))
        assert {of.unit: [one.nr for one in of.owed] for of in asked} == counts
        overview = {one.unit: one.owed for one in unit_overviews(store, today=TODAY)}
        assert {unit: n for unit, n in overview.items() if n} == {
            unit: len(of) for unit, of in counts.items()
        }


def test_a_partner_owes_nothing_until_headquarters_says_so(tmp_path: Path) -> None:
    plan = plan_of([(("MPB",), ("GIZ", "Pejë")), ((), ("UNHCR",))])
    with headquarters(tmp_path / "a.db", plan) as store:

        def owed() -> dict[str, int]:
            with store.reading() as conn:
                return {of.unit: len(of.owed) for of in owing(conn, named_period(conn, None, TODAY))}

        open_period(store, "2022-Q3", date(2022, 10, 15))
        # municipalities carry out their part of what others lead
        assert owed() == {"17": 1, "MPB": 1}
        set_rule(store, CHOSEN, ["mpb"], today=TODAY)
        assert owed() == {"MPB": 1}
        set_rule(store, LEAD_AND_SUPPORT, today=TODAY)
        assert owed() == {"17": 1, "GIZ": 1, "MPB": 1, "UNHCR": 1}
        undo(store, 2)
        assert owed() == {"17": 1, "MPB": 1}


def test_a_rule_holds_from_its_day_on(tmp_path: Path) -> None:
    with headquarters(tmp_path / "a.db", plan_of([(("MPB",), ("GIZ",))])) as store:
        set_rule(store, LEAD_AND_SUPPORT, today=TODAY, on=date(2022, 7, 1))
        # the same again says nothing
        assert set_rule(store, LEAD_AND_SUPPORT, today=TODAY) == []
        with store.reading() as conn:
            assert read_rule(conn, date(2022, 6, 30)) == ReportingRule()
            assert read_rule(conn, date(2022, 7, 1)) == ReportingRule(LEAD_AND_SUPPORT)
            assert [(one.rule.who, one.since, one.officer) for one in read_rules(conn)] == [
                (LEADS, None, ""),
                (LEAD_AND_SUPPORT, date(2022, 7, 1), "Zyrtari MPB"),
            ]


def test_only_headquarters_says_who_reports_and_says_which_units(tmp_path: Path) -> None:
    with enrolled(tmp_path / "laptop.db") as store, pytest.raises(UserError, match="headquarters_only"):
        set_rule(store, LEAD_AND_SUPPORT, today=TODAY)
    with headquarters(tmp_path / "a.db", plan_of([(("MPB",), ("GIZ",))])) as store:
        with pytest.raises(UserError, match="units_missing"):
            set_rule(store, CHOSEN, today=TODAY)
        with pytest.raises(UserError, match="unit_unknown"):
            set_rule(store, CHOSEN, ["Atlantis"], today=TODAY)


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        ({"who": "leads"}, True),
        ({"who": "units", "units": ["MPB", "17"]}, True),
        ({"who": "everybody"}, False),
        ({"who": "units", "units": "MPB"}, False),
        ({"who": "units", "units": [17]}, False),
        (["leads"], False),
    ],
)
def test_what_a_rule_may_be(value: Any, fits: bool) -> None:
    shape = type_of("reporting", "expected")
    assert shape is not None and shape.valid(value) is fits
