"""``terren undo``, ``redo`` and ``log``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from time import time
from typing import Any, Final

from language import _, dates
from language.messages import message
from store.account.reviews import resolve_reporting_unit
from store.db.database import Connection, Store
from store.exchange.delivery import ChangeState, change_states
from store.history.history import Reversal, redo, undo
from store.history.logbook import ChangeFilter, each_change
from store.history.steps import Step
from store.ledger.identity import read_identity
from store.plan.lookup import action_numbers, find_action_id, printed_units
from store.query.by_form import form_changes
from terren import output
from terren.commands.list_forms import ListForm, list_forms
from terren.declare import argument, command, option
from terren.forms import changes_form
from terren.session import Session
from terren.values import DAY, NUMBER
from terren.words import in_words, state_in_words
from tui.screens.people import sent_by_form, who

_TOGETHER: Final = 64
"""Changes of which the states are looked up together."""
_STEPS: Final = option("How many edits; 1 if not given.", type=NUMBER, default="1")


@command("undo", "Take back your last edit, by a new change.", records=True)
def undo_command(
    session: Session,
    steps: int = _STEPS,
    change_id: str | None = option("Take back this one change (ids: log --json).", "--change", metavar="ID"),
) -> None:
    with session.working() as store:
        if change_id is None:
            _tell(store, undo(store, steps), steps)
            return
        from store.history.revert import revert

        reverted = revert(store, change_id)
        with store.reading() as conn:
            output.tell(in_words(reverted, action_numbers(conn), printed_units(conn)))


@command("redo", "Set again what was taken back last.", records=True)
def redo_command(session: Session, steps: int = _STEPS) -> None:
    with session.working() as store:
        _tell(store, redo(store, steps), steps)


def _tell(store: Store, reversals: list[Reversal], steps: int) -> None:
    with store.reading() as conn:
        numbers, printed = action_numbers(conn), printed_units(conn)
    for reversal in reversals:
        for step in reversal.done:
            output.tell(in_words(step, numbers, printed))
        if reversal.lost:
            output.tell(message("text_lost", {}))
    if len(reversals) < steps:
        output.tell(_("There were only {n}."), n=len(reversals))


@command("log", "List the changes of action NR, or all, the newest first.", prints="@change*")
def log_command(
    session: Session,
    nr: str | None = argument("[NR]"),
    officer: str | None = option("Only of officers whose name begins so.", metavar="NAME"),
    unit: str | None = option("Only of this unit's registers.", metavar="CODE"),
    since: date | None = option("Only what was recorded on this day or later.", type=DAY),
    until: date | None = option("Only what was recorded on this day or earlier.", type=DAY),
    limit: int | None = option("At most so many changes.", type=NUMBER),
    form: ListForm = list_forms(),
) -> None:
    with session.reading() as store, store.reading() as conn:
        wanted = ChangeFilter(
            None if nr is None else find_action_id(conn, nr),
            officer,
            None if unit is None else resolve_reporting_unit(conn, unit),
            since,
            until,
        )
        numbers = action_numbers(conn)
        steps = each_change(conn, wanted, limit)
        if form.is_table:
            from report.lists.change_lists import history_list

            listed = list(steps)
            form.give(history_list(listed, _states(conn, listed), numbers, printed_units(conn), now=time()))
            return

        def listed_form() -> list[dict[str, Any]]:
            listed = list(steps)
            return changes_form(listed, numbers, _states(conn, listed))

        output.give(listed_form, _lines(conn, steps, numbers))


def _states(conn: Connection, steps: Iterable[Step]) -> Mapping[str, ChangeState]:
    return change_states(conn, read_identity(conn), (step.change for step in steps))


def _lines(conn: Connection, steps: Iterator[Step], numbers: Mapping[str, str]) -> Iterator[str]:
    now, printed, forms = time(), printed_units(conn), form_changes(conn)
    while together := list(islice(steps, _TOGETHER)):
        states = _states(conn, together)
        for step in together:
            change, state = step.change, state_in_words(states[step.change.id], now)
            by = who(change.officer, step.speaker, printed=printed) + sent_by_form(forms.get(change.id))
            words = in_words(step, numbers, printed)
            yield f"{dates.datetime(change.recorded_at)}  {by}: {words} ({state})"
