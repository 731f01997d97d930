"""The lines of the window in which one chooses what shows, and which of them what is typed means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from language import _
from language.filterwords import order_words, part_words
from store.db.text import fold
from store.query.filters.facets import Facet
from store.query.filters.filter import Filter
from store.query.filters.filter_parts import FilterPart, filter_parts
from store.query.filters.order import SORT_KEYS
from tui.widgets.draw import safe

SAVED, ORDER = "saved", "order"


class Option(NamedTuple):
    """A line: a part of a filter, a filter saved under a name, or an order of the list.

    ``actions`` is how many would show; None where that is not known.
    """

    field: str
    value: str | int | bool
    words: str
    actions: int | None = None

    @property
    def part(self) -> FilterPart:
        """What it asks for."""
        return FilterPart(self.field, self.value)


def options(wanted: Filter, offered: Sequence[Facet], saved: Iterable[str]) -> list[Option]:
    """All lines; what is asked already comes first, so that it is quickly taken away."""
    known = [Option(*choice.part, _words(choice), choice.actions) for choice in offered]
    parts_known = {option.part for option in known}
    asked = filter_parts(wanted)
    others = [Option(*part, safe(part_words(*part))) for part in asked if part not in parts_known]
    lines = [*others, *(option for option in known if option.part in asked)]
    common = [option for option in known if option.part not in asked]
    plan = ("lead", "funding", "objective")
    return [
        *lines,
        *(option for option in common if option.field not in plan),
        *(Option(SAVED, name, safe(_("saved: {name}").format(name=name))) for name in saved),
        *(Option(ORDER, order, order_words(order)) for order in SORT_KEYS),
        *(option for option in common if option.field in plan),
    ]


def _words(choice: Facet) -> str:
    field, value = choice.part
    if field == "objective":
        return safe(f"{part_words(field, value)}  {choice.name}")
    return safe(part_words(field, choice.name or value))


def meant(given: Sequence[Option], typed: str, wanted: Filter) -> list[Option]:
    """The lines in whose words all typed ones stand, those that begin with them first.

    Where nothing is typed, those are left out that would leave nothing.
    """
    words = fold(typed).split()
    if not words:
        asked = filter_parts(wanted)
        return [option for option in given if option.actions != 0 or option.part in asked]
    found = [option for option in given if all(word in fold(option.words) for word in words)]
    return sorted(found, key=lambda option: not f" {fold(option.words)}".count(f" {words[0]}"))
