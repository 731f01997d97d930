"""A published plan written into its tables: saved, inserted as a revision, taken out again."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any, Final, TypeAlias

from store.db.database import Store
from store.db.plan_digest import ROWS_OF_REVISION, seal_plan
from store.plan.model import ADMIN, Action, Indicator, Plan
from store.plan.unit_tables import refresh_units

_NAME_ROLES: Final = (
    ("funding", "funding"),
    ("lead", "lead"),
    ("support", "support"),
    ("output", "outputs"),
    ("document", "documents"),
)

_Rows: TypeAlias = "dict[str, list[tuple[Any, ...]]]"
"""Rows by table, each with a value for every column."""


def save_plan(store: Store, plan: Plan, *, source_name: str, source_sha256: str) -> int:
    """Publish a plan as the next revision, in one transaction; returns the revision's number (from 1).

    Raises UserError ``plan_form`` where the number or the id of an action stands twice, or
    ``plan_name_long``.
    """
    with store.writing() as conn:
        revision = int(conn.execute("SELECT coalesce(max(revision), 0) + 1 FROM plan").fetchone()[0])
        insert_plan(conn, revision, plan, source_name=source_name, source_sha256=source_sha256)
    return revision


def insert_plan(
    conn: sqlite3.Connection,
    revision: int,
    plan: Plan,
    *,
    source_name: str,
    source_sha256: str,
    content_sha256: str = "",
    in_force_from: str = "",
) -> None:
    """Write a plan as a revision that does not stand yet, inside the caller's transaction.

    ``content_sha256`` names the published content that it was read from and ``in_force_from`` is an ISO day;
    both are empty for the plan that an installation began with. Raises as :func:`save_plan`.
    """
    from store.plan.parse import refuse_unfit_names

    refuse_unfit_names(plan)
    rows: _Rows = defaultdict(list)
    years = json.dumps(plan.years)
    named = (plan.id, plan.title, plan.language, plan.currency, years)
    rows["plan"].append((revision, *named, source_name, source_sha256, content_sha256, in_force_from))
    _collect(conn, revision, plan, rows)
    conn.execute("PRAGMA defer_foreign_keys = ON")
    for table, entries in rows.items():
        if entries:
            values = ", ".join("?" * len(entries[0]))
            conn.executemany(f"INSERT INTO {table} VALUES ({values})", entries)
    seal_plan(conn, revision)
    refresh_units(conn)


def delete_plan(conn: sqlite3.Connection, revision: int) -> None:
    """Drop a revision that counts no more, inside the caller's transaction."""
    conn.execute("PRAGMA defer_foreign_keys = ON")
    for table, where in (("plan_digest", "revision = ?1"), *ROWS_OF_REVISION):
        conn.execute(f"DELETE FROM {table} WHERE {where}", (revision,))
    refresh_units(conn)


def _ids(conn: sqlite3.Connection, table: str) -> Iterator[int]:
    return count(conn.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}").fetchone()[0])


def _collect(conn: sqlite3.Connection, revision: int, plan: Plan, rows: _Rows) -> None:
    strategic_ids = _ids(conn, "strategic_objective")
    specific_ids = _ids(conn, "specific_objective")
    indicator_ids = _ids(conn, "indicator")
    specific_positions, action_positions = count(1), count(1)
    for position, strategic in enumerate(plan.strategic_objectives, 1):
        strategic_id = next(strategic_ids)
        rows["strategic_objective"].append((strategic_id, revision, position, strategic.nr, strategic.title))
        _collect_indicators(rows, indicator_ids, strategic.indicators, (strategic_id, None))
        for objective in strategic.specific_objectives:
            specific_id = next(specific_ids)
            named = (objective.nr, objective.title, objective.total_label)
            rows["specific_objective"].append(
                (specific_id, revision, strategic_id, next(specific_positions), *named)
            )
            rows["objective_total"] += [(specific_id, *total) for total in objective.totals.items()]
            _collect_indicators(rows, indicator_ids, objective.indicators, (None, specific_id))
            for action in objective.actions:
                _collect_action(rows, revision, specific_id, next(action_positions), action)
    for position, finding in enumerate(plan.findings, 1):
        figures = json.dumps(dict(finding.figures), ensure_ascii=False)
        rows["finding"].append((revision, position, finding.code, finding.where, figures, finding.source))
    rows["provenance"] += [
        (revision, path, p.place, int(p.certain), p.reason) for path, p in plan.provenance.items()
    ]


def _collect_indicators(
    rows: _Rows, ids: Iterator[int], indicators: Iterable[Indicator], of: tuple[int | None, int | None]
) -> None:
    """``of``: the row of the strategic or of the specific objective that they belong to."""
    for position, indicator in enumerate(indicators, 1):
        row = next(ids)
        values = (indicator.title, indicator.result, indicator.id or None)
        rows["indicator"].append((row, *of, position, *values))
        for kind in ("baseline", "interim", "final"):
            if (target := getattr(indicator, kind)) is not None:
                rows["indicator_target"].append((row, kind, *target))


def _collect_action(rows: _Rows, revision: int, specific: int, position: int, action: Action) -> None:
    key = (revision, action.stable_id)
    values = (action.nr, action.title, *action.deadline, action.budget_total)
    rows["action"].append((*key, position, specific, *values))
    for year, cell in action.budget.items():
        if cell is not None:
            amount = ("amount", cell) if isinstance(cell, int) else (ADMIN, None)
            rows["budget_cell"].append((*key, year, *amount))
    for role, attribute in _NAME_ROLES:
        rows["action_name"] += [(*key, role, n, name) for n, name in enumerate(getattr(action, attribute), 1)]
    rows["remark"] += [(*key, n, *remark) for n, remark in enumerate(action.remarks, 1)]
