"""All that is recorded of one action, unit by unit."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from itertools import groupby
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from schema.types import MAX_CENTS
from store.account.in_force import InForce, values_in_force
from store.account.money import MONEY_FIELDS, YearMoney, in_years
from store.account.money_days import later_money, year_values
from store.account.statuses import STATUSES, Statuses, Words, resolve
from store.db.database import cached_per_transaction
from store.ledger.change import Register
from store.ledger.identity import Identity, own_unit
from store.plan.model import BudgetCell

_SELECT: Final = (
    "SELECT target, kind, unit, field, value, effective_on, conflict, others IS NOT NULL FROM state WHERE"
)
_DATED: Final = (("action", "status"), ("assessment", "status"), ("decision", "cancelled"))
"""Kind and field of what is in force from a day on."""
_OF_REPORTS: Final = "kind IN ('action', 'money', 'assessment', 'decision')"


class Ahead(NamedTuple):
    """A status that stands and takes effect only on a later day (ISO)."""

    status: str
    on: str


class UnitReport(NamedTuple):
    """What one unit has reported about an action: values by field, with the day the status took effect.

    The status is the one in force; ``ahead`` is the one that will follow it, where one is dated ahead.
    """

    unit: str
    values: Mapping[str, object]
    effective_on: str | None = None
    ahead: Ahead | None = None


class RecordedAmount(NamedTuple):
    """What one unit recorded of a year's money: one of MONEY_FIELDS in cents, and the day on which it was
    spent (ISO), where its officer gave one."""

    unit: str
    year: int
    field: str
    cents: int
    spent_on: str | None


class Assessment(NamedTuple):
    """Headquarters' word on an action as it stands; None where there is none. Days are ISO."""

    status: str | None
    effective_on: str | None
    comment: str | None
    cancelled_on: str | None
    cancelled: bool


class _StateRow(NamedTuple):
    """A register of the state as it stands."""

    register: Register
    value: Any
    effective_on: str | None
    conflict: bool
    several: bool
    """Whether there are other heads, of other days perhaps."""


class ActionRecord:
    """Everything that was reported about one action by a day, by unit; values of a wrong type are left out.

    ``earlier`` is what was in force in registers in which a value takes effect later. For a field
    installation the money is its own unit's word; for headquarters, and for a published plan without
    identity, it is the sum over all units.
    """

    def __init__(
        self,
        identity: Identity | None,
        action: str,
        day: date,
        rows: Collection[_StateRow] = (),
        earlier: Mapping[Register, InForce] = MappingProxyType({}),
    ) -> None:
        self.identity = identity
        self.by_unit = own_unit(identity)
        self.in_conflict = any(row.conflict for row in rows)
        """Whether any register of it stands in conflict, of whatever kind, whatever its day."""
        self._money: dict[str, dict[str, tuple[int, str | None]]] = defaultdict(dict)
        values: dict[str, dict[str, object]] = defaultdict(dict)
        since: dict[str, str | None] = {}
        ahead: dict[str, Ahead] = {}
        self._assessed_on: str | None = None
        self._headquarters: dict[tuple[str, str], tuple[Any, str | None]] = {}
        self._disputed: set[tuple[str, str]] = set()
        words: Words = {}
        for row in rows:
            (kind, _, unit, name), value, effective_on, conflict, _ = row
            if kind in ("assessment", "decision") and value is not None:
                self._headquarters[kind, name] = value, effective_on
            if (in_force := earlier.get(row.register)) is not None:
                if kind == "action" and value in STATUSES and (effective_on or "") > day.isoformat():
                    ahead[unit] = Ahead(value, str(effective_on))
                value, effective_on, conflict = in_force.value, in_force.since, in_force.disputed
            if kind == "money":
                if conflict:
                    self._disputed.add((unit, name))
                if type(value) is int and 0 <= value <= MAX_CENTS:
                    self._money[unit][name] = value, effective_on
            elif (kind, name) in (("assessment", "status"), ("decision", "cancelled")):
                words[kind, action, unit] = value
                if kind == "assessment":
                    self._assessed_on = effective_on
            elif kind == "action" and value is not None and (name != "status" or value in STATUSES):
                values[unit][name] = value
                if name == "status":
                    since[unit] = effective_on
        self.reports = {
            unit: UnitReport(unit, values.get(unit, {}), since.get(unit), ahead.get(unit))
            for unit in sorted({*values, *ahead})
        }
        reported = {unit: str(fields["status"]) for unit, fields in values.items() if "status" in fields}
        self.statuses: Statuses = resolve({action: reported}, words)
        self._action = action

    @property
    def has_spent(self) -> bool:
        """Return True if anybody recorded that money was spent."""
        return any(name.endswith(".spent") for amounts in self._money.values() for name in amounts)

    def own(self) -> UnitReport:
        """Return what this installation's unit has reported."""
        unit = self.identity.unit if self.identity is not None else ""
        return self.reports.get(unit) or UnitReport(unit, {})

    def assessment(self) -> Assessment:
        """Return headquarters' own word on the action as a whole, whatever its day."""
        words, nothing = self._headquarters, (None, None)
        status, since = words.get(("assessment", "status"), nothing)
        cancelled, cancelled_on = words.get(("decision", "cancelled"), nothing)
        return Assessment(
            status if status in STATUSES else None,
            since,
            words.get(("assessment", "comment"), nothing)[0],
            cancelled_on if cancelled else None,
            bool(cancelled),
        )

    def implemented_on(self) -> str | None:
        """Return the day since which the action is implemented, where it is: that of the last who said so."""
        if self.by_unit is not None:
            return self.own().effective_on
        if self._action in self.statuses.assessed:
            return self._assessed_on
        days = [r.effective_on for r in self.reports.values() if r.values.get("status") == "implemented"]
        return max((day for day in days if day is not None), default=None)

    def amounts(self) -> tuple[RecordedAmount, ...]:
        """Return what units recorded of its money, or the own one, by unit, year and field."""
        return tuple(
            RecordedAmount(unit, int(name[:4]), name[5:], cents, spent_on)
            for unit, amounts in sorted(self._money.items())
            if self.by_unit in (None, unit)
            for name, (cents, spent_on) in sorted(amounts.items())
            if name[:4].isdecimal() and name[4:5] == "." and name[5:] in MONEY_FIELDS
        )

    def money_years(
        self, cells: Mapping[int, BudgetCell], whole: int | None = None, unit: str | None = None
    ) -> tuple[YearMoney, ...]:
        """Return an action's money by year beside the plan's: that of ``unit``, or all that is shown here.

        ``cells`` and ``whole`` are what the plan gives it by year, and for all years together.
        """
        whose = self.by_unit if unit is None else unit
        recorded = [
            (name, cents)
            for of, amounts in self._money.items()
            if whose in (None, of)
            for name, (cents, _) in amounts.items()
        ]
        disputed = [name for of, name in self._disputed if whose in (None, of)]
        return in_years(cells, recorded, disputed, whole, of_unit=whose is not None)


@cached_per_transaction
def read_record(conn: sqlite3.Connection, identity: Identity | None, action: str, day: date) -> ActionRecord:
    """Return the record of an action with the statuses in force on a day; of the last day, what stands."""
    records = _records(conn, identity, day, _rows(conn, action), action)
    return records.get(action) or ActionRecord(identity, action, day)


@cached_per_transaction
def _rows(conn: sqlite3.Connection, action: str) -> list[tuple[Any, ...]]:
    return conn.execute(
        f"{_SELECT} {_OF_REPORTS} AND target = ?1"
        f" UNION ALL {_SELECT} conflict AND NOT {_OF_REPORTS} AND target = ?1",
        (action,),
    ).fetchall()


def read_records(conn: sqlite3.Connection, identity: Identity | None, day: date) -> dict[str, ActionRecord]:
    """Return the records of all actions on which something is recorded."""
    return _records(conn, identity, day, conn.execute(f"{_SELECT} {_OF_REPORTS} OR conflict ORDER BY target"))


def _records(
    conn: sqlite3.Connection,
    identity: Identity | None,
    day: date,
    rows: Iterable[tuple[Any, ...]],
    single: str | None = None,
) -> dict[str, ActionRecord]:
    """Return the records of rows that are ordered by action; ``single`` where they are of one."""
    by_action = {
        action: [
            _StateRow(
                Register(kind, action, unit, field), json.loads(value), since, bool(conflict), bool(several)
            )
            for _, kind, unit, field, value, since, conflict, several in of
        ]
        for action, of in groupby(rows, key=lambda row: str(row[0]))
    }
    late = [
        row.register
        for of in by_action.values()
        for row in of
        if (row.register.kind, row.register.field) in _DATED
        and (row.several or (row.effective_on or "") > day.isoformat())
    ]
    earlier = {in_force.register: in_force for in_force in values_in_force(conn, late, day)} if late else {}
    if any(row.register.kind == "money" for of in by_action.values() for row in of):
        for in_force in year_values(conn, day, later_money(conn, day, single)):
            earlier[in_force.register] = in_force
    return {action: ActionRecord(identity, action, day, of, earlier) for action, of in by_action.items()}
