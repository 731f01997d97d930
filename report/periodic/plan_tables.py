"""The tables of the plan itself: what it changed, where it contradicts itself, and what is in conflict."""

from __future__ import annotations

from datetime import date

from language import _
from language.findings import finding
from language.registers import register, value
from report.periodic.content import Content
from report.periodic.words import name_of_unit
from report.revision import difference_line
from report.table import DATE, NUMBER, Cell, Column, Table
from store.revision.comparison import ACTION


def changes_table(content: Content) -> Table:
    """What versions of the plan changed that came into force during the year."""
    rows: list[tuple[Cell, ...]] = []
    for change in content.changes:
        since = date.fromisoformat(change.revision.in_force_from) if change.revision.in_force_from else None
        found, number = change.comparison, change.revision.number
        for words, entries in ((_("added"), found.added), (_("removed"), found.removed)):
            rows += [
                (number, since, entry.nr, entry.title, words) for entry in entries if entry.level == ACTION
            ]
        rows += [
            (
                change.revision.number,
                since,
                pair.nr,
                pair.title,
                "\n".join(map(difference_line, pair.differences)),
            )
            for pair in found.changed(level=ACTION)
        ]
    return Table(
        "changes",
        _("What changed in the plan during the year"),
        (
            Column("revision", _("Version"), NUMBER),
            Column("since", _("In force from"), DATE),
            Column("nr", _("No.")),
            Column("title", _("Action")),
            Column("change", _("Change")),
        ),
        tuple(rows),
        _("Nothing changed in the plan during the year."),
    )


def findings_table(content: Content) -> Table:
    """Where the plan contradicts itself."""
    return Table(
        "findings",
        _("Where the plan contradicts itself"),
        (Column("nr", _("No.")), Column("finding", _("What was noticed")), Column("source", _("Place"))),
        tuple(
            (found.where, finding(found.code, found.where, found.figures), found.source or None)
            for found in content.plan.findings
        ),
        _("Nothing was noticed."),
    )


def conflicts_table(content: Content) -> Table:
    """The conflicts that were open."""
    return Table(
        "conflicts",
        _("Open conflicts"),
        (
            Column("nr", _("No.")),
            Column("unit", _("Unit")),
            Column("what", _("What")),
            Column("values", _("Values that stand")),
        ),
        tuple(
            (
                found.nr,
                name_of_unit(found.register.unit) if found.register.unit else None,
                register(found.register.kind, found.register.field),
                "\n".join(
                    f"{value(found.register.kind, found.register.field, head.value)} ({head.officer})"
                    for head in found.heads
                ),
            )
            for found in content.conflicts
        ),
        _("No conflict is open."),
    )


def changed_table(content: Content) -> Table:
    """The actions due that left the plan, were cancelled or put off: why the two rates differ."""
    words = {"cancelled": _("cancelled"), "removed": _("removed"), "moved": _("put off")}
    return Table(
        "changed",
        _("Cancelled, removed or put off during the year"),
        (Column("nr", _("No.")), Column("title", _("Action")), Column("what", _("What"))),
        tuple(
            (one.action.nr, one.action.title, words[name])
            for one in content.actions
            for name in words
            if one.action.stable_id in content.figures[name].counted
        ),
        _("No action was cancelled, removed or put off."),
    )
