"""People as both faces name them."""

from __future__ import annotations

import language
from language import _
from store.plan.units import unit_name


def who(officer: str, unit: str) -> str:
    """An officer with the unit spoken for; what belongs to no unit is headquarters'."""
    return f"{officer}, {unit_name(unit, language.current()) if unit else _('headquarters')}"
