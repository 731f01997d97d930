"""The names of people, on the screen and on the command line."""

from __future__ import annotations

import language
from language import _
from store.plan.units import unit_name


def who(officer: str, speaker: str, whose: str = "") -> str:
    """Return an officer with the own unit, or headquarters where that is empty, and whose entry it is."""
    own = unit_name(speaker, language.current()) if speaker else _("headquarters")
    if not whose or whose == speaker:
        return f"{officer}, {own}"
    return _("{officer}, {unit}, for {whose}").format(
        officer=officer, unit=own, whose=unit_name(whose, language.current())
    )
