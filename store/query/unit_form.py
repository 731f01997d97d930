"""What a form asks of a unit: its actions, with what it reported last and what was returned."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from schema.registers import ACTION_REPORT, MONEY
from store.account.reviews import read_reviews
from store.db.database import Store
from store.plan.lookup import current_revision, plan_currency, plan_years, printed_units
from store.query.matrix import matrix
from store.query.owing import named_period


class FormRow(NamedTuple):
    """One action of a unit: ``values`` by field are what the ledger holds; the reason why it was returned.

    ``since`` is the day of its status (ISO), where it has one.
    """

    id: str
    nr: str
    title: str
    deadline: str
    values: dict[str, object]
    returned: str
    since: str | None = None


class UnitForm(NamedTuple):
    """What one form asks: of which unit, on which plan, for which period, with the fields of money.

    ``printed`` is the unit's name as the plan prints it, where its code is none, ``lamport`` where the ledger
    stood when it was made.
    """

    unit: str
    printed: str
    plan: str
    title: str
    revision: int
    currency: str
    period: str
    due: date | None
    money: tuple[str, ...]
    rows: tuple[FormRow, ...]
    lamport: int

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that are asked, in the order of their columns."""
        return (*ACTION_REPORT.names, *self.money)


def form_units(store: Store, today: date) -> tuple[str, ...]:
    """Return the units that are expected to report, or have reported."""
    return matrix(store, as_of=today).units


def unit_forms(store: Store, units: Sequence[str], period: str | None, today: date) -> Iterator[UnitForm]:
    """Yield the form of each unit.

    Raises UserError as :func:`store.query.owing.named_period` of a period that is named.
    """
    with store.reading() as conn:
        revision = current_revision(conn)
        plan, title = conn.execute("SELECT id, title FROM plan WHERE revision = ?", (revision,)).fetchone()
        currency, printed = plan_currency(conn), printed_units(conn)
        asked = None if period is None else named_period(conn, period, today)
        years = [year for year in plan_years(conn) if year <= today.year] or [plan_years(conn)[0]]
        if asked is not None:
            years = [year for year in plan_years(conn) if year == asked.period.year]
        recorded: defaultdict[str, dict[str, dict[str, object]]] = defaultdict(lambda: defaultdict(dict))
        days: dict[tuple[str, str], str | None] = {}
        for action, unit, field, value, on in conn.execute(
            "SELECT target, unit, field, value, effective_on FROM state WHERE kind IN ('action', 'money')"
            " AND value <> 'null'"
        ):
            recorded[unit][action][field] = json.loads(value)
            if field == "status":
                days[action, unit] = on
        lamport = conn.execute("SELECT lamport FROM clock").fetchone()[0]
        returned = {
            (review.action, review.unit): review.reason
            for review in read_reviews(conn).values()
            if review.is_returned
        }
        deadlines = dict(conn.execute("SELECT id, deadline FROM action WHERE revision = ?", (revision,)))
    by_unit = matrix(store, as_of=today)
    for unit in units:
        rows = tuple(
            FormRow(
                row.id,
                row.nr,
                row.title,
                deadlines.get(row.id, ""),
                recorded[unit][row.id],
                returned.get((row.id, unit), ""),
                days.get((row.id, unit)),
            )
            for row in by_unit.rows
            if unit in row.cells
        )
        money = tuple(f"{year}.{name}" for year in years for name in MONEY.names)
        yield UnitForm(
            unit,
            printed.get(unit, ""),
            plan,
            title,
            revision,
            currency,
            "" if asked is None else asked.period.code,
            None if asked is None else asked.due,
            money,
            rows,
            lamport,
        )
