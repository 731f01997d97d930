"""What reporting needs to know of every action of a revision: its place, its deadline, who reports."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from store.account.reporting import read_rule
from store.account.statuses import deadline_day, deadline_since
from store.plan.lookup import institutions_of
from store.plan.model import Institutions
from store.plan.names import read_names
from store.plan.reporting import expected_of
from store.plan.units import lead_code


class PlanRow(NamedTuple):
    """One action. ``specific`` and ``strategic`` are the row ids of its objectives, as in the outline.

    ``deadline_year`` and ``deadline`` (its last day) are None where the document names no year.
    """

    id: str
    nr: str
    title: str
    specific: int
    strategic: int
    deadline_year: int | None
    deadline: date | None
    institutions: Institutions
    leader: str = ""
    """The first that leads by the name of its group (``store.plan.names``), empty where the plan
    names none.
    """
    deadline_since: date | None = None
    """The first day of the month, quarter or year that the deadline names last: implemented before it is
    early.
    """
    starts: int | None = None
    """The year in which the deadline begins."""
    expected: frozenset[str] = frozenset()
    """The codes of the units from which a report is expected."""

    @property
    def lead(self) -> str:
        """Return the code of the lead institution, MUNICIPALITIES, or ``""`` where the plan names none."""
        return lead_code(self.leader)


def lead_names(rows: Iterable[PlanRow]) -> dict[str, str]:
    """For each lead the name of its group, or as the plan first prints it, in document order."""
    names: dict[str, str] = {}
    for row in rows:
        if row.leader:
            names.setdefault(row.lead, row.leader)
    return names


def read_plan_rows(conn: sqlite3.Connection, revision: int, day: date) -> list[PlanRow]:
    """Return the actions of a revision in document order.

    Who is expected to report is by the rule on a day.
    """
    institutions, rule, names = institutions_of(conn, revision), read_rule(conn, day), read_names(conn)
    last_day, first_day = cache(deadline_day), cache(deadline_since)

    @cache
    def lead_and_expected(of: Institutions) -> tuple[str, frozenset[str]]:
        return names.of("institution", of.lead[0]) if of.lead else "", expected_of(of, rule)

    def plan_row(row: tuple[Any, ...]) -> PlanRow:
        of = institutions[row[0]]
        lead, expected = lead_and_expected(of)
        days = last_day(row[5], row[6]), first_day(*row[5:9])
        return PlanRow._make((*row[:6], days[0], of, lead, days[1], row[7], expected))

    return [
        plan_row(row)
        for row in conn.execute(
            "SELECT action.id, action.nr, action.title, specific_objective, strategic_objective,"
            " deadline_end, deadline_end_month, deadline_start, deadline_start_month FROM action"
            " JOIN specific_objective ON specific_objective.id = action.specific_objective"
            " WHERE action.revision = ? ORDER BY action.position",
            (revision,),
        )
    ]
