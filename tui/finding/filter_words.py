"""What is asked for, in words: the chips of a filter, and the line above the list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from language import _, current
from language.filterwords import order_words, part_words
from store.query.filters.filter import Filter
from tui.finding.filter_state import DOCUMENT, FilterState

if TYPE_CHECKING:
    from store.query.filters.filter_parts import FilterPart
    from store.status.outline import Outline

MINE: Final = Filter(mine=True)


def chips(asked: Iterable[FilterPart], seen: Outline | None) -> list[str]:
    """Return the words of each part, to be cut and shown; leads as the plan ``seen`` prints them."""
    return [part_words(part.field, _value(part, seen)) for part in asked]


def _value(part: FilterPart, seen: Outline | None) -> str | int | bool:
    if part.field == "lead" and seen is not None:
        from store.query.filters.facets import printed_leads

        return printed_leads(seen).get(str(part.value), part.value)
    if part.field == "unit":
        from store.plan.units import unit_name

        return unit_name(str(part.value), current())
    return part.value


def chips_of(state: FilterState) -> list[str]:
    """Return what is asked for, and the order; the usual view has none."""
    order = [] if state.sort == DOCUMENT else [order_words(state.sort)]
    if state.filter == Filter() or (state.filter == MINE and not order):
        return order
    from store.query.filters.filter_parts import filter_parts

    return chips(filter_parts(state.filter), state.seen) + order


def title_of(state: FilterState, shown: int, total: int, key: Callable[[str], str]) -> str:
    """Return what the list shows and how many actions; ``key`` is the sign of a command's key."""
    if state.beyond:
        words = _("Found in the whole plan ({n} of {total})")
    elif state.text:
        words = _("Found ({n} of {total})")
    elif state.filter == MINE:
        words = _("Mine ({n} of {total}), {key}: all")
    elif state.filter == Filter():
        words = _("All actions ({total})")
    else:
        words = _("Filtered ({n} of {total})")
    return words.format(n=shown, total=total, key=key("view"))


def way_out(state: FilterState, key: Callable[[str], str]) -> str:
    """Return what leads out of a list in which nothing stands."""
    if state.text:
        return _("{key}: end the search").format(key=key("end_search"))
    words = _("{less}: remove last filter, {none}: no filter")
    return words.format(less=key("drop_filter"), none=key("show_all"))
