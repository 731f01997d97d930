"""What was recorded by the day of a report, by the days that changes bear."""

from __future__ import annotations

from datetime import date, datetime, timezone
from typing import Final

from store.db.database import Connection
from store.ledger.change import Change

WRITTEN_LATER: Final = "written_later"
"""It says that it was written on a day that is yet to come."""
WRITTEN_EARLIER: Final = "written_earlier"
"""It says that it was written before a change that it has was recorded."""
COUNTED_LATER: Final = "counted_later"
"""It says that it counts up to a day that is yet to come."""


def recorded_day(change: Change) -> date | None:
    """Return the day on which a change was recorded, the same in every time zone."""
    return _day(change.recorded_at)


def known_until(conn: Connection, made_on: date) -> date:
    """Return the day on which a report was written, that of its newest change if that is later.

    Whoever writes an earlier day into it does not write other days into its changes.
    """
    day = newest_day(conn)
    return made_on if day is None else max(made_on, day)


def days_in_doubt(conn: Connection, made_on: date, as_of: date, today: date) -> tuple[str, ...]:
    """Return which days of a report cannot be: WRITTEN_LATER, WRITTEN_EARLIER, COUNTED_LATER.

    ``conn`` is its own ledger. A day counts as it is where it is still, or already, on Earth.
    """
    newest = newest_day(conn, hours=-12)
    doubts = {
        WRITTEN_LATER: made_on > today,
        WRITTEN_EARLIER: newest is not None and made_on < newest,
        COUNTED_LATER: as_of > today,
    }
    return tuple(kind for kind, holds in doubts.items() if holds)


def newest_day(conn: Connection, hours: int = 0) -> date | None:
    """Return the day of the newest change, in a time zone so many hours from UTC."""
    ((newest,),) = conn.execute("SELECT max(recorded_at) FROM change").fetchall()
    return None if newest is None else _day(newest + hours * 3600)


def _day(moment: int) -> date | None:
    try:
        return datetime.fromtimestamp(moment, timezone.utc).date()
    except (ValueError, OverflowError, OSError):
        return None
