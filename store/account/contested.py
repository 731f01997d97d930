"""The registers of which all changes tell what was in force on a day, and not the last one alone."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter

from store.db.database import cached_per_transaction, where_equals
from store.ledger.change import Register
from store.ledger.heads import OF_HEAD


@cached_per_transaction
def undone_registers(conn: sqlite3.Connection) -> frozenset[Register]:
    """Return the registers in which something was taken back."""
    # in an order, SQLite would go by an index and look up every change
    rows = conn.execute(
        "SELECT kind, target, unit, field FROM change NOT INDEXED"
        " WHERE batch >= 'u' AND batch < 'v' AND held IS NULL"
    )
    return frozenset(map(Register._make, rows))


@cached_per_transaction
def _crossed_registers(conn: sqlite3.Connection, target: str | None) -> frozenset[Register]:
    """Return the registers in which a table left several values, which one history has set at once."""
    batches = conn.execute(
        f"SELECT change.replica, change.batch FROM state CROSS JOIN change ON {OF_HEAD}"
        " WHERE state.kind = 'source'"
    ).fetchall()
    if not batches:
        return frozenset()
    # of all targets one look at each change is quicker than one by an index
    rows = conn.execute(
        f"SELECT kind, target, unit, field FROM change {'' if target else 'NOT INDEXED'} WHERE held IS NULL"
        f" AND (+replica, batch) IN (SELECT value ->> 0, value ->> 1 FROM json_each(:batches))"
        f"{where_equals(target=target)}"
        " GROUP BY replica, batch, kind, target, unit, field HAVING count(*) > 1",
        {"batches": json.dumps(batches), "target": target},
    )
    return frozenset(map(Register._make, rows))


@cached_per_transaction
def _units_of_several(conn: sqlite3.Connection) -> str:
    """Return the units (JSON) whose registers several histories have set; most have one."""
    replicas = Counter(
        unit for unit, _ in conn.execute("SELECT DISTINCT unit, replica FROM change NOT INDEXED")
    )
    return json.dumps([unit for unit, n in replicas.items() if n > 1])


@cached_per_transaction
def shared_registers(
    conn: sqlite3.Connection, kind: str, *, field: str | None = None, target: str | None = None
) -> frozenset[Register]:
    """Return the registers of a kind that several histories have set, or in which something was undone.

    Of others the last change that had taken effect by a day is in force then, and alone: each was recorded in
    knowledge of those before; but where a table crossed a value, it left both.
    """
    which = f"kind = :kind AND held IS NULL{where_equals(field=field, target=target)}"
    is_shared = "min(replica) <> max(replica)"
    several_at_once = _crossed_registers(conn, target)
    if target is None:
        several_at_once |= undone_registers(conn)
    shared = frozenset(of for of in several_at_once if of.kind == kind and field in (None, of.field))
    several = "[]"
    if target is None:
        if (several := _units_of_several(conn)) == "[]":
            return shared
        which += " AND unit IN (SELECT value FROM json_each(:several))"
    else:
        is_shared += " OR max(batch >= 'u' AND batch < 'v')"
    # by the index on the target SQLite would look up every change
    registers = conn.execute(
        f"SELECT kind, target, unit, field FROM change WHERE {which} GROUP BY +target, +unit, +field"
        f" HAVING {is_shared}",
        {"kind": kind, "field": field, "target": target, "several": several},
    )
    return shared.union(map(Register._make, registers))
