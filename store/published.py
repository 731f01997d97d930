"""Writing a plan into the store and reading it back: the same plan."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final

from store.database import Store
from store.lookup import known_revision
from store.plan import (
    ADMIN,
    Action,
    BudgetCell,
    Deadline,
    Finding,
    Indicator,
    Plan,
    Provenance,
    Remark,
    SpecificObjective,
    StrategicObjective,
    Target,
)

_NAME_ROLES: Final = (("funding", "funding"), ("institution", "institutions"), ("document", "documents"))


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

    from store.planparse import refuse_twins

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


def delete_plan(conn: sqlite3.Connection, revision: int) -> None:
    """Drop a revision that counts no more, inside the caller's transaction."""
    specific = "SELECT id FROM specific_objective WHERE revision = ?1"
    strategic = "SELECT id FROM strategic_objective WHERE revision = ?1"
    indicators = (
        f"SELECT id FROM indicator WHERE specific_objective IN ({specific})"
        f" OR strategic_objective IN ({strategic})"
    )
    conn.execute("PRAGMA defer_foreign_keys = ON")
    for table, where in (
        ("provenance", "revision = ?1"),
        ("finding", "revision = ?1"),
        ("action_name", "revision = ?1"),
        ("remark", "revision = ?1"),
        ("budget_cell", "revision = ?1"),
        ("action", "revision = ?1"),
        ("indicator_target", f"indicator IN ({indicators})"),
        ("indicator", f"id IN ({indicators})"),
        ("objective_total", f"specific_objective IN ({specific})"),
        ("specific_objective", "revision = ?1"),
        ("strategic_objective", "revision = ?1"),
        ("plan", "revision = ?1"),
    ):
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
            "product": action.product,
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


def load_actions(
    conn: sqlite3.Connection, revision: int, years: tuple[int, ...], action_id: str | None = None
) -> Iterator[tuple[int, Action]]:
    """Actions in document order, each with the row id of its specific objective; or the one with an id."""
    only, key = ("AND {column} = ?", (revision, action_id)) if action_id is not None else ("", (revision,))
    cells: dict[str, dict[int, BudgetCell]] = defaultdict(dict)
    for action, year, kind, cents in conn.execute(
        "SELECT action, year, kind, cents FROM budget_cell"
        f" WHERE revision = ? {only.format(column='action')}",
        key,
    ):
        cells[action][year] = cents if kind == "amount" else ADMIN
    names: dict[tuple[str, str], list[str]] = defaultdict(list)
    for action, role, name in conn.execute(
        "SELECT action, role, name FROM action_name WHERE revision = ? "
        f"{only.format(column='action')} ORDER BY action, role, position",
        key,
    ):
        names[action, role].append(name)
    remarks: dict[str, list[Remark]] = defaultdict(list)
    for action, heading, text in conn.execute(
        "SELECT action, heading, text FROM remark WHERE revision = ? "
        f"{only.format(column='action')} ORDER BY action, position",
        key,
    ):
        remarks[action].append(Remark(heading, text))
    for row in conn.execute(
        "SELECT specific_objective, id, nr, title, deadline, deadline_start, deadline_end,"
        " deadline_start_month, deadline_end_month, product FROM action"
        f" WHERE revision = ? {only.format(column='id')} ORDER BY position",
        key,
    ):
        action = row[1]
        yield (
            row[0],
            Action(
                id=action,
                nr=row[2],
                title=row[3],
                deadline=Deadline(*row[4:9]),
                budget={year: cells[action].get(year) for year in years},
                funding=tuple(names[action, "funding"]),
                institutions=tuple(names[action, "institution"]),
                product=row[9],
                documents=tuple(names[action, "document"]),
                remarks=tuple(remarks[action]),
            ),
        )


def load_indicators(conn: sqlite3.Connection, column: str) -> dict[int, tuple[Indicator, ...]]:
    """Indicators by objective; ``column`` is ``strategic_objective`` or ``specific_objective``."""
    targets: dict[int, dict[str, Target]] = defaultdict(dict)
    for indicator, kind, value, year in conn.execute("SELECT * FROM indicator_target"):
        targets[indicator][kind] = Target(value, year)
    result: dict[int, tuple[Indicator, ...]] = defaultdict(tuple)
    for row in conn.execute(
        f"SELECT {column}, id, title, result, stable_id FROM indicator"
        f" WHERE {column} IS NOT NULL ORDER BY {column}, position"
    ):
        t = targets[row[1]]
        targets_of_row = (t.get("baseline"), t.get("interim"), t.get("final"))
        result[row[0]] += (Indicator(row[2], *targets_of_row, row[3], row[4] or ""),)
    return result


def load_plan(store: Store, revision: int | None = None) -> Plan:
    """The plan as published; the newest revision by default. Action ids are always filled in.

    Raises Refused ``db_no_plan`` or ``revision_unknown``.
    """
    with store.reading() as conn:
        revision = known_revision(conn, revision)
        head = conn.execute(
            "SELECT id, title, language, currency, years FROM plan WHERE revision = ?", (revision,)
        ).fetchone()
        years = tuple(json.loads(head[4]))
        actions: dict[int, list[Action]] = defaultdict(list)
        for objective, action in load_actions(conn, revision, years):
            actions[objective].append(action)
        totals: dict[int, dict[int, int | None]] = defaultdict(dict)
        for objective, year, cents in conn.execute("SELECT * FROM objective_total"):
            totals[objective][year] = cents
        specific_indicators = load_indicators(conn, "specific_objective")
        specific: dict[int, list[SpecificObjective]] = defaultdict(list)
        for row in conn.execute(
            "SELECT strategic_objective, id, nr, title, total_label FROM specific_objective"
            " WHERE revision = ? ORDER BY position",
            (revision,),
        ):
            specific[row[0]].append(
                SpecificObjective(
                    row[2],
                    row[3],
                    specific_indicators[row[1]],
                    tuple(actions[row[1]]),
                    row[4],
                    totals[row[1]],
                )
            )
        strategic_indicators = load_indicators(conn, "strategic_objective")
        return Plan(
            id=head[0],
            title=head[1],
            language=head[2],
            currency=head[3],
            years=years,
            strategic_objectives=tuple(
                StrategicObjective(nr, title, strategic_indicators[key], tuple(specific[key]))
                for key, nr, title in conn.execute(
                    "SELECT id, nr, title FROM strategic_objective WHERE revision = ? ORDER BY position",
                    (revision,),
                )
            ),
            findings=tuple(
                Finding(code, place, json.loads(figures), source)
                for code, place, figures, source in conn.execute(
                    "SELECT code, place, figures, source FROM finding WHERE revision = ? ORDER BY position",
                    (revision,),
                )
            ),
            provenance={
                path: Provenance(place, bool(certain), reason)
                for path, place, certain, reason in conn.execute(
                    "SELECT path, place, certain, reason FROM provenance WHERE revision = ?", (revision,)
                )
            },
        )
