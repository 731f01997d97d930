"""A published plan read back from its tables: the whole, its actions, its indicators."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator

from store.db.database import Store, where_equals
from store.plan.lookup import known_revision
from store.plan.model import (
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


def planned_cells(
    conn: sqlite3.Connection, revision: int, action: str | None = None
) -> dict[str, dict[int, BudgetCell]]:
    """Return the budget of each action of a revision, or of one, by year."""
    cells: dict[str, dict[int, BudgetCell]] = defaultdict(dict)
    for of, year, kind, cents in conn.execute(
        f"SELECT action, year, kind, cents FROM budget_cell WHERE revision = :revision"
        f"{where_equals(action=action)}",
        {"revision": revision, "action": action},
    ):
        cells[of][year] = cents if kind == "amount" else ADMIN
    return cells


def amounts_of_all_years(conn: sqlite3.Connection, revision: int) -> dict[str, int]:
    """Return by action the amounts for all years together: they count in no single year."""
    return dict(
        conn.execute(
            "SELECT id, budget_total FROM action WHERE revision = ? AND budget_total IS NOT NULL", (revision,)
        )
    )


def load_actions(
    conn: sqlite3.Connection, revision: int, years: tuple[int, ...], action_id: str | None = None
) -> Iterator[tuple[int, Action]]:
    """Yield actions in document order, each with its specific objective's row id; or the one with an id."""
    asked, of_action = {"revision": revision, "action": action_id}, where_equals(action=action_id)
    cells = planned_cells(conn, revision, action_id)
    names: dict[tuple[str, str], list[str]] = defaultdict(list)
    for action, role, name in conn.execute(
        f"SELECT action, role, name FROM action_name WHERE revision = :revision{of_action}"
        " ORDER BY action, role, position",
        asked,
    ):
        names[action, role].append(name)
    remarks: dict[str, list[Remark]] = defaultdict(list)
    for action, heading, text in conn.execute(
        f"SELECT action, heading, text FROM remark WHERE revision = :revision{of_action}"
        " ORDER BY action, position",
        asked,
    ):
        remarks[action].append(Remark(heading, text))
    for row in conn.execute(
        "SELECT specific_objective, id, nr, title, deadline, deadline_start, deadline_end,"
        " deadline_start_month, deadline_end_month, budget_total FROM action"
        f" WHERE revision = :revision{where_equals(id=action_id)} ORDER BY position",
        {"revision": revision, "id": action_id},
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
                lead=tuple(names[action, "lead"]),
                support=tuple(names[action, "support"]),
                outputs=tuple(names[action, "output"]),
                documents=tuple(names[action, "document"]),
                remarks=tuple(remarks[action]),
                budget_total=row[9],
            ),
        )


def load_indicators(conn: sqlite3.Connection, column: str) -> dict[int, tuple[Indicator, ...]]:
    """Return indicators by objective; ``column`` is ``strategic_objective`` or ``specific_objective``."""
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


def _specific_objectives(
    conn: sqlite3.Connection, revision: int, years: tuple[int, ...]
) -> dict[int, list[SpecificObjective]]:
    """Specific objectives with all that is in them, by the row id of their strategic objective."""
    actions: dict[int, list[Action]] = defaultdict(list)
    for objective, action in load_actions(conn, revision, years):
        actions[objective].append(action)
    totals: dict[int, dict[int, int | None]] = defaultdict(dict)
    for objective, year, cents in conn.execute("SELECT * FROM objective_total"):
        totals[objective][year] = cents
    indicators = load_indicators(conn, "specific_objective")
    by_strategic: dict[int, list[SpecificObjective]] = defaultdict(list)
    for strategic, key, nr, title, label in conn.execute(
        "SELECT strategic_objective, id, nr, title, total_label FROM specific_objective"
        " WHERE revision = ? ORDER BY position",
        (revision,),
    ):
        by_strategic[strategic].append(
            SpecificObjective(nr, title, indicators[key], tuple(actions[key]), label, totals[key])
        )
    return by_strategic


def load_plan(store: Store, revision: int | None = None) -> Plan:
    """Return the plan as published; the newest revision by default. Action ids are always filled in.

    Raises UserError ``db_no_plan`` or ``revision_unknown``.
    """
    with store.reading() as conn:
        revision = known_revision(conn, revision)
        head = conn.execute(
            "SELECT id, title, language, currency, years FROM plan WHERE revision = ?", (revision,)
        ).fetchone()
        years = tuple(json.loads(head[4]))
        specific = _specific_objectives(conn, revision, years)
        strategic_indicators = load_indicators(conn, "strategic_objective")
        return Plan(
            id=head[0],
            title=head[1],
            language=head[2],
            currency=head[3],
            years=years,
            strategic_objectives=tuple(
                StrategicObjective(nr, title, strategic_indicators[key], tuple(specific.get(key, ())))
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
