"""What was agreed and is not done: followed up in later meetings, or outside of them.

A resolution is open until a day stands in it on which it was done. What a meeting says of one is an ordinary
change of its register: done, to another day, or, with the same value again, still open.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final, NamedTuple

from store.db.database import Store
from store.db.errors import UserError
from store.edits.assessment import RecordedResolution, Resolution, read_resolution, resolution_entry
from store.edits.meeting import find_meeting, read_meetings
from store.edits.named import meant, to_type
from store.edits.recording import NOT_ASKED, Recording
from store.ledger.append import Edit, append, read_changes
from store.ledger.change import Change, Register
from store.ledger.heads import OF_HEAD, Standing
from store.ledger.identity import (
    may_write,
    new_batch,
    read_identity,
    refuse_if_not_allowed,
    write_transaction,
)

_OPEN: Final = (
    "WITH first AS MATERIALIZED (SELECT change.target, change.unit, change.field, batch,"
    " min(lamport) AS lamport FROM (SELECT DISTINCT target FROM state WHERE kind = 'resolution') AS about"
    " CROSS JOIN change ON change.target = about.target AND change.kind = 'resolution'"
    " AND change.held IS NULL GROUP BY change.target, change.unit, change.field)"
    " SELECT state.target, state.field, state.unit, officer, recorded_at, state.value, change.batch,"
    f" first.batch FROM state CROSS JOIN change ON {OF_HEAD} LEFT JOIN first"
    " ON (first.target, first.unit, first.field) = (state.target, state.unit, state.field)"
    " WHERE state.kind = 'resolution' AND state.value <> 'null' ORDER BY first.lamport, head"
)


class Agreed(NamedTuple):
    """A resolution with what it is about: ``nr`` and ``title`` of an action, or the title of a meeting alone.

    ``answered`` is True where its last word was said in the meeting for which it was asked.
    """

    target: str
    nr: str
    title: str
    recorded: RecordedResolution
    answered: bool = False

    @property
    def resolution(self) -> Resolution:
        """Return what was agreed."""
        return self.recorded.resolution


def open_resolutions(store: Store, meeting: str | None = None) -> list[Agreed]:
    """Return what was agreed and is not done, that of the earliest day first, what has none last.

    With ``meeting`` what its unit agreed before it, with what was said to be done in it. Raises UserError
    ``meeting_unknown``.
    """
    with store.reading() as conn:
        identity = read_identity(conn)
        asked = None if meeting is None else find_meeting(conn, meeting)
        unit = asked.unit if asked is not None else "" if identity is None else identity.unit
        mark = "" if asked is None else f"@{asked.id}"
        listed = [
            agreed
            for agreed, recorded_in in _resolutions(conn, mark)
            if agreed.recorded.unit == unit
            and (agreed.resolution.done is None or agreed.answered)
            and not (mark and recorded_in.endswith(mark))
        ]
    return sorted(listed, key=lambda agreed: agreed.resolution.due or date.max)


def _resolutions(conn: sqlite3.Connection, mark: str) -> Iterator[tuple[Agreed, str]]:
    """Return all resolutions that stand, each with the batch in which it was first recorded."""
    abouts = {meeting.id: ("", meeting.title) for meeting in read_meetings(conn)}
    rows = conn.execute(_OPEN).fetchall()
    for target in {row[0] for row in rows} - abouts.keys():
        action = conn.execute(
            "SELECT nr, title FROM action WHERE id = ? ORDER BY revision DESC LIMIT 1", (target,)
        ).fetchone()
        abouts[target] = action or ("", "")
    for target, *entry, value, batch, recorded_in in rows:
        resolution = read_resolution(json.loads(value))
        if resolution is not None:
            recorded = RecordedResolution._make((*entry, resolution))
            is_of_meeting = bool(mark) and batch.endswith(mark)
            yield Agreed(target, *abouts[target], recorded, is_of_meeting), recorded_in


def follow_up(
    store: Store,
    entry: str,
    *,
    done: date | None = None,
    due: date | None = None,
    meeting: str | None = None,
    before: object = NOT_ASKED,
) -> list[Change]:
    """Record what became of what was agreed: done on a day, to be done by another one, or still open.

    ``entry`` is its name or the beginning of it. Said in a meeting it is recorded also where it stands, so
    that the minutes tell it. ``before`` is what the person saw there. Raises UserError
    ``resolution_unknown``, ``meeting_of_others``, ``changed_meanwhile`` or ``not_allowed``.
    """
    with write_transaction(store) as (conn, identity):
        open_resolutions = {
            Register("resolution", agreed.target, agreed.recorded.unit, agreed.recorded.entry): agreed
            for agreed, _recorded_in in _resolutions(conn, "")
        }
        named = meant(
            entry, open_resolutions, _name, lambda register: may_write(identity, "resolution", register.unit)
        )
        if len(named) != 1:
            raise UserError("resolution_unknown", found=entry, known=list(to_type(open_resolutions, _name)))
        (register,) = named
        refuse_if_not_allowed(identity, "resolution", register.unit)
        agreed = open_resolutions[register]
        stands = agreed.resolution
        value = resolution_entry(stands._replace(done=done, due=stands.due if due is None else due))
        edit = Edit(*register, value, again=meeting is not None)
        if before is not NOT_ASKED:
            name = "" if agreed.nr else agreed.title
            Recording(before={edit.field: before}).refuse_unseen(Standing(conn), [edit], name)
        return append(conn, identity, [edit], batch=new_batch(conn, identity, meeting))


def day_agreed(store: Store, followed: Change) -> date:
    """Return the day of a decision that a change follows up: of its meeting, else when it was recorded."""
    with store.reading() as conn:
        of_register = "WHERE kind = ? AND target = ? AND unit = ? AND field = ? AND held IS NULL"
        same = read_changes(conn, of_register, followed.register)
        first = min(same, key=lambda change: change.lamport)
        recorded = datetime.fromtimestamp(first.recorded_at).date()
        days = (of.held_on(recorded) for of in read_meetings(conn) if first.batch.endswith(f"@{of.id}"))
        return min((recorded, *days))


def _name(register: Register) -> str:
    return register.field
