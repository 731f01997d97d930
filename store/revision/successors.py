"""Actions that left the plan: what was recorded on them is kept, and headquarters may name what follows them.

The register is ``decision``, target the id of the action that left, no unit, field ``successor``: a list of
ids of actions, sorted. It binds nothing and moves nothing: whoever reads of the old action finds the new one.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from store.db.database import Store
from store.db.errors import UserError
from store.db.likeness import nearest
from store.edits.assessment import WHOLE
from store.ledger.append import Edit, append
from store.ledger.change import Change
from store.ledger.identity import refuse_if_not_allowed, write_transaction
from store.plan.lookup import current_revision, find_action_id

FIELD: Final = "successor"


class LeftAction(NamedTuple):
    """An action that is in the plan no more, as revision ``last`` had it.

    ``entries`` counts what stands on it, from all units; ``units`` are those that recorded it. ``successors``
    are numbers in the plan in force.
    """

    id: str
    nr: str
    title: str
    last: int
    entries: int
    units: tuple[str, ...]
    successors: tuple[str, ...]


def left_actions(store: Store) -> tuple[LeftAction, ...]:
    """Return the actions that have left the plan, by revision and place. Raises UserError ``db_no_plan``."""
    with store.reading() as conn:
        return tuple(_left(conn))


def _left(conn: sqlite3.Connection) -> Iterator[LeftAction]:
    current = current_revision(conn)
    numbers = dict(conn.execute("SELECT id, nr FROM action WHERE revision = ?", (current,)))
    gone = conn.execute(
        "SELECT id, nr, title, revision FROM action AS one WHERE revision ="
        " (SELECT max(revision) FROM action WHERE id = one.id) AND revision < ? ORDER BY revision, position",
        (current,),
    ).fetchall()
    for action, nr, title, revision in gone:
        units = conn.execute(
            "SELECT unit, count(*) FROM state WHERE target = ? AND value <> 'null' AND NOT"
            " (kind = 'decision' AND field = ?) GROUP BY unit ORDER BY unit",
            (action, FIELD),
        ).fetchall()
        yield LeftAction(
            *(action, nr, title, revision, sum(n for _, n in units)),
            tuple(unit for unit, _ in units if unit),
            successors_of(conn, action, numbers),
        )


def successors_of(conn: sqlite3.Connection, action: str, numbers: Mapping[str, str]) -> tuple[str, ...]:
    """Return the numbers of the actions that headquarters named in the place of one that left the plan."""
    row = conn.execute(
        "SELECT value FROM state WHERE kind = 'decision' AND target = ? AND unit = ? AND field = ?",
        (action, WHOLE, FIELD),
    ).fetchone()
    value = None if row is None else json.loads(row[0])
    named = value if isinstance(value, list) else []
    return tuple(numbers[name] for name in named if isinstance(name, str) and name in numbers)


def successor_edits(successors: Mapping[str, Sequence[str]]) -> list[Edit]:
    """Return what is recorded to name successors, by ids."""
    return [
        Edit("decision", action, WHOLE, FIELD, sorted(set(named)) or None)
        for action, named in successors.items()
    ]


def name_successors(store: Store, nr: str, named: Sequence[str]) -> list[Change]:
    """Name the actions that take the place of one that left the plan; none takes the naming back.

    ``nr`` is the last number that it had, that with the revision (``1.1.2 (r1)``), or its id. Raises
    UserError ``left_unknown``, ``left_ambiguous``, ``action_unknown``, ``action_left`` or ``not_allowed``.
    """
    with write_transaction(store) as (conn, identity):
        refuse_if_not_allowed(identity, "decision", WHOLE)
        action = _find_left(conn, nr)
        return append(
            conn,
            identity,
            successor_edits({action: [find_action_id(conn, successor) for successor in named]}),
        )


def _find_left(conn: sqlite3.Connection, nr: str) -> str:
    wanted = nr.strip().rstrip(".")
    left = list(_left(conn))
    shown = {f"{action.nr} (r{action.last})": action.id for action in left}
    if wanted in shown:
        return shown[wanted]
    named = {name: action.id for name, action in zip(shown, left, strict=True) if action.nr == wanted}
    if len(named) > 1:
        raise UserError("left_ambiguous", nr=wanted, known=list(named))
    if named:
        return next(iter(named.values()))
    if any(action.id == wanted for action in left):
        return wanted
    raise UserError("left_unknown", nr=wanted, nearest=nearest(wanted, [action.nr for action in left]))
