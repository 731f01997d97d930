"""How meetings end: said to be over, or deleted while nothing is recorded in them."""

from __future__ import annotations

from store.db.database import Store
from store.db.errors import UserError
from store.edits.meeting import Meeting, meeting_edit, own_meeting, read_meetings
from store.history.minutes import minutes
from store.ledger.append import append
from store.ledger.identity import read_identity, write_transaction


def end_meeting(store: Store, meeting: str) -> Meeting:
    """Record that the meeting whose id begins so is over.

    Raises UserError ``meeting_unknown`` or ``not_allowed``.
    """
    with write_transaction(store) as (conn, identity):
        ended = own_meeting(conn, identity, meeting)._replace(ended=True)
        # without the meeting's mark: it may be said long after the last word in it
        append(conn, identity, [meeting_edit(ended)])
        return ended


def delete_meeting(store: Store, meeting: str) -> Meeting:
    """Take away a meeting in which nothing is recorded, or all was taken back. Raises as :func:`end_meeting`.

    And UserError ``meeting_not_empty``, or ``meeting_stays`` for one that has ended.
    """
    with write_transaction(store) as (conn, identity):
        deleted = own_meeting(conn, identity, meeting)
        if recorded := count_recorded(store, deleted):
            code = "meeting_stays" if deleted.ended else "meeting_not_empty"
            raise UserError(code, title=deleted.title, n=recorded)
        append(conn, identity, [meeting_edit(deleted)._replace(value=None)])
        return deleted


def count_recorded(store: Store, meeting: Meeting) -> int:
    """Return how much is recorded in a meeting, and was not taken back."""
    return sum(len(item.lines) for item in minutes(store, meeting.name).items)


def meetings_to_resume(store: Store) -> list[Meeting]:
    """Return all meetings: first those of this unit that are not over, then the others, latest day first."""
    with store.reading() as conn:
        identity = read_identity(conn)
        meetings = read_meetings(conn)
    return sorted(
        meetings, key=lambda meeting: not is_open(meeting, identity.unit if identity is not None else "")
    )


def is_open(meeting: Meeting, unit: str) -> bool:
    """Return True if a meeting is this unit's own and not over."""
    return meeting.unit == unit and not meeting.ended
