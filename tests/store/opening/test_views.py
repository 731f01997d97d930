"""The views for readers of the file say what the program says; with others a database is not opened."""

from __future__ import annotations

import sqlite3
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import language
from language import registers, terms
from schema.choices import REASON, REVIEW
from schema.registers import KINDS
from store.account.action_rows import read_plan_rows
from store.account.money import add_money
from store.account.recorded import action_money
from store.account.reporting import rule_value
from store.account.reviews import reporting_pairs
from store.account.status_as_of import dated_statuses
from store.account.statuses import STATUSES
from store.db.database import Store
from store.db.errors import UserError
from store.integrity.verify import verify
from store.ledger.append import Edit, read_changes, rebuild_derived, record
from store.ledger.heads import state_form
from store.opening.open_store import open_store
from store.opening.views import view_statements
from store.plan.lookup import action_numbers, current_revision
from store.plan.model import Deadline
from store.plan.reporting import CHOSEN, LEAD_AND_SUPPORT, ReportingRule
from store.plan.unit_tables import altered_unit_tables
from store.status.record import read_records
from tests.recount import histories
from tests.store.figures.test_figures import hq, plan_of
from tests.store.opening.test_database import with_migration
from tests.support.lengths import cases

NAMES = ("MPB", "XYZQ", "Komunat", "UNHCR/CRPK", "Komuna e Pejës", "Avokati i Popullit", "mpb ", "")
"""What the first institution may be grouped under."""
SOME_RULES: Final = (
    ReportingRule(),
    ReportingRule(LEAD_AND_SUPPORT),
    ReportingRule(CHOSEN, frozenset({"MPB", "17"})),
)


def rows_of(store: Store, view: str) -> list[dict[str, Any]]:
    cursor = store.conn.execute(f"SELECT * FROM {view}")
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def holds_for_actions(store: Store) -> None:
    conn = store.conn
    plan = read_plan_rows(conn, current_revision(conn), date.max)
    statuses, since = dated_statuses(conn, date.max)
    money = action_money(conn, date.max)
    drawn = {row["action"]: row for row in rows_of(store, "v_action")}
    assert [*drawn] == [row.id for row in plan]
    for row in plan:
        found, status = drawn[row.id], statuses.of_action(row.id, row.institutions)
        assert (found["lead_unit"], found["lead_name"] or "") == (row.lead, row.leader)
        assert (found["status"], bool(found["cancelled"])) == (status, row.id in statuses.cancelled)
        assert found["assessment"] == statuses.assessed.get(row.id)
        assert found["implemented_on"] == (since.get(row.id) if status == "implemented" else None)
        assert found["deadline_to"] == (row.deadline and row.deadline.isoformat())
        wanted, given = statuses.expected_on(row.id, row.institutions), statuses.reported.get(row.id, {})
        assert (found["expected"], found["reported"]) == (len(wanted), len(wanted & given.keys()))
        whole = add_money(money.get(row.id, ()))
        assert found["planned_cents"] == whole.planned
        assert (found["administrative"], found["allocated_cents"]) == (whole.admin, whole.allocated)
        assert found["spent_cents"] == whole.spent
        assert found["spent"] == (None if whole.spent is None else whole.spent / 100)


def holds_for_reports(store: Store) -> None:
    conn = store.conn
    statuses, _ = dated_statuses(conn, date.max)
    plan = {row.id: row for row in read_plan_rows(conn, current_revision(conn), date.max)}
    expected = {
        (row.id, unit) for row in plan.values() for unit in statuses.expected_on(row.id, row.institutions)
    }
    known = action_numbers(conn)
    reported = {
        (action, unit) for action, units in reporting_pairs(conn).items() if action in known for unit in units
    }
    drawn = {(row["action"], row["unit"]): row for row in rows_of(store, "v_report")}
    assert drawn.keys() == expected | reported
    records = read_records(conn, None, date.max)
    for (action, unit), row in drawn.items():
        said = records[action].reports.get(unit) if action in records else None
        values = {} if said is None else said.values
        for field in ("status", "percent", "reason", "reason_text", "next_steps"):
            assert row[field] == values.get(field)
        assert row["effective_on"] == (said and said.effective_on)
        assert bool(row["expected"]) == ((action, unit) in expected)
        assert bool(row["in_plan"]) == (action in plan)
        with language.speaking("sq"):
            assert row["status_words"] == terms.status(row["status"])


def holds_for_money(store: Store) -> None:
    found: Counter[str] = Counter()
    for row in rows_of(store, "v_money"):
        found.update({name: row[f"{name}_cents"] or 0 for name in ("planned", "spent")})
        found["on_plan"] += (row["spent_cents"] or 0) * row["on_plan"]
    years = [year for of in action_money(store.conn, date.max).values() for year in of]
    whole = add_money(years)
    assert (found["planned"], found["spent"]) == (whole.planned or 0, whole.spent or 0)
    assert found["on_plan"] == (whole.spent_on_budget or 0)


def holds_for_changes(store: Store) -> None:
    drawn = {row["id"]: row for row in rows_of(store, "v_change")}
    changes = {change.id: change for change in read_changes(store.conn)}
    assert drawn.keys() == changes.keys()
    for id, change in changes.items():
        row = drawn[id]
        assert (row["kind"], row["target"], row["unit"] or "", row["field"]) == change.register
        assert (row["value"], row["effective_on"]) == (change.shown, change.effective_on)
    heads = {head for form in state_form(store.conn) for head in form["heads"]}
    assert heads == {id for id, row in drawn.items() if row["stands"]}


@settings(max_examples=cases(10, 100), deadline=None)
@given(
    versions=histories.versions(),
    history=histories.recorded(),
    groups=st.lists(st.tuples(st.sampled_from(NAMES[:-1]), st.sampled_from([*NAMES, None])), max_size=4),
    rule=st.sampled_from([None, *map(rule_value, SOME_RULES)]),
)
def test_the_views_say_what_the_account_says(
    tmp_path_factory: pytest.TempPathFactory,
    versions: list[histories.Version],
    history: list[tuple[int, histories.Event]],
    groups: list[tuple[str, str | None]],
    rule: object,
) -> None:
    with histories.lived(tmp_path_factory.mktemp("x") / "a.db", versions, history) as store:
        record(store, [Edit("name", "institution", "", spelling, name) for spelling, name in groups])
        record(store, [Edit("reporting", "p", "", "expected", rule)])
        holds_for_actions(store)
        holds_for_reports(store)
        holds_for_money(store)
        holds_for_changes(store)
        assert altered_unit_tables(store.conn) == []
        with store.writing() as conn:
            rebuild_derived(conn)
        holds_for_actions(store)


def test_the_words_of_the_views_are_those_of_the_program(tmp_path: Path) -> None:
    with hq(tmp_path / "a.db", plan_of([])) as store:
        words = rows_of(store, "v_word")
    # each once, or whatever is joined with its words stands twice
    assert len({(row["kind"], row["code"]) for row in words}) == len(words)
    for spoken in ("en", "sq", "sr"):
        with language.speaking(spoken):
            assert {(row["kind"], row["code"]): row[spoken] for row in words} == {
                **{("status", code or "not_reported"): terms.status(code) for code in (*STATUSES, None)},
                **{("reason", code): terms.reason(code) for code in REASON.codes},
                **{("kind", code): registers.kind(code) for code in KINDS},
                **{("review", code): terms.review(code) for code in REVIEW.codes},
            }
    assert all(row["words"] == row["sq"] for row in words)


def test_a_view_that_says_something_else_is_not_opened(tmp_path: Path) -> None:
    with hq(tmp_path / "a.db", plan_of([])) as store:
        store.conn.execute("DROP VIEW v_action")
        store.conn.execute("CREATE VIEW v_action AS SELECT 1 AS action")
    with pytest.raises(UserError, match="db_acts") as refused:
        open_store(tmp_path / "a.db")
    assert refused.value.params["name"] == "v_action"


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE VIEW v_action AS SELECT 1 AS action",
        "CREATE TABLE V_ACTION (action TEXT)",
        "CREATE VIEW v_action AS SELECT * FROM nowhere",
    ],
)
def test_views_of_an_earlier_form_are_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, statement: str
) -> None:
    path = tmp_path / "a.db"
    with hq(path, plan_of([])) as store:
        store.conn.execute("DROP VIEW v_action")
        store.conn.execute(statement)
    with_migration(monkeypatch, lambda conn: None)
    with open_store(path) as store:
        made = dict(store.conn.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'view'"))
        assert made == view_statements()
        assert verify(store).faults == ()


@pytest.mark.parametrize("view", view_statements())
def test_whoever_reads_the_file_needs_no_program(tmp_path: Path, view: str) -> None:
    with hq(tmp_path / "a.db", plan_of([Deadline("2022", 2022, 2022)])):
        pass
    reader = sqlite3.connect(f"file:{tmp_path / 'a.db'}?mode=ro", uri=True)
    reader.execute("PRAGMA trusted_schema = OFF")
    rows = reader.execute(f"SELECT * FROM {view}")
    assert all(len(row) == len(rows.description) for row in rows)
    reader.close()
