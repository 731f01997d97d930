"""The tables of units for readers of the file itself: what units an institution means, and their names.

They follow from the names that the plan prints and those under which headquarters groups them, and are made
anew where one of these changes.
"""

from __future__ import annotations

import sqlite3
from typing import Final, NamedTuple

from store.db.text import clean
from store.plan.lookup import INSTITUTIONS
from store.plan.names import read_names
from store.plan.units import (
    lead_code,
    municipality_codes,
    names_of_codes,
    printed_name,
    unit_codes,
    unit_name,
)

TABLES: Final = ("institution", "institution_unit", "unit_name")


class UnitTables(NamedTuple):
    """The rows of each of the tables, sorted."""

    institution: list[tuple[str, ...]]
    institution_unit: list[tuple[str, ...]]
    unit_name: list[tuple[str, ...]]


def derived_units(conn: sqlite3.Connection) -> UnitTables:
    """Return what the tables have to hold by the plan and the groups of names in force."""
    revisions: dict[str, int] = dict(
        conn.execute(
            f"SELECT name, max(revision) FROM action_name WHERE {INSTITUTIONS} GROUP BY name ORDER BY name"
        )
    )
    newest, language = conn.execute("SELECT max(revision), language FROM plan").fetchone()
    names = sorted({*revisions, *read_names(conn).groups("institution")})
    printed = names_of_codes(revisions) | names_of_codes(
        name for name, revision in revisions.items() if revision == newest
    )
    meant = [(name, code) for name in names for code in unit_codes(name)]
    municipal = {code: unit_name(code, language or "") for code in municipality_codes()}
    names_of = {code: printed_name(code, printed) for _, code in meant} | municipal
    return UnitTables(
        [(name, clean(name), lead_code(name)) for name in names],
        sorted(meant),
        sorted(names_of.items()),
    )


def refresh_units(conn: sqlite3.Connection) -> None:
    """Write the tables anew, inside the caller's transaction."""
    for table, rows in derived_units(conn)._asdict().items():
        conn.execute(f"DELETE FROM {table}")
        conn.executemany(
            f"INSERT INTO {table} VALUES ({', '.join('?' * (3 if table == TABLES[0] else 2))})", rows
        )


def altered_unit_tables(conn: sqlite3.Connection) -> list[str]:
    """Return the names of the tables that hold something else than they have to."""
    return [
        table
        for table, rows in derived_units(conn)._asdict().items()
        if conn.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() != rows
    ]
