"""What units reported beside their status: by action and unit, and in words for whoever writes the report."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

from schema.registers import PRINTED_DETAILS
from schema.types import DeadlineType
from store.account.spans import Span
from store.account.statuses import DETAILS
from store.account.words import earlier_words
from store.db.database import Store
from store.edits.narrative import objective_numbers
from store.figures.facts import read_facts
from store.figures.figures import action_facts, definitions_of, draw_figures, grouped
from store.ledger.change import Register
from store.plan.lookup import all_objectives, current_revision, resolve_number
from store.plan.periods import Period

MATERIAL: Final = tuple(field.name for field in PRINTED_DETAILS if not isinstance(field.type, DeadlineType))
"""The fields of a report that are words, or codes of words, in their order."""


def objective_titles(conn: sqlite3.Connection) -> dict[str, str]:
    """Return the titles of all objectives by number, in document order."""
    return {objective.nr: objective.title for objective in all_objectives(conn)}


class Material(NamedTuple):
    """What a unit reported of an action in one field."""

    action: str
    nr: str
    title: str
    unit: str
    field: str
    text: str
    objective: str
    """The number of the action's specific objective."""
    status: str | None
    """What the unit says of the action; None for nothing."""


def raw_material(
    conn: sqlite3.Connection, objective: str = "", *, unit: str | None = None, status: str | None = None
) -> list[Material]:
    """Return what was reported in words of an objective, or of all, in the order of the plan.

    Of one ``unit`` alone, and of actions of which the unit says this ``status``, where these are given.
    Raises UserError ``number_unknown``.
    """
    nr = resolve_number(objective, objective_numbers(conn)) if objective else None
    rows = conn.execute(
        "SELECT action.id, action.nr, action.title, state.unit, state.field, state.value, specific.nr,"
        " json_extract(said.value, '$') FROM action"
        " JOIN specific_objective AS specific ON specific.id = specific_objective"
        " JOIN strategic_objective AS strategic ON strategic.id = specific.strategic_objective"
        " JOIN state ON state.kind = 'action' AND state.target = action.id"
        " JOIN json_each(?3) AS asked ON asked.value = state.field"
        " LEFT JOIN state AS said ON said.kind = 'action' AND said.target = action.id"
        " AND said.unit = state.unit AND said.field = 'status'"
        " WHERE action.revision = ?1 AND (?2 IS NULL OR specific.nr = ?2 OR strategic.nr = ?2)"
        " AND (?4 IS NULL OR state.unit = ?4) AND (?5 IS NULL OR json_extract(said.value, '$') = ?5)"
        " ORDER BY action.position, state.unit, asked.key",
        (current_revision(conn), nr, json.dumps(MATERIAL), unit, status),
    )
    return [
        Material._make((*row[:5], value, *row[6:]))
        for row in rows
        if isinstance(value := json.loads(row[5]), str) and value
    ]


def due_by_objective(store: Store, period: Period, day: date) -> dict[str, tuple[int, int]]:
    """Return how many actions of each objective are due in a period and implemented on a day, and all due."""
    with store.reading():
        facts = read_facts(store, Span(period), day)
    actions, counted = action_facts(facts), definitions_of(facts)
    population = facts.population
    due: dict[str, tuple[int, int]] = {}
    for rows, key_of in (
        (population.strategic, lambda action: action.row.strategic),
        (population.specific, lambda action: action.row.specific),
    ):
        groups = grouped(actions, key_of)
        for row in rows:
            rate = draw_figures(groups.get(row.key, ()), counted)["implementation_rate"]
            due[row.nr] = rate.numerator, rate.denominator or 0
    return due


class ReportedDetails(NamedTuple):
    """What one unit said of an action: values by field, and evidence as titles with where each is kept."""

    values: Mapping[str, object]
    evidence: tuple[tuple[str, str], ...]


def read_reported_details(
    conn: sqlite3.Connection, day: date, unit: str | None = None
) -> dict[str, dict[str, ReportedDetails]]:
    """Return them by action and unit, or of one unit, as they held on a day (``store.account.words``).

    Units that reported nothing are left out.
    """
    marks = ", ".join("?" * len(DETAILS))
    registers = {
        Register(*row[:4]): json.loads(row[4])
        for row in conn.execute(
            "SELECT kind, target, unit, field, value FROM state WHERE ? IN ('', unit)"
            f" AND (kind = 'evidence' OR (kind = 'action' AND field IN ({marks})))"
            " ORDER BY target, unit, lamport, field",
            (unit or "", *DETAILS),
        )
    }
    registers |= {word.register: word.value for word in earlier_words(conn, day, registers, unit)}
    values: dict[tuple[str, str], dict[str, object]] = defaultdict(dict)
    kept: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for (kind, target, of, field), value in registers.items():
        if kind == "action" and value is not None:
            values[target, of][field] = value
        elif isinstance(value, dict) and isinstance(value.get("title"), str):
            kept[target, of].append((value["title"], str(value.get("ref", ""))))
    by_action: dict[str, dict[str, ReportedDetails]] = defaultdict(dict)
    for target, of in sorted({*values, *kept}):
        by_action[target][of] = ReportedDetails(
            values.get((target, of), {}), tuple(kept.get((target, of), ()))
        )
    return by_action
