"""The list of actions as a table, with all that is known of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

import language
from language import _, terms
from language.registers import value
from report.table import AMOUNT, DATE, NUMBER, Cell, Column, Field, Table, iso_day, lines, table_of
from schema import fields
from schema.registers import ACTION_DETAILS
from store.db.text import clean
from store.plan.model import Action
from store.plan.units import institution_name, institution_names, unit_name
from store.query.bulk import BulkAction
from store.query.departed import DepartedAction


def actions_list(
    facts: Iterable[BulkAction], years: Sequence[int], *, own: str | None, words: bool = True
) -> Table:
    """Return actions with all that is known of them; ``own`` is the unit whose report alone is shown.

    Statuses and reasons are in ``words``, or codes for scripts.
    """
    return table_of(
        "actions",
        _("Actions"),
        facts,
        *_plan_fields(words),
        *_state_fields(),
        *(_planned(year, words) for year in years),
        (Column("returned", _("Returned"), NUMBER), lambda action: int(action.detail.row.returned)),
        *_objective_fields(),
        *_report_fields(own, words),
        *(field for year in years for field in _money(year)),
        _institutions("lead", _("Lead"), lambda action: action.lead, words),
        _institutions("support", _("Supporting"), lambda action: action.support, words),
        (
            Column("budget_total", _("Budget of all years"), AMOUNT),
            lambda action: action.detail.action.budget_total,
        ),
    )


def _plan_fields(words: bool) -> tuple[Field[BulkAction], ...]:
    """Return what the plan says of an action, and its status."""
    return (
        (Column("nr", _("No.")), lambda action: clean(action.detail.action.nr)),
        (Column("title", _("Action")), lambda action: clean(action.detail.action.title)),
        (Column("status", _("Status")), lambda action: _status(action.detail.row.status, words)),
        (Column("deadline", _("Deadline")), lambda action: clean(action.detail.action.deadline.raw)),
        (
            Column("deadline_day", _("Last day of the deadline"), DATE),
            lambda action: action.detail.deadline_day,
        ),
        (Column("lead_unit", _("Lead")), lambda action: _lead(action, words)),
        _institutions("institutions", _("Institutions"), lambda action: action.institutions.names, words),
        _names("funding", _("Funding"), lambda action: action.funding),
        _names("outputs", _("Outputs"), lambda action: action.outputs),
        _names("documents", _("Documents"), lambda action: action.documents),
    )


def _state_fields() -> tuple[Field[BulkAction], ...]:
    """Return how an action stands, and where its changes are."""
    return (
        (Column("overdue", _("Overdue"), NUMBER), lambda action: int(action.detail.row.overdue)),
        (Column("due", _("Due in the period"), NUMBER), lambda action: int(action.standing.due)),
        (Column("carried_over", _("Carried over"), NUMBER), lambda action: int(action.standing.carried_over)),
        (Column("cancelled", _("Cancelled"), NUMBER), lambda action: int(action.standing.cancelled)),
        (
            Column("implemented_on", _("Implemented since"), DATE),
            lambda action: iso_day(action.standing.implemented_on),
        ),
        (Column("unsent", _("Not confirmed"), NUMBER), lambda action: int(action.detail.row.unsent)),
        (Column("conflict", _("In conflict"), NUMBER), lambda action: int(action.detail.row.conflict)),
        (
            Column("money_warning", _("Money warning"), NUMBER),
            lambda action: int(action.detail.row.money_warning),
        ),
        (Column("currency", _("Currency")), lambda action: action.detail.currency),
    )


def _objective_fields() -> tuple[Field[BulkAction], ...]:
    """Return the objectives of an action."""
    return (
        (Column("objective", _("Objective")), lambda action: action.specific.nr),
        (Column("objective_title", _("Title of the objective")), lambda action: action.specific.title),
        (Column("strategic", _("Strategic objective")), lambda action: action.strategic.nr),
        (
            Column("strategic_title", _("Title of the strategic objective")),
            lambda action: action.strategic.title,
        ),
    )


def _report_fields(own: str | None, words: bool) -> tuple[Field[BulkAction], ...]:
    """Return what units, or the ``own`` one, and headquarters said of an action."""
    return (
        (Column("expected", _("Expected to report")), lambda action: _units(action.detail.expected, words)),
        (
            Column("reported", _("Reported")),
            lambda action: _units((report.unit for report in action.detail.reports), words),
        ),
        *(_reported(detail, own, words) for detail in ACTION_DETAILS),
        (
            Column("assessment", _("Assessment by headquarters")),
            lambda action: (
                _status(action.detail.assessment.status, words) if action.detail.assessment.status else None
            ),
        ),
        (Column("assessment_comment", _("Comment")), lambda action: action.detail.assessment.comment),
        (Column("cancelled_on", _("Cancelled")), lambda action: action.detail.assessment.cancelled_on),
        (Column("reviews", _("Review")), lambda action: _reviews(action, words)),
        (
            Column("notes", _("Notes")),
            lambda action: lines(value("note", "", note.value) for note in action.detail.notes),
        ),
        (
            Column("evidence", _("Evidence")),
            lambda action: lines(value("evidence", "", note.value) for note in action.detail.evidence),
        ),
    )


def _names(code: str, name: str, of: Callable[[Action], Iterable[str]]) -> Field[BulkAction]:
    return Column(code, name), lambda action: clean("; ".join(of(action.detail.action)))


def _institutions(
    code: str, name: str, of: Callable[[Action], Iterable[str]], words: bool
) -> Field[BulkAction]:
    """Return institutions as readers call them, or as the plan prints them, for scripts."""
    if not words:
        return _names(code, name, of)
    return _names(code, name, lambda action: institution_names(of(action), language.current()))


def _status(code: str | None, words: bool) -> str | None:
    return terms.status(code) if words else code


def departed_list(departed: Iterable[DepartedAction]) -> Table:
    """Return the actions that are to be done no more, each with the day and the reason."""
    return table_of(
        "departed",
        _("Actions that are to be done no more"),
        departed,
        (Column("nr", _("No.")), lambda action: clean(action.event.row.nr)),
        (Column("title", _("Action")), lambda action: clean(action.event.row.title)),
        (Column("lead_unit", _("Lead (code)")), lambda action: action.event.row.lead or None),
        (Column("lead_name", _("Lead")), lambda action: action.event.row.leader or None),
        (
            Column("deadline_day", _("Last day of the deadline"), DATE),
            lambda action: action.event.row.deadline,
        ),
        (Column("what", _("What (code)")), lambda action: action.event.what),
        (Column("what_words", _("What")), lambda action: terms.departure(action.event.what)),
        (Column("on", _("Day"), DATE), lambda action: action.event.day),
        (Column("reason", _("Reason")), lambda action: action.event.reason or None),
        (Column("revision", _("Revision"), NUMBER), lambda action: action.event.revision),
        (Column("successors", _("Followed by")), lambda action: "; ".join(action.successors) or None),
        (Column("status", _("Status (code)")), lambda action: action.status or "not_reported"),
        (Column("status_words", _("Status")), lambda action: terms.status(action.status)),
        (Column("spent", _("Spent"), AMOUNT), lambda action: action.spent),
    )


def _lead(action: BulkAction, words: bool) -> str | None:
    """Return the lead by the name of its group, or its code."""
    if not words:
        return action.standing.lead_unit or None
    return institution_name(action.standing.lead_name, language.current()) or None


def _planned(year: int, words: bool) -> Field[BulkAction]:
    def cell(action: BulkAction) -> Cell:
        budget = action.detail.action.budget.get(year)
        return _("administrative cost") if words and isinstance(budget, str) else budget

    return Column(f"budget_{year}", f"{_('Planned')} {year}", AMOUNT), cell


def _money(year: int) -> Iterable[Field[BulkAction]]:
    for code, name in (
        ("allocated", _("Allocated")),
        ("capital", _("Capital")),
        ("recurrent", _("Recurrent")),
        ("spent", _("Spent")),
    ):
        yield Column(f"{code}_{year}", f"{name} {year}", AMOUNT), partial(_of_year, year=year, code=code)


def _of_year(action: BulkAction, *, year: int, code: str) -> int | None:
    amount: int | None = next(
        (getattr(money, code) for money in action.detail.money if money.year == year), None
    )
    return amount


def _unit(code: str, words: bool) -> str:
    return unit_name(code, language.current()) if words else code


def _units(codes: Iterable[str], words: bool) -> str | None:
    return "; ".join(_unit(code, words) for code in codes) or None


def _reported(detail: fields.Field, own: str | None, words: bool) -> Field[BulkAction]:
    """Return a field as the own unit reported it, or of each unit that did."""

    def cell(action: BulkAction) -> str | None:
        values = {
            report.unit: report.values[detail.name]
            for report in action.detail.reports
            if detail.name in report.values
        }
        texts = {
            unit: detail.type.show(reported) if words else str(reported) for unit, reported in values.items()
        }
        if own is not None:
            return texts.get(own)
        return lines(f"{_unit(unit, words)}: {text}" for unit, text in texts.items())

    return Column(detail.name, _(detail.label)), cell


def _reviews(action: BulkAction, words: bool) -> str | None:
    return lines(
        f"{_unit(review.unit, words)}: "
        f"{terms.review(review.state, review.reason, review.stands) if words else review.state}"
        for review in action.detail.reviews
    )
