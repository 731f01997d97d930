"""The conflicts of a day: statuses, headquarters' words, money and measurements with several values."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from datetime import date
from typing import Final

from store.account.contested import shared_registers
from store.account.in_force import changes_in_force, changes_of
from store.account.money_days import contested_money, year_values
from store.account.money_days import money_day as day_of_money
from store.account.status_as_of import contested_values
from store.db.database import where_equals
from store.ledger.branches import Histories
from store.ledger.change import Change, Register

_OF_YEARS: Final = ("money", "indicator")
"""Kinds of registers of a year: their changes have the days of money."""
_COUNTED: Final = (
    "(kind = 'money' OR kind = 'decision' OR (kind IN ('action', 'assessment') AND field = 'status'))"
)


def is_dated(register: Register) -> bool:
    """Return whether a register is one of those whose conflicts are told as of a day."""
    return register.kind in (*_OF_YEARS, "decision") or (
        register.kind in ("action", "assessment") and register.field == "status"
    )


def disputed_values(
    conn: sqlite3.Connection, registers: Collection[Register], day: date, *, money_day: date | None = None
) -> dict[Register, list[Change]]:
    """Return what stood on a day in registers, the shown value of each first."""
    of_money, histories = day if money_day is None else money_day, Histories(conn)
    return {
        register: changes_in_force(changes, of_money, day_of_money, histories)
        if register.kind in _OF_YEARS
        else changes_in_force(changes, day, histories=histories)
        for register, changes in changes_of(conn, registers)
    }


def disputed_as_of(
    conn: sqlite3.Connection, day: date, unit: str | None = None, *, money_day: date | None = None
) -> tuple[Register, ...]:
    """Return the registers in conflict on a day, sorted; those of one ``unit`` where it is given.

    Money may be asked for as of a day of its own. What stands tells it, but of registers in which a value
    takes effect later.
    """
    of_money = day if money_day is None else money_day
    later = [
        *contested_values(conn, day, unit),
        *year_values(conn, of_money, contested_money(conn, of_money, unit)),
    ]
    # without the name of the index SQLite reads every register of these kinds
    asked = (
        "SELECT kind, target, unit, field FROM state INDEXED BY state_conflict"
        f" WHERE conflict AND {_COUNTED}{where_equals(unit=unit)}"
    )
    standing = {Register(*row) for row in conn.execute(asked, {"unit": unit})}
    standing -= {value.register for value in later}
    return tuple(sorted(standing | {value.register for value in later if value.disputed}))


def disputed_measurements(
    conn: sqlite3.Connection, day: date, unit: str | None = None
) -> tuple[Register, ...]:
    """Return the registers of what was measured that were in conflict on a day, sorted; all, or a unit's.

    One history alone leaves one value, unless an undo brought several back or a table left them.
    """
    registers = {of for of in shared_registers(conn, "indicator") if unit in (None, of.unit)}
    return tuple(sorted(value.register for value in year_values(conn, day, registers) if value.disputed))
