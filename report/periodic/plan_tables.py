"""The tables of the plan itself: what it changed, where it contradicts itself, and what is in conflict."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from language import _
from language.reading.findings import finding
from language.reading.sources import source
from language.registers import register, value
from report.periodic.content import Content
from report.periodic.words import name_of_unit
from report.revision import difference_line
from report.table import DATE, NUMBER, Column, Table, lines, table_of
from store.history.conflicts import Conflict
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
        number, found, since = change.revision.number, change.comparison, change.revision.in_force_from
        day = date.fromisoformat(since) if since else None
        for words, entries in ((_("added"), found.added), (_("removed"), found.removed)):
            for entry in entries:
                if entry.level == ACTION:
                    yield _Change(number, day, entry.nr, entry.title, words)
        for pair in found.changed(level=ACTION):
            told = "\n".join(map(difference_line, pair.differences))
            yield _Change(number, day, pair.nr, pair.title, told)


def changes_table(content: Content) -> Table:
    """What versions of the plan changed that came into force during the year."""
    return table_of(
        "changes",
        _("What changed in the plan during the year"),
        _changes(content),
        (Column("revision", _("Version"), NUMBER), lambda change: change.version),
        (Column("since", _("In force from"), DATE), lambda change: change.since),
        (Column("nr", _("No.")), lambda change: change.nr),
        (Column("title", _("Action")), lambda change: change.title),
        (Column("change", _("Change")), lambda change: change.words),
        empty=_("Nothing changed in the plan during the year."),
    )


_PLAN: Final = "plan"
"""Where a finding is of the whole plan."""


def _noticed(found: Finding, currency: str) -> str:
    # the number stands beside it
    text = finding(found.code, found.where, found.figures, currency).removeprefix(f"{found.where}: ")
    return text[:1].upper() + text[1:]


def findings_table(content: Content) -> Table:
    """Where the plan contradicts itself."""
    return table_of(
        "findings",
        _("Where the plan contradicts itself"),
        content.plan.findings,
        (Column("nr", _("No.")), lambda found: None if found.where == _PLAN else found.where),
        (Column("finding", _("What was noticed")), lambda found: _noticed(found, content.plan.currency)),
        (Column("source", _("Place")), lambda found: source(found.source) if found.source else None),
        empty=_("Nothing was noticed."),
    )


def conflicts_table(content: Content) -> Table:
    """The conflicts that were open."""
    return table_of(
        "conflicts",
        _("Open conflicts"),
        content.conflicts,
        (Column("nr", _("No.")), lambda found: found.nr),
        (
            Column("unit", _("Unit")),
            lambda found: name_of_unit(found.register.unit) if found.register.unit else None,
        ),
        (Column("what", _("What")), lambda found: register(found.register.kind, found.register.field)),
        (Column("values", _("Values that stand")), _values),
        empty=_("No conflict is open."),
    )


def _values(found: Conflict) -> str | None:
    kind, field = found.register.kind, found.register.field
    return lines(f"{value(kind, field, head.value, found.currency)} ({head.officer})" for head in found.heads)


def changed_table(content: Content) -> Table:
    """The actions due that left the plan, were cancelled or put off: why the two rates differ."""
    words = {"cancelled": _("cancelled"), "removed": _("removed"), "moved": _("put off")}
    return table_of(
        "changed",
        _("Cancelled, removed or put off during the year"),
        [
            (one.action, words[name])
            for one in content.actions
            for name in words
            if one.action.stable_id in content.figures[name].counted
        ],
        (Column("nr", _("No.")), lambda what: what[0].nr),
        (Column("title", _("Action")), lambda what: what[0].title),
        (Column("what", _("What")), lambda what: what[1]),
        empty=_("No action was cancelled, removed or put off."),
    )
