"""Objectives and what is measured of them as tables: the overview and the list of indicators."""

from __future__ import annotations

from collections.abc import Iterable

import language
from language import _
from language.figures import figure_name
from report.table import AMOUNT, NUMBER, SHARE, Column, Table, lines, table_of
from store.db.text import clean
from store.plan.achievement import IndicatorRow
from store.plan.model import Target
from store.plan.units import unit_name
from store.query.overview import Overview


def overview_list(overview: Overview) -> Table:
    """Return the groups of an overview with their figures."""
    budget = "allocated" if overview.is_of_units else "planned"
    return table_of(
        "overview",
        f"{_('Overview')} {overview.span.code} ({overview.as_of.isoformat()})",
        overview.groups,
        (Column("key", _("No.")), lambda group: group.key),
        (Column("title", _("Title")), lambda group: group.name(overview.by, language.current())),
        (Column("actions", _("Actions"), NUMBER), lambda group: group.tally.actions),
        (Column("due", _("Due"), NUMBER), lambda group: group.tally.due),
        (Column("implemented", _("Implemented"), NUMBER), lambda group: group.tally.implemented),
        (Column("rate", _("Rate"), SHARE), lambda group: group.tally.rate),
        (Column("coverage", _("Coverage"), SHARE), lambda group: group.tally.coverage),
        (Column("overdue", _("Overdue"), NUMBER), lambda group: group.tally.overdue),
        (Column(budget, figure_name(budget), AMOUNT), lambda group: group.money.budget),
        (Column("spent", _("Spent"), AMOUNT), lambda group: group.money.spent),
        (Column("execution", "%", SHARE), lambda group: group.money.execution),
    )


def indicators_list(rows: Iterable[IndicatorRow]) -> Table:
    """Return indicators: what the plan prints, and a line for each measurement."""
    return table_of(
        "indicators",
        _("Indicators"),
        rows,
        (Column("objective", _("Objective")), lambda row: row.objective),
        (Column("position", _("No."), NUMBER), lambda row: row.position),
        (Column("title", _("Indicator")), lambda row: clean(row.indicator.title)),
        (Column("baseline", _("Baseline")), lambda row: _target(row.indicator.baseline)),
        (Column("interim", _("Interim")), lambda row: _target(row.indicator.interim)),
        (Column("final", _("Final")), lambda row: _target(row.indicator.final)),
        (Column("measured", _("Measured")), _measured),
        (
            Column("progress", _("Progress"), SHARE),
            lambda row: row.achieved.progress if row.achieved else None,
        ),
    )


def _target(target: Target | None) -> str | None:
    return None if target is None else f"{target.value or ''} ({target.year or ''})".strip()


def _measured(row: IndicatorRow) -> str | None:
    return lines(
        f"{measured.year}: {measured.value} ({unit_name(measured.unit, language.current())})"
        for measured in row.measurements
    )
