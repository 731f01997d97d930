"""Of which day a table says what it says: from when a status is confirmed, and what of a later day stands."""

from __future__ import annotations

from datetime import date

from schema.types import read_day
from store.account.in_force import recorded_day
from store.account.statuses import OVER
from store.db.errors import UserError
from store.edits.recording import Recording, what_stands
from store.edits.reported.table import NOTE, ReportedRow, ReportedTable
from store.edits.reported.totals import RegisterCell
from store.ledger.append import read_changes
from store.ledger.change import Heads, Register, in_conflict
from store.ledger.heads import Standing


def is_status(register: Register) -> bool:
    """Return whether a register is the status that a unit reports."""
    return (register.kind, register.field) == ("action", "status")


def confirmed_on(
    table: ReportedTable, row: ReportedRow, register: Register, heads: Heads, value: object
) -> date | None:
    """Return the day on which a status that stands is said again; None where nothing is."""
    if not is_status(register) or value is None or in_conflict(heads):
        return None
    # what a person wrote by hand, dated or confirmed is said; a cell filled in before says nothing
    source = table.source
    day = row.on or (source.day if source.paper or row.confirmed else None)
    if day is None or not heads or heads[0].decoded() != value:
        return None
    since, today = heads[0].effective_on or "", day.isoformat()
    if row.on is not None and not table.again:
        return day if today != since else None
    # a day that is not of the status itself corrects none, and what is over began but once
    return day if today > since and value not in OVER else None


def refuse_earlier(
    standing: Standing, table: ReportedTable, recording: Recording, read: RegisterCell, status: object
) -> None:
    """Raise UserError ``later_stands`` where what stands is of a later day than what a cell says.

    That of a status is the day on which it began, and what is said beside a status goes with it; ``status``
    is what the row says. What is said of today, or by whoever has seen what stands, is not refused.
    """
    row, register, field, day = read.row, read.register, read.field, table.source.day
    if recording.seen is None or field == NOTE:
        return
    known = None
    if register.kind == "money":
        known = _amount_day(standing, register)
    else:
        register = register._replace(field="status")
        heads = standing[register]
        if heads and heads[0].decoded() is not None and heads[0].effective_on is not None:
            known = date.fromisoformat(heads[0].effective_on)
            if status not in (None, heads[0].decoded()):
                day = row.on or day
    if known is not None and day < min(known, recording.today):
        told = what_stands(standing, register, standing[register][0].decoded())
        raise UserError("later_stands", **told, known=known.isoformat(), found=day.isoformat())


def _amount_day(standing: Standing, register: Register) -> date | None:
    """Return of which day the amount is that stands: of the table that told it, else of its own, else of
    that on which it was recorded. None where none stands."""
    heads, conn = standing[register], standing.conn
    if not heads or heads[0].decoded() is None:
        return None
    # what an undo has set again is of the day of which it was
    where = (
        "WHERE kind = ? AND target = ? AND unit = ? AND field = ? AND value = ? AND held IS NULL"
        " AND (batch < 'r' OR batch >= 'v')"
    )
    alike = read_changes(conn, where, (*register, heads[0].value))
    if (said := max(alike, key=lambda change: change.lamport, default=None)) is None:
        return None
    told = "WHERE replica = ? AND batch = ? AND kind = 'source'"
    for source in read_changes(conn, told, (said.replica, said.batch)):
        if isinstance(value := source.decoded(), dict) and (day := read_day(value.get("day"))) is not None:
            return day
    return read_day(said.effective_on) or recorded_day(said)
