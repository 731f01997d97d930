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
from store.plan.units import unit_name
from store.query.bulk import BulkAction
from store.query.departed import DepartedAction


def actions_list(
    facts: Iterable[BulkAction], years: Sequence[int], *, own: str | None, words: bool = True
) -> Table:
    """Actions with everything that is known of them; ``own`` is the unit whose report alone is shown.

    Statuses and reasons are in ``words``, or codes for scripts.
    """

    def status(code: str | None) -> str | None:
        return terms.status(code) if words else code

    def names(code: str, name: str, of: Callable[[Action], Iterable[str]]) -> Field[BulkAction]:
        return Column(code, name), lambda one: clean("; ".join(of(one.detail.action)))

    return table_of(
        "actions",
        _("Actions"),
        facts,
        (Column("nr", _("No.")), lambda one: clean(one.detail.action.nr)),
        (Column("title", _("Action")), lambda one: clean(one.detail.action.title)),
        (Column("status", _("Status")), lambda one: status(one.detail.row.status)),
        (Column("deadline", _("Deadline")), lambda one: clean(one.detail.action.deadline.raw)),
        (Column("deadline_day", _("Last day of the deadline"), DATE), lambda one: one.detail.deadline_day),
        (Column("lead_unit", _("Lead")), lambda one: _lead(one, words)),
        names("institutions", _("Institutions"), lambda action: action.institutions.names),
        names("funding", _("Funding"), lambda action: action.funding),
        names("outputs", _("Outputs"), lambda action: action.outputs),
        names("documents", _("Documents"), lambda action: action.documents),
        (Column("overdue", _("Overdue"), NUMBER), lambda one: int(one.detail.row.overdue)),
        (Column("due", _("Due in the period"), NUMBER), lambda one: int(one.standing.due)),
        (Column("carried_over", _("Carried over"), NUMBER), lambda one: int(one.standing.carried_over)),
        (Column("cancelled", _("Cancelled"), NUMBER), lambda one: int(one.standing.cancelled)),
        (
            Column("implemented_on", _("Implemented since"), DATE),
            lambda one: iso_day(one.standing.implemented_on),
        ),
        (Column("unsent", _("Not confirmed"), NUMBER), lambda one: int(one.detail.row.unsent)),
        (Column("conflict", _("In conflict"), NUMBER), lambda one: int(one.detail.row.conflict)),
        (Column("money_warning", _("Money warning"), NUMBER), lambda one: int(one.detail.row.money_warning)),
        (Column("currency", _("Currency")), lambda one: one.detail.currency),
        *(_planned(year, words) for year in years),
        (Column("returned", _("Returned"), NUMBER), lambda one: int(one.detail.row.returned)),
        (Column("objective", _("Objective")), lambda one: one.specific.nr),
        (Column("objective_title", _("Title of the objective")), lambda one: one.specific.title),
        (Column("strategic", _("Strategic objective")), lambda one: one.strategic.nr),
        (Column("strategic_title", _("Title of the strategic objective")), lambda one: one.strategic.title),
        (Column("expected", _("Expected to report")), lambda one: _units(one.detail.expected, words)),
        (
            Column("reported", _("Reported")),
            lambda one: _units((by.unit for by in one.detail.reports), words),
        ),
        *(_reported(detail, own, words) for detail in ACTION_DETAILS),
        (
            Column("assessment", _("Assessment by headquarters")),
            lambda one: status(one.detail.assessment.status) if one.detail.assessment.status else None,
        ),
        (Column("assessment_comment", _("Comment")), lambda one: one.detail.assessment.comment),
        (Column("cancelled_on", _("Cancelled")), lambda one: one.detail.assessment.cancelled_on),
        (Column("reviews", _("Review")), lambda one: _reviews(one, words)),
        (
            Column("notes", _("Notes")),
            lambda one: lines(value("note", "", note.value) for note in one.detail.notes),
        ),
        (
            Column("evidence", _("Evidence")),
            lambda one: lines(value("evidence", "", note.value) for note in one.detail.evidence),
        ),
        *(field for year in years for field in _money(year)),
        names("lead", _("Lead"), lambda action: action.lead),
        names("support", _("Supporting"), lambda action: action.support),
        (
            Column("budget_total", _("Budget of all years"), AMOUNT),
            lambda one: one.detail.action.budget_total,
        ),
    )


def departed_list(found: Iterable[DepartedAction]) -> Table:
    """Actions that are to be done no more, each with the day and the reason."""
    return table_of(
        "departed",
        _("Actions that are to be done no more"),
        found,
        (Column("nr", _("No.")), lambda one: clean(one.event.row.nr)),
        (Column("title", _("Action")), lambda one: clean(one.event.row.title)),
        (Column("lead_unit", _("Lead (code)")), lambda one: one.event.row.lead or None),
        (Column("lead_name", _("Lead")), lambda one: one.event.row.leader or None),
        (Column("deadline_day", _("Last day of the deadline"), DATE), lambda one: one.event.row.deadline),
        (Column("what", _("What (code)")), lambda one: one.event.what),
        (Column("what_words", _("What")), lambda one: terms.departure(one.event.what)),
        (Column("on", _("Day"), DATE), lambda one: one.event.day),
        (Column("reason", _("Reason")), lambda one: one.event.reason or None),
        (Column("revision", _("Revision"), NUMBER), lambda one: one.event.revision),
        (Column("successors", _("Followed by")), lambda one: "; ".join(one.successors) or None),
        (Column("status", _("Status (code)")), lambda one: one.status or "not_reported"),
        (Column("status_words", _("Status")), lambda one: terms.status(one.status)),
        (Column("spent", _("Spent"), AMOUNT), lambda one: one.spent),
    )


def _lead(one: BulkAction, words: bool) -> str | None:
    """The lead by the name of its group, or its code."""
    return (one.standing.lead_name if words else one.standing.lead_unit) or None


def _planned(year: int, words: bool) -> Field[BulkAction]:
    def cell(one: BulkAction) -> Cell:
        held = one.detail.action.budget.get(year)
        return _("administrative cost") if words and isinstance(held, str) else held

    return Column(f"budget_{year}", f"{_('Planned')} {year}", AMOUNT), cell


def _money(year: int) -> Iterable[Field[BulkAction]]:
    for code, name in (
        ("allocated", _("Allocated")),
        ("capital", _("Capital")),
        ("recurrent", _("Recurrent")),
        ("spent", _("Spent")),
    ):
        yield Column(f"{code}_{year}", f"{name} {year}", AMOUNT), partial(_of_year, year=year, code=code)


def _of_year(one: BulkAction, *, year: int, code: str) -> int | None:
    amount: int | None = next((getattr(of, code) for of in one.detail.money if of.year == year), None)
    return amount


def _unit(code: str, words: bool) -> str:
    return unit_name(code, language.current()) if words else code


def _units(codes: Iterable[str], words: bool) -> str | None:
    return "; ".join(_unit(code, words) for code in codes) or None


def _reported(detail: fields.Field, own: str | None, words: bool) -> Field[BulkAction]:
    """A field as the own unit reported it, or of each unit that did."""

    def cell(one: BulkAction) -> str | None:
        said = {
            report.unit: report.values[detail.name]
            for report in one.detail.reports
            if detail.name in report.values
        }
        texts = {unit: detail.type.show(held) if words else str(held) for unit, held in said.items()}
        if own is not None:
            return texts.get(own)
        return lines(f"{_unit(unit, words)}: {text}" for unit, text in texts.items())

    return Column(detail.name, _(detail.label)), cell


def _reviews(one: BulkAction, words: bool) -> str | None:
    return lines(
        f"{_unit(said.unit, words)}: "
        f"{terms.review(said.state, said.reason, said.stands) if words else said.state}"
        for said in one.detail.reviews
    )
