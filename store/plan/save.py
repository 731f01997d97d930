"""A published plan written into its tables: saved, inserted as a revision, taken out again."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final

from store.db.database import Store
from store.db.plan_digest import ROWS_OF_REVISION, seal_plan
from store.plan.model import (
    ADMIN,
    Action,
    Indicator,
    Plan,
    Target,
)

_NAME_ROLES: Final = (
    ("funding", "funding"),
    ("institution", "institutions"),
    ("output", "outputs"),
    ("document", "documents"),
)


def save_plan(store: Store, plan: Plan, *, source_name: str, source_sha256: str) -> int:
    """Publish a plan as the next revision, in one transaction; returns the revision's number (from 1).

    Raises Refused ``plan_form`` where the number or the id of an action stands twice.
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
    both are empty for the plan that an installation began with. Raises Refused ``plan_form``.
    """
    import sqlite_utils

    from store.plan.parse import refuse_twins

    refuse_twins(plan)
    db = sqlite_utils.Database(conn, execute_plugins=False)
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    rows["plan"].append(
        {
            "revision": revision,
            "id": plan.id,
            "title": plan.title,
            "language": plan.language,
            "currency": plan.currency,
            "years": json.dumps(plan.years),
            "source_name": source_name,
            "source_sha256": source_sha256,
            "content_sha256": content_sha256,
            "in_force_from": in_force_from,
        }
    )
    _collect(conn, revision, plan, rows)
    conn.execute("PRAGMA defer_foreign_keys = ON")
    for table, entries in rows.items():
        db.table(table).insert_all(entries)
    seal_plan(conn, revision)


def delete_plan(conn: sqlite3.Connection, revision: int) -> None:
    """Drop a revision that counts no more, inside the caller's transaction."""
    conn.execute("PRAGMA defer_foreign_keys = ON")
    for table, where in (("plan_digest", "revision = ?1"), *ROWS_OF_REVISION):
        conn.execute(f"DELETE FROM {table} WHERE {where}", (revision,))


def _next_id(conn: sqlite3.Connection, table: str) -> Iterator[int]:
    first = int(conn.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}").fetchone()[0])
    while True:
        yield first
        first += 1


def _collect(
    conn: sqlite3.Connection, revision: int, plan: Plan, rows: dict[str, list[dict[str, Any]]]
) -> None:
    strategic_ids = _next_id(conn, "strategic_objective")
    specific_ids = _next_id(conn, "specific_objective")
    indicator_ids = _next_id(conn, "indicator")
    specific_position = action_position = 0
    for position, strategic in enumerate(plan.strategic_objectives, 1):
        strategic_id = next(strategic_ids)
        rows["strategic_objective"].append(
            {
                "id": strategic_id,
                "revision": revision,
                "position": position,
                "nr": strategic.nr,
                "title": strategic.title,
            }
        )
        _collect_indicators(rows, indicator_ids, strategic.indicators, strategic=strategic_id)
        for objective in strategic.specific_objectives:
            specific_id = next(specific_ids)
            specific_position += 1
            rows["specific_objective"].append(
                {
                    "id": specific_id,
                    "revision": revision,
                    "strategic_objective": strategic_id,
                    "position": specific_position,
                    "nr": objective.nr,
                    "title": objective.title,
                    "total_label": objective.total_label,
                }
            )
            rows["objective_total"] += [
                {"specific_objective": specific_id, "year": year, "cents": cents}
                for year, cents in objective.totals.items()
            ]
            _collect_indicators(rows, indicator_ids, objective.indicators, specific=specific_id)
            for action in objective.actions:
                action_position += 1
                _collect_action(rows, revision, specific_id, action_position, action)
    rows["finding"] += [
        {
            "revision": revision,
            "position": position,
            "code": finding.code,
            "place": finding.where,
            "figures": json.dumps(dict(finding.figures), ensure_ascii=False),
            "source": finding.source,
        }
        for position, finding in enumerate(plan.findings, 1)
    ]
    rows["provenance"] += [
        {"revision": revision, "path": path, "place": p.place, "certain": int(p.certain), "reason": p.reason}
        for path, p in plan.provenance.items()
    ]


def _collect_indicators(
    rows: dict[str, list[dict[str, Any]]],
    ids: Iterator[int],
    indicators: Iterable[Indicator],
    *,
    strategic: int | None = None,
    specific: int | None = None,
) -> None:
    for position, indicator in enumerate(indicators, 1):
        indicator_id = next(ids)
        rows["indicator"].append(
            {
                "id": indicator_id,
                "strategic_objective": strategic,
                "specific_objective": specific,
                "position": position,
                "title": indicator.title,
                "result": indicator.result,
                "stable_id": indicator.id or None,
            }
        )
        for kind in ("baseline", "interim", "final"):
            target: Target | None = getattr(indicator, kind)
            if target is not None:
                rows["indicator_target"].append(
                    {"indicator": indicator_id, "kind": kind, "value": target.value, "year": target.year}
                )


def _collect_action(
    rows: dict[str, list[dict[str, Any]]], revision: int, specific: int, position: int, action: Action
) -> None:
    key = {"revision": revision, "action": action.stable_id}
    rows["action"].append(
        {
            "revision": revision,
            "id": action.stable_id,
            "position": position,
            "specific_objective": specific,
            "nr": action.nr,
            "title": action.title,
            "deadline": action.deadline.raw,
            "deadline_start": action.deadline.start,
            "deadline_end": action.deadline.end,
            "deadline_start_month": action.deadline.start_month,
            "deadline_end_month": action.deadline.end_month,
        }
    )
    for year, cell in action.budget.items():
        if cell is not None:
            is_amount = isinstance(cell, int)
            rows["budget_cell"].append(
                {
                    **key,
                    "year": year,
                    "kind": "amount" if is_amount else ADMIN,
                    "cents": cell if is_amount else None,
                }
            )
    for role, attribute in _NAME_ROLES:
        rows["action_name"] += [
            {**key, "role": role, "position": n, "name": name}
            for n, name in enumerate(getattr(action, attribute), 1)
        ]
    rows["remark"] += [
        {**key, "position": n, "heading": remark.heading, "text": remark.text}
        for n, remark in enumerate(action.remarks, 1)
    ]
