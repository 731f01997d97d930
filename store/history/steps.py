"""A change with what stood in its register before it, which may be a conflict that it has decided.

To take such a decision back is to open the conflict again: each of its values comes back by a change of its
own that supersedes the decision alone. Who said it first stays known, also where a table adds a value.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from store.db.database import cached_per_transaction
from store.ledger.append import CHANGE_COLUMNS, Edit, change_of_row, read_changes
from store.ledger.branches import Histories, is_exact
from store.ledger.change import MAX_BESIDE, Change, canonical_json, order_key, split_id
from store.ledger.identity import speaker
from store.plan.lookup import plan_currency

_MOST_BACK: Final = 32
"""Decisions that were taken back, one behind the other, behind which it is asked who said a value first."""
_ENDLESS: Final = 2**63 - 1


class Step(NamedTuple):
    """One change with what stood before it: values as Python data, None where nothing stood.

    ``currency`` is that of the amounts where the change is of money. ``beside`` are the values that came back
    beside that of the change, where a decision between them was taken back.
    """

    change: Change
    before: Any
    after: Any
    currency: str = ""
    beside: tuple[Any, ...] = ()
    speaker: str = ""
    """The unit whose officer recorded it, empty for headquarters."""
    name: str = ""
    """That of the change with its hash, by which it is told from whatever bears its id later.

    Empty but where :func:`named_steps` has read it.
    """

    @property
    def gone_by(self) -> str | None:
        """Return the headquarters that redacted the value, empty for its author; None where it is here."""
        return None if (gone := self.change.redaction) is None else gone.signer

    @property
    def whose(self) -> str:
        """Return the unit whose report it is about, where somebody else speaks or reviews it; else empty."""
        is_own = self.change.unit == self.speaker and self.change.kind != "review"
        return "" if is_own else self.change.unit


@cached_per_transaction
def read_histories(conn: sqlite3.Connection) -> Histories:
    """Return in which chain which change stands: once in a reading, as there may be very many branches."""
    return Histories(conn)


def change_by_id(conn: sqlite3.Connection, change_id: str) -> Change | None:
    """Return the change of an id (``replica:seq``), or of a name with its hash; None where it is not held."""
    named = read_histories(conn).local("", change_id) if is_exact(change_id) else change_id
    if named is None or (place := split_id(named)) is None:
        return None
    return next(read_changes(conn, "WHERE replica = ? AND seq = ?", place), None)


def change_before(
    conn: sqlite3.Connection, change: Change, by_id: Mapping[str, Change] = MappingProxyType({})
) -> Change | None:
    """Return the change whose value its author saw in the register: the last of those it supersedes.

    ``by_id`` are changes that have been read already.
    """
    last: dict[str, Change] = {}
    # in a history lamport grows with the number: of each the last alone is read
    for replica, seq in sorted(_superseded(conn, change), reverse=True):
        if replica not in last:
            before = by_id.get(f"{replica}:{seq}") or change_by_id(conn, f"{replica}:{seq}")
            if before is not None and before.register == change.register:
                last[replica] = before
    return max(last.values(), key=_order, default=None)


def _superseded(conn: sqlite3.Connection, change: Change) -> list[tuple[str, int]]:
    """Return replica and number of what a change supersedes."""
    names = read_histories(conn).seen(change) if change.supersedes else ()
    return [place for place in map(split_id, names) if place is not None]


def _order(change: Change) -> tuple[int, str, int]:
    return order_key(change.id, change.lamport)


def decided_between(conn: sqlite3.Connection, change: Change) -> tuple[Change, ...]:
    """Return the changes whose conflict a change has decided, one a value, the one first that showed.

    Empty where it decided none.
    """
    stood = _stood_before(conn, change) if len(change.supersedes) > 1 else ()
    return stood if len({value for value, _day in map(_standing, stood)}) > 1 else ()


def _stood_before(conn: sqlite3.Connection, change: Change) -> tuple[Change, ...]:
    """Return the changes that stood where a change was set, one a value, the one first that showed.

    Whoever names a history as far as some number has seen all of it before: what its author had replaced by
    then did not stand, whoever names it.
    """
    named = _superseded(conn, change)
    last: dict[str, int] = {}
    for replica, seq in named:
        last[replica] = max(seq, last.get(replica, 0))
    superseded = [change_by_id(conn, f"{replica}:{seq}") for replica, seq in named]
    of_register = [
        before for before in superseded if before is not None and before.register == change.register
    ]
    stood: dict[tuple[str, str | None], Change] = {}
    for before in sorted(of_register, key=_order, reverse=True):
        # what its author had written under an earlier id and is held for overstepping stood in no view
        which = "SELECT 1 FROM change WHERE replica = ? AND seq = ? AND held IS NULL"
        if conn.execute(which, before[:2]).fetchone() and not _is_replaced(
            conn, before, last[before.replica]
        ):
            stood.setdefault(_standing(before), before)
    return tuple(stood.values())


def _is_replaced(
    conn: sqlite3.Connection, change: Change, until: int, but: Collection[tuple[str, str]] = ()
) -> bool:
    """Return True if its author set the register anew up to this number, in other batches than ``but``."""
    later = conn.execute(
        "SELECT batch, supersedes FROM change WHERE target = ? AND lamport > ? AND replica = ? AND seq <= ?"
        " AND kind = ? AND unit = ? AND field = ? AND held IS NULL",
        (change.target, change.lamport, change.replica, until, change.kind, change.unit, change.field),
    )
    # what stands beside it in its batch replaces the same as it does, and not it
    beside = change.batch, canonical_json(change.supersedes)
    return any((change.replica, row[0]) not in but and row != beside for row in later)


def brought_back(conn: sqlite3.Connection, change: Change) -> Change:
    """Return the change that first set the value which this one sets again; the change where it sets its own.

    Only what stands beside others of its batch sets again what somebody else has said, and only as long as
    that author has said nothing else since. Of what was taken back ever and ever again nobody asks who said
    it first.
    """
    way: set[tuple[str, str]] = set()
    for _ in range(_MOST_BACK):
        way.add((change.replica, change.batch))
        taken_back, stood = _set_again(conn, change)
        if taken_back is not None:
            way.add((taken_back.replica, taken_back.batch))
        origin = next((before for before in stood if _standing(before) == _standing(change)), None)
        if origin is None or _is_replaced(conn, origin, _ENDLESS, way):
            break
        change = origin
    return change


def _set_again(conn: sqlite3.Connection, change: Change) -> tuple[Change | None, tuple[Change, ...]]:
    """Return what a change takes back, and what it and those beside it set again.

    That is what stood before them, such as in a table that crossed it, or before the change that they take
    back; nothing where the change stands alone.
    """
    near = _near(conn, [change])
    if not _others_beside(change, near):
        return None, ()
    # one change that is taken back makes a batch of its register alone; a table names itself in its batch
    takes_back = change.batch[:1] in ("u", "r") or all(other.register == change.register for other in near)
    if not takes_back:
        return None, _stood_before(conn, change)
    taken_back = change_before(conn, change)
    return taken_back, () if taken_back is None else decided_between(conn, taken_back)


def _near(conn: sqlite3.Connection, changes: Sequence[Change]) -> list[Change]:
    """Return the changes of the batches among which those stand that these stand beside; these as well."""
    places = json.dumps([(change.replica, change.batch, change.seq) for change in changes])
    asked = (
        "SELECT json_extract(value, '$[0]') AS author, json_extract(value, '$[1]') AS named,"
        " json_extract(value, '$[2]') AS number FROM json_each(?)"
    )
    within = "replica = author AND seq BETWEEN number - ? AND number + ? AND batch = named"
    near = f"SELECT change.replica, seq FROM ({asked}) JOIN change ON {within}"
    return [*read_changes(conn, f"WHERE (replica, seq) IN ({near})", (places, MAX_BESIDE, MAX_BESIDE))]


def _others_beside(change: Change, near: Iterable[Change]) -> list[Change]:
    """Return the changes of its batch that a change stands beside, the newest first."""
    set_again = (change.replica, change.batch, change.register, change.supersedes)
    others = (
        other
        for other in near
        if other.id != change.id
        and (other.replica, other.batch, other.register, other.supersedes) == set_again
    )
    return sorted(others, key=_order, reverse=True)


def _may_come_back_beside(change: Change) -> bool:
    """Return True if a change took back or set again, as a table does, which names itself in its batch."""
    return bool(change.supersedes) and (change.batch[:1] in ("u", "r") or change.batch.isdecimal())


def _standing(change: Change) -> tuple[str, str | None]:
    """Return what a change lets stand in its register: the value and its day."""
    return change.shown, change.effective_on


def edit_of(change: Change) -> Edit:
    """Return the edit that sets what a change has set, also where it stands: every undo leaves a trace."""
    return Edit(*change.register, change.decoded(), change.effective_on, again=True)


def restoring_edits(conn: sqlite3.Connection, change: Change) -> list[Edit]:
    """Return the edits that set a change's register again as its author found it.

    They are several where a conflict was decided, for :func:`store.ledger.append.append` with ``beside``:
    each supersedes the decision alone. The value that showed comes last, so that it shows again.
    """
    before = change_before(conn, change)
    origins = decided_between(conn, change) or (() if before is None else (before,))
    return [edit_of(origin) for origin in reversed(origins)] or [Edit(*change.register, None, again=True)]


def newest_changes(
    conn: sqlite3.Connection, target: str, most: int, unit: str | None = None
) -> dict[Change, str | None]:
    """Return the newest changes of a target, the newest first, each with the reason if it is held.

    With a ``unit`` reviews of other units' reports are left out: every municipality may have one.
    """
    rows = conn.execute(
        f"SELECT {CHANGE_COLUMNS}, held FROM (SELECT replica AS chain, seq AS number FROM change WHERE"
        " target = ?1 AND (?3 IS NULL OR kind <> 'review' OR unit = ?3) ORDER BY lamport DESC, replica DESC,"
        " seq DESC LIMIT ?2) JOIN change ON replica = chain AND seq = number"
        " ORDER BY lamport DESC, replica DESC, seq DESC",
        (target, most, unit),
    )
    return {change_of_row(row): row[13] for row in rows}


def steps_among(
    conn: sqlite3.Connection, changes: Sequence[Change], near: Sequence[Change] | None = None
) -> tuple[Step, ...]:
    """Return changes with the values before and after them; what one supersedes is mostly another of them.

    What opened a conflict again tells the values that came back beside its own. ``near`` are all changes of
    their batches, by default read.
    """
    by_id = {change.id: change for change in changes}
    asked = [change for change in changes if _may_come_back_beside(change)]
    if near is None:
        near = _near(conn, asked) if asked else ()
    steps = []
    for change in changes:
        before = change_before(conn, change, by_id)
        came_back = _others_beside(change, near) if _may_come_back_beside(change) else ()
        steps.append(
            Step(
                change,
                None if before is None else before.decoded(),
                change.decoded(),
                plan_currency(conn) if change.kind == "money" else "",
                tuple(other.decoded() for other in came_back),
                speaker(conn, change.replica, change.unit),
            )
        )
    return tuple(steps)


def named_steps(conn: sqlite3.Connection, changes: Sequence[Change]) -> list[Step]:
    """Return changes as :func:`steps_among`, with the names by which they are told from all others."""
    histories = read_histories(conn)
    return [step._replace(name=histories.exact(step.change.id)) for step in steps_among(conn, changes)]


def steps_of(conn: sqlite3.Connection, recorded: Iterable[Change]) -> tuple[Step, ...]:
    """Return what was recorded at once, all of it, one step a register."""
    changes = tuple(recorded)
    by_register = {step.change.register: step for step in steps_among(conn, changes, near=changes)}
    return tuple(by_register.values())
