"""The tables of what was reported: actions, indicators, and the matrix of actions and units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from functools import partial
from typing import Final

from language import _, dates
from language.figures import figure_name
from language.terms import status
from report.periodic.content import Content, ReportedAction
from report.periodic.figure_tables import budget_code
from report.periodic.words import name_of_unit, names_in_words
from report.table import AMOUNT, NUMBER, SHARE, Column, Table, lines, table_of
from schema import fields
from schema.registers import PASSPORT, PRINTED_DETAILS
from schema.types import Choice, DeadlineType
from store.account.money import share
from store.plan.achievement import IndicatorRow
from store.plan.model import Target
from store.plan.units import means_municipalities

_TOLD: Final = tuple(field for field in PRINTED_DETAILS if not field.explains)

_BY_NAME: Final = {field.name: field for field in _TOLD}
REPORTED_COLUMNS: Final = tuple(field.report_code for field in _TOLD)
"""The codes of the columns that have what units reported beside the status."""


def actions_table(
    content: Content, actions: Iterable[ReportedAction] | None = None, only: Iterable[str] | None = None
) -> Table:
    """Return some actions, by default all, with what was reported of them; ``only`` some columns."""
    budget = budget_code(content)
    return table_of(
        "actions",
        _("Actions"),
        content.actions if actions is None else actions,
        (Column("nr", _("No.")), lambda action: action.action.nr),
        (Column("title", _("Action")), lambda action: action.action.title),
        (Column("deadline", _("Deadline")), lambda action: action.action.deadline.raw),
        (Column("in_force", _("In the plan")), _in_force),
        (Column("lead", _("Lead institution")), lambda action: names_in_words(action.action.lead)),
        (
            Column("supporting", _("Supporting institutions")),
            lambda action: names_in_words(action.action.support),
        ),
        (Column("status", _("Status")), lambda action: status(action.facts.status)),
        *(
            (Column(field.report_code, _(field.named(field.report_label))), partial(_reported, field))
            for field in _TOLD
        ),
        (Column(budget, figure_name(budget), AMOUNT), lambda action: action.facts.money.budget or None),
        (Column("spent", _("Spent"), AMOUNT), lambda action: action.facts.money.spent or None),
        (Column("execution", "%", SHARE), _execution),
        (Column("funding", _("Source of funding")), lambda action: ", ".join(action.action.funding) or None),
        (Column("evidence", _("Evidence")), _evidence),
        empty=_("No action belongs here."),
        only=only,
    )


def _in_force(action: ReportedAction) -> str | None:
    """Return when in the period the plan had the action; None where it always did."""
    counted = action.facts.action
    if not counted.in_period:
        return _("not in this period")
    parts = []
    if counted.since is not None:
        parts.append(_("from {day}").format(day=dates.date(counted.since)))
    if counted.until is not None:
        parts.append(_("until {day}").format(day=dates.date(counted.until)))
    return ", ".join(parts) or None


def _execution(action: ReportedAction) -> Fraction | None:
    money = action.facts.money
    return share(money.spent_on_budget or 0, money.budget or 0)


def _evidence(action: ReportedAction) -> str | None:
    """Return the evidence that there is, each with the unit whose it is."""
    return lines(
        f"{name_of_unit(unit)}: {title} ({ref})" if ref else f"{name_of_unit(unit)}: {title}"
        for unit, reported in action.details.items()
        for title, ref in reported.evidence
    )


def _reported(field: fields.Field, action: ReportedAction) -> str | None:
    """Return what units reported in a field; behind a choice what they said of it in words."""
    texts: dict[str, str] = {}
    for unit, reported in action.details.items():
        reported_value = reported.values.get(field.name)
        text = (
            field.type.show(reported_value)
            if reported_value and isinstance(field.type, (Choice, DeadlineType))
            else str(reported_value or "")
        )
        words = (
            str(reported.values.get(other.name, ""))
            for other in PRINTED_DETAILS
            if other.explains == field.name
        )
        texts[unit] = ": ".join(filter(None, (text, *words)))
    return _texts_of_units(action, texts)


def reasons_given(action: ReportedAction, units: Collection[str]) -> str | None:
    """Return why some units say that an action is late or not done; None where none of them says it."""
    of_units = {unit: reported for unit, reported in action.details.items() if unit in units}
    return reported_words("reason", action._replace(details=of_units))


def reported_words(name: str, action: ReportedAction) -> str | None:
    """Return what units reported in a field by its name."""
    return _reported(_BY_NAME[name], action)


def _texts_of_units(action: ReportedAction, texts: Mapping[str, str]) -> str | None:
    """Return what units said: each text once, with its units where several are to report."""
    units: dict[str, list[str]] = defaultdict(list)
    for unit, text in texts.items():
        if text:
            units[text].append(name_of_unit(unit))
    if not units:
        return None
    alone = len(action.facts.row.expected | action.details.keys()) == 1
    return lines(text if alone else f"{', '.join(names)}: {text}" for text, names in units.items())


def indicators_table(content: Content, objective: str | None = None) -> Table:
    """Return all indicators, or those of one objective, against their targets."""

    def passport(row: IndicatorRow, field: str) -> str | None:
        return content.passports.get(row.indicator.id or row.nr, {}).get(field)

    def source(row: IndicatorRow) -> str | None:
        return (row.newest.source if row.newest else None) or passport(row, "source")

    return table_of(
        "indicators",
        _("Indicators"),
        (row for row in content.indicators if objective in (None, row.objective)),
        (Column("nr", _("No.")), lambda row: row.nr),
        (Column("title", _("Indicator")), lambda row: row.indicator.title),
        (Column("baseline", _("Baseline")), lambda row: _target(row.indicator.baseline)),
        (Column("interim", _("Interim target")), lambda row: _target(row.indicator.interim)),
        (Column("final", _("Final target")), lambda row: _target(row.indicator.final)),
        (Column("year", _("Year measured"), NUMBER), lambda row: row.newest.year if row.newest else None),
        (Column("actual", _("Measured value")), lambda row: row.newest.value if row.newest else None),
        (Column("met", _("Target of the year")), _met),
        (
            Column("progress", _("Progress from the baseline"), SHARE),
            lambda row: row.achieved.progress if row.achieved else None,
        ),
        (Column("source", _("Source")), source),
        *(
            (Column(field.name, _(field.label)), partial(passport, field=field.name))
            for field in PASSPORT.fields
            if field.name != "source"
        ),
        empty=_("The plan has no indicator here."),
    )


def _met(row: IndicatorRow) -> str | None:
    if row.achieved is None or row.achieved.met is None:
        return None
    return _("met") if row.achieved.met else _("not met")


def _target(target: Target | None) -> str | None:
    if target is None:
        return None
    return f"{target.value or '–'} ({target.year})" if target.year is not None else target.value


def matrix_table(content: Content) -> Table:
    """Return actions by units: what each reported; units that report on nothing have no column."""
    reported = {unit for action in content.actions for unit in action.statuses}
    names = {name for action in content.actions for name in action.action.institutions.names}
    municipal = any(map(means_municipalities, names))
    units = [unit for unit in content.units if unit.code in reported or (municipal and unit.code.isdigit())]
    return table_of(
        "matrix",
        _("What each unit reported"),
        content.actions,
        (Column("nr", _("No.")), lambda action: action.action.nr),
        (Column("title", _("Action")), lambda action: action.action.title),
        (Column("status", _("Status")), lambda action: status(action.facts.status)),
        *(
            (Column(unit.code, name_of_unit(unit.code, unit.name)), partial(_cell, content, unit.code))
            for unit in units
        ),
    )


def _cell(content: Content, unit: str, action: ReportedAction) -> str | None:
    if unit in action.statuses:
        return status(action.statuses[unit])
    row = action.facts.row
    is_asked = unit in row.expected and row.id not in content.facts.statuses.cancelled
    return status(None) if is_asked else None
