"""The tables of the plan itself: what it changed, where it contradicts itself, and what is in conflict."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Final, NamedTuple

from language import _, dates
from language.numbers import NOTHING
from language.reading.findings import finding
from language.reading.sources import source
from language.registers import register, value
from language.terms import status
from report.periodic.action_tables import reasons_given
from report.periodic.content import Content
from report.periodic.words import name_of_unit
from report.revision import difference_line
from report.table import DATE, NUMBER, Column, Table, lines, table_of
from store.account.populations import ADDED, ADVANCED, CANCELLED, MOVED, REMOVED, PlanEvent
from store.history.conflicts import Conflict, ConflictHead
from store.plan.model import Finding
from store.revision.comparison import ACTION


class _Change(NamedTuple):
    """What a version of the plan changed of an action."""

    version: int
    since: date | None
    nr: str
    title: str
    words: str


def _changes(content: Content) -> Iterator[_Change]:
    for change in content.changes:
        number, comparison, since = change.revision.number, change.comparison, change.revision.in_force_from
        day = date.fromisoformat(since) if since else None
        for words, entries in ((_("added"), comparison.added), (_("removed"), comparison.removed)):
            for entry in entries:
                if entry.level == ACTION:
                    yield _Change(number, day, entry.nr, entry.title, words)
        for pair in comparison.changed(level=ACTION):
            told = "\n".join(map(difference_line, pair.differences))
            yield _Change(number, day, pair.nr, pair.title, told)


def changes_table(content: Content) -> Table:
    """Return what versions of the plan changed that came into force during the period."""
    return table_of(
        "changes",
        _("What changed in the plan during the period"),
        _changes(content),
        (Column("revision", _("Version"), NUMBER), lambda change: change.version),
        (Column("since", _("In force from"), DATE), lambda change: change.since),
        (Column("nr", _("No.")), lambda change: change.nr),
        (Column("title", _("Action")), lambda change: change.title),
        (Column("change", _("Change")), lambda change: change.words),
        empty=_("Nothing changed in the plan during the period."),
    )


_PLAN: Final = "plan"
"""Where a finding is of the whole plan."""


def _noticed(noticed: Finding, currency: str) -> str:
    # the number stands beside it
    text = finding(noticed.code, noticed.where, noticed.figures, currency).removeprefix(f"{noticed.where}: ")
    return text[:1].upper() + text[1:]


def findings_table(content: Content) -> Table:
    """Return where the plan contradicts itself."""
    return table_of(
        "findings",
        _("Contradictions in the plan"),
        content.plan.findings,
        (Column("nr", _("No.")), lambda noticed: None if noticed.where == _PLAN else noticed.where),
        (Column("finding", _("Finding")), lambda noticed: _noticed(noticed, content.plan.currency)),
        (Column("source", _("Place")), lambda noticed: source(noticed.source) if noticed.source else None),
        empty=_("There are no findings."),
    )


def conflicts_table(content: Content) -> Table:
    """Return the conflicts that were open."""
    return table_of(
        "conflicts",
        _("Open conflicts"),
        content.conflicts,
        (Column("nr", _("No.")), lambda conflict: conflict.nr),
        (
            Column("unit", _("Unit")),
            lambda conflict: name_of_unit(conflict.register.unit) if conflict.register.unit else None,
        ),
        (
            Column("what", _("What")),
            lambda conflict: register(conflict.register.kind, conflict.register.field),
        ),
        (Column("values", _("Competing values")), partial(_values, names=content.parameters.names)),
        empty=_("No conflict is open."),
    )


def _values(conflict: Conflict, *, names: bool) -> str | None:
    """Return the values, each with the unit whose officer gave it; with ``names`` with the officer."""
    kind, field = conflict.register.kind, conflict.register.field
    return lines(
        f"{value(kind, field, head.value, conflict.currency)} ({_given_by(head, names=names)})"
        for head in conflict.heads
    )


def _given_by(head: ConflictHead, *, names: bool) -> str:
    if names:
        return head.officer
    return name_of_unit(head.speaker) if head.speaker else _("headquarters")


class _Told(NamedTuple):
    """What became of an action, on which day and why."""

    day: date | None
    nr: str
    title: str
    what: str
    reason: str | None


def events_table(content: Content) -> Table:
    """Return what became of actions in the period, and what only units call cancelled."""
    return table_of(
        "events",
        _("Cancelled, removed, postponed or added in the period"),
        (*_events(content), *_called_cancelled(content)),
        (Column("day", _("Day"), DATE), lambda told: told.day),
        (Column("nr", _("No.")), lambda told: told.nr),
        (Column("title", _("Action")), lambda told: told.title),
        (Column("what", _("What")), lambda told: told.what),
        (Column("reason", _("Reason")), lambda told: told.reason),
        empty=_("No action was cancelled, removed, postponed or added."),
    )


def _events(content: Content) -> Iterator[_Told]:
    """Yield what was cancelled, removed, put off, brought forward or added in the period."""
    words = {
        CANCELLED: _("cancelled"),
        REMOVED: _("removed"),
        MOVED: _("postponed"),
        ADVANCED: _("brought forward"),
        ADDED: _("added"),
    }
    shown = content.numbers
    for event in content.facts.population.events:
        if event.row.id in shown:
            yield _Told(event.day, event.row.nr, event.row.title, words[event.what], _reason(event))


def _called_cancelled(content: Content) -> Iterator[_Told]:
    """Yield what units call cancelled, as of the day, of which headquarters has said nothing."""
    statuses = content.facts.statuses
    words = _("called cancelled by {units}; headquarters has not decided")
    for action in content.actions:
        row = action.facts.row
        units = [unit for unit, reported in action.statuses.items() if reported == "cancelled"]
        if not units or row.id in statuses.cancelled or row.id in statuses.assessed:
            continue
        names = ", ".join(map(name_of_unit, units))
        yield _Told(None, row.nr, row.title, words.format(units=names), reasons_given(action, units))


def _reason(event: PlanEvent) -> str | None:
    """Return why it happened: headquarters' words, or the version of the plan, with both deadlines."""
    if event.revision is None:
        return event.reason or None
    version = _("version {number} of the plan").format(number=event.revision)
    if event.what not in (MOVED, ADVANCED):
        return version
    before, after = (NOTHING if day is None else dates.date(day) for day in (event.before, event.after))
    words = _("{version}: from {before} to {after}")
    return words.format(version=version, before=before, after=after)


def since_table(content: Content) -> Table:
    """Return what was implemented after the day of the report, and before it was written."""
    return table_of(
        "since",
        _("Implemented since {day}").format(day=dates.date(content.parameters.as_of)),
        content.since,
        (Column("nr", _("No.")), lambda action: action.action.nr),
        (Column("title", _("Action")), lambda action: action.action.title),
        (Column("deadline", _("Deadline")), lambda action: action.action.deadline.raw),
        (Column("status", _("Status then")), lambda action: status(action.facts.status)),
        empty=_("No action has been implemented since."),
    )
