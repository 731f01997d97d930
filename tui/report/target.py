"""What a command of reporting is meant for, and whether anything can be recorded here."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Protocol

from language import _, current
from store.db.database import Store
from store.ledger.change import Change
from store.ledger.identity import read_identity
from store.plan.lookup import printed_units
from store.plan.units import unit_name
from store.status.outline import ActionRow
from tui.commands.catalogue import by_id
from tui.screens.running import RunningApp
from tui.widgets.draw import safe


class ReportedPlan(Protocol):
    """The plan on whose rows something is recorded."""

    def selected(self) -> ActionRow | None:
        """The action under the cursor."""

    def marked(self) -> list[ActionRow]:
        """The actions that are marked."""

    def foreign_unit(self) -> str | None:
        """The code of the unit by whose word they show, where it is not the own one."""

    def marks_were_used(self) -> None:
        """Something was done with all of them: they are marked no longer."""

    def row_now(self, row: ActionRow) -> ActionRow:
        """The row as it stands by now."""

    def show_changed(self, changes: Collection[Change]) -> None:
        """Paint what these changed."""

    def say(self, text: str) -> None:
        """Tell what was done."""


def may_record(app: RunningApp, store: Store) -> bool:
    """Whether anything can be recorded here; says why where it cannot, before anything is typed."""
    if store.refusal is not None:
        app.tell_refusal(store.refusal)
    elif store.read_only:
        words = _("You are only looking at the plan. {key} enrols you, and then you can report.")
        app.tell(words.format(key=by_id("identity").sign()), severity="warning")
    else:
        return True
    return False


def may_report(app: RunningApp, store: Store, plan: ReportedPlan) -> bool:
    """Whether what is part of the own unit's report can be recorded here.

    Beside the words of another unit it would not be of what the person sees: says whose it would be.
    """
    if not may_record(app, store):
        return False
    if (unit := plan.foreign_unit()) is None:
        return True
    with store.reading() as conn:
        own = read_identity(conn)
        names = printed_units(conn)
    words = _(
        "This list shows the word of {unit}; that would be recorded for {own}. {key} shows all actions."
    )
    whose = "" if own is None else unit_name(own.unit, current(), names)
    app.tell(
        words.format(
            unit=safe(unit_name(unit, current(), names)), own=safe(whose), key=by_id("show_all").sign()
        ),
        severity="warning",
    )
    return False


def chosen(app: RunningApp, selected: Callable[[], ActionRow | None]) -> ActionRow | None:
    """The action under the cursor; says so where there is none."""
    row = selected()
    if row is None:
        app.tell(_("Choose an action first."), severity="warning")
    return row
