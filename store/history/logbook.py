"""Finding changes in the ledger: by target, officer, unit, day, or whatever a caller looks at."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

from store.db.database import Connection, Store
from store.db.text import sought
from store.history.steps import Step, step_of
from store.ledger.append import CHANGE_COLUMNS, change_of_row
from store.ledger.change import Change
from store.revision.register import PART

SCANNED: Final = 20_000
"""How many of the newest changes are looked at, where a caller's own test decides."""


class ChangeFilter(NamedTuple):
    """What a change must meet; None leaves it open.

    ``target`` is the id of an action or another target, ``officer`` the beginning of a name in any case,
    with or without diacritics, ``unit`` a code. ``since`` and ``until`` are days, both included, in the
    computer's own time zone: the day on which something was typed is what people remember.
    """

    target: str | None = None
    officer: str | None = None
    unit: str | None = None
    since: date | None = None
    until: date | None = None


def find_changes(
    store: Store,
    wanted: ChangeFilter = ChangeFilter(),
    *,
    limit: int | None = None,
    matches: Callable[[Change], bool] | None = None,
) -> list[Step]:
    """Return the changes that meet all of it, newest first (by lamport, then replica and number).

    A published plan is one entry: the parts of its content are left out. ``matches`` is asked about the
    newest SCANNED of them only. What opened a conflict again tells the values that came back beside its own.
    """
    most = -1 if limit is None and matches is None else limit if matches is None else SCANNED
    with store.reading() as conn:
        clauses, parameters = _clauses(conn, wanted)
        where = f"WHERE {' AND '.join(clauses)}"
        rows = conn.execute(
            f"SELECT {CHANGE_COLUMNS} FROM change {where}"
            " ORDER BY lamport DESC, replica DESC, seq DESC LIMIT ?",
            (*parameters, most),
        )
        steps: list[Step] = []
        changes = [change_of_row(row) for row in rows]
        read = {change.id: change for change in changes}
        together = defaultdict[tuple[object, ...], list[Change]](list)
        for change in changes:
            together[change.replica, change.batch, change.register, change.supersedes].append(change)
        for change in changes:
            if matches is None or matches(change):
                near = together[change.replica, change.batch, change.register, change.supersedes]
                beside = tuple(other.decoded() for other in near if other != change)
                takes_back = change.batch[:1] in ("u", "r") or change.batch.isdecimal()
                steps.append(step_of(conn, change, read)._replace(beside=beside if takes_back else ()))
                if len(steps) == limit:
                    break
        return steps


def _clauses(conn: Connection, wanted: ChangeFilter) -> tuple[list[str], list[object]]:
    clauses: list[str] = [f"NOT {PART}"]
    parameters: list[object] = []

    def need(clause: str, value: object) -> None:
        clauses.append(clause)
        parameters.append(value)

    if wanted.target is not None:
        need("target = ?", wanted.target)
    if wanted.officer is not None:
        begun = sought(wanted.officer)
        officers = [name for (name,) in conn.execute("SELECT DISTINCT officer FROM change")]
        need(
            "officer IN (SELECT value FROM json_each(?))",
            json.dumps([name for name in officers if sought(name).startswith(begun)]),
        )
    if wanted.unit is not None:
        need("unit = ?", wanted.unit)
    if wanted.since is not None:
        need("recorded_at >= ?", _start(wanted.since))
    if wanted.until is not None:
        need("recorded_at < ?", _start(wanted.until + timedelta(days=1)))
    return clauses, parameters


def _start(day: date) -> float:
    return datetime.combine(day, time()).timestamp()
