"""Which statuses were in force on a day: units' reports, headquarters' assessments and cancellations.

What stands in a register tells this, unless one of its values takes effect later: then the ledger is asked.
A status dated ahead so counts from its day on, everywhere; as of the end of all days stands what stands.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Final

from store.account.in_force import InForce, changes_of, value_in_force
from store.account.reporting import read_rule
from store.account.statuses import STATUSES, Reported, Statuses, Words, resolve
from store.db.database import once_a_snapshot, only
from store.ledger.change import Register

_STATUS: Final = ("action", "status")
_WORDS: Final = (("assessment", "status"), ("decision", "cancelled"))
"""Kind and field of the registers of a unit's status, and of headquarters' words."""

_KNOWN: Final = ", ".join(f"'\"{status}\"'" for status in STATUSES)
_STATUS_OF: Final = {f'"{status}"': status for status in STATUSES}
_IS_STATUS: Final = "held IS NULL AND kind = 'action' AND field = 'status'"
_SOME: Final = 500
"""Actions of which the changes are found one by one."""
_IN_FORCE: Final = (
    "(coalesce(state.effective_on, '') <= :day AND (others IS NULL OR NOT EXISTS"
    " (SELECT 1 FROM json_each(others) AS other WHERE json_extract(other.value, '$[3]') > :day)))"
)
"""SQL: whether all that stands in a register has taken effect by a day."""


Reports = Collection[tuple[str, str]]
"""Action and unit of the reports that are counted."""


def statuses_as_of(
    conn: sqlite3.Connection, day: date, *, unit: str | None = None, counted: Reports | None = None
) -> Statuses:
    """The statuses in force on a day; as one unit reported them, or of ``counted`` reports."""
    found = _read(conn, day, unit, counted, dated=False)
    return resolve(found.reported, found.words, read_rule(conn, day))


def dated_statuses(
    conn: sqlite3.Connection, day: date, unit: str | None = None, counted: Reports | None = None
) -> tuple[Statuses, dict[str, str]]:
    """The statuses in force on a day, or one unit's, and since when actions are implemented.

    That is the day that headquarters gave its assessment, else the last of those that units gave, or that of
    one ``unit``. It is known also where others have not implemented the action. Of ``counted`` reports alone
    where these are given: no other decides a status or a day.
    """
    found = _read(conn, day, unit, counted, dated=True)
    since = found.since["action"] if unit is not None else found.since["action"] | found.since["assessment"]
    return resolve(found.reported, found.words, read_rule(conn, day)), since


def cancelled_as_of(conn: sqlite3.Connection, day: date) -> dict[str, str]:
    """Return the actions that headquarters had cancelled by a day, with the day (ISO) since which they are.

    The day is empty where none was given. This is much quicker than all statuses.
    """
    found = _Recorded()
    late = _read_words(conn, day, found)
    for held in _by_changes(conn, day, _late(conn, day, late, _WORDS)):
        found.take(held)
    return {action: found.cancelled_on[action] for action in resolve({}, found.words).cancelled}


class _Recorded:
    """What holds on a day, and since when (ISO) it is implemented by units and by headquarters' word."""

    def __init__(self, counted: Reports | None = None) -> None:
        self._counted = counted
        self.reported: Reported = {}
        self.words: Words = {}
        self.since: dict[str, dict[str, str]] = {"action": {}, "assessment": {}, "decision": {}}
        self.cancelled_on: dict[str, str] = {}

    def take(self, held: InForce) -> None:
        """Take what holds in a register in place of what stands there."""
        (kind, target, unit, _), value, since, _ = held
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

    def take_last(
        self, conn: sqlite3.Connection, day: date, unit: str | None, late: Collection[str], shared: Reports
    ) -> None:
        """Take the statuses of the actions ``late``, but of registers that are ``shared``.

        Of the others the last change that had taken effect is in force, since it supersedes the earlier ones:
        no change is decoded.
        """
        last, days = _last_statuses(conn, day, unit, late), self.since["action"]
        for target in late:
            statuses = {
                of: status
                for of, status in self.reported.pop(target, {}).items()
                if shared and (target, of) in shared
            }
            for of, (value, since) in last.get(target, {}).items():
                if (shared and (target, of) in shared) or (status := _STATUS_OF.get(value)) is None:
                    continue
                if self._counted is None or (target, of) in self._counted:
                    statuses[of] = status
                    if status == "implemented" and since is not None:
                        days[target] = max(since, days.get(target, ""))
            if statuses:
                self.reported[target] = statuses


@once_a_snapshot
def _shared_reports(conn: sqlite3.Connection, unit: str | None) -> frozenset[tuple[str, str]]:
    """Return action and unit of the statuses that several histories have set, or of which one was undone.

    Of all others the last change that had taken effect is in force on a day, and alone.
    """
    authors: dict[str, set[str]] = defaultdict(set)
    shared: set[tuple[str, str]] = set()
    for replica, of, undone in conn.execute(
        "SELECT DISTINCT replica, unit, CASE WHEN substr(batch, 1, 1) = 'u' THEN target END FROM change"
        f" WHERE {_IS_STATUS}{only(unit=unit)}",
        {"unit": unit},
    ):
        authors[of].add(replica)
        if undone is not None:
            shared.add((undone, of))
    several = [of for of, replicas in authors.items() if len(replicas) > 1]
    if several:
        shared.update(
            conn.execute(
                f"SELECT target, unit FROM change WHERE {_IS_STATUS}"
                " AND unit IN (SELECT value FROM json_each(?)) GROUP BY target, unit"
                " HAVING min(replica) <> max(replica)",
                (json.dumps(several),),
            )
        )
    return frozenset(shared)


def _last_statuses(
    conn: sqlite3.Connection, day: date, unit: str | None, actions: Collection[str]
) -> dict[str, dict[str, tuple[str, str | None]]]:
    """Return by action and unit the last status of each history that had taken effect by a day, and its day.

    They are those of ``actions``, and of more where these are many.
    """
    # of many actions one look at all changes is quicker than one at each
    some = " AND target IN (SELECT value FROM json_each(:actions))" if len(actions) <= _SOME else ""
    last: dict[str, dict[str, tuple[str, str | None]]] = defaultdict(dict)
    for target, of, value, since in conn.execute(
        f"SELECT target, unit, value, effective_on FROM change WHERE {_IS_STATUS}"
        f" AND coalesce(effective_on, '') <= :day{only(unit=unit)}{some} ORDER BY replica, seq",
        {"day": day.isoformat(), "unit": unit, "actions": json.dumps([*actions] if some else [])},
    ):
        last[target][of] = value, since
    return last


def _read(
    conn: sqlite3.Connection, day: date, unit: str | None, counted: Reports | None, *, dated: bool
) -> _Recorded:
    """What holds on a day; ``dated`` since when as well."""
    found = _Recorded(counted)
    late = _read_words(conn, day, found)
    since = f"max(effective_on) FILTER (WHERE value = '\"implemented\"' AND {_IN_FORCE})" if dated else "NULL"
    # one walk for all: what stands, since when, and where a value of it may take effect later
    for target, of, statuses, implemented, newest, disputed in conn.execute(
        f"SELECT target, min(unit), json_group_object(unit, json(value))"
        f" FILTER (WHERE value IN ({_KNOWN}) AND coalesce(effective_on, '') <= :day),"
        f" {since}, max(effective_on), count(others) FROM state WHERE kind = 'action' AND field = 'status'"
        f"{only(unit=unit)} GROUP BY target{'' if counted is None else ', unit'}",
        {"day": day.isoformat(), "unit": unit},
    ):
        if counted is not None and (target, of) not in counted:
            continue
        if standing := json.loads(statuses):
            found.reported.setdefault(target, {}).update(standing)
        if implemented is not None:
            found.since["action"][target] = max(implemented, found.since["action"].get(target, ""))
        if disputed or (newest or "") > day.isoformat():
            late.add(target)
    if late:
        shared = _shared_reports(conn, unit)
        found.take_last(conn, day, unit, late, shared)
        registers = _late_shared(conn, day, {target for target, _ in shared if target in late}, unit)
        for held in _by_changes(conn, day, [*registers, *_late(conn, day, late, _WORDS)]):
            found.take(held)
    return found


def _read_words(conn: sqlite3.Connection, day: date, found: _Recorded) -> set[str]:
    """Take headquarters' words as they stand; the actions where one of them may take effect later."""
    late: set[str] = set()
    for kind, target, of, value, since, is_in_force in conn.execute(
        f"SELECT kind, target, unit, value, effective_on, {_IN_FORCE} FROM state"
        f" WHERE (kind, field) IN (VALUES {_listed(_WORDS)})",
        {"day": day.isoformat()},
    ):
        if is_in_force:
            found.take(InForce(Register(kind, target, of, ""), json.loads(value), since))
        else:
            late.add(target)
    return late


def _listed(fields: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"('{kind}', '{field}')" for kind, field in fields)


def earlier_values(conn: sqlite3.Connection, as_of: date, targets: Collection[str]) -> Iterator[InForce]:
    """Yield what was in force on a day in the registers of actions in which a value takes effect later.

    The value is None where nothing was in force.
    """
    yield from _by_changes(conn, as_of, _late(conn, as_of, targets))


def contested_values(conn: sqlite3.Connection, day: date, unit: str | None = None) -> Iterator[InForce]:
    """Yield what was in force on a day in registers in which a value takes effect later; of all, or a unit's.

    Of statuses they are those of which several values can have stood on the day.
    """
    later = f"FROM state WHERE (kind, field) IN (VALUES {{}}){only(unit=unit)} AND NOT {_IN_FORCE}"
    named = {"day": day.isoformat(), "unit": unit}
    words = conn.execute(f"SELECT kind, target, unit, field {later.format(_listed(_WORDS))}", named)
    registers = [Register(*row) for row in words]
    statuses = conn.execute(f"SELECT EXISTS (SELECT 1 {later.format(_listed((_STATUS,)))})", named)
    if statuses.fetchone()[0]:
        shared = _shared_reports(conn, unit)
        registers += _late_shared(conn, day, {target for target, _ in shared}, unit)
    yield from _by_changes(conn, day, registers)


def _late_shared(
    conn: sqlite3.Connection, day: date, targets: Collection[str], unit: str | None
) -> list[Register]:
    """Return the shared registers of statuses of actions in which a value takes effect after a day."""
    shared = _shared_reports(conn, unit)
    late = _late(conn, day, targets, (_STATUS,), unit)
    return [register for register in late if (register.target, register.unit) in shared]


def _late(
    conn: sqlite3.Connection,
    as_of: date,
    targets: Collection[str],
    which: Collection[tuple[str, str]] = (_STATUS, *_WORDS),
    unit: str | None = None,
) -> list[Register]:
    """Return the registers of actions in which a value takes effect after a day.

    ``which`` are their kinds and fields; of units' statuses those of one ``unit`` alone where it is given.
    """
    if not targets:
        return []
    asked = {"day": as_of.isoformat(), "targets": json.dumps([*targets])}
    return [
        Register(kind, target, of, field)
        for kind, field in which
        for target, of in conn.execute(
            "SELECT target, unit FROM state WHERE kind = :kind AND field = :field"
            f" AND target IN (SELECT value FROM json_each(:targets)) AND NOT {_IN_FORCE}",
            {"kind": kind, "field": field, **asked},
        )
        if kind != "action" or unit in (None, of)
    ]


def _by_changes(conn: sqlite3.Connection, as_of: date, registers: Collection[Register]) -> Iterator[InForce]:
    """Yield what was in force on a day in registers, by all their changes; None where nothing was."""
    for register, changes in changes_of(conn, registers):
        yield value_in_force(register, changes, as_of)
