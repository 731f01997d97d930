"""Minutes of a meeting as data: what was decided, by whom recorded, when, before and after.

Computed from the changes that carry the meeting's mark (``store.edits.meeting``): for each register what
stood before its first change and after its last. A status, or what was agreed, that stood already was
confirmed. What was undone leaves no line, whenever that was; what was set anew outside of the meeting
changes nothing. ``report`` has the words.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from schema.types import read_day
from store.account.action_rows import read_plan_rows
from store.account.status_as_of import statuses_as_of
from store.db.database import Store
from store.edits.agreed import Agreed, open_resolutions
from store.edits.meeting import Meeting, find_meeting, read_meetings
from store.history.history import named_batch
from store.history.steps import change_before
from store.ledger.append import read_changes
from store.ledger.branches import Histories
from store.ledger.change import Change, Register
from store.ledger.identity import speaker
from store.plan.lookup import current_revision, plan_currency


class MinutesLine(NamedTuple):
    """One register that the meeting changed: values as Python data, None where nothing stood.

    ``officer`` and ``recorded_at`` (seconds since 1970 UTC) are those of the last change, ``effective_on`` is
    its day (ISO). ``confirmed``: the status stood already, and was said again. ``place`` is that of the last
    change among all of the meeting, in the order in which they were recorded, whatever the clocks said.
    """

    register: Register
    before: Any
    after: Any
    effective_on: str | None
    officer: str
    recorded_at: int
    confirmed: bool = False
    place: int = 0

    @property
    def follows_up(self) -> bool:
        """Return True if it is what became of something that was agreed before the meeting."""
        return self.register.kind == "resolution" and self.before is not None


class MinutesItem(NamedTuple):
    """One action, or another target, with the lines recorded on it; none where it was only on the agenda.

    ``nr`` is empty for what is no action, such as an indicator (``1.1/1``); ``title`` is then that of the
    meeting where the target is one.
    """

    target: str
    nr: str
    title: str
    lines: tuple[MinutesLine, ...]

    @property
    def is_spoken_of(self) -> bool:
        """Return True if more was recorded on it than what became of earlier decisions."""
        return not all(line.follows_up for line in self.lines)


class Minutes(NamedTuple):
    """A meeting's items in the order of its agenda, then what was recorded besides, in order of time.

    ``began`` and ``ended`` are the moments of the first and last change (seconds since 1970 UTC), which
    ``officers`` recorded; all amounts are in ``currency``. ``statuses`` has, by action, the status on the day
    of the meeting as the unit that held it sees it; None is not reported. It is empty where it was not asked
    for. ``is_headquarters``: that unit is headquarters, which sees the status of the action as a whole.
    """

    meeting: Meeting
    items: tuple[MinutesItem, ...]
    began: int
    ended: int
    officers: tuple[str, ...]
    currency: str
    statuses: Mapping[str, str | None] = MappingProxyType({})
    is_headquarters: bool = False


class MarkedChange(NamedTuple):
    """A change of the meeting with the one whose value its author saw, and its batch.

    ``sign`` and ``batch`` as ``store.history.history.named_batch`` gives them.
    """

    change: Change
    before: Change | None
    sign: str = ""
    batch: str = ""


def minutes(store: Store, meeting: str, *, statuses: bool = False) -> Minutes:
    """Return the minutes of the meeting whose id begins so, with ``statuses`` for printing.

    Raises UserError ``meeting_unknown``.
    """
    with store.reading() as conn:
        held_meeting = find_meeting(conn, meeting)
        histories = Histories(conn)
        marked = [
            MarkedChange(
                change,
                change_before(conn, change),
                *named_batch(histories, change.replica, change.batch),
            )
            for change in _changes(conn, held_meeting)
        ]
        names = {
            **{meeting.id: ("", meeting.title) for meeting in read_meetings(conn)},
            **{
                action: (nr, title)
                for action, nr, title in conn.execute("SELECT id, nr, title FROM action ORDER BY revision")
            },
        }
        is_headquarters = _is_headquarters(conn, held_meeting)
        stands = _statuses(conn, held_meeting, whole=is_headquarters) if statuses else {}
        currency = plan_currency(conn)
    times = [entry.change.recorded_at for entry in marked]
    return Minutes(
        held_meeting,
        tuple(
            MinutesItem(target, *names.get(target, ("", "")), lines)
            for target, lines in group_by_target(held_meeting.agenda, condense(marked)).items()
        ),
        min(times, default=0),
        max(times, default=0),
        tuple(dict.fromkeys(entry.change.officer for entry in marked)),
        currency,
        stands,
        is_headquarters,
    )


def earlier_decisions(store: Store, meeting: str | None) -> list[Agreed]:
    """Return what is open, as :func:`store.edits.agreed.open_resolutions`, of a meeting as its minutes tell
    it: what was said and taken back has not been said."""
    with store.reading():
        listed = open_resolutions(store, meeting)
        if meeting is None or not any(agreed.answered for agreed in listed):
            return listed
        told = {line.register for item in minutes(store, meeting).items for line in item.lines}
    return [agreed._replace(answered=agreed.answered and _register(agreed) in told) for agreed in listed]


def _register(agreed: Agreed) -> Register:
    return Register("resolution", agreed.target, agreed.recorded.unit, agreed.recorded.entry)


def next_on_agenda(minutes: Minutes) -> str | None:
    """Return the action that follows the one on which something was recorded last; None without an agenda."""
    agenda = minutes.meeting.agenda
    spoken = [
        (max(line.place for line in item.lines if not line.follows_up), agenda.index(item.target))
        for item in minutes.items
        if item.is_spoken_of and item.target in agenda
    ]
    at = max(spoken)[1] + 1 if spoken else 0
    return agenda[min(at, len(agenda) - 1)] if agenda else None


def _is_headquarters(conn: sqlite3.Connection, meeting: Meeting) -> bool:
    roles = conn.execute("SELECT 1 FROM replica WHERE unit = ? AND role = 'headquarters'", (meeting.unit,))
    return roles.fetchone() is not None


def _statuses(conn: sqlite3.Connection, meeting: Meeting, *, whole: bool) -> dict[str, str | None]:
    """Return the statuses of an agenda on its meeting's day: the unit's own, or those of the whole."""
    # the day may have come in a file: then what stands now
    day = read_day(meeting.day) or date.max
    statuses = statuses_as_of(conn, day)
    return {
        row.id: statuses.seen_by(None if whole else meeting.unit, row.id, row.institutions)
        for row in read_plan_rows(conn, current_revision(conn), day)
        if row.id in meeting.agenda
    }


def condense(marked: Iterable[MarkedChange]) -> list[MinutesLine]:
    """Return one line a register, in the order of first changes.

    A register has none where it ends as it began unconfirmed.
    """
    spans: dict[Register, list[MarkedChange]] = {}
    places: dict[Register, int] = {}
    for place, entry in enumerate(marked):
        spans.setdefault(entry.change.register, []).append(entry)
        places[entry.change.register] = place
    lines: list[MinutesLine] = []
    for register, entries in spans.items():
        before, last = entries[0].before, entries[-1].change
        stood = ("null", None) if before is None else (before.shown, before.effective_on)
        stands = stood == (last.shown, last.effective_on)
        if register.kind != "meeting" and (not stands or _is_confirmed(entries)):
            lines.append(
                MinutesLine(
                    register,
                    None if before is None else before.decoded(),
                    last.decoded(),
                    last.effective_on,
                    last.officer,
                    last.recorded_at,
                    stands,
                    places[register],
                )
            )
    return lines


def _is_confirmed(entries: Iterable[MarkedChange]) -> bool:
    """Return True if a status, a cancellation or what was agreed was said and not taken back."""
    batches: set[str] = set()
    for change, _before, sign, batch in entries:
        if sign == "u":
            batches.discard(batch)
        elif change.field in ("status", "cancelled") or change.kind == "resolution":
            batches.add(batch)
    return bool(batches) and change.shown != "null"


def group_by_target(
    agenda: Iterable[str], lines: Iterable[MinutesLine]
) -> dict[str, tuple[MinutesLine, ...]]:
    """Return lines by target: those of the agenda in its order, then the others as they come."""
    by_target: dict[str, tuple[MinutesLine, ...]] = dict.fromkeys(agenda, ())
    for line in lines:
        by_target[line.register.target] = (*by_target.get(line.register.target, ()), line)
    return by_target


def _changes(conn: sqlite3.Connection, meeting: Meeting) -> list[Change]:
    """Return what its unit recorded in a meeting, oldest first; what is held for overstepping is left out.

    The mark is open to everybody: of others it puts nothing into the minutes.
    """
    changes = read_changes(
        conn,
        "WHERE held IS NULL AND instr(batch, '@') > 0 AND substr(batch, instr(batch, '@') + 1) = ?",
        (meeting.id,),
    )
    own = (change for change in changes if speaker(conn, change.replica, meeting.unit) == meeting.unit)
    return sorted(own, key=lambda change: (change.lamport, change.replica, change.seq))
