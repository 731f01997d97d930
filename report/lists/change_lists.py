"""Changes as tables: the history, and the conflicts with the values that stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

import language
from language import _
from language.registers import change_state, present, register, value, value_after
from report.table import DATE, NUMBER, Column, Table, iso_day, table_of
from store.exchange.delivery import ChangeState
from store.history.conflicts import Conflict, ConflictHead
from store.history.steps import Step
from store.plan.units import unit_name


def history_list(
    steps: Iterable[Step],
    states: Mapping[str, ChangeState],
    numbers: Mapping[str, str],
    printed: Mapping[str, str],
    *,
    now: float,
) -> Table:
    """Return changes in their order; ``states`` by their ids, ``numbers`` of actions by theirs.

    ``printed`` are names of units by code in the plan, ``now`` is in seconds since 1970 UTC.
    """

    def after(step: Step) -> str:
        change, stands = step.change, present(step.after, step.gone_by)
        return value_after(change.kind, change.field, stands, step.currency, step.beside, step.before)

    def state(step: Step) -> str:
        delivery = states[step.change.id]
        code, days = ("", 0) if delivery.file is None else (delivery.file.check_code, delivery.file.days(now))
        return change_state(delivery.state, code=code, days=days, reason=delivery.reason)

    return table_of(
        "history",
        _("History"),
        steps,
        (Column("recorded_on", _("Recorded"), DATE), lambda step: _day(step.change.recorded_at)),
        (Column("recorded_at", _("Time")), lambda step: _time(step.change.recorded_at)),
        (Column("officer", _("Officer")), lambda step: step.change.officer),
        (Column("unit", _("Unit")), lambda step: _unit(step.change.unit, printed)),
        (Column("nr", _("No.")), lambda step: numbers.get(step.change.target, step.change.target)),
        (Column("what", _("What")), lambda step: register(step.change.kind, step.change.field)),
        (
            Column("before", _("Before")),
            lambda step: value(step.change.kind, step.change.field, step.before, step.currency),
        ),
        (Column("after", _("After")), after),
        (Column("effective_on", _("As of"), DATE), lambda step: iso_day(step.change.effective_on)),
        (Column("state", _("State")), state),
        (Column("id", _("Change")), lambda step: step.change.id),
    )


class _StandingValue(NamedTuple):
    """A value of a conflict, and whether it is the one that is shown meanwhile."""

    conflict: Conflict
    head: ConflictHead
    shown: bool


def conflicts_list(conflicts: Iterable[Conflict], printed: Mapping[str, str]) -> Table:
    """Return every value that stands, those of a conflict one below the other.

    ``printed`` are names of units by code in the plan.
    """
    values = [
        _StandingValue(conflict, head, not at)
        for conflict in conflicts
        for at, head in enumerate(conflict.heads)
    ]
    return table_of(
        "conflicts",
        _("Conflicts"),
        values,
        (Column("id", _("Conflict")), lambda of: of.conflict.id),
        (Column("nr", _("No.")), lambda of: of.conflict.nr),
        (Column("unit", _("Unit")), lambda of: _unit(of.conflict.register.unit, printed)),
        (
            Column("what", _("What")),
            lambda of: register(of.conflict.register.kind, of.conflict.register.field),
        ),
        (
            Column("value", _("Value")),
            lambda of: _value(of.conflict, of.head),
        ),
        (Column("shown", _("Shown"), NUMBER), lambda of: int(of.shown)),
        (Column("effective_on", _("As of"), DATE), lambda of: iso_day(of.head.effective_on)),
        (Column("officer", _("Officer")), lambda of: of.head.officer),
        (Column("recorded_on", _("Recorded"), DATE), lambda of: _day(of.head.recorded_at)),
        (Column("file", _("File")), lambda of: None if of.head.file is None else of.head.file.name),
        (
            Column("check_code", _("Check code")),
            lambda of: None if of.head.file is None else of.head.file.check_code,
        ),
    )


def _value(conflict: Conflict, head: ConflictHead) -> str:
    return value(conflict.register.kind, conflict.register.field, head.value, conflict.currency)


def _unit(code: str, printed: Mapping[str, str]) -> str:
    return unit_name(code, language.current(), printed) if code else _("headquarters")


def _moment(at: int) -> datetime | None:
    try:
        return datetime.fromtimestamp(at)
    except (ValueError, OverflowError, OSError):
        return None


def _day(at: int) -> date | None:
    return None if (moment := _moment(at)) is None else moment.date()


def _time(at: int) -> str | None:
    return None if (moment := _moment(at)) is None else f"{moment:%H:%M}"
