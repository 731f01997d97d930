"""Filters over rows of the outline, for screen and command line: what may be asked, and what meets it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Container, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from store.account.reviews import resolve_reporting_unit, review_states
from store.db.database import Store
from store.db.errors import UserError
from store.db.likeness import nearest
from store.ledger.identity import own_unit
from store.plan.lookup import plan_years
from store.query.unit_view import concerns, unit_view
from store.status.outline import ActionRow, Outline, outline

if TYPE_CHECKING:
    from store.search.search import SearchIndex

NOT_REPORTED: Final = "not_reported"
"""Stands for the absence of a status among the statuses of a filter."""

THIS_YEAR: Final = "this"
"""As the year of a filter: whatever year it is when one looks."""

Test = Callable[[ActionRow], bool]


ROW_FLAGS: Final[Mapping[str, Test]] = {
    "overdue": lambda row: row.overdue,
    "unsent": lambda row: row.unsent,
    "conflict": lambda row: row.conflict,
    "warnings": lambda row: row.money_warning,
}
"""What a row says of itself, by the flag that asks for it."""


class Filter(NamedTuple):
    """What an action must meet, all of it; the defaults let every action pass.

    ``statuses`` holds status codes and NOT_REPORTED, of which one must be met; ``lead``, ``first_lead``
    (before all others) and ``institution`` (lead or supporting) are institutions or municipalities as people
    write them, or the code of a lead (``store.account.action_rows``); ``funding`` is words of a funding
    source; ``objective`` the number of a strategic or specific objective; ``due`` the year in which the
    deadline ends, or THIS_YEAR; ``mine`` asks for the actions on which this installation's unit is expected
    to report or has reported; ``warnings`` for those whose money deserves a look; ``assessed`` for those
    that headquarters has assessed, or has not; ``returned``, ``approved`` and ``unreviewed`` as
    ``store.account.reviews.ReviewStates``, ``owed`` for those of which a report is owed
    (``store.query.owing``). With ``unit`` only the actions that concern this unit pass, and status and
    overdue are by its own word.
    """

    text: str = ""
    statuses: frozenset[str] = frozenset()
    lead: str | None = None
    first_lead: str | None = None
    institution: str | None = None
    funding: str | None = None
    objective: str | None = None
    due: int | Literal["this"] | None = None
    overdue: bool = False
    unsent: bool = False
    conflict: bool = False
    warnings: bool = False
    returned: bool = False
    approved: bool = False
    unreviewed: bool = False
    owed: bool = False
    mine: bool = False
    assessed: bool | None = None
    unit: str | None = None


def list_actions(store: Store, wanted: Filter, *, today: date) -> list[ActionRow]:
    """Return the actions that meet the filter by the statuses in force on a day, in the order of the plan.

    Raises as :func:`matching_rows`.
    """
    with store.reading():
        return matching_rows(store, outline(store, today=today), wanted)


def matching_rows(
    store: Store, seen: Outline, wanted: Filter, index: SearchIndex | None = None
) -> list[ActionRow]:
    """Return the rows of an outline at hand that meet the filter, in the order of the plan.

    ``index`` saves reading all texts where one is at hand. Raises UserError ``institution_unknown``,
    ``funding_unknown``, ``number_unknown`` and ``year_unknown`` for what the plan does not know at all,
    ``unit_ambiguous`` for the abbreviation of several institutions, and ``no_identity`` where ``mine`` is
    asked of a published plan.
    """
    if wanted == Filter():
        return list(seen.actions)
    with store.reading() as conn:
        tests = [*_row_tests(wanted, seen.this_year), *_plan_tests(store, conn, seen, wanted, index)]
        rows = seen.actions
        if wanted.unit is not None:
            rows = unit_view(conn, seen, resolve_reporting_unit(conn, wanted.unit))
    return [row for row in rows if all(test(row) for test in tests)]


def _row_tests(wanted: Filter, this_year: int) -> Iterable[Test]:
    for flag, test in ROW_FLAGS.items():
        if getattr(wanted, flag):
            yield test
    if wanted.due is not None:
        due = this_year if wanted.due == THIS_YEAR else wanted.due
        yield lambda row: row.deadline_end == due
    if wanted.statuses:
        yield lambda row: (row.status or NOT_REPORTED) in wanted.statuses


def _plan_tests(
    store: Store, conn: sqlite3.Connection, seen: Outline, wanted: Filter, index: SearchIndex | None
) -> Iterable[Test]:
    """Yield the tests for which the plan must be asked; the cheap ones first."""
    if isinstance(wanted.due, int):
        ends = {*plan_years(conn), *(row.deadline_end for row in seen.actions)}
        if wanted.due not in ends:
            raise UserError("year_unknown", found=wanted.due, known=sorted(year for year in ends if year))
    if wanted.mine:
        if seen.identity is None:
            raise UserError("no_identity", file=str(store.path))
        yield concerns(conn, seen.identity.unit, seen.today)
    if wanted.returned or wanted.approved or wanted.unreviewed:
        yield from _review_tests(conn, seen, wanted)
    if wanted.owed:
        from store.query.owing import owed_actions

        yield _among(owed_actions(conn, seen.today, _asked_unit(conn, seen, wanted)))
    if wanted.assessed is not None:
        assessed = assessed_actions(conn)
        yield lambda row: (row.id in assessed) is wanted.assessed
    if wanted.objective is not None:
        objectives = _objectives(seen, wanted.objective)
        yield lambda row: row.objective in objectives
    if {wanted.lead, wanted.first_lead, wanted.institution, wanted.funding} != {None}:
        yield from _name_tests(conn, wanted)
    if wanted.text.strip():
        from store.search.search import SearchIndex

        yield _among(frozenset((index or SearchIndex(conn)).find(conn, wanted.text)))


def _name_tests(conn: sqlite3.Connection, wanted: Filter) -> Iterable[Test]:
    from store.query.filters.name_match import counted_as, funded_actions, matching_institutions

    if wanted.lead is not None:
        leads = matching_institutions(conn, wanted.lead)
        yield lambda row: not leads.isdisjoint(row.institutions.lead)
    if wanted.first_lead is not None:
        firsts = counted_as(conn, wanted.first_lead)
        yield lambda row: not firsts.isdisjoint(row.institutions.lead[:1])
    if wanted.institution is not None:
        institutions = matching_institutions(conn, wanted.institution)
        yield lambda row: not institutions.isdisjoint(row.institutions.names)
    if wanted.funding is not None:
        yield _among(funded_actions(conn, wanted.funding))


def _review_tests(conn: sqlite3.Connection, seen: Outline, wanted: Filter) -> Iterable[Test]:
    states = review_states(conn, _asked_unit(conn, seen, wanted))
    for asked, actions in zip((wanted.returned, wanted.approved, wanted.unreviewed), states, strict=True):
        if asked:
            yield _among(actions)


def _among(actions: Container[str]) -> Test:
    return lambda row: row.id in actions


def _asked_unit(conn: sqlite3.Connection, seen: Outline, wanted: Filter) -> str | None:
    """Return the unit whose reports are meant; None for all units'."""
    return own_unit(seen.identity) if wanted.unit is None else resolve_reporting_unit(conn, wanted.unit)


def assessed_actions(conn: sqlite3.Connection) -> frozenset[str]:
    """Return the actions that have headquarters' own word."""
    return frozenset(
        action
        for (action,) in conn.execute(
            "SELECT target FROM state WHERE kind = 'assessment' AND field = 'status' AND value <> 'null'"
        )
    )


def _objectives(seen: Outline, wanted: str) -> frozenset[int]:
    """Return the specific objectives that a number means: that one, or all below a strategic one."""
    nr = wanted.strip().rstrip(".")
    strategic = {row.key for row in seen.strategic if row.nr.rstrip(".") == nr}
    keys = frozenset(row.key for row in seen.specific if row.nr.rstrip(".") == nr or row.parent in strategic)
    if not keys and not strategic:
        numbers = [row.nr for row in (*seen.strategic, *seen.specific)]
        raise UserError("number_unknown", nr=nr, nearest=nearest(nr, numbers))
    return keys
