"""What may be asked of a plan, with the number of actions that each answer leaves."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from store.account.reviews import review_states
from store.account.statuses import STATUSES
from store.db.database import Store
from store.ledger.identity import own_unit
from store.plan.names import printed_names
from store.plan.units import lead_code
from store.query.filters.filter import (
    NOT_REPORTED,
    ROW_FLAGS,
    THIS_YEAR,
    Filter,
    assessed_actions,
    matching_rows,
)
from store.query.filters.filter_parts import FilterPart, without_part
from store.query.filters.name_match import funded_actions, matching_institutions, words_of
from store.query.owing import owed_actions
from store.query.unit_view import concerns
from store.status.outline import ActionRow, Outline

if TYPE_CHECKING:
    from store.search.search import SearchIndex


class Facet(NamedTuple):
    """Something that may be asked: ``name`` is what the plan calls it, "" where the part says it all.

    ``actions`` is the number of those that meet it together with what else is asked.
    """

    part: FilterPart
    name: str
    actions: int


class _Rows:
    """The rows that meet what is asked of all other fields than one; most fields share them."""

    def __init__(self, store: Store, seen: Outline, wanted: Filter, index: SearchIndex | None) -> None:
        self._store, self._seen, self._wanted, self._index = store, seen, wanted, index
        self._all = self._ask(wanted)

    def _ask(self, wanted: Filter) -> list[ActionRow]:
        return matching_rows(self._store, self._seen, wanted, self._index)

    def beside(self, field: str) -> list[ActionRow]:
        other = without_part(self._wanted, field)
        return self._all if other == self._wanted else self._ask(other)


def list_facets(
    store: Store, seen: Outline, wanted: Filter, *, this_year: int, index: SearchIndex | None = None
) -> tuple[Facet, ...]:
    """Return what may be asked of a plan, the commonest first. Raises as ``matching_rows`` for ``wanted``."""
    with store.reading() as conn:
        rows = _Rows(store, seen, wanted, index)
        return tuple(_choices(conn, seen, rows, this_year))


def _choices(conn: sqlite3.Connection, seen: Outline, rows: _Rows, this_year: int) -> Iterator[Facet]:
    if seen.identity is not None:
        mine = sum(map(concerns(conn, seen.identity.unit, seen.today), rows.beside("mine")))
        yield Facet(FilterPart("mine", True), "", mine)
    for flag, test in ROW_FLAGS.items():
        yield Facet(FilterPart(flag, True), "", sum(map(test, rows.beside(flag))))
    for flag, actions in review_states(conn, own_unit(seen.identity))._asdict().items():
        yield Facet(FilterPart(flag, True), "", sum(row.id in actions for row in rows.beside(flag)))
    owed = owed_actions(conn, seen.today, own_unit(seen.identity))
    yield Facet(FilterPart("owed", True), "", sum(row.id in owed for row in rows.beside("owed")))
    yield from _years(seen, rows.beside("due"), this_year)
    reported = Counter(row.status or NOT_REPORTED for row in rows.beside("statuses"))
    for status in (*STATUSES, NOT_REPORTED):
        yield Facet(FilterPart("statuses", status), "", reported[status])
    assessed, given = assessed_actions(conn), rows.beside("assessed")
    number = sum(row.id in assessed for row in given)
    yield Facet(FilterPart("assessed", True), "", number)
    yield Facet(FilterPart("assessed", False), "", len(given) - number)
    yield from _leads(conn, seen, rows.beside("lead"))
    yield from _funding(conn, rows.beside("funding"))
    yield from _objectives(seen, rows.beside("objective"))


def _years(seen: Outline, rows: Iterable[ActionRow], this_year: int) -> Iterator[Facet]:
    ends = Counter(row.deadline_end for row in rows)
    years = {row.deadline_end for row in seen.actions if row.deadline_end is not None}
    yield Facet(FilterPart("due", THIS_YEAR), "", ends[this_year])
    for year in sorted(years):
        yield Facet(FilterPart("due", year), "", ends[year])


def printed_leads(seen: Outline) -> dict[str, str]:
    """For the code of each lead, the name that the plan prints first."""
    names: dict[str, str] = {}
    for row in seen.actions:
        for name in row.institutions.lead:
            names.setdefault(lead_code(name), name)
    return names


def _leads(conn: sqlite3.Connection, seen: Outline, rows: Iterable[ActionRow]) -> Iterator[Facet]:
    names = printed_leads(seen)
    leads = Counter(row.institutions.lead for row in rows)
    for code in sorted(filter(None, names), key=str.casefold):
        meant = matching_institutions(conn, code)
        led = sum(n for lead, n in leads.items() if not meant.isdisjoint(lead))
        yield Facet(FilterPart("lead", code), names[code], led)


def _funding(conn: sqlite3.Connection, rows: Iterable[ActionRow]) -> Iterator[Facet]:
    given = {row.id for row in rows}
    spellings: dict[str, str] = {}
    for name in printed_names(conn, "funding"):
        if words := words_of(name):
            spellings.setdefault(words, name)
    for name in spellings.values():
        yield Facet(FilterPart("funding", name), name, len(given & funded_actions(conn, name)))


def _objectives(seen: Outline, rows: Iterable[ActionRow]) -> Iterator[Facet]:
    by_objective = Counter(row.objective for row in rows)
    for strategic in seen.strategic:
        below = [objective for objective in seen.specific if objective.parent == strategic.key]
        counts = [by_objective[objective.key] for objective in below]
        yield Facet(FilterPart("objective", strategic.nr), strategic.title, sum(counts))
        for objective, count in zip(below, counts, strict=True):
            yield Facet(FilterPart("objective", objective.nr), objective.title, count)
