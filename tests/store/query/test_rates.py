"""Rates and coverage of a year, and which status was in force on a day."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.account.action_rows import lead_names, read_plan_rows
from store.account.in_force import change_in_force
from store.account.money import share
from store.account.spans import year_span
from store.account.status_as_of import statuses_as_of
from store.account.statuses import STATUSES
from store.db.database import Store
from store.edits.edits import StatusReport, report_status
from store.history.history import redo, undo
from store.ledger.append import Edit, record
from store.ledger.change import Change
from store.plan.model import Action, Deadline, Plan, SpecificObjective, StrategicObjective
from store.plan.units import MUNICIPALITIES, lead_code
from store.query.tally import Tally
from store.status.outline import outline
from tests.plans import enrolled
from tests.support.rates import rates

END = date(2022, 12, 31)
PUBLISHED = [
    (21, 59, "35.59"),
    (21, 39, "53.85"),
    (20, 144, "13.89"),
    (500, 707, "70.72"),
    (37, 194, "19.07"),
    (600, 967, "62.05"),
    (96, 135, "71.11"),
]


def due_plan(due: int, institutions: tuple[str, ...] = ("MPB",)) -> Plan:
    """``due`` actions due in 2022, and one in each year beside it."""

    def action(n: int, end: int) -> Action:
        return Action(f"1.1.{n}", f"Masa {n}", Deadline(f"2021-{end}", 2021, end), {}, (), institutions)

    actions = (*(action(n, 2022) for n in range(1, due + 1)), action(due + 1, 2021), action(due + 2, 2023))
    objective = SpecificObjective("1.1", "O", (), actions)
    return Plan("p", "P", "sq", (2021, 2022, 2023), (StrategicObjective("1", "S", (), (objective,)),))


def report(store: Store, nr: str, status: str, on: str = "2022-06-01", unit: str = "MPB") -> None:
    day = date.fromisoformat(on)
    report_status(store, nr, StatusReport(status, on=day), today=day, unit=unit)


def hq(tmp_path: Path, plan: Plan | None = None) -> Store:
    store = enrolled(tmp_path / "hq.db", unit="MPB", role="headquarters", plan=plan)
    store.conn.execute("PRAGMA synchronous = OFF")
    return store


@pytest.mark.parametrize(("implemented", "due", "percent"), PUBLISHED)
def test_published_rates_come_out(implemented: int, due: int, percent: str) -> None:
    rate = Tally({}, due=due, implemented=implemented).rate
    assert rate == Fraction(implemented, due)
    hundred = Decimal(100 * rate.numerator) / rate.denominator
    assert str(hundred.quantize(Decimal("0.01"), ROUND_HALF_UP)) == percent


def test_a_published_rate_from_reports_in_a_store(tmp_path: Path) -> None:
    with hq(tmp_path, due_plan(59)) as store:
        record(
            store,
            [Edit("action", f"1.1.{n}", "MPB", "status", "implemented", "2022-05-01") for n in range(1, 22)]
            + [
                Edit("action", f"1.1.{n}", "MPB", "status", "in_progress", "2022-05-01")
                for n in range(22, 37)
            ]
            + [Edit("action", f"1.1.{n}", "MPB", "status", "implemented", "2022-05-01") for n in (60, 61)],
        )
        found = rates(store, year_span(2022), as_of=END).plan
        assert found.rate == Fraction(21, 59)
        assert found.due_coverage == Fraction(36, 59)
        assert found.coverage == Fraction(38, 61)
        assert found.statuses == {"implemented": 23, "in_progress": 15, None: 23}
        assert (found.actions, found.overdue) == (61, 0)
        assert rates(store, year_span(2022), as_of=date(2023, 1, 1)).plan.overdue == 38


def test_nothing_due_and_nobody_expected_have_no_share(tmp_path: Path) -> None:
    with hq(tmp_path, due_plan(2, ())) as store:
        found = rates(store, year_span(2030), as_of=END).plan
        assert (found.rate, found.coverage, found.due_coverage) == (None, None, None)
        assert share(0, 3) == 0
        assert rates(store, year_span(2022), as_of=END).plan.rate == 0


def test_what_headquarters_cancels_in_the_year_leaves_the_denominator_of_the_next(tmp_path: Path) -> None:
    with hq(tmp_path, due_plan(4)) as store:
        report(store, "1.1.1", "implemented")
        report(store, "1.1.2", "cancelled")
        assert rates(store, year_span(2022), as_of=END).plan.rate == Fraction(1, 4)
        record(store, [Edit("decision", "1.1.2", "", "cancelled", True, "2022-07-01")])
        record(store, [Edit("assessment", "1.1.3", "", "status", "cancelled", "2022-08-01")])
        found = rates(store, year_span(2022), as_of=END)
        assert (found.plan.rate, found.plan.changed) == (Fraction(1, 4), 2)
        assert found.plan.rate_without_changed == Fraction(1, 2)
        assert (found.plan.expected, found.plan.reported) == (4, 1)
        assert found.plan.statuses == {"implemented": 1, "cancelled": 2, None: 3}
        assert found.units["MPB"] == found.plan
        july = rates(store, year_span(2022), as_of=date(2022, 7, 15)).plan
        assert (july.rate, july.rate_without_changed) == (Fraction(1, 4), Fraction(1, 3))
        record(store, [Edit("decision", "1.1.2", "", "cancelled", False)])
        assert rates(store, year_span(2022), as_of=END).plan.rate_without_changed == Fraction(1, 3)
        record(store, [Edit("decision", "1.1.4", "", "cancelled", True, "2021-12-31")])
        found = rates(store, year_span(2022), as_of=END)
        assert (found.plan.rate, found.plan.changed) == (Fraction(1, 3), 1)
        # the unit sees its own word, which cancels nothing
        assert found.plan.statuses == {"implemented": 1, "not_implemented": 1, "cancelled": 2, None: 2}
        own = {"implemented": 1, "cancelled": 3, None: 2}
        assert found.units["MPB"] == found.plan._replace(statuses=own)


def test_objectives_leads_and_municipalities(tmp_path: Path) -> None:
    # small plan: 1.1.1 and 1.1.3 (MPB, municipalities) due 2023; 1.1.2 and 1.1.4 (XYZQ) due 2022; 2.1 alike
    with hq(tmp_path) as store:
        report(store, "1.1.2", "implemented", unit="17")
        report(store, "2.1.2", "implemented")
        record(store, [Edit("action", "2.1.2", "XYZQ", "status", "implemented", "2022-02-02")])
        record(store, [Edit("action", "1.1.1", "17", "status", "implemented", "2022-02-02")])
        found = rates(store, year_span(2022), as_of=END)
        rows = outline(store, today=END)
        first, second = (row.key for row in rows.strategic)
        # unit 17 was not expected, and XYZQ still is: not the whole action is implemented
        assert found.strategic[first].rate == 0
        assert found.strategic[second].rate == Fraction(1, 2)
        assert found.specific[rows.specific[1].key] == found.strategic[second]
        assert found.leads["XYZQ"].rate == Fraction(1, 4)
        assert (found.leads["MPB"].due, found.leads["MPB"].rate) == (0, None)
        assert found.units["17"].statuses == {"implemented": 2, None: 3}
        assert (found.units["17"].expected, found.units["17"].reported, found.units["17"].due) == (4, 1, 1)
        assert (found.units["XYZQ"].due, found.units["XYZQ"].rate) == (4, Fraction(1, 4))
        assert found.units["01"].coverage == 0
        assert (found.plan.expected, found.plan.reported) == (4 * 39 + 4, 2)
        assert lead_names(read_plan_rows(store.conn, 1, END)) == {"MPB": "MPB", "XYZQ": "XYZQ"}
        assert lead_code("Komunat") == MUNICIPALITIES


def test_one_unit_sees_its_own_word_on_what_concerns_it(tmp_path: Path) -> None:
    with hq(tmp_path) as store:
        record(store, [Edit("action", "1.1.1", "17", "status", "implemented", "2023-02-02")])
        record(store, [Edit("action", "1.1.3", "18", "status", "implemented", "2023-02-02")])
        record(store, [Edit("assessment", "2.1.1", "", "status", "implemented", "2023-02-02")])
        record(store, [Edit("decision", "2.1.3", "", "cancelled", True, "2023-02-02")])
        found = rates(store, year_span(2023), as_of=date(2023, 12, 31), unit="17")
        assert found.plan.statuses == {"implemented": 1, None: 2, "cancelled": 1}
        assert (found.plan.rate, found.plan.rate_without_changed) == (Fraction(1, 4), Fraction(1, 3))
        assert found.plan.coverage == Fraction(1, 3)
        assert list(found.units) == ["17"]
        assert found.units["17"] == found.plan
        assert rates(store, year_span(2023), as_of=date(2023, 12, 31)).plan.rate_without_changed == Fraction(
            1, 3
        )


def test_the_status_in_force_on_a_day_is_not_the_one_that_stands(tmp_path: Path) -> None:
    with hq(tmp_path, due_plan(1)) as store:
        report(store, "1.1.1", "in_progress", "2022-03-01")
        report(store, "1.1.1", "implemented", "2023-01-15")

        def on(day: str) -> str | None:
            return statuses_as_of(store.conn, date.fromisoformat(day)).reported.get("1.1.1", {}).get("MPB")

        assert [on(day) for day in ("2022-02-28", "2022-03-01", "2022-12-31", "2023-01-15")] == [
            None, "in_progress", "in_progress", "implemented",
        ]  # fmt: skip
        assert statuses_as_of(store.conn, date.max).reported["1.1.1"] == {"MPB": "implemented"}
        # a later word about an earlier day takes the place of what had been said of it
        report(store, "1.1.1", "partially_implemented", "2022-11-01")
        assert on("2022-12-31") == on("2023-06-01") == "partially_implemented"
        assert on("2022-10-31") == "in_progress"
        undo(store)
        assert (on("2022-12-31"), on("2023-06-01")) == ("in_progress", "implemented")
        redo(store)
        assert (on("2022-12-31"), on("2022-10-31")) == ("partially_implemented", "in_progress")
        undo(store)
        assert (on("2022-12-31"), on("2023-06-01")) == ("in_progress", "implemented")
        report_status(store, "1.1.1", StatusReport(""), today=END, unit="MPB")
        assert (on("2022-12-31"), on("2023-06-01")) == (None, None)


def change(seq: int, value: str, day: str | None, *supersedes: int, lamport: int = 0) -> Change:
    return Change(
        "aa", seq, lamport or seq, 0, "o", "17", "1", "action", "1.1", "status", f'"{value}"', day,
        tuple(f"aa:{n}" for n in supersedes),
    )  # fmt: skip


def test_what_is_superseded_by_way_of_a_later_day_stays_superseded() -> None:
    changes = [
        change(1, "in_progress", "2022-01-01", lamport=9),
        change(2, "implemented", "2023-01-01", 1),
        change(3, "not_started", "2021-01-01", 2),
    ]
    assert change_in_force(changes, date(2022, 6, 1)) == changes[2]
    assert change_in_force(changes[:2], date(2022, 6, 1)) == changes[0]
    assert change_in_force(changes, date(2020, 6, 1)) is None
    knot = [change(1, "in_progress", None, 2), change(2, "implemented", None, 1)]
    # nobody has seen what he writes later: the last one stands, as it does in the state
    assert change_in_force(knot, date(2022, 6, 1)) == knot[1]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["aa", "bb"]),
            st.sampled_from([*STATUSES, None]),
            st.sampled_from(["2022-01-01", "2022-06-01", "2023-01-01", None]),
            st.booleans(),
        ),
        max_size=7,
    ),
    st.sampled_from([date(2021, 1, 1), date(2022, 3, 1), date(2022, 6, 1), date(2024, 1, 1)]),
)
def test_a_day_after_all_shows_what_stands(
    history: list[tuple[str, str | None, str | None, bool]], day: date
) -> None:
    from store.ledger.change import canonical_json
    from tests.store.ledger.replay import replay

    changes: list[Change] = []
    for lamport, (replica, value, effective_on, sees) in enumerate(history, 1):
        heads = next(iter(replay(changes).values()), ()) if sees else ()
        seq = sum(c.replica == replica for c in changes) + 1
        changes.append(
            Change(
                replica, seq, lamport, 0, "o", "17", "1", "action", "1.1", "status", canonical_json(value),
                effective_on, tuple(head.id for head in heads),
            )
        )  # fmt: skip
    heads = next(iter(replay(changes).values()), ())
    shown = change_in_force(changes, date(2030, 1, 1))
    assert (None if shown is None else shown.id) == (heads[0].id if heads else None)
    held = [c for c in changes if c.effective_on is None or c.effective_on <= day.isoformat()]
    # lamport grows along supersession, so that the newest word that had taken effect is the one in force
    newest = max(held, key=lambda c: c.lamport, default=None)
    assert change_in_force(changes, day) == newest


def test_statuses_of_a_newer_version_are_not_counted(tmp_path: Path) -> None:
    with hq(tmp_path, due_plan(1)) as store:
        record(store, [Edit("action", "1.1.1", "MPB", "status", "suspended", "2022-05-01")])
        record(store, [Edit("action", "1.1.2", "MPB", "status", 7, "2022-05-01")])
        record(store, [Edit("assessment", "1.1.1", "", "status", "suspended", "2022-05-01")])
        assert rates(store, year_span(2022), as_of=END).plan.statuses == {None: 3}
        record(store, [Edit("action", "1.1.1", "MPB", "status", "implemented", "2023-05-01")])
        assert rates(store, year_span(2022), as_of=END).plan.statuses == {None: 3}
