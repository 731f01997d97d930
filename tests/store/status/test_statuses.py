"""The list, the day and the one action draw an action's status by one rule, whatever stands in conflict."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.db.database import Store
from store.figures.spans import year_span
from store.ledger.change import GENESIS, Change, canonical_json, change_hash
from store.ledger.identity import own_unit, read_identity
from store.ledger.intake import Intake
from store.plan.lookup import current_revision
from store.query.filters.filter import Filter, list_actions
from store.query.matrix import matrix
from store.query.rates import rates
from store.status.action_rows import read_plan_rows
from store.status.outline import outline
from store.status.record import read_record
from store.status.rollup import STATUSES
from store.status.status_as_of import statuses_as_of
from tests.plans import enrolled, small_plan

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
histories = st.lists(
    st.tuples(st.sampled_from(["aa", "bb"]), st.sampled_from(ACTIONS), said, st.booleans()), max_size=14
)
"""Changes of two replicas; each supersedes what its replica last set in the register, or nothing."""


@pytest.fixture(scope="module", params=[("field", "17"), ("headquarters", "MPB"), None])
def viewer(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    role, unit = request.param or ("field", "17")
    with enrolled(tmp_path_factory.mktemp("viewer") / "a.db", role=role, unit=unit) as store:
        if request.param is None:
            store.conn.execute("DELETE FROM identity")
        yield store


def take(store: Store, history: list[tuple[str, str, tuple[str, str, str, object], bool]]) -> None:
    with store.writing() as conn:
        for table in ("state", "change", "awaited_supersession"):
            conn.execute(f"DELETE FROM {table}")
        conn.execute("UPDATE replica SET changes = 0, head = x''")
        intake = Intake(conn)
        heads = dict.fromkeys(("aa", "bb"), (0, GENESIS))
        last: dict[tuple[object, ...], str] = {}
        for lamport, (replica, nr, (kind, unit, field, value), sees) in enumerate(history, 1):
            seq, prev = heads[replica]
            key = (replica, kind, nr, unit, field)
            supersedes = (last[key],) if sees and key in last else ()
            change = Change(
                replica, seq + 1, lamport, 0, "o", unit, "1", kind, nr, field, canonical_json(value),
                "2022-01-01", supersedes,
            )  # fmt: skip
            heads[replica] = (seq + 1, change_hash(change, prev))
            last[key] = change.id
            intake.add(change, heads[replica][1])
        intake.finish()


@given(histories)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_queries_agree(
    viewer: Store, history: list[tuple[str, str, tuple[str, str, str, object], bool]]
) -> None:
    take(viewer, history)
    conn = viewer.conn
    identity = read_identity(conn)
    unit = own_unit(identity)
    shown = {row.id: row.status for row in outline(viewer, today=TODAY).actions}
    rows = {row.id: row for row in read_plan_rows(conn, current_revision(conn))}
    by_day = statuses_as_of(conn, TODAY)
    assert by_day == statuses_as_of(conn, None)
    of_units = {(row.id, code): status for row in matrix(viewer).rows for code, status in row.cells.items()}
    for nr in ACTIONS:
        institutions = rows[nr].institutions
        record = read_record(conn, identity, nr)
        assert shown[nr] == by_day.seen_by(unit, nr, institutions) == record.status(institutions)
        assert record.statuses.assessed.get(nr) == by_day.assessed.get(nr)
        for code in UNITS:
            assert of_units.get((nr, code)) == by_day.reported.get(nr, {}).get(code)
            assert record.statuses.of_unit(nr, code) == by_day.of_unit(nr, code)
    counted = rates(viewer, year_span(2022), as_of=TODAY, unit=unit).plan.statuses
    below = list_actions(viewer, Filter(mine=unit is not None), today=TODAY)
    for status in STATUSES:
        assert counted.get(status, 0) == sum(row.status == status for row in below)


def test_a_status_in_conflict_stands_in_the_matrix_as_it_stands_in_the_list(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db", role="headquarters", unit="MPB") as store:
        for_17 = ("action", "17", "status")
        take(
            store,
            [
                ("aa", "1.1.1", (*for_17, "implemented"), False),
                ("bb", "1.1.1", (*for_17, "cancelled"), False),
            ],
        )
        (row,) = (row for row in matrix(store).rows if row.id == "1.1.1")
        assert (row.cells["17"], row.conflicts) == ("cancelled", frozenset({"17"}))
