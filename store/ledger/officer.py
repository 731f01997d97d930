"""Who records an edit: this installation's officer, for its own unit or, at headquarters, for another."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from store.db.database import Store
from store.db.errors import Refused
from store.ledger.identity import Identity, read_identity
from store.plan.lookup import plan_institutions
from store.plan.units import resolve_unit


@contextmanager
def write_transaction(store: Store) -> Iterator[tuple[sqlite3.Connection, Identity]]:
    """One writing transaction of an enrolled installation. Raises Refused ``no_identity``."""
    with store.writing() as conn:
        identity = read_identity(conn)
        if identity is None:
            raise Refused("no_identity", file=str(store.path))
        yield conn, identity


def acting_unit(conn: sqlite3.Connection, identity: Identity, unit: str | None) -> str:
    """The code of the unit for which an edit is made, its own by default. Raises Refused ``unit_unknown``."""
    if unit is None or unit == identity.unit:
        return identity.unit
    return resolve_unit(unit, plan_institutions(conn))


def new_batch(conn: sqlite3.Connection, identity: Identity, meeting: str | None) -> str | None:
    """The batch of edits made now: the number of the first change, marked with the meeting's id.

    None, which leaves the naming to the ledger, outside of a meeting.
    """
    if meeting is None:
        return None
    row = conn.execute("SELECT changes FROM replica WHERE id = ?", (identity.replica,)).fetchone()
    return f"{row[0] + 1}@{meeting}"


def joinable_batch(conn: sqlite3.Connection, identity: Identity, batch: str | None) -> str | None:
    """``batch`` where it is still the last one that this replica recorded, so that more may join it.

    None where it was undone or something else was recorded since.
    """
    if batch is None:
        return None
    row = conn.execute(
        "SELECT batch FROM change WHERE replica = ? ORDER BY seq DESC LIMIT 1", (identity.replica,)
    ).fetchone()
    return batch if row is not None and row[0] == batch else None
