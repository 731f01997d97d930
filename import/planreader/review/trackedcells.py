"""As what the cells of a tracker enter the ledger."""

from __future__ import annotations

from decimal import Decimal

from planreader.interpret.trackedrows import TrackedCell
from schema.cells import Unreadable
from schema.choices import REASON
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
