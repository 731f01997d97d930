"""What of a plan is asked for, by filter, order and search: which actions meet it, and how that is said."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from language import _, current
from language.filterwords import order_words, part_words
from store.account.reviews import resolve_reporting_unit
from store.db.database import Store
from store.plan.units import institution_name, unit_name
from store.query.filters.filter import Filter, matching_rows
from store.query.filters.order import sort_rows
from store.query.unit_view import UnitWords
from store.status.outline import Outline

if TYPE_CHECKING:
    from store.query.filters.filter_parts import FilterPart
    from store.search.search import SearchIndex


DOCUMENT = "document"


class FilterState:
    """Answers anew only what changed, so that typing stays quick among many actions."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.filter, self.sort, self.text = Filter(), DOCUMENT, ""
        self.seen: Outline | None = None
        """The plan that was last asked."""
        self.of_unit: UnitWords | None = None
        """The rows by the word of one unit, where that is asked for."""
        self._index: SearchIndex | None = None
        self.only: frozenset[str] | None = None
        """The actions to show below their objectives; None for all."""
        self._places: dict[str, int] | None = None
        self._found: list[str] | None = None

    def ask(self, seen: Outline, wanted: Filter, sort: str) -> None:
        """Ask for other actions or another order. What ``matching_rows`` refuses changes nothing."""
        only = None if wanted == Filter() else matching_rows(self.store, seen, wanted, self._index)
        places = None
        if sort != DOCUMENT:
            rows = sort_rows(self.store, seen.actions if only is None else only, sort, today=seen.today)
            places = {row.id: place for place, row in enumerate(rows)}
        self.filter, self.sort, self._places, self.of_unit = wanted, sort, places, None
        self.seen = seen
        if wanted.unit is not None:
            with self.store.reading() as conn:
                unit = resolve_reporting_unit(conn, wanted.unit)
            self.of_unit = UnitWords(unit, {row.id: row for row in only or ()})
        self.only = None if only is None else frozenset(row.id for row in only)

    def search(self, text: str) -> None:
        """Search for a text, "" for none."""
        self.text = text.strip()
        self._found = None
        if self.text:
            with self.store.reading() as conn:
                self._found = self.index().find(conn, self.text)

    def index(self) -> SearchIndex:
        """Return the texts to search in, read where they have not been."""
        if self._index is None:
            from store.search.search import SearchIndex

            with self.store.reading() as conn:
                self._index = SearchIndex(conn, at_once=False)
        return self._index

    def prepare(self) -> bool:
        """Fold some of the texts ahead of the first search; false when nothing is left."""
        return self.index().build()

    def forget(self, *, notes_only: bool = False) -> None:
        """Read texts again with the next search."""
        if self._index is not None and notes_only:
            self._index.forget_notes()
        elif not notes_only:
            self._index = None

    @property
    def beyond(self) -> bool:
        """Return True if a search found something, but nothing of it among what the filter lets through."""
        return bool(self._found) and self.only is not None and self.only.isdisjoint(self._found or ())

    @property
    def number(self) -> int | None:
        """Return how many actions meet the filter; None without one, for one's own, or in a search."""
        return None if self.text or self.only is None or self.filter == MINE else len(self.only)

    @property
    def order(self) -> tuple[str, ...] | None:
        """Return the actions as a list: those found, the best first, or all in another order; else None.

        A search that finds nothing among what the filter lets through looks through the whole plan.
        """
        if self._found is not None:
            among = [action for action in self._found if self.only is None or action in self.only]
            ranked = among or self._found
            places = self._places
            return tuple(
                ranked if places is None else sorted(ranked, key=lambda id_: places.get(id_, len(places)))
            )
        return None if self._places is None else tuple(self._places)


MINE: Final = Filter(mine=True)


def chips(asked: Iterable[FilterPart], seen: Outline | None) -> list[str]:
    """Return the words of each part, to be cut and shown; leads as the plan ``seen`` has them."""
    return [part_words(part.field, _value(part, seen)) for part in asked]


def _value(part: FilterPart, seen: Outline | None) -> str | int | bool:
    if part.field == "lead" and seen is not None:
        from store.query.filters.facets import printed_leads

        return in_words(part, printed_leads(seen).get(str(part.value), part.value))
    return in_words(part, part.value)


def in_words(part: FilterPart, value: str | int | bool) -> str | int | bool:
    """Return what a part asks for as readers call it; ``value`` as the plan prints it."""
    if part.field in ("lead", "first_lead", "institution"):
        return institution_name(str(value), current())
    return unit_name(str(value), current()) if part.field == "unit" else value


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
