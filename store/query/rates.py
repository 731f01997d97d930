"""Implementation rate, coverage and statuses of a year: of the plan, its objectives, leads and units.

What is counted, and its sources, stand in ``store.query.tally``. If the plan was revised during the year, the
revision in force at its beginning counts. Each unit that an action's institutions name, and each municipality
where they name the municipalities, is expected to report on the action.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple, TypeVar

from store.db.database import Store
from store.plan.lookup import revision_on
from store.plan.units import expected_of
from store.query.tally import Tally, TallyBuilder, merge_tallies
from store.status.action_rows import PlanRow, read_plan_rows
from store.status.status_as_of import statuses_as_of
from store.status.statuses import Statuses

_Key = TypeVar("_Key")


class Rates(NamedTuple):
    """Tallies of a year as of a day; a group without actions has none.

    ``strategic`` and ``specific`` are by row id of the objective, ``leads`` by the code of the lead
    institution (``store.status.action_rows.lead_code``), ``units`` by the code of the unit that reports: of
    its own statuses, on the actions on which it is expected to report or did.
    """

    year: int
    as_of: date
    plan: Tally
    strategic: Mapping[int, Tally]
    specific: Mapping[int, Tally]
    leads: Mapping[str, Tally]
    units: Mapping[str, Tally]


def rates(
    store: Store, year: int, *, as_of: date, unit: str | None = None, revision: int | None = None
) -> Rates:
    """The tallies of ``year`` with the statuses in force on ``as_of``.

    By default an action's status is headquarters' word or the roll-up over its units; with ``unit`` it is
    that unit's own, on the actions that concern it. ``revision`` is by default the one in force at the
    beginning of the year. Raises Refused ``db_no_plan``.
    """
    with store.reading() as conn:
        counts = revision_on(conn, date(year, 1, 1)) if revision is None else revision
        rows = read_plan_rows(conn, counts)
        statuses = statuses_as_of(conn, as_of)
    return tally_rates(rows, statuses, year, as_of, unit)


def tally_rates(
    rows: Iterable[PlanRow], statuses: Statuses, year: int, as_of: date, unit: str | None = None
) -> Rates:
    """As :func:`rates`, of rows and statuses at hand."""
    if unit is not None:
        statuses = _of_one_unit(statuses, unit)
        rows = [row for row in rows if unit in row.expected or row.id in statuses.reported]
    parts: dict[tuple[int, int, str], TallyBuilder] = defaultdict(TallyBuilder)
    units = _UnitTallies(unit)
    for row in rows:
        reported = statuses.reported.get(row.id, {})
        status = statuses.seen_by(unit, row.id, row.institutions)
        expected = row.expected if unit is None else row.expected & {unit}
        part = parts[row.strategic, row.specific, row.lead]
        if row.id in statuses.cancelled:
            part.actions(status, due=False, past=False)
            units.cancelled(row, reported)
            continue
        due = row.deadline_year == year
        past = row.deadline is not None and row.deadline < as_of
        part.actions(status, due=due, past=past)
        part.reports(len(expected), len(expected & reported.keys()), due=due)
        units.counted(row, reported, due, past)
    tallies = {key: part.tally() for key, part in parts.items()}
    return Rates(
        year,
        as_of,
        merge_tallies(tallies.values()),
        _grouped((key[0], tally) for key, tally in tallies.items()),
        _grouped((key[1], tally) for key, tally in tallies.items()),
        _grouped((key[2], tally) for key, tally in tallies.items()),
        units.tallies(),
    )


def _of_one_unit(statuses: Statuses, unit: str) -> Statuses:
    reported = {
        action: {unit: statuses[unit]} for action, statuses in statuses.reported.items() if unit in statuses
    }
    return Statuses(reported, {}, statuses.cancelled)


def _grouped(tallies: Iterable[tuple[_Key, Tally]]) -> dict[_Key, Tally]:
    groups: dict[_Key, list[Tally]] = defaultdict(list)
    for key, tally in tallies:
        groups[key].append(tally)
    return {key: merge_tallies(found) for key, found in groups.items()}


class _UnitTallies:
    """Tallies by unit, counted over kinds of actions: there are far more reports than kinds."""

    def __init__(self, only: str | None) -> None:
        self._only = only
        self._expected: Counter[tuple[tuple[str, ...], bool, bool]] = Counter()
        self._given: dict[tuple[bool, bool, bool], Counter[tuple[str, str]]] = defaultdict(Counter)
        self._cancelled: Counter[str] = Counter()

    def counted(self, row: PlanRow, reported: Mapping[str, str], due: bool, past: bool) -> None:
        """Add an action that headquarters did not cancel."""
        self._expected[row.institutions, due, past] += 1
        if reported.keys() <= row.expected:
            self._given[due, past, True].update(reported.items())
            return
        for unit, status in reported.items():
            self._given[due, past, unit in row.expected][unit, status] += 1

    def cancelled(self, row: PlanRow, reported: Mapping[str, str]) -> None:
        """Add an action that headquarters cancelled."""
        self._cancelled.update(row.expected | reported.keys())

    def tallies(self) -> dict[str, Tally]:
        """The tallies, by code of the unit in order."""
        adders: dict[str, TallyBuilder] = defaultdict(TallyBuilder)
        unreported: Counter[tuple[str, bool, bool]] = Counter()
        for (institutions, due, past), n in self._expected.items():
            for unit in expected_of(institutions):
                unreported[unit, due, past] += n
                adders[unit].reports(n, 0, due=due)
        for (due, past, expected), given in self._given.items():
            for (unit, status), n in given.items():
                adders[unit].actions(status, due=due, past=past, n=n)
                if expected:
                    unreported[unit, due, past] -= n
                    adders[unit].reports(0, n, due=due)
        for (unit, due, past), n in unreported.items():
            if n:
                adders[unit].actions(None, due=due, past=past, n=n)
        for unit, n in self._cancelled.items():
            adders[unit].actions("cancelled", due=False, past=False, n=n)
        return {unit: adders[unit].tally() for unit in sorted(adders) if self._only in (None, unit)}
