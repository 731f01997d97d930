"""The plan as a list of rows with their state: what a tree or a table shows, quick for many actions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Set
from datetime import date, datetime, time, timezone
from typing import NamedTuple

from store.account.recorded import warned_actions
from store.account.reviews import returned_actions
from store.account.status_as_of import statuses_as_of
from store.account.statuses import deadline_day, is_overdue
from store.db.database import Store, once_a_snapshot, only
from store.db.errors import Refused
from store.exchange.delivery import Delivery, MissingReceipts, is_unconfirmed, read_delivery, read_waiting
from store.ledger.identity import Identity, own_unit, read_identity
from store.plan.lookup import (
    ActionRef,
    ObjectiveRow,
    current_revision,
    institutions_of,
    objective_rows,
    plan_currency,
    plan_years,
)
from store.plan.model import Institutions


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
    institutions: Institutions
    returned: bool = False
    """Whether headquarters returned the own report (at headquarters: one of them), and awaits an answer."""

    @property
    def ref(self) -> ActionRef:
        """The action itself, whatever number it bears by now."""
        return ActionRef(self.id, self.nr)


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
    waiting: MissingReceipts = MissingReceipts()
    """Own changes without a receipt for a day or longer."""
    today: date = date.min
    """The day on which it was read, for what follows the calendar."""
    revision: int = 0
    """The revision of the plan."""
    currency: str = ""
    """The code of what its money is in."""

    @property
    def this_year(self) -> int:
        """The year of the day on which it was read."""
        return self.today.year


def _in_conflict(conn: sqlite3.Connection, action: str | None) -> frozenset[str]:
    asked = f"SELECT DISTINCT target FROM state WHERE conflict{only(target=action)}"
    return frozenset(target for (target,) in conn.execute(asked, {"target": action}))


def _rows(
    conn: sqlite3.Connection,
    identity: Identity | None,
    unconfirmed: Set[str],
    today: date,
    action: str | None = None,
    revision: int | None = None,
) -> Iterator[ActionRow]:
    revision = current_revision(conn) if revision is None else revision
    unit = own_unit(identity)
    statuses = statuses_as_of(conn, today, action=action, unit=unit)
    returned = returned_actions(conn, action=action, unit=unit)
    conflicts, warned = _in_conflict(conn, action), warned_actions(conn, today, action=action, unit=unit)
    institutions = institutions_of(conn, revision, action)
    days: dict[tuple[int | None, int | None], date | None] = {}
    for row in conn.execute(
        "SELECT id, nr, title, specific_objective, deadline, deadline_end, deadline_end_month FROM action"
        f" WHERE revision = :revision{only(id=action)} ORDER BY position",
        {"revision": revision, "id": action},
    ):
        action_id, end = row[0], row[5:]
        if end not in days:
            days[end] = deadline_day(*end)
        names = institutions[action_id]
        status = statuses.seen_by(unit, action_id, names)
        yield ActionRow._make(
            (
                *row[:4],
                status,
                *row[4:6],
                is_overdue(status, days[end], today),
                action_id in unconfirmed,
                action_id in conflicts,
                action_id in warned,
                names,
                action_id in returned,
            )
        )


def _count(conn: sqlite3.Connection, revision: int) -> int:
    # the last position is found in an index, which counting would walk through
    row = conn.execute("SELECT max(position) FROM action WHERE revision = ?", (revision,)).fetchone()
    return int(row[0] or 0)


def outline(store: Store, *, today: date, most: int | None = None, revision: int | None = None) -> Outline:
    """A whole revision as rows, the current one by default, with the state as this installation sees it.

    Where there are more than ``most`` actions they are left out, for a first look that must be quick.
    """
    with store.reading() as conn:
        revision = current_revision(conn) if revision is None else revision
        identity = read_identity(conn)
        delivery = read_delivery(conn, identity)
        complete = most is None or _count(conn, revision) <= most
        strategic, specific = objective_rows(conn, revision)
        title = conn.execute("SELECT title FROM plan WHERE revision = ?", (revision,)).fetchone()[0]
        return Outline(
            title,
            plan_years(conn, revision),
            strategic,
            specific,
            tuple(_rows(conn, identity, delivery.unconfirmed_targets, today, None, revision))
            if complete
            else (),
            identity,
            delivery,
            complete,
            _waiting(conn, identity, delivery, today),
            today,
            revision,
            plan_currency(conn, revision),
        )


def _waiting(
    conn: sqlite3.Connection, identity: Identity | None, delivery: Delivery, today: date
) -> MissingReceipts:
    if not delivery.unconfirmed:
        return MissingReceipts()
    end = datetime.combine(today, time.max, timezone.utc)
    return read_waiting(conn, identity, int(end.timestamp()))


def action_row(store: Store, action_id: str, *, today: date, revision: int | None = None) -> ActionRow:
    """One row of the outline, for repainting only what changed; the current revision's by default.

    Raises Refused ``action_unknown``.
    """
    with store.reading() as conn:
        return _row(conn, action_id, today, current_revision(conn) if revision is None else revision)


@once_a_snapshot
def _row(conn: sqlite3.Connection, action_id: str, today: date, revision: int) -> ActionRow:
    identity = read_identity(conn)
    unconfirmed = {action_id} if is_unconfirmed(conn, identity, action_id) else frozenset[str]()
    for row in _rows(conn, identity, unconfirmed, today, action_id, revision):
        return row
    raise Refused("action_unknown", nr=action_id, nearest=())
