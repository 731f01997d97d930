"""As what the cells of a tracker enter the ledger, and what is said of one whose cells tell nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal

from language.reading.documents import option_of
from planreader.interpret.trackedrows import TrackedCell, TrackedRow, Tracking
from planreader.vocabulary.tracking import likely_role
from schema.cells import Unreadable
from schema.choices import REASON
from store.db.errors import UserError
from store.edits.reported.table import ReportedCell


def amount_said(cell: TrackedCell) -> ReportedCell:
    """Return an amount as it is recorded, with a currency that is named; what is none as it stands."""
    if cell.number is None:
        return ReportedCell(cell.text, cell.place)
    number = Decimal(cell.number).scaleb(-2)
    return ReportedCell(f"{number} {cell.currency}" if cell.currency else number, cell.place)


def is_reason(text: str) -> bool:
    """Return whether words are one of the reasons that there are."""
    try:
        return bool(REASON.whole(text))
    except Unreadable:
        return False


def without_progress(tracking: Tracking, file: str) -> UserError:
    """Return the refusal of a table without progress: a heading may be known, and nothing below it."""
    columns = tracking.columns
    for name in (column.name for column in columns if column.samples):
        if role := likely_role(name, numbers=True, words=False) or likely_role(
            name, numbers=False, words=True
        ):
            told = {"file": file, "place": tracking.place, "heading": name}
            return UserError("table_unread", **told, option=option_of("--column", f"{name}={role}"))
    names = [column.name for column in columns]
    return UserError("table_says_nothing", file=file, place=tracking.place, columns=names)


def two_numbers(rows: Iterable[TrackedRow], known: Collection[str]) -> dict[str, str]:
    """Return the places of rows that may be of several actions by number, and tell no title."""
    untitled = (row for row in rows if not row.title)
    may_be = {row.place: [nr for nr in row.numbers if nr in known] for row in untitled}
    return {place: ", ".join(numbers) for place, numbers in may_be.items() if len(numbers) > 1}
