"""The last question of an enrolment, and what is said and done where it corrects an earlier one."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from language import _, counted
from language.enrolment import correction_after_sending, left_behind
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


def becomes_words(before: Recorded, unit: str) -> str:
    """Return what becomes of what is recorded; ``unit`` is what the earlier one is called."""
    n = len(before.values)
    words = [counted("{n} value is recorded anew.", "{n} values are recorded anew.", n)] if n else []
    words.append(_("The database that stands is kept aside."))
    words += left_behind(before.more, before.accepted, before.decided)
    if before.sent:
        words.append(correction_after_sending(before.identity.replica, safe(unit), before.identity.role))
    return " ".join(words)


def corrected(places: Places, database: Path, *, officer: str, unit: str, role: str) -> Store:
    """Return the database with the enrolment as it should be. Raises UserError."""
    correct_enrolment(places, database, officer=officer, unit=unit, role=role, now=datetime.now())
    return open_for_work(places, database)
