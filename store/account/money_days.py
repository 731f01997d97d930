"""The days of money, and what of it was in force on a day, as SQL of registers.

An amount is the total of its year so far. It has the day on which it was spent, where its officer gave one,
else that on which it was recorded, but never later than the last day of its year. As of a day it is the value
that was in force in its register (``store.account.in_force``).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator
from datetime import date
from typing import Final

from schema.types import MAX_CENTS
from store.account.contested import shared_registers
from store.account.in_force import (
    InForce,
    changes_of,
    first_second,
    recorded_day,
    value_in_force,
    values_in_force,
)
from store.account.money import MONEY_FIELDS
from store.db.database import cached_per_transaction, where_equals
from store.ledger.branches import Histories
from store.ledger.change import Change, Register, canonical_json

MONEY_DAY: Final = (
    "iif(value = 'null', '', coalesce(effective_on,"
    " min(date(recorded_at, 'unixepoch'), substr(field, 1, 4) || '-12-31')))"
)
"""SQL: the day of a change of money, as in the index ``change_money_day``; what clears holds for all days."""

IS_MONEY: Final = (
    f"value NOT GLOB '*[^0-9]*' AND length(value) <= {len(str(MAX_CENTS))}"
    f" AND CAST(value AS INTEGER) <= {MAX_CENTS}"
    " AND substr(field, 1, 5) GLOB '[0-9][0-9][0-9][0-9].'"
)
"""SQL: whether a register of money holds an amount of cents of a year."""

_FIELDS: Final = ", ".join(f"'{field}'" for field in MONEY_FIELDS)
_AMOUNTS: Final = ", ".join(
    f"sum(CAST(value AS INTEGER)) FILTER (WHERE substr(field, 6) = '{field}') AS {field.partition('.')[0]}"
    for field in MONEY_FIELDS
)

_EACH: Final = "+target, +unit, +field"
"""SQL: each register; by the index on the target SQLite would look up every change."""
_PARTS: Final = "value ->> 0 AS target, value ->> 1 AS unit, value ->> 2 AS field"
"""SQL: a register in a row of JSON."""


def money_day(change: Change) -> str | None:
    """Return the day (ISO) from which a change of a year counts; None where it clears, for all days."""
    if change.shown == "null":
        return None
    # of money only a day of its year is taken, of what was measured any
    return min(change.effective_on or recorded_day(change).isoformat(), f"{change.field[:4]}-12-31")


def year_values(conn: sqlite3.Connection, day: date, registers: Collection[Register]) -> Iterator[InForce]:
    """Yield what was in force on a day in registers of a year: of money, or of what was measured in it.

    The value is None where nothing was.
    """
    yield from values_in_force(conn, registers, day, money_day)


def amounts_since(conn: sqlite3.Connection, register: Register, day: str) -> list[InForce]:
    """Return what was in force in a register of money on a day (ISO), and each other amount since; dated.

    Where nothing else has been since, it can be added to as of the day.
    """
    ((_register, changes),) = changes_of(conn, [register])
    histories, amounts = Histories(conn), list[InForce]()
    for of in sorted({day, *(since for change in changes if (since := money_day(change)) and since > day)}):
        amount = value_in_force(register, changes, date.fromisoformat(of), money_day, histories)
        if not amounts or amounts[-1].value != amount.value:
            amounts.append(amount._replace(since=of))
    return amounts


def later_money(
    conn: sqlite3.Connection, day: date, action: str | None = None, unit: str | None = None
) -> frozenset[Register]:
    """Return the registers of money in which an amount took effect after a day; of one action, or unit."""
    if not _is_later_money(conn, day):
        return frozenset()
    rows = conn.execute(
        "SELECT DISTINCT kind, target, unit, field FROM change INDEXED BY change_money_day"
        f" WHERE kind = 'money' AND held IS NULL AND {MONEY_DAY} > :day"
        f"{where_equals(target=action, unit=unit)}",
        {"day": day.isoformat(), "target": action, "unit": unit},
    )
    return frozenset(Register(*row) for row in rows)


def contested_money(conn: sqlite3.Connection, day: date, unit: str | None = None) -> frozenset[Register]:
    """Return those of :func:`later_money` in which several values can have stood on the day.

    One history alone leaves one value, unless an undo brought several back or a table left them.
    """
    shared = shared_registers(conn, "money") if _is_later_money(conn, day) else frozenset[Register]()
    return later_money(conn, day, unit=unit) & shared if shared else shared


@cached_per_transaction
def _is_later_money(conn: sqlite3.Connection, day: date) -> bool:
    """Return whether any amount took effect after a day: then the state does not tell what was in force."""
    asked = (
        "SELECT EXISTS (SELECT 1 FROM change INDEXED BY change_money_day WHERE kind = 'money'"
        f" AND held IS NULL AND {MONEY_DAY} > ?)"
    )
    return bool(conn.execute(asked, (day.isoformat(),)).fetchone()[0])


class MoneyRegisters:
    """The registers of money as of a day, as SQL of rows of target, unit, field and value.

    What stands in the state is in force, but in years of which an amount took effect later: of these the
    ledger tells. Only reports (action and unit) that are ``counted`` are looked at; None for all.
    """

    def __init__(
        self,
        conn: sqlite3.Connection,
        day: date,
        unit: str | None = None,
        actions: Collection[str] | None = None,
        counted: Collection[tuple[str, str]] | None = None,
    ) -> None:
        chosen = f"kind = 'money'{where_equals(unit=unit)}"
        if actions is not None:
            chosen += " AND target IN (SELECT value FROM json_each(:actions))"
        if counted is not None:
            chosen += " AND (target, unit) IN (SELECT value ->> 0, value ->> 1 FROM json_each(:counted))"
        # money of a year has its last day at the latest
        year = str(day.year + (day.month == 12 and day.day == 31)) if day.year < 9999 else "~"
        self.named = {
            "unit": unit,
            "actions": json.dumps([*(actions or ())]),
            "counted": json.dumps([*(counted or ())]),
            "day": day.isoformat(),
            "year": year,
        }
        self.sql = f"SELECT target, unit, field, value FROM state WHERE {chosen}"
        if _is_later_money(conn, day):
            # the last change that had taken effect is in force where one history alone has set a register
            # and nothing in it was undone; all changes of the others are read
            (single,) = actions if actions is not None and len(actions) == 1 else (None,)
            shared = [
                register
                for register in shared_registers(conn, "money", target=single)
                if unit in (None, register.unit)
                and (actions is None or register.target in actions)
                and (counted is None or (register.target, register.unit) in counted)
                and register.field >= year
            ]
            self.named["shared"] = json.dumps([register[1:] for register in shared])
            self.named["values"] = json.dumps(
                [(*of.register[1:], canonical_json(of.value)) for of in year_values(conn, day, shared)]
            )
            self.sql += (
                " AND field < :year UNION ALL SELECT target, unit, field, value FROM"
                " (SELECT target, unit, field, value, max(seq) FROM change"
                f" WHERE {chosen} AND field >= :year AND held IS NULL AND {MONEY_DAY} <= :day"
                f" AND (target, unit, field) NOT IN (SELECT {_PARTS} FROM json_each(:shared))"
                f" GROUP BY {_EACH})"
                f" UNION ALL SELECT {_PARTS}, value ->> 3 FROM json_each(:values)"
            )

    def amounts(self, whose: str) -> str:
        """SQL that chooses target, ``whose``, year and the recorded amounts in the order of MONEY_FIELDS."""
        return (
            f"SELECT target, {whose} AS whose, CAST(substr(field, 1, 4) AS INTEGER) AS year, {_AMOUNTS}"
            f" FROM ({self.sql}) WHERE {IS_MONEY} GROUP BY 1, 2, 3"
        )


def only_year_known(
    conn: sqlite3.Connection,
    year: int,
    *,
    unit: str | None = None,
    counted: Collection[tuple[str, str]] | None = None,
) -> bool:
    """Return whether an amount of a year stands that was recorded after its end and has no day of its own.

    When in its year it was spent nobody knows, so figures of a part of that year leave money out. ``unit``
    and ``counted`` as for :func:`action_money`.
    """
    rows = conn.execute(
        "SELECT target, unit FROM change INDEXED BY change_money_day WHERE kind = 'money' AND held IS NULL"
        f" AND {MONEY_DAY} = :last AND effective_on IS NULL AND recorded_at >= :after"
        f"{where_equals(unit=unit)}"
        f" AND substr(field, 6) IN ({_FIELDS}) AND EXISTS (SELECT 1 FROM state WHERE state.kind = change.kind"
        " AND state.target = change.target AND state.unit = change.unit AND state.field = change.field"
        " AND (head = replica || ':' || seq OR instr(others, '\"' || replica || ':' || seq || '\"')))",
        {
            "last": f"{year:04}-12-31",
            "after": first_second(date(year + 1, 1, 1)),
            "unit": unit,
        },
    )
    return any(counted is None or row in counted for row in rows)
