"""Changes told in words."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from language import _, counted, current, ngettext
from language.commands import in_plan
from language.numbers import number
from terren import __version__, output
from terren.session import Session

if TYPE_CHECKING:
    from store.db.database import Store
    from store.edits.release import Release
    from store.exchange.delivery import ChangeState
    from store.history.steps import Step
    from store.ledger.change import Change
    from store.plan.model import BudgetCell


def unit_words(unit: str, printed: Mapping[str, str] | None = None) -> str:
    """Return a unit as people call it in the current language; ``printed`` are names by code in the plan."""
    from store.plan.units import unit_name

    return unit_name(unit, current(), printed or {})


def planned_words(cell: BudgetCell) -> str:
    """Return what a plan allows an action to spend in a year."""
    from language.numbers import money
    from store.plan.model import ADMIN

    return _("administrative cost") if cell == ADMIN else money(cell if isinstance(cell, int) else None)


def in_words(step: Step, numbers: Mapping[str, str], printed: Mapping[str, str] | None = None) -> str:
    """Return a change as a sentence; ``numbers`` gives the number of an action by its id.

    ``printed`` are names of units by code in the plan.
    """
    from language.registers import change as told
    from language.registers import present, since

    change = step.change
    target = numbers.get(change.target, change.target)
    # a file by the beginning of its SHA-256
    target = target[:8] if change.kind == "source" else target
    before, after = (
        [numbers.get(name, name) if isinstance(name, str) else name for name in recorded]
        if change.field == "successor" and isinstance(recorded, list)
        else recorded
        for recorded in (step.before, present(step.after, step.gone_by))
    )
    if change.kind == "reporting":
        before, after = (
            {**rule, "units": [unit_words(unit, printed) for unit in rule.get("units") or ()]}
            if isinstance(rule, dict)
            else rule
            for rule in (before, after)
        )
    if step.whose:
        target = f"{target}, {unit_words(step.whose, printed)}"
    sentence = told(change.kind, target, change.field, before, after, step.currency, step.beside)
    # of several values that stand each has its own day
    is_dated = not step.beside and (change.kind == "money" or step.before == step.after)
    return sentence + since(change.kind, change.field, change.effective_on) if is_dated else sentence


def state_in_words(state: ChangeState, now: float) -> str:
    """Return where a change stands at ``now`` (seconds since 1970 UTC)."""
    from language.registers import change_state

    code, days = ("", 0) if state.file is None else (state.file.check_code, state.file.days(now))
    return change_state(state.state, code=code, days=days, reason=state.reason)


def tell_unusual(store: Store, since: date | None, today: date) -> None:
    """Say that a status holds from a day to come, or from one before the plan, where it does."""
    from language.dates import holds_since
    from store.plan.lookup import plan_years

    if since is None:
        return
    with store.reading() as conn:
        first_year = min(plan_years(conn))
    if since > today or since.year < first_year:
        output.tell(holds_since(since, today, first_year))


def tell_passed(due: date | str | None, today: date) -> None:
    """Say that a day by which something is to be done has passed, where it has."""
    from language.dates import has_passed, passed_words

    if due and has_passed(due, today):
        output.tell(passed_words(due))


def release_words(release: Release) -> str:
    """Return that a newer version of Terren waits, how to install it, and what is new."""
    from language.health import sentence

    return sentence("update_waits", {"version": release.version, "note": release.note}).strip()


def tell_release(store: Store) -> None:
    """Say that a newer version of Terren waits, where one does."""
    from store.edits.release import waiting_release

    with store.reading() as conn:
        release = waiting_release(conn, __version__)
    if release is not None:
        output.tell(release_words(release))


def tell_overdue(session: Session, store: Store) -> None:
    """Say that a receipt has been missing for long, where one has."""
    from store.exchange.receipts import read_waiting
    from store.ledger.identity import read_identity

    with store.reading() as conn:
        waiting = read_waiting(conn, read_identity(conn), int(time.time()))
    # the configuration is asked for where there is something to say, and hinders no list else
    overdue = waiting.overdue(session.settings.receipt_days) if waiting.days else None
    if overdue is None:
        return
    changes = counted(
        "{n} of your changes has no receipt", "{n} of your changes have no receipt", overdue.changes
    )
    since = ngettext("for {n} day", "for {n} days", overdue.days).format(n=number(overdue.days))
    advice = _("Send the file again, or call headquarters.")
    if overdue.file is None:
        advice = _("Export them.")
    late = f"{changes} {since}"
    if overdue.changes > 1:
        late = _("{changes}; the oldest {since}").format(changes=changes, since=since)
    output.tell(f"{late}. {advice}")


def tell_none_asked(store: Store, day: date) -> None:
    """Say why nothing is owed where no period is asked for, or where the one in hand was closed."""
    from language.dates import date as day_words
    from store.query.owing import asked_in_hand

    with store.reading() as conn:
        asked = asked_in_hand(conn, day)
    if asked is None:
        output.tell(_("No report is asked for at present."))
    elif asked.closed is not None:
        words = _(
            "{period} was closed on {day}: “terren period owing {period}” lists its outstanding reports."
        )
        output.tell(in_plan(words), period=asked.period.code, day=day_words(asked.closed))


def tell_traces() -> None:
    """Say that what was taken away has left traces, and until when."""
    words = _(
        "Traces of it stay in the database's file: another window has it open, or the disk is full. Close"
        " other windows, make room, and give “terren tidy”."
    )
    output.tell(in_plan(words))


def changes_in_words(store: Store, changes: Iterable[Change]) -> list[str]:
    """Return what was just recorded, a sentence a change."""
    from store.history.steps import steps_among
    from store.plan.lookup import action_numbers, printed_units

    with store.reading() as conn:
        numbers, printed = action_numbers(conn), printed_units(conn)
        return [in_words(step, numbers, printed) for step in steps_among(conn, tuple(changes))]
