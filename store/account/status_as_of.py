"""Which statuses were in force on a day: units' reports, headquarters' assessments and cancellations.

What stands in a register tells this, unless one of its values takes effect later: then the ledger is asked.
A status dated ahead so counts from its day on, everywhere; as of the end of all days stands what stands.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from store.account.contested import shared_registers
from store.account.in_force import InForce, values_in_force
from store.account.reporting import read_rule
from store.account.statuses import STATUSES, Reported, Statuses, Words, resolve
from store.db.database import cached_per_transaction, where_equals
from store.ledger.change import Register

_OF_WORDS: Final = "(kind, field) IN (VALUES ('assessment', 'status'), ('decision', 'cancelled'))"
"""SQL: the registers of headquarters' words."""

_SEPARATOR: Final = "\x1f"
"""What stands between units, or their values, in a row: neither has control characters."""
_STATUS_OF: Final = {f'"{status}"': status for status in STATUSES}
_IN_FORCE: Final = (
    "(coalesce(state.effective_on, '') <= :day AND (others IS NULL OR NOT EXISTS"
    " (SELECT 1 FROM json_each(others) AS other WHERE json_extract(other.value, '$[3]') > :day)))"
)
"""SQL: whether all that stands in a register has taken effect by a day."""


_SOME: Final = 500
"""Actions of which the changes are found one by one."""

Reports = Collection[tuple[str, str]]
"""Action and unit of reports."""


def statuses_as_of(
    conn: sqlite3.Connection, day: date, *, unit: str | None = None, counted: Reports | None = None
) -> Statuses:
    """Return the statuses in force on a day; as one unit reported them, or of ``counted`` reports."""
    recorded = _read(conn, day, unit, counted)
    return resolve(recorded.reported, recorded.words, read_rule(conn, day))


def dated_statuses(
    conn: sqlite3.Connection, day: date, unit: str | None = None, counted: Reports | None = None
) -> tuple[Statuses, dict[str, str]]:
    """Return the statuses in force on a day, or one unit's, and since when actions are implemented.

    That is the day that headquarters gave its assessment, else the last of those that units gave, or that of
    one ``unit``. It is known also where others have not implemented the action. Of ``counted`` reports alone
    where these are given: no other decides a status or a day.
    """
    recorded = _read(conn, day, unit, counted)
    since = recorded.since["action"]
    if unit is None:
        since = since | recorded.since["assessment"]
    return resolve(recorded.reported, recorded.words, read_rule(conn, day)), since


def cancelled_as_of(conn: sqlite3.Connection, day: date) -> dict[str, str]:
    """Return the actions that headquarters had cancelled by a day, with the day (ISO) since which they are.

    The day is empty where none was given. This is much quicker than all statuses.
    """
    recorded = _Recorded()
    recorded.take_words(conn, day)
    return {action: recorded.cancelled_on[action] for action in resolve({}, recorded.words).cancelled}


class _Recorded:
    """What holds on a day, and since when (ISO) it is implemented by units and by headquarters' word."""

    def __init__(self, counted: Reports | None = None) -> None:
        self._counted = counted
        self.reported: Reported = {}
        self.words: Words = {}
        self.since: dict[str, dict[str, str]] = {"action": {}, "assessment": {}, "decision": {}}
        self.cancelled_on: dict[str, str] = {}

    def take(self, in_force: InForce) -> None:
        """Take what holds in a register in place of what stands there."""
        (kind, target, unit, _), value, since, _ = in_force
        if kind == "action" and self._counted is not None and (target, unit) not in self._counted:
            return
        if value == "implemented" and since is not None:
            days = self.since[kind]
            days[target] = max(since, days.get(target, ""))
        if kind != "action":
            self.words[kind, target, unit] = value
            if value == "cancelled" or (kind == "decision" and value):
                self.cancelled_on[target] = min(since or "", self.cancelled_on.get(target, since or ""))
            return
        statuses = self.reported.setdefault(target, {})
        statuses.pop(unit, None)
        if value in STATUSES:
            statuses[unit] = value
        elif not statuses:
            del self.reported[target]

    def take_words(self, conn: sqlite3.Connection, day: date) -> None:
        """Take headquarters' words."""
        late: list[Register] = []
        for *register, value, since, is_in_force in conn.execute(
            f"SELECT kind, target, unit, field, value, effective_on, {_IN_FORCE} FROM state"
            f" WHERE {_OF_WORDS}",
            {"day": day.isoformat()},
        ):
            of = Register(*register)
            if is_in_force:
                self.take(InForce(of, json.loads(value), since))
            else:
                late.append(of)
        for in_force in values_in_force(conn, late, day):
            self.take(in_force)

    def take_late(self, conn: sqlite3.Connection, day: date, unit: str | None, late: Collection[str]) -> None:
        """Take the statuses of actions of which one takes effect after the day, or several stand.

        Of what one history has set, without an undo, the last change that had taken effect is in force, since
        it supersedes the earlier ones: no change is decoded. Of all else all changes are weighed.
        """
        last: dict[str, dict[str, tuple[str, str | None]]] = defaultdict(dict)
        # of many actions one look at all changes is quicker than one at each
        some = " AND target IN (SELECT value FROM json_each(:targets))" if len(late) <= _SOME else ""
        for target, of, value, since in conn.execute(
            "SELECT target, unit, value, effective_on FROM change WHERE coalesce(effective_on, '') <= :day"
            f" AND kind = 'action' AND field = 'status' AND held IS NULL{where_equals(unit=unit)}{some}"
            " ORDER BY replica, seq",
            {"day": day.isoformat(), "unit": unit, "targets": json.dumps([*late] if some else [])},
        ):
            last[target][of] = value, since
        if not last:
            return
        shared, days = _shared_among(conn, late, unit), self.since["action"]
        weighed = {(of.target, of.unit) for of in shared}
        for target in late:
            statuses: dict[str, str] = {}
            for of, (value, since) in last.get(target, {}).items():
                if (weighed and (target, of) in weighed) or (status := _STATUS_OF.get(value)) is None:
                    continue
                if self._counted is None or (target, of) in self._counted:
                    statuses[of] = status
                    if status == "implemented" and since is not None:
                        days[target] = max(since, days.get(target, ""))
            if statuses:
                self.reported[target] = statuses
        for in_force in values_in_force(conn, shared, day):
            self.take(in_force)


class _Standing(NamedTuple):
    """The statuses of units that stand on an action, or of one report, whatever their days.

    ``units`` are those units as text; ``implemented`` is since when the last one is implemented, ``newest``
    the newest day of all, and ``disputed`` how many registers have several values.
    """

    target: str
    units: str
    statuses: dict[str, str]
    implemented: str | None
    newest: str
    disputed: int

    def holds_on(self, day: str) -> bool:
        """Return whether this is what was in force on a day (ISO)."""
        return not self.disputed and self.newest <= day


@cached_per_transaction
def _standing_statuses(conn: sqlite3.Connection, unit: str | None, by_unit: bool) -> list[_Standing]:
    """Return the statuses that stand: of each action, or of each report."""
    # of most actions the same units report
    parted = lru_cache(maxsize=1000)(lambda units: units.split(_SEPARATOR))
    return [
        _Standing(
            target,
            units,
            {
                of: _STATUS_OF[value]
                for of, value in zip(parted(units), values.split(_SEPARATOR), strict=True)
                if value in _STATUS_OF
            },
            *others,
        )
        for target, units, values, *others in conn.execute(
            "SELECT target, group_concat(unit, :separator), group_concat(value, :separator),"
            " max(effective_on) FILTER (WHERE value = '\"implemented\"'),"
            " coalesce(max(effective_on), ''), count(others) FROM state WHERE kind = 'action'"
            f" AND field = 'status'{where_equals(unit=unit)} GROUP BY target{', unit' if by_unit else ''}",
            {"unit": unit, "separator": _SEPARATOR},
        )
    ]


def _read(conn: sqlite3.Connection, day: date, unit: str | None, counted: Reports | None) -> _Recorded:
    """Return what holds on a day, and since when."""
    recorded, late, limit = _Recorded(counted), set[str](), day.isoformat()
    recorded.take_words(conn, day)
    reported, since = recorded.reported, recorded.since["action"]
    for standing in _standing_statuses(conn, unit, counted is not None):
        target, units, statuses, implemented, *_ = standing
        if not standing.holds_on(limit):
            late.add(target)
        elif counted is None or (target, units) in counted:
            if statuses:
                reported[target] = {**reported[target], **statuses} if target in reported else statuses
            if implemented is not None:
                since[target] = max(implemented, since.get(target, ""))
    if late:
        for target in late:
            reported.pop(target, None)
            since.pop(target, None)
        recorded.take_late(conn, day, unit, late)
    return recorded


def contested_values(conn: sqlite3.Connection, day: date, unit: str | None = None) -> Iterator[InForce]:
    """Yield what was in force on a day in registers in which a value takes effect later; of all, or a unit's.

    Of statuses they are those of which several values can have stood on the day.
    """
    words = conn.execute(
        f"SELECT kind, target, unit, field FROM state WHERE {_OF_WORDS}{where_equals(unit=unit)}"
        f" AND NOT {_IN_FORCE}",
        {"day": day.isoformat(), "unit": unit},
    )
    registers, limit = [Register(*row) for row in words], day.isoformat()
    standing = _standing_statuses(conn, unit, False)
    late = {of.target for of in standing if not of.holds_on(limit)}
    if late:
        registers += _shared_among(conn, late, unit)
    yield from values_in_force(conn, registers, day)


def _shared_among(conn: sqlite3.Connection, actions: Collection[str], unit: str | None) -> list[Register]:
    """Return the statuses of actions, or one unit's, that several histories have set, or that were undone."""
    shared = shared_registers(conn, "action", field="status")
    return [of for of in shared if of.target in actions and unit in (None, of.unit)]
