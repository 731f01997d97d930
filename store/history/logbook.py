"""Finding changes in the ledger: by target, officer, unit, day, or whatever a caller looks at."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from typing import Final, NamedTuple

from store.db.database import Connection, Store
from store.db.text import sought
from store.history.steps import Step, named_steps
from store.ledger.append import read_changes
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
    """Return the changes that meet all of it as :func:`each_change`, at most ``limit``.

    ``matches`` is asked about the newest SCANNED of them only.
    """
    with store.reading() as conn:
        return list(each_change(conn, wanted, limit, matches))


def each_change(
    conn: Connection,
    wanted: ChangeFilter = ChangeFilter(),
    limit: int | None = None,
    matches: Callable[[Change], bool] | None = None,
) -> Iterator[Step]:
    """Yield the changes that meet all of it, newest first (by lamport, then replica and number).

    A published plan is one entry: the parts of its content are left out. ``limit`` and ``matches`` are as of
    :func:`find_changes`. Only the values of the change at hand are in memory.
    """
    most = SCANNED if matches is not None else -1 if limit is None else limit
    clauses, parameters = _clauses(conn, wanted)
    ids = conn.execute(
        f"SELECT replica, seq FROM change WHERE {' AND '.join(clauses)}"
        " ORDER BY lamport DESC, replica DESC, seq DESC LIMIT ?",
        (*parameters, most),
    )
    changes = chain.from_iterable(read_changes(conn, "WHERE replica = ? AND seq = ?", place) for place in ids)
    for change in islice(changes if matches is None else filter(matches, changes), limit):
        yield from named_steps(conn, (change,))


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
