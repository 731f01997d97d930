"""The names of people, on the screen and on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import language
from language import _
from store.plan.units import unit_name

if TYPE_CHECKING:
    from store.query.by_form import FormChange


def who(officer: str, speaker: str, whose: str = "", printed: Mapping[str, str] | None = None) -> str:
    """Return an officer with the own unit, or headquarters where that is empty, and whose entry it is.

    ``printed`` are names of units by code in the plan.
    """
    names = printed or {}
    own = unit_name(speaker, language.current(), names) if speaker else _("headquarters")
    if not whose or whose == speaker:
        return f"{officer}, {own}"
    return _("{officer}, {unit}, for {whose}").format(
        officer=officer, unit=own, whose=unit_name(whose, language.current(), names)
    )


def sent_by_form(change: FormChange | None) -> str:
    """Return from whom a form brought a change, to stand behind who took it; empty where none did."""
    return (
        "" if change is None else f", {_('by form from {person}').format(person=change.form.source.person)}"
    )
