"""For whom a status is recorded: the own unit, or at headquarters whoever speaks for the action.

In a meeting headquarters writes down what institutions say. Each institution of the action may speak for
itself; where all municipalities are meant by one word, or where the meeting judges the action as a whole,
headquarters' own assessment is recorded (``store.edits.assessment``).
"""

from __future__ import annotations

from datetime import date

from store.db.database import Store
from store.edits.assessment import WHOLE, assess
from store.edits.edits import StatusReport, report_status
from store.ledger.change import Change
from store.ledger.identity import Identity
from store.plan.lookup import ActionKey
from store.plan.model import Institutions
from store.plan.units import expected_units, means_municipalities
from store.query.queries import ActionDetail


def reporting_units(identity: Identity, institutions: Institutions) -> tuple[str, ...]:
    """Return the codes of the units for which this installation may record a status, the likeliest first.

    A field installation speaks for its own unit alone. For headquarters the lead comes first, then the others
    in the order of the plan, and WHOLE stands for the assessment of the action as a whole.
    """
    if not identity.is_headquarters:
        return (identity.unit,)
    return (*expected_units(name for name in institutions.names if not means_municipalities(name)), WHOLE)


def reported_status(detail: ActionDetail, speaker: str) -> str | None:
    """Return the status that stands for a speaker; for WHOLE that of the action as a whole."""
    if speaker == WHOLE or detail.identity is None or not detail.identity.is_headquarters:
        return detail.row.status
    for report in detail.reports:
        if report.unit == speaker:
            status = report.values.get("status")
            return status if isinstance(status, str) else None
    return None


def record_status(
    store: Store, nr: ActionKey, speaker: str, status: str, *, today: date, meeting: str | None = None
) -> list[Change]:
    """Record a status ("" clears it) as the word of a speaker. Raises as ``report_status`` and ``assess``."""
    if speaker == WHOLE:
        return assess(store, nr, today=today, status=status, meeting=meeting)
    return report_status(store, nr, StatusReport(status), today=today, unit=speaker, meeting=meeting)
