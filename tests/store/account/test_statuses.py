"""List, action, unit, matrix and rates draw a status by one rule, whatever is dated ahead or disputed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from store.account.action_rows import read_plan_rows
from store.account.in_force import change_in_force
from store.account.spans import year_span
from store.account.status_as_of import cancelled_as_of, statuses_as_of
from store.account.statuses import STATUSES, contradictions, status_fields, wants_reason
from store.db.database import Store
from store.edits.edits import StatusReport, report_status
from store.ledger.change import GENESIS, Change, canonical_json, change_hash
from store.ledger.identity import own_unit, read_identity
from store.ledger.intake import Intake
from store.plan.lookup import current_revision
from store.query.bulk import bulk_actions
from store.query.filters.filter import Filter, list_actions
from store.query.matrix import matrix
from store.query.queries import action_detail, own_reports
from store.status.outline import outline
from store.status.record import Ahead
from tests.plans import enrolled, small_plan
from tests.support.lengths import cases
from tests.support.rates import rates

TODAY = date(2023, 6, 1)
UNITS = ("17", "18", "MPB", "XYZQ")
ACTIONS = [action.nr for action in small_plan().actions()][:3]

said = st.one_of(
    st.tuples(
        st.just("action"),
        st.sampled_from(UNITS),
        st.just("status"),
        st.none() | st.sampled_from([*STATUSES, "?"]),
    ),
    st.tuples(
        st.just("assessment"), st.just(""), st.just("status"), st.none() | st.sampled_from([*STATUSES, 7])
    ),
    st.tuples(st.just("decision"), st.just(""), st.just("cancelled"), st.sampled_from([None, True, False])),
)
DAYS = ("2022-01-01", TODAY.isoformat(), "2023-06-02", "2024-01-01", None)
Told = tuple[str, str, tuple[str, str, str, object], bool, str | None]
histories = st.lists(
    st.tuples(
        st.sampled_from(["aa", "bb"]), st.sampled_from(ACTIONS), said, st.booleans(), st.sampled_from(DAYS)
    ),
    max_size=14,
)
"""Changes of two replicas; each supersedes what its replica last set in the register, or nothing."""


@pytest.fixture(scope="module", params=[("field", "17"), ("headquarters", "MPB"), None])
def viewer(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    role, unit = request.param or ("field", "17")
    with enrolled(tmp_path_factory.mktemp("viewer") / "a.db", role=role, unit=unit) as store:
        if request.param is None:
            store.conn.execute("DELETE FROM identity")
        yield store


def take(store: Store, history: list[Told]) -> list[Change]:
    changes = []
    with store.writing() as conn:
        for table in ("state", "change", "awaited_supersession"):
            conn.execute(f"DELETE FROM {table}")
        conn.execute("UPDATE replica SET changes = 0, head = x''")
        intake = Intake(conn)
        heads = dict.fromkeys(("aa", "bb"), (0, GENESIS))
        last: dict[tuple[object, ...], str] = {}
        for lamport, (replica, nr, (kind, unit, field, value), sees, day) in enumerate(history, 1):
            seq, prev = heads[replica]
            key = (replica, kind, nr, unit, field)
            supersedes = (last[key],) if sees and key in last else ()
            change = Change(
                replica, seq + 1, lamport, 0, "o", unit, "1", kind, nr, field, canonical_json(value),
                day, supersedes,
            )  # fmt: skip
            heads[replica] = (seq + 1, change_hash(change, prev))
            last[key] = change.id
            intake.add(change, heads[replica][1])
            changes.append(change)
        intake.finish()
    return changes


def naive(changes: list[Change], day: date) -> dict[tuple[str, str, str], object]:
    """What holds on a day by kind, action and unit, by the definition alone."""
    registers = {change.register for change in changes}
    held = {key: change_in_force([c for c in changes if c.register == key], day) for key in registers}
    return {key[:3]: change.decoded() for key, change in held.items() if change is not None}


REPORTED_AHEAD: Final[list[Told]] = [
    ("aa", "1.1.2", ("assessment", "", "status", "cancelled"), False, "2022-01-01"),
    ("aa", "1.1.2", ("action", "17", "status", "not_started"), True, "2023-06-01"),
]


@given(histories, st.sampled_from([TODAY, date(2022, 5, 1), date.max]))
@example(REPORTED_AHEAD, date(2022, 5, 1))
@settings(
    max_examples=cases(20, 200), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_queries_agree(viewer: Store, history: list[Told], day: date) -> None:
    said = naive(take(viewer, history), day)
    conn = viewer.conn
    identity = read_identity(conn)
    unit = own_unit(identity)
    shown = {row.id: row.status for row in outline(viewer, today=day).actions}
    rows = {row.id: row for row in read_plan_rows(conn, current_revision(conn), day)}
    by_day = statuses_as_of(conn, day)
    of_units = {
        (row.id, code): status for row in matrix(viewer, as_of=day).rows for code, status in row.cells.items()
    }
    lists = {
        code: {row.id: row.status for row in list_actions(viewer, Filter(unit=code), today=day)}
        for code in UNITS
    }
    bulk = {
        one.detail.row.id: one.detail
        for one in bulk_actions(viewer, outline(viewer, today=day).actions, day=day)
    }
    for nr in ACTIONS:
        institutions = rows[nr].institutions
        detail = action_detail(viewer, nr, today=day)
        assert shown[nr] == by_day.seen_by(unit, nr, institutions) == detail.row.status
        assert (detail.reports, detail.own, detail.early) == (bulk[nr].reports, bulk[nr].own, bulk[nr].early)
        assessed = said.get(("assessment", nr, ""))
        assert by_day.assessed.get(nr) == (assessed if assessed in STATUSES else None)
        cancelled = bool(said.get(("decision", nr, ""))) or assessed == "cancelled"
        assert (nr in by_day.cancelled) == cancelled == (nr in cancelled_as_of(conn, day))
        reports = {report.unit: report.values.get("status") for report in detail.reports}
        for code in UNITS:
            held = said.get(("action", nr, code))
            held = held if held in STATUSES else None
            assert held == reports.get(code) == by_day.reported.get(nr, {}).get(code)
            assert held == of_units.get((nr, code))
            seen = "cancelled" if cancelled else held
            assert seen == by_day.of_unit(nr, code) == lists[code].get(nr, seen)
            assert nr in lists[code] or held is None
            assert statuses_as_of(conn, day, unit=code).of_unit(nr, code) == seen
    counted = rates(viewer, year_span(2022), as_of=day, unit=unit).plan.statuses
    # what one reports dated ahead is in the own list at once, and in the rates from its day on
    below = [
        row
        for row in list_actions(viewer, Filter(mine=unit is not None), today=day)
        if unit is None or unit in rows[row.id].expected or unit in by_day.reported.get(row.id, {})
    ]
    for status in STATUSES:
        assert counted.get(status, 0) == sum(row.status == status for row in below)


def test_a_status_dated_ahead_counts_from_its_day_on_and_is_shown_before(tmp_path: Path) -> None:
    ahead = date(2023, 12, 31)
    with enrolled(tmp_path / "a.db", unit="17") as store:
        report_status(store, "1.1.1", StatusReport("in_progress"), today=TODAY)
        report_status(store, "1.1.1", StatusReport("implemented", on=ahead), today=TODAY)
        found = action_detail(store, "1.1.1", today=TODAY)
        assert (found.row.status, found.own.effective_on) == ("in_progress", TODAY.isoformat())
        assert found.own.ahead == Ahead("implemented", "2023-12-31")
        found = action_detail(store, "1.1.1", today=ahead)
        assert (found.row.status, found.own.ahead) == ("implemented", None)
        # an edit starts from what stands
        (own,) = own_reports(store, ["1.1.1"])
        assert (own.values["status"], own.effective_on) == ("implemented", "2023-12-31")
        # and its key pressed today means today
        report_status(store, "1.1.1", StatusReport("implemented"), today=TODAY)
        found = action_detail(store, "1.1.1", today=TODAY)
        assert (found.row.status, found.own.ahead) == ("implemented", None)


def test_a_status_in_conflict_stands_in_the_matrix_as_it_stands_in_the_list(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db", role="headquarters", unit="MPB") as store:
        for_17 = ("action", "17", "status")
        take(
            store,
            [
                ("aa", "1.1.1", (*for_17, "implemented"), False, "2022-01-01"),
                ("bb", "1.1.1", (*for_17, "cancelled"), False, "2022-01-01"),
            ],
        )
        (row,) = (row for row in matrix(store, as_of=TODAY).rows if row.id == "1.1.1")
        assert (row.cells["17"], row.conflicts) == ("cancelled", frozenset({"17"}))


@pytest.mark.parametrize(
    ("values", "against"),
    [
        ({"status": "implemented"}, {}),
        ({"status": "implemented", "percent": 100, "output_reached": "x", "new_deadline": "2023"}, {}),
        (
            {"status": "implemented", "percent": 40, "reason": "lack_of_staff"},
            {"percent": 100, "reason": None},
        ),
        ({"status": "implemented", "reason_text": "staff"}, {"reason_text": None}),
        ({"status": "implemented", "percent": 0}, {"percent": 100}),
        ({"status": "not_started", "percent": 40}, {"percent": None}),
        ({"status": "not_started", "percent": 0}, {}),
        ({"status": "in_progress", "percent": 100}, {"percent": None}),
        ({"status": "in_progress", "percent": 40, "reason": "lack_of_staff"}, {}),
        ({"status": "not_implemented", "reason": "lack_of_staff"}, {}),
        ({"status": "cancelled", "percent": 100}, {}),
        ({"percent": 100}, {}),
    ],
)
def test_what_contradicts_a_status(values: dict[str, object], against: dict[str, object]) -> None:
    assert contradictions(values) == against
    assert contradictions({**values, **against}) == {}


@pytest.mark.parametrize("status", ["implemented", "cancelled"])
def test_what_is_over_is_not_late(status: str) -> None:
    assert wants_reason(status, {}, overdue=True) == (status == "cancelled")
    assert "new_deadline" not in status_fields(status, overdue=True)
    assert wants_reason("in_progress", {}, overdue=True)
