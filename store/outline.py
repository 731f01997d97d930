"""The plan as a list of rows with their state: what a tree or a table shows, quick for many actions."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from store.database import Store
from store.delivery import Delivery, read_delivery
from store.facts import Facts
from store.identity import Identity, read_identity
from store.lookup import current_revision, plan_years
from store.rollup import deadline_day, is_overdue


class ActionRow(NamedTuple):
    """One action as a list shows it. ``status`` is the viewer's own, or the roll-up for headquarters."""

    id: str
    nr: str
    title: str
    objective: int
    status: str | None
    deadline: str
    deadline_end: int | None
    overdue: bool
    unsent: bool
    conflict: bool
    money_warning: bool
    institutions: tuple[str, ...]


class ObjectiveRow(NamedTuple):
    """A strategic or specific objective (``parent`` None or the strategic one's key) as a list shows it."""

    key: int
    parent: int | None
    nr: str
    title: str


class Outline(NamedTuple):
    """The plan as rows in document order, with who looks at it and how far the own changes have got.

    ``complete`` is false where the actions were left out because they are many.
    """

    title: str
    years: tuple[int, ...]
    strategic: tuple[ObjectiveRow, ...]
    specific: tuple[ObjectiveRow, ...]
    actions: tuple[ActionRow, ...]
    identity: Identity | None
    delivery: Delivery
    complete: bool = True


def _warned(conn: sqlite3.Connection, revision: int, facts: Facts) -> set[str]:
    """Actions whose recorded money deserves a warning."""
    if not facts.money:
        return set()
    from store.money import has_warning, year_money
    from store.plan import ADMIN, BudgetCell

    years = plan_years(conn)
    found: set[str] = set()
    for action in facts.money:
        budget: dict[int, BudgetCell] = dict.fromkeys(years)
        for year, kind, cents in conn.execute(
            "SELECT year, kind, cents FROM budget_cell WHERE revision = ? AND action = ?", (revision, action)
        ):
            budget[year] = cents if kind == "amount" else ADMIN
        if has_warning(year_money(budget, facts.money_of(action))):
            found.add(action)
    return found


def _rows(
    conn: sqlite3.Connection, facts: Facts, delivery: Delivery, today: date, action: str | None = None
) -> Iterator[ActionRow]:
    revision = current_revision(conn)
    warned = _warned(conn, revision, facts)
    only = "" if action is None else "AND {} = ?"
    key = (revision,) if action is None else (revision, action)
    institutions: dict[str, list[str]] = defaultdict(list)
    for name_of, name in conn.execute(
        "SELECT action, name FROM action_name WHERE revision = ? AND role = 'institution'"
        f" {only.format('action')} ORDER BY action, position",
        key,
    ):
        institutions[name_of].append(name)
    days: dict[tuple[int | None, int | None], date | None] = {}
    for row in conn.execute(
        "SELECT id, nr, title, specific_objective, deadline, deadline_end, deadline_end_month FROM action"
        f" WHERE revision = ? {only.format('id')} ORDER BY position",
        key,
    ):
        action_id, end = row[0], row[5:]
        if end not in days:
            days[end] = deadline_day(*end)
        names = tuple(institutions[action_id])
        status = facts.status(action_id, names)
        yield ActionRow._make(
            (
                *row[:4],
                status,
                *row[4:6],
                is_overdue(status, days[end], today),
                action_id in delivery.unconfirmed_targets,
                action_id in facts.conflicts,
                action_id in warned,
                names,
            )
        )


def _count(conn: sqlite3.Connection, revision: int) -> int:
    # the last position is found in an index, which counting would walk through
    row = conn.execute("SELECT max(position) FROM action WHERE revision = ?", (revision,)).fetchone()
    return int(row[0] or 0)


def outline(store: Store, *, today: date, most: int | None = None) -> Outline:
    """The whole plan as rows, with the state as this installation sees it.

    Where there are more than ``most`` actions they are left out, for a first look that must be quick.
    """
    with store.reading() as conn:
        revision = current_revision(conn)
        identity = read_identity(conn)
        facts, delivery = Facts(conn, identity, None), read_delivery(conn, identity)
        complete = most is None or _count(conn, revision) <= most
        strategic = conn.execute(
            "SELECT id, NULL, nr, title FROM strategic_objective WHERE revision = ? ORDER BY position",
            (revision,),
        )
        specific = conn.execute(
            "SELECT id, strategic_objective, nr, title FROM specific_objective"
            " WHERE revision = ? ORDER BY position",
            (revision,),
        )
        title = conn.execute("SELECT title FROM plan WHERE revision = ?", (revision,)).fetchone()[0]
        return Outline(
            title,
            plan_years(conn),
            tuple(map(ObjectiveRow._make, strategic)),
            tuple(map(ObjectiveRow._make, specific)),
            tuple(_rows(conn, facts, delivery, today)) if complete else (),
            identity,
            delivery,
            complete,
        )


def action_row(store: Store, action_id: str, *, today: date) -> ActionRow:
    """One row of the outline, for repainting only what changed. Raises Refused ``action_unknown``."""
    with store.reading() as conn:
        identity = read_identity(conn)
        facts, delivery = Facts(conn, identity, action_id), read_delivery(conn, identity)
        return next(_rows(conn, facts, delivery, today, action_id))
