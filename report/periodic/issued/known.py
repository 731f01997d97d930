"""What was recorded by the day of a report, by the days that changes bear."""

from __future__ import annotations

from datetime import date, datetime, timezone

from store.db.database import Connection
from store.ledger.change import Change


def recorded_day(change: Change) -> date | None:
    """Return the day on which a change was recorded, the same in every time zone."""
    return _day(change.recorded_at)


def known_until(conn: Connection, made_on: date) -> date:
    """Return the day on which a report was written, that of its newest change if that is later.

    Whoever writes an earlier day into it does not write other days into its changes.
    """
    ((newest,),) = conn.execute("SELECT max(recorded_at) FROM change").fetchall()
    day = None if newest is None else _day(newest)
    return made_on if day is None else max(made_on, day)


def _day(moment: int) -> date | None:
    try:
        return datetime.fromtimestamp(moment, timezone.utc).date()
    except (ValueError, OverflowError, OSError):
        return None
