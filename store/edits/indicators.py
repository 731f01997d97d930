"""Measurements of indicators: recorded by unit and year, listed beside what the plan prints.

A measurement is a register of kind ``indicator`` per indicator, year and unit. Its target is the indicator's
id, which is the number of the objective and the position (``1.1/1``) under which it was first published; its
field is the year, its value ``{"value": text, "source": text}``. What it achieves is
in ``store.plan.achievement``.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, NamedTuple

from store.account.money_days import year_values
from store.db.database import Store
from store.db.errors import UserError
from store.db.likeness import nearest
from store.edits.edits import checked_text
from store.edits.recording import Recording
from store.ledger.append import Edit, append
from store.ledger.change import Change, Register
from store.ledger.heads import Standing
from store.ledger.identity import (
    acting_unit,
    read_identity,
    refuse_if_not_allowed,
    write_transaction,
)
from store.plan.achievement import IndicatorRow, Measurement, measured_in_words, printed_values
from store.plan.figures import PlanFigure, read_measured
from store.plan.load import load_indicators
from store.plan.lookup import all_objectives, plan_years
from store.plan.model import Indicator

_MOST_DIGITS: Final = 4
"""Of the position of an indicator."""


def indicators(
    store: Store,
    *,
    objective: str | None = None,
    unit: str | None = None,
    revision: int | None = None,
    day: date | None = None,
) -> tuple[IndicatorRow, ...]:
    """Return the indicators of a revision (the current one by default) in document order, or of an objective.

    The measurement of ``unit`` counts before those of others; by default it is this installation's own. With
    ``day`` they are as of that day, else what stands. Raises UserError ``db_no_plan`` and ``number_unknown``.
    """
    with store.reading() as conn:
        identity = read_identity(conn)
        preferred = unit if unit is not None or identity is None else identity.unit
        measurements = _measurements(conn, day)
        by_objective = _by_objective(conn, revision)
        if objective is not None:
            nr = _known(objective, by_objective)
            by_objective = {nr: by_objective[nr]}
        return tuple(
            IndicatorRow(
                nr,
                position,
                indicator,
                measured := measurements.get(indicator.id or f"{nr}/{position}", ()),
                _chosen(measured, preferred),
            )
            for nr, listed in by_objective.items()
            for position, indicator in enumerate(listed, 1)
        )


def _chosen(measurements: Iterable[Measurement], preferred: str | None) -> dict[int, Measurement]:
    years: dict[int, list[Measurement]] = defaultdict(list)
    for measurement in measurements:
        years[measurement.year].append(measurement)
    chosen: dict[int, Measurement] = {}
    for year, of_year in years.items():
        own = [measurement for measurement in of_year if measurement.unit == preferred]
        if own or len({measurement.value for measurement in of_year}) == 1:
            chosen[year] = (own or of_year)[0]
    return chosen


def _measurements(conn: sqlite3.Connection, day: date | None) -> dict[str, tuple[Measurement, ...]]:
    """Return what was measured by indicator, year and unit, as of a day or as it stands."""
    standing = {
        Register(*register): (json.loads(text), bool(conflict))
        for *register, text, conflict in conn.execute(
            "SELECT kind, target, unit, field, value, conflict FROM state WHERE kind = 'indicator'"
            " AND field GLOB '[0-9][0-9][0-9][0-9]' ORDER BY target, field, unit"
        )
    }
    if day is not None:
        for of in year_values(conn, day, standing):
            standing[of.register] = of.value, of.disputed
    measurements: dict[str, list[Measurement]] = defaultdict(list)
    for (_kind, target, unit, field), (value, conflict) in standing.items():
        if isinstance(value, dict) and isinstance(value.get("value"), str):
            source = value.get("source")
            source = source if isinstance(source, str) else ""
            measurements[target].append(Measurement(int(field), unit, value["value"], source, conflict))
    return {target: tuple(measured) for target, measured in measurements.items()}


def _by_objective(conn: sqlite3.Connection, revision: int | None = None) -> dict[str, tuple[Indicator, ...]]:
    """The indicators of every objective by its number, in document order."""
    strategic = load_indicators(conn, "strategic_objective")
    specific = load_indicators(conn, "specific_objective")
    return {
        objective.nr: (strategic if objective.parent is None else specific)[objective.key]
        for objective in all_objectives(conn, revision)
    }


class NamedIndicator(NamedTuple):
    """An indicator, the number of its objective as the plan writes it, and its position there from 1."""

    objective: str
    position: int
    indicator: Indicator

    @property
    def target(self) -> str:
        """Return what its registers are kept under."""
        return self.indicator.id or f"{self.objective}/{self.position}"


def find_indicator(conn: sqlite3.Connection, named: str, position: int | None = None) -> NamedIndicator:
    """An indicator by its objective, or by objective and position as lists print them: ``1.1/2``.

    Without a position it is the first. Raises UserError ``number_unknown``, ``indicator_unknown``, or
    ``indicator_twice`` where both say a position.
    """
    objectives = _by_objective(conn)
    number, sign, behind = named.partition("/")
    nr = _known(number, objectives)
    if sign and position is not None:
        raise UserError("indicator_twice", found=named)
    if sign:
        position = int(behind) if behind.isdecimal() and len(behind) <= _MOST_DIGITS else 0
    elif position is None:
        position = 1
    if not 1 <= position <= len(objectives[nr]):
        raise UserError("indicator_unknown", nr=nr, found=behind or position, known=len(objectives[nr]))
    return NamedIndicator(nr, position, objectives[nr][position - 1])


def _known(nr: str, objectives: Mapping[str, object]) -> str:
    wanted = nr.strip().rstrip(".")
    if wanted in objectives:
        return wanted
    raise UserError("number_unknown", nr=wanted, nearest=nearest(wanted, objectives))


def measured_figure(indicator: Indicator, text: str) -> PlanFigure | None:
    """The number that is measured, None for words where the plan has words alone.

    Raises UserError ``value_unreadable``, or ``text_empty`` or ``text_too_long``.
    """
    checked = checked_text(text, newlines=False)
    figure = read_measured(checked)
    if figure is None and not measured_in_words(indicator):
        raise UserError("value_unreadable", found=checked)
    return figure


def measure(
    store: Store,
    objective_nr: str,
    year: int,
    value: str | None,
    *,
    indicator: int | None = None,
    source: str = "",
    recording: Recording = Recording(),
) -> list[Change]:
    """Record a measured value, or clear it with None or an empty text.

    It is a number with its unit; words only where the plan writes the indicator's values in words alone.

    Which indicator is as in :func:`find_indicator`. ``year`` is one of those from the first to the last that
    the plan or the indicator names. Raises UserError ``number_unknown``, ``indicator_unknown``,
    ``year_unknown``, ``in_conflict`` (as ``store.ledger.append.append``), ``value_unreadable``,
    ``changed_meanwhile``, ``text_too_long``, ``unit_unknown`` or ``not_allowed``.
    """
    measured: dict[str, str] | None = None
    if value is not None and value.strip():
        measured = {"value": checked_text(value, newlines=False), "source": source.strip()}
        if measured["source"]:
            measured["source"] = checked_text(source, newlines=False)
    with write_transaction(store) as (conn, identity):
        named = find_indicator(conn, objective_nr, indicator)
        if measured is not None:
            measured_figure(named.indicator, measured["value"])
        years = {t.year for t in printed_values(named.indicator) if t.year is not None} | {*plan_years(conn)}
        if years and not min(years) <= year <= max(years):
            raise UserError("year_unknown", found=year, known=[*range(min(years), max(years) + 1)])
        code = acting_unit(conn, identity, recording.unit)
        refuse_if_not_allowed(identity, "indicator", code)
        edit = Edit("indicator", named.target, code, str(year), measured)
        recording.refuse_unseen(Standing(conn), [edit], objective_nr)
        return append(conn, identity, [edit], batch=recording.batch_of(conn, identity), seen=recording.seen)
