"""What figures are drawn from, read once: the plan's version that counts, and what was recorded by a day."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from store.account.action_rows import PlanRow, read_plan_rows
from store.account.money import YearMoney, has_recorded
from store.account.recorded import action_money
from store.account.reviews import approved_reports
from store.account.spans import Span
from store.account.status_as_of import cancelled_as_of, dated_statuses
from store.account.statuses import Statuses
from store.db.database import Store, only
from store.db.errors import Refused
from store.ledger.change import Register
from store.plan.lookup import revision_on


class Facts(NamedTuple):
    """All that the figures of a period, as of a day, are a function of.

    ``revision`` is the version of the plan whose actions are counted: by default the one in force at the
    beginning of the period's year. ``rows`` are its actions; with ``unit`` those on which that unit reports,
    and every word and amount is the unit's own.
    """

    span: Span
    as_of: date
    unit: str | None
    revision: int
    rows: tuple[PlanRow, ...]
    statuses: Statuses
    implemented_on: Mapping[str, str]
    """The day since which an action is implemented."""
    gone: frozenset[str]
    """What headquarters had cancelled before the year began: due no more."""
    moved_to: Mapping[str, date | None] | None
    """The deadlines of the version in force on the day, where it is a later one."""
    money: Mapping[str, tuple[YearMoney, ...]]
    disputed: tuple[Register, ...]
    """The registers of status and money in which several values stand now."""
    approved: frozenset[tuple[str, str]]
    """Action and unit of the reports that headquarters approved as they are now."""
    only_approved: bool = False
    """Whether these alone are counted."""

    @property
    def counted(self) -> frozenset[tuple[str, str]] | None:
        """Action and unit of the reports that are counted; None for all."""
        return self.approved if self.only_approved else None

    @property
    def money_day(self) -> date:
        """The day as of which money is counted."""
        return self.span.money_day(self.as_of)

    def removed(self, row: PlanRow) -> bool:
        """Whether the plan has the action no more on the day."""
        return self.moved_to is not None and row.id not in self.moved_to

    def moved(self, row: PlanRow) -> bool:
        """Whether the action's deadline lies after the period by now."""
        later = None if self.moved_to is None else self.moved_to.get(row.id)
        return later is not None and later > self.span.last


def read_facts(
    store: Store,
    span: Span,
    as_of: date,
    *,
    unit: str | None = None,
    revision: int | None = None,
    only_approved: bool = False,
) -> Facts:
    """Read them in one moment; with ``only_approved`` reports that headquarters approved alone are counted.

    Raises Refused ``db_no_plan``.
    """
    with store.reading() as conn:
        counts = revision_on(conn, span.year_begins) if revision is None else revision
        rows = read_plan_rows(conn, counts, as_of)
        statuses, implemented_on = dated_statuses(conn, as_of, unit)
        approved = approved_reports(conn)
        money = action_money(
            conn, span.money_day(as_of), unit=unit, counted=approved if only_approved else None
        )
        if only_approved:
            statuses = _of_reports(statuses, approved)
        if unit is not None:
            statuses = _of_one_unit(statuses, unit)
            rows = [
                row
                for row in rows
                if unit in row.expected or row.id in statuses.reported or has_recorded(money.get(row.id, ()))
            ]
        newest = revision_on(conn, as_of)
        moved_to = None
        if newest > counts:
            moved_to = {row.id: row.deadline for row in read_plan_rows(conn, newest, as_of)}
        return Facts(
            span,
            as_of,
            unit,
            counts,
            tuple(rows),
            statuses,
            implemented_on,
            frozenset(cancelled_as_of(conn, span.year_begins - timedelta(days=1))),
            moved_to,
            money,
            _disputed(conn, unit),
            approved,
            only_approved,
        )


def _of_reports(statuses: Statuses, counted: frozenset[tuple[str, str]]) -> Statuses:
    reported = {
        action: held
        for action, of_units in statuses.reported.items()
        if (held := {unit: status for unit, status in of_units.items() if (action, unit) in counted})
    }
    return statuses._replace(reported=reported)


def _of_one_unit(statuses: Statuses, unit: str) -> Statuses:
    reported = {
        action: {unit: statuses[unit]} for action, statuses in statuses.reported.items() if unit in statuses
    }
    return statuses._replace(reported=reported, assessed={})


def _disputed(conn: sqlite3.Connection, unit: str | None) -> tuple[Register, ...]:
    return tuple(
        Register(*row)
        for row in conn.execute(
            "SELECT kind, target, unit, field FROM state WHERE conflict"
            f" AND (kind = 'money' OR field = 'status' OR kind = 'decision'){only(unit=unit)}"
            " ORDER BY kind, target, unit, field",
            {"unit": unit},
        )
    )


def refuse_before_all(conn: sqlite3.Connection, as_of: date) -> None:
    """Raise Refused ``as_of_too_early`` for a day before the first change was recorded or took effect."""
    recorded, effective = conn.execute(
        "SELECT date(min(recorded_at), 'unixepoch'), min(effective_on) FROM change WHERE held IS NULL"
    ).fetchone()
    first = min((day for day in (recorded, effective) if day is not None), default=None)
    if first is not None and as_of.isoformat() < first:
        raise Refused("as_of_too_early", found=as_of.isoformat(), first=first)
