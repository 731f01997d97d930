"""The last question of an enrolment, and what is said and done where it corrects an earlier one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from language import _, counted
from language.enrolment import carried_over, correction_after_sending
from store.db.database import Store
from store.db.places import Places
from sync.correction import Recorded, correct_enrolment
from sync.identity.opening import open_for_work
from tui.widgets.draw import safe


def question_words(officer: str, unit: str, role: str) -> str:
    """Return what answers mean, to be read once more: an enrolment is signed into whatever is sent."""
    words = _("{officer} reports for {unit}, in the field. Right? Enter begins.")
    if role == "headquarters":
        words = _("{officer} is headquarters, at {unit}. Right? Enter begins.")
    return words.format(officer=safe(" ".join(officer.split())), unit=safe(unit))


def becomes_words(before: Recorded, told: Callable[[str], str], unit: str, role: str) -> str:
    """Return what becomes of what is recorded under a new enrolment; ``told`` names a unit by its code."""
    n = len(before.values)
    words = [counted("{n} value is recorded anew.", "{n} values are recorded anew.", n)] if n else []
    words.append(_("The database that stands is kept aside."))
    words += carried_over(*before.carried_over(unit, role))
    if before.sent:
        words.append(correction_after_sending(before.identity.replica, safe(told(before.identity.unit))))
    return " ".join(words)


def corrected(places: Places, database: Path, *, officer: str, unit: str, role: str) -> Store:
    """Return the database with the enrolment as it should be. Raises UserError."""
    correct_enrolment(places, database, officer=officer, unit=unit, role=role, now=datetime.now())
    return open_for_work(places, database)
