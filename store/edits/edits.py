"""The use cases that change something: each is one durable transaction, called by both faces.

``meeting`` is the id of the meeting in which something is recorded (``store.edits.meeting``), if it is in
one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from schema.fields import RegisterKind
from schema.registers import ACTION_REPORT
from schema.types import MAX_CENTS, MAX_TEXT, FieldType, Text
from store.account.money import MONEY_FIELDS, SPENT
from store.db.database import Store
from store.db.errors import UserError
from store.db.text import clean
from store.edits.recording import Recording
from store.ledger.append import Edit, append
from store.ledger.change import Change, Heads, Register, in_conflict
from store.ledger.heads import Standing
from store.ledger.identity import acting_unit, refuse_if_not_allowed, write_transaction
from store.plan.lookup import ActionKey, action_numbers, find_action_id, plan_currency, plan_years


class Amount(NamedTuple):
    """An amount to record: cents, or cents to add to what stands."""

    cents: int
    relative: bool = False


class StatusReport:
    """What may be reported about an action: fields of ACTION_REPORT, and the day on which the status began.

    None leaves a field as it is, ``""`` clears it.
    """

    def __init__(self, status: str | None = None, on: date | None = None, **details: object) -> None:
        self.on = on
        given = {"status": status, **details}
        self.values = {name: value for name, value in given.items() if value is not None}
        if unknown := self.values.keys() - {*ACTION_REPORT.names}:
            raise TypeError(f"no fields of a report: {', '.join(sorted(unknown))}")

    def __bool__(self) -> bool:
        """Return True if anything is reported."""
        return bool(self.values) or self.on is not None


def checked_value(declared: FieldType, value: object) -> object:
    """Return a value as it may enter the ledger; None, which clears, for an empty text.

    Raises UserError with the type's own code, or as :func:`checked_text`.
    """
    if isinstance(value, str) and not value.strip():
        return None
    if isinstance(declared, Text) and isinstance(value, str):
        return checked_text(value, newlines=declared.lines, limit=declared.limit)
    if not declared.valid(value):
        codes = ", ".join(code for code, _words in declared.choices())
        raise UserError(declared.refusal, found=value, **({"known": codes} if codes else {}))
    return value


def checked_text(text: str, *, newlines: bool = True, limit: int = MAX_TEXT) -> str:
    """Text as it may enter the ledger. Raises UserError ``text_empty`` or ``text_too_long``."""
    result = clean(text, newlines=newlines).strip()
    if not result:
        raise UserError("text_empty")
    if len(result) > limit:
        raise UserError("text_too_long", found=len(result), limit=limit)
    return result


def checked_values(declared: RegisterKind, values: Mapping[str, object]) -> dict[str, object]:
    """Return values by field, in the order of declaration. Raises as :func:`checked_value`."""
    given = [field for field in declared.fields if field.name in values]
    return {field.name: checked_value(field.type, values[field.name]) for field in given}


def _edit(
    store: Store,
    nr: ActionKey,
    kind: str,
    build: Callable[[Standing, str, str], list[Edit]],
    recording: Recording,
) -> list[Change]:
    with write_transaction(store) as (conn, identity):
        action, code = find_action_id(conn, nr), acting_unit(conn, identity, recording.unit)
        refuse_if_not_allowed(identity, kind, code)
        standing, batch = Standing(conn), recording.batch_of(conn, identity)
        edits = build(standing, action, code)
        recording.refuse_unseen(standing, edits)
        return append(conn, identity, edits, batch=batch, seen=recording.seen, standing=standing)


def report_status(
    store: Store,
    nr: ActionKey,
    report: StatusReport,
    *,
    today: date,
    unit: str | None = None,
    meeting: str | None = None,
    batch: str | None = None,
    seen: Collection[str] | None = (),
) -> list[Change]:
    """Record a status and what belongs to it for one action and unit.

    A status without a date takes effect today, unless it is in force already: then nothing is recorded, but
    in a meeting, which confirms it. A date without a status is the day on which the standing one took effect.
    ``batch`` is that of an own edit which this one completes: as long as it is the last one, undo takes both
    back. ``seen`` are heads that the person has seen and this takes the place of, as in ``append``. Raises
    ``in_conflict``, ``status_later`` where another stands since a later day, ``status_unknown``,
    ``date_without_status``, ``percent_range``, ``reason_unknown``, ``value_unknown``, ``text_empty``,
    ``text_too_long``, ``action_unknown``, ``unit_unknown`` or ``not_allowed``.
    """
    return report_statuses(store, (nr,), report, Recording(today, unit, meeting, batch, seen))


def report_statuses(
    store: Store, nrs: Iterable[ActionKey], report: StatusReport, recording: Recording
) -> list[Change]:
    """Record the same report for several actions: one transaction and one batch, so all or nothing.

    Otherwise as :func:`report_status`.
    """
    values = checked_values(ACTION_REPORT, report.values)
    with write_transaction(store) as (conn, identity):
        code = acting_unit(conn, identity, recording.unit)
        refuse_if_not_allowed(identity, "action", code)
        standing, actions = Standing(conn), [find_action_id(conn, nr) for nr in nrs]
        edits = [
            edit
            for of in actions
            for edit in _report_edits(standing, of, code, values, report.on, recording.today)
        ]
        if recording.meeting is not None and values.get("status"):
            edits = [edit._replace(again=edit.field == "status") for edit in edits]
        recording.refuse_unseen(standing, edits)
        recording.refuse_later(standing, edits)
        into = recording.batch_of(conn, identity)
        return append(conn, identity, edits, batch=into, seen=recording.seen, standing=standing)


def _report_edits(
    standing: Standing, action: str, unit: str, values: Mapping[str, object], on: date | None, today: date
) -> Iterator[Edit]:
    if "status" in values or on is not None:
        register = Register("action", action, unit, "status")
        heads = standing[register]
        stands = heads[0].decoded() if heads else None
        status = values.get("status", stands)
        if status is None and on is not None:
            raise UserError("date_without_status", nr=action)
        yield Edit(*register, status, effective_day(heads, status, on, today))
    for name, value in values.items():
        if name != "status":
            yield Edit("action", action, unit, name, value)


def effective_day(heads: Heads, value: object, on: date | None, today: date) -> str | None:
    """From which day (ISO) a value holds: as given, else as it is in force already, else today."""
    if on is None and heads and heads[0].decoded() == value:
        since = heads[0].effective_on
        if since is None or since <= today.isoformat():
            return since
    return (on or today).isoformat() if value is not None else None


def report_money(
    store: Store,
    nr: ActionKey,
    year: int,
    amounts: dict[str, Amount | None],
    recording: Recording = Recording(),
    *,
    spent_on: date | None = None,
) -> list[Change]:
    """Record money of one year: ``amounts`` maps names of MONEY_FIELDS to an amount, or None to clear.

    An amount is the total of the year so far, on the day ``spent_on`` if one is given: of that year, and not
    after today. A relative amount adds to what stood on its day, and is refused where two stand, or where
    another has stood since. Of SPENT in all, what is not capital is recorded as recurrent. Raises UserError
    ``in_conflict``, ``year_unknown``, ``spent_on_outside``, ``amount_negative``, ``amount_too_large``,
    ``amount_below_capital``, ``amount_in_conflict``, ``amount_later``, ``action_unknown``, ``unit_unknown``
    or ``not_allowed``.
    """
    day = None if spent_on is None else spent_on.isoformat()
    if spent_on is not None and (spent_on.year != year or spent_on > recording.today):
        raise UserError(
            "spent_on_outside" if spent_on.year != year else "spent_on_ahead", found=day, year=year
        )

    def build(standing: Standing, action: str, code: str) -> list[Edit]:
        if year not in (years := plan_years(standing.conn)):
            raise UserError("year_unknown", found=year, known=", ".join(map(str, years)))
        registers = {name: Register("money", action, code, f"{year}.{name}") for name in MONEY_FIELDS}
        given = _by_field(standing, registers, amounts, day) if SPENT in amounts else amounts
        return [_money_edit(standing, registers[name], amount, day) for name, amount in given.items()]

    return _edit(store, nr, "money", build, recording)


def _by_field(
    standing: Standing,
    registers: Mapping[str, Register],
    amounts: Mapping[str, Amount | None],
    day: str | None,
) -> dict[str, Amount | None]:
    """Return amounts with what was spent in all as what is recurrent; cleared, nothing of it stays."""
    given = {name: amount for name, amount in amounts.items() if name != SPENT}
    total, capital = amounts[SPENT], registers["capital.spent"]
    if total is None:
        stands = [name for name in ("capital.spent", "recurrent.spent") if standing[registers[name]]]
        return given | dict.fromkeys(stands)
    if not total.relative and total.cents >= 0:
        # added to nothing, it is refused where two values stand, or one of a later day
        unchanged = Amount(0, relative=True)
        known = _money_edit(standing, capital, given.get("capital.spent", unchanged), day).value or 0
        assert isinstance(known, int)
        if total.cents < known:
            raise UserError("amount_below_capital", found_cents=total.cents, known_cents=known)
        total = Amount(total.cents - known)
    return given | {"recurrent.spent": total}


def _money_edit(standing: Standing, register: Register, amount: Amount | None, day: str | None) -> Edit:
    if amount is None:
        return Edit(*register, None)
    heads, cents, conn = standing[register], amount.cents, standing.conn
    current, since = (heads[0].decoded(), heads[0].effective_on) if heads else (None, None)
    if amount.relative and heads:
        # no status, and no whole amount, needs it
        from store.account.money_days import amounts_since

        amounts = [] if day is None or in_conflict(heads) else amounts_since(conn, register, day)
        if in_conflict(heads) or amounts[1:]:
            raise UserError(
                "amount_later" if amounts else "amount_in_conflict",
                nr=action_numbers(conn).get(register.target, register.target),
                kind="money",
                field=register.field,
                values=[of.value for of in amounts[1:]] or [head.decoded() for head in heads],
                currency=plan_currency(conn),
                found=day,
                known=[of.since for of in amounts[1:]],
                stood_cents=amounts[0].value if amounts else None,
            )
        cents += current if isinstance(current, int) else 0
    if not 0 <= cents <= MAX_CENTS:
        wrong = "amount_negative" if cents < 0 else "amount_too_large"
        raise UserError(wrong, found=_euros(cents), limit_cents=MAX_CENTS)
    return Edit(*register, cents, since if day is None and cents == current else day)


def _euros(cents: int) -> str:
    """Cents as euros with two decimals and a point."""
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02}"


def add_entry(
    store: Store,
    nr: ActionKey,
    kind: str,
    value: object,
    *,
    unit: str | None,
    meeting: str | None,
    keep: Callable[[], None] = lambda: None,
) -> list[Change]:
    """Add an entry with a register of its own, so that those of several people never collide.

    ``keep`` keeps what it names, once nothing is refused any more. Raises UserError ``action_unknown``,
    ``unit_unknown``, ``not_allowed`` or as ``keep``.
    """
    entry = new_entry_id()

    def build(_standing: Standing, action: str, code: str) -> list[Edit]:
        keep()
        return [Edit(kind, action, code, entry, value)]

    return _edit(store, nr, kind, build, Recording(unit=unit, meeting=meeting))


def add_note(
    store: Store, nr: ActionKey, text: str, *, unit: str | None = None, meeting: str | None = None
) -> list[Change]:
    """Add a note. Raises UserError ``text_empty``, or as :func:`add_entry`."""
    return add_entry(store, nr, "note", checked_text(text), unit=unit, meeting=meeting)


def new_entry_id() -> str:
    """The name of an entry that has a register of its own: 48 random bits."""
    return os.urandom(6).hex()
