"""The plan as a list of rows with their state: what a tree or a table shows, quick for many actions."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timezone
from functools import lru_cache
from typing import NamedTuple

from store.account.money import YearMoney, add_money
from store.account.recorded import warned_actions
from store.account.reporting import read_rule
from store.account.reviews import returned_actions
from store.account.status_as_of import statuses_as_of
from store.account.statuses import deadline_day, is_overdue
from store.db.database import Store, cached_per_transaction, where_equals
from store.db.errors import UserError
from store.exchange.delivery import Delivery, is_unconfirmed, read_delivery
from store.exchange.receipts import MissingReceipts, read_waiting
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
from store.status.record import read_record


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
    deadline_day: date | None = None
    """The last day of the deadline; None where the document names no year."""

    @property
    def ref(self) -> ActionRef:
        """Return the action itself, whatever number it bears by now."""
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
        """Return the year of the day on which it was read."""
        return self.today.year


class Progress(NamedTuple):
    """Actions counted together: how many by status, and how many carry each mark; their money added up."""

    total: int
    statuses: Counter[str | None]
    overdue: int
    unsent: int
    conflict: int
    money_warning: int
    money: YearMoney
    returned: int = 0

    @property
    def calls(self) -> tuple[int, int, int]:
        """Return how many are in conflict, were returned, are overdue."""
        return self.conflict, self.returned, self.overdue

    @property
    def implemented(self) -> int:
        """Return how many are implemented."""
        return self.statuses["implemented"]


def progress_of(rows: Sequence[ActionRow], money: Mapping[str, YearMoney]) -> Progress:
    """Return the counts of some actions, such as those below an objective, with the money of each by id."""
    return Progress(
        len(rows),
        Counter(row.status for row in rows),
        sum(row.overdue for row in rows),
        sum(row.unsent for row in rows),
        sum(row.conflict for row in rows),
        sum(row.money_warning for row in rows),
        add_money(money[row.id] for row in rows if row.id in money),
        sum(row.returned for row in rows),
    )


def _planned_rows(conn: sqlite3.Connection, revision: int, action: str | None = None) -> Iterator[ActionRow]:
    """Yield the actions of a revision, or one, as the plan has them: nothing is recorded of them."""
    institutions, last_day = institutions_of(conn, revision, action), lru_cache(maxsize=None)(deadline_day)
    for row in conn.execute(
        "SELECT id, nr, title, specific_objective, deadline, deadline_end, deadline_end_month FROM action"
        f" WHERE revision = :revision{where_equals(id=action)} ORDER BY position",
        {"revision": revision, "id": action},
    ):
        names, day = institutions[row[0]], last_day(*row[5:])
        yield ActionRow._make((*row[:4], None, *row[4:6], False, False, False, False, names, False, day))


def _rows(
    conn: sqlite3.Connection, identity: Identity | None, delivery: Delivery, today: date, revision: int
) -> Iterator[ActionRow]:
    unit, unconfirmed = own_unit(identity), delivery.unconfirmed_targets
    statuses = statuses_as_of(conn, today, unit=unit)
    returned, warned = returned_actions(conn, unit=unit), warned_actions(conn, today, unit=unit)
    disputed = {target for (target,) in conn.execute("SELECT DISTINCT target FROM state WHERE conflict")}
    for row in _planned_rows(conn, revision):
        of = row.id
        status = statuses.seen_by(unit, of, row.institutions)
        recorded = of in unconfirmed, of in disputed, of in warned, of in returned
        yield _with_recorded(row, status, today, of in statuses.cancelled, *recorded)


def _with_recorded(
    row: ActionRow,
    status: str | None,
    today: date,
    cancelled: bool,
    unsent: bool,
    conflict: bool,
    money_warning: bool,
    returned: bool,
) -> ActionRow:
    overdue = is_overdue(status, row.deadline_day, today, cancelled=cancelled)
    return ActionRow._make(
        (*row[:4], status, *row[5:7], overdue, unsent, conflict, money_warning, row[11], returned, row[13])
    )


def _count(conn: sqlite3.Connection, revision: int) -> int:
    # the last position is found in an index, which counting would walk through
    row = conn.execute("SELECT max(position) FROM action WHERE revision = ?", (revision,)).fetchone()
    return int(row[0] or 0)


def outline(store: Store, *, today: date, most: int | None = None, revision: int | None = None) -> Outline:
    """Return a whole revision as rows, the current one by default, as this installation sees it.

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
            tuple(_rows(conn, identity, delivery, today, revision)) if complete else (),
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


def action_row(
    store: Store,
    action_id: str,
    *,
    today: date,
    revision: int | None = None,
    read_before: ActionRow | None = None,
) -> ActionRow:
    """Return one row of the outline, to repaint only what changed; the current revision's by default.

    ``read_before`` is the same row of the same revision as it was read before: what the plan says of the
    action is taken from there. Raises UserError ``action_unknown``.
    """
    with store.reading() as conn:
        if read_before is None:
            revision = current_revision(conn) if revision is None else revision
            read_before = next(_planned_rows(conn, revision, action_id), None)
        if read_before is None:
            raise UserError("action_unknown", nr=action_id, nearest=())
        return _row_now(conn, _with_recorded(read_before, None, date.min, *(False,) * 5), today)


@cached_per_transaction
def _row_now(conn: sqlite3.Connection, row: ActionRow, today: date) -> ActionRow:
    """Return the row of an action, of which ``row`` has nothing recorded, by its record."""
    identity = read_identity(conn)
    record, unit = read_record(conn, identity, row.id, today), own_unit(identity)
    statuses = record.statuses
    if unit is None:
        statuses = statuses._replace(rule=read_rule(conn, today))
    return _with_recorded(
        row,
        statuses.seen_by(unit, row.id, row.institutions),
        today,
        row.id in statuses.cancelled,
        is_unconfirmed(conn, identity, row.id),
        record.in_conflict,
        record.has_spent and row.id in warned_actions(conn, today, action=row.id, unit=unit),
        row.id in returned_actions(conn, action=row.id, unit=unit),
    )
