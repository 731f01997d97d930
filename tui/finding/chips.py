"""What a filter asks for, as chips: codes of units are shown by their names."""

from __future__ import annotations

from collections.abc import Iterable

import language
from language.filterwords import part_words
from store.plan.units import unit_name
from store.query.filterparts import Part


def chips(parts: Iterable[Part]) -> list[str]:
    """The words of each part, as they may be cut and shown."""
    return [part_words(part.field, _value(part)) for part in parts]


def _value(part: Part) -> str | int | bool:
    return unit_name(str(part.value), language.current()) if part.field == "unit" else part.value
