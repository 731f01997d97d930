"""Which actions a period counts, by which words of the plan, and what became of them on which day.

Every action of any version in force at any time in a period is counted in it, by the words of the last such
version. What is due follows the version in force when the period's year began; what was overdue when the
period began follows the version of its first day; what is overdue on a day follows the version of that day.
That an action was cancelled, removed, put off or added is told in the period that holds the day on which it
happened. All is as of a day: of versions and cancellations those count that had taken effect by then.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from store.account.action_rows import PlanRow, read_plan_rows
from store.account.places import Objectives, Rows, document_order
from store.account.spans import Span
from store.account.status_as_of import cancelled_as_of
from store.account.versions import RevisionSpan, revision_on, versions_between
from store.plan.lookup import ObjectiveRow

CANCELLED: Final = "cancelled"
REMOVED: Final = "removed"
MOVED: Final = "moved"
ADDED: Final = "added"
ADVANCED: Final = "advanced"
"""What may become of an action: headquarters cancels it, or a version of the plan removes it, puts it off,
adds it, or gives it an earlier deadline."""


class PlanEvent(NamedTuple):
    """What became of an action on a day; ``row`` has its words afterwards, of a removed one those before.

    ``revision`` is the version that did it, None of a cancellation, whose ``reason`` is what headquarters
    wrote. ``before`` and ``after`` are the deadlines of one that was put off or brought forward.
    """

    what: str
    row: PlanRow
    day: date
    revision: int | None = None
    reason: str = ""
    before: date | None = None
    after: date | None = None


class CountedAction(NamedTuple):
    """An action that a period counts; ``row`` has the words of the last version in the period that has it.

    ``start``, ``opening`` and ``latest`` are the same action when the period's year began, on the period's
    first day, and as of the day; None where the plan did not have it then. ``since`` and ``until`` are the
    first and the last day on which it was in force, None where it was when the period began, or at its end.
    """

    row: PlanRow
    revision: int
    start: PlanRow | None
    opening: PlanRow | None
    latest: PlanRow | None
    since: date | None = None
    until: date | None = None
    in_period: bool = True
    """Whether a version of the period has it; else something is recorded of it, or it was removed before."""


class Population(NamedTuple):
    """What a period counts as of a day.

    ``versions`` are those in force at any time in it, ``actions`` theirs in document order, ``beside`` those
    of other versions alone; ``strategic`` and ``specific`` are the objectives below which they stand: those
    of the last version, and of another where the last has no objective of that number. ``events`` are what
    happened in the period, by day. ``cancelled`` are the actions that headquarters had cancelled at its end,
    ``cancelled_before`` those that it had cancelled before the period's year began.
    """

    span: Span
    as_of: date
    versions: tuple[RevisionSpan, ...]
    actions: tuple[CountedAction, ...]
    beside: tuple[CountedAction, ...]
    strategic: tuple[ObjectiveRow, ...]
    specific: tuple[ObjectiveRow, ...]
    events: tuple[PlanEvent, ...]
    cancelled: frozenset[str]
    cancelled_before: frozenset[str]

    @property
    def revision(self) -> int:
        """Return the last version in force in the period."""
        return self.versions[-1].revision

    @property
    def day_before(self) -> date:
        """Return the day before the period began."""
        return _day_before(self.span.first)


_NOWHERE: Final = (None, None, None, None, None, False)


def read_population(
    conn: sqlite3.Connection, span: Span, as_of: date, beside: Collection[str] | None = None
) -> Population:
    """Return what a period counts as of a day.

    With ``beside``, the ids of actions that have money, these are given also where no version of the period
    has them, and so is every other of which something is recorded. Raises UserError ``db_no_plan``.
    """
    first, last = min(span.first, as_of), min(span.last, as_of)
    versions = versions_between(conn, first, last)
    # who is expected to report is by the rule at the end of the period
    reader = _Reader(conn, last)
    order = document_order([reader.rows(version.revision) for version in versions])
    # of a period that had not begun by the day nothing has happened
    has_begun = span.first <= as_of
    changes = list(_changes_of_plan(reader, versions, first)) if has_begun else []
    wanted = {*(beside or ()), *(event.row.id for event in changes)}
    others = _last_revisions(conn, wanted, order, recorded=beside is not None)
    below = Objectives(conn, [*sorted({*others.values()}), *(version.revision for version in versions)])
    actions = tuple(_counted(reader, versions, order, below, span, as_of))
    apart = tuple(
        CountedAction(
            _of_revision(below.placed(reader.rows(revision)[action]), revision), revision, *_NOWHERE
        )
        for action, revision in others.items()
    )
    cancelled = cancelled_as_of(conn, last)
    numbers = {action.row.id: action.row.nr for action in (*actions, *apart)}
    events = [event._replace(row=event.row._replace(nr=numbers[event.row.id])) for event in changes]
    if has_begun:
        rows = {action.row.id: action.row for action in actions}
        events += _cancellations(conn, rows, cancelled, first)
    return Population(
        span,
        as_of,
        versions,
        actions,
        apart,
        *below.all,
        tuple(sorted(events, key=lambda event: event.day)),
        frozenset(cancelled),
        frozenset(cancelled_as_of(conn, _day_before(span.year_begins))),
    )


def _counted(
    reader: _Reader,
    versions: Sequence[RevisionSpan],
    order: Mapping[str, Rows],
    below: Objectives,
    span: Span,
    as_of: date,
) -> Iterator[CountedAction]:
    """Yield the actions of versions of a period in document order, ``below`` its objectives."""
    start = reader.rows(revision_on(reader.conn, min(span.year_begins, as_of)))
    latest = reader.rows(revision_on(reader.conn, as_of))
    opening, closing = reader.rows(versions[0].revision), reader.rows(versions[-1].revision)
    last_of = {action: version for version in versions for action in reader.rows(version.revision)}
    first_of = {action: version for version in versions[::-1] for action in reader.rows(version.revision)}
    numbers = Counter(rows[action].nr for action, rows in order.items())
    for action, rows in order.items():
        row, version = below.placed(rows[action]), last_of[action]
        yield CountedAction(
            # another action may bear its number
            row if rows is closing or numbers[row.nr] == 1 else _of_revision(row, version.revision),
            version.revision,
            start.get(action),
            opening.get(action),
            latest.get(action),
            None if action in opening else first_of[action].first,
            None if action in closing else version.last,
        )


def _of_revision(row: PlanRow, revision: int) -> PlanRow:
    """Return an action whose number says of which revision it is."""
    return row._replace(nr=f"{row.nr} (r{revision})")


def _last_revisions(
    conn: sqlite3.Connection, wanted: Collection[str], without: Collection[str], *, recorded: bool
) -> dict[str, int]:
    """Return the last revision with each wanted action, in document order, but for those ``without``.

    With ``recorded`` also of all others of which something is recorded.
    """
    asked = (
        "SELECT id, max(revision) AS last FROM action WHERE id NOT IN (SELECT value FROM json_each(:without))"
        " AND (id IN (SELECT value FROM json_each(:wanted)) OR :recorded AND EXISTS (SELECT 1 FROM state"
        " WHERE kind IN ('action', 'assessment', 'decision', 'money') AND target = action.id))"
        " GROUP BY id ORDER BY last, position"
    )
    given = {"wanted": json.dumps([*wanted]), "without": json.dumps([*without]), "recorded": recorded}
    return dict(conn.execute(asked, given))


class _Reader:
    """The actions of revisions by id, each revision read once."""

    def __init__(self, conn: sqlite3.Connection, day: date) -> None:
        self.conn, self._day = conn, day
        self._read: dict[int, Rows] = {}

    def rows(self, revision: int) -> Rows:
        """Return the actions of a revision in document order."""
        if revision not in self._read:
            self._read[revision] = {row.id: row for row in read_plan_rows(self.conn, revision, self._day)}
        return self._read[revision]


def _changes_of_plan(reader: _Reader, versions: tuple[RevisionSpan, ...], first: date) -> Iterator[PlanEvent]:
    """Yield what versions changed on the days on which they came into force, from the first day on."""
    before = None if first == date.min else reader.rows(revision_on(reader.conn, _day_before(first)))
    for version in versions:
        after, day, revision = reader.rows(version.revision), version.first, version.revision
        if before is not None and before is not after:
            for action, row in before.items():
                if action not in after:
                    yield PlanEvent(REMOVED, row, day, revision)
            for action, row in after.items():
                if (old := before.get(action)) is None:
                    yield PlanEvent(ADDED, row, day, revision)
                elif (was := old.deadline) != (now := row.deadline):
                    # without a deadline nothing is ever due
                    later = (now or date.max) > (was or date.max)
                    yield PlanEvent(MOVED if later else ADVANCED, row, day, revision, "", was, now)
        before = after


def _cancellations(
    conn: sqlite3.Connection, rows: Rows, cancelled: Mapping[str, str], first: date
) -> Iterator[PlanEvent]:
    """Yield what of all that headquarters cancelled, by action and day, it cancelled from a day on.

    What was said again on a later day was cancelled before.
    """
    before = cancelled_as_of(conn, _day_before(first))
    since = {
        action: day
        for action, day in cancelled.items()
        if action in rows and action not in before and day >= first.isoformat()
    }
    reasons = _reasons(conn) if since else {}
    for action, day in since.items():
        yield PlanEvent(CANCELLED, rows[action], date.fromisoformat(day), reason=reasons.get(action, ""))


def _reasons(conn: sqlite3.Connection) -> dict[str, str]:
    """Return why actions were cancelled: the note of the decision, else the comment of the assessment."""
    reasons = {
        action: json.loads(text)
        for action, text in conn.execute(
            "SELECT target, value FROM state"
            " WHERE kind = 'assessment' AND field = 'comment' AND value <> 'null'"
        )
    }
    for action, text in conn.execute(
        "SELECT decision.target, held.value FROM change AS decision"
        " JOIN change AS note ON note.replica = decision.replica AND note.batch = decision.batch"
        " AND note.target = decision.target AND note.kind = 'note'"
        " JOIN state AS held ON held.kind = 'note' AND held.target = note.target AND held.unit = note.unit"
        " AND held.field = note.field AND held.value <> 'null'"
        " WHERE decision.held IS NULL AND decision.kind = 'decision' AND decision.field = 'cancelled'"
        " AND decision.value = 'true' ORDER BY decision.lamport"
    ):
        reasons[action] = json.loads(text)
    return reasons


def _day_before(day: date) -> date:
    """Return the day before; of the first day of all days itself."""
    return day if day == date.min else day - timedelta(days=1)
