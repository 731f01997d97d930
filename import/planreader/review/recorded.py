"""Reading a table that reports on actions, and what it changes in the plan in force."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

from planreader.apart import tracked_apart
from planreader.interpret.mapping.given import NOTHING, Mapping
from planreader.review.decisions import decisions_beside, digest
from planreader.review.tracked import Tracker
from planreader.workbook.forms import is_form
from store.db.database import Connection, Store
from store.db.errors import UserError
from store.edits.recording import Recording
from store.edits.reported.comparison import Comparison
from store.edits.reported.record import preview_table
from store.edits.reported.table import ReportedTable
from store.ledger.identity import acting_unit, required_identity
from store.plan.lookup import plan_years


def read_tracker(
    path: Path, mapping: Mapping = NOTHING, institutions: tuple[str, ...] = (), own: str = ""
) -> Tracker:
    """Read the table of a document by what is said of its columns, on top of what is kept beside it;
    ``institutions`` are the plan's, known by their names, ``own`` is the code of headquarters.

    Raises UserError ``table_is_form``, or as :func:`planreader.apart.tracked_apart`.
    """
    if is_form(path):
        # it says itself whose it is, and what it was filled with
        raise UserError("table_is_form", file=str(path))
    earlier = decisions_beside(path)
    whole = mapping.after(earlier.mapping)
    tracking = tracked_apart(path, whole, institutions, own)
    return Tracker(path, digest(path), tracking, whole, earlier, institutions, own)


class TrackedTable(NamedTuple):
    """What the table of a document says, how it is recorded, and what that changes."""

    table: ReportedTable
    recording: Recording
    comparison: Comparison


def open_answers(store: Store, tracker: Tracker, today: date, unit: str | None = None) -> dict[str, str]:
    """Return :meth:`Tracker.open` for the plan in force, recorded for a unit where one is named."""
    with store.reading() as conn:
        years, own = plan_years(conn), _acting(conn, store, unit)
        nowhere = tracker.of_no_action(conn)
    return tracker.open(years, today, own, nowhere)


def _acting(conn: Connection, store: Store, unit: str | None) -> str | None:
    return unit and acting_unit(conn, required_identity(conn, store.path), unit)


def look_at_tracker(
    store: Store, tracker: Tracker, recording: Recording, *, person: str = "", on: date | None = None
) -> TrackedTable:
    """Return what a table changes; nothing is recorded. ``person`` sent it, ``on`` is its day.

    Raises UserError as :meth:`Tracker.table` and :func:`store.edits.reported.record.preview_table`.
    """
    with store.reading() as conn:
        unit = _acting(conn, store, recording.unit)
        table = tracker.table(conn, today=recording.today, on=on, unit=unit)
    table = table._replace(source=table.source._replace(person=person))
    return TrackedTable(table, recording, preview_table(store, table, recording))
