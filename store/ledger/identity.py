"""Who writes: the replica with its officer and unit, what it may write, and the transaction in which it does.

The key lies in no database.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple

from schema.registers import KINDS
from store.db.database import Store, cached_per_transaction
from store.db.errors import UserError
from store.ledger.branches import read_branches

HEADQUARTERS: Final = "headquarters"
ROLES = ("field", HEADQUARTERS)
HEADQUARTERS_KINDS: Final = frozenset(kind for kind, declared in KINDS.items() if declared.by_headquarters)


class Identity(NamedTuple):
    """This installation: a replica id of 128 random bits (32 hex digits), officer, unit, role, language."""

    replica: str
    officer: str
    unit: str
    role: str
    language: str
    epoch: int = 0
    file_number: int = 0

    @property
    def is_headquarters(self) -> bool:
        """Whether this installation speaks for headquarters."""
        return self.role == "headquarters"


def own_unit(identity: Identity | None) -> str | None:
    """The unit whose word is shown; None where the roll-up over units is: headquarters, a published plan."""
    return identity.unit if identity is not None and not identity.is_headquarters else None


def new_replica_id() -> str:
    """128 random bits as 32 hex digits: never derived from a name, never reused."""
    return os.urandom(16).hex()


@cached_per_transaction
def read_identity(conn: sqlite3.Connection) -> Identity | None:
    """Return who this database belongs to, or None for a published plan."""
    row = conn.execute(
        "SELECT replica, officer, unit, role, language, epoch, file_number FROM identity"
    ).fetchone()
    return None if row is None else Identity(*row)


def headquarters_unit(conn: sqlite3.Connection) -> str:
    """Return the unit of headquarters where this installation speaks for it; else empty."""
    identity = read_identity(conn)
    return identity.unit if identity is not None and identity.is_headquarters else ""


def required_identity(conn: sqlite3.Connection, place: object) -> Identity:
    """Return who this installation is; ``place`` is its database. Raises UserError ``no_identity``."""
    identity = read_identity(conn)
    if identity is None:
        raise UserError("no_identity", file=str(place))
    return identity


def speaker(conn: sqlite3.Connection, chain: str, unit: str) -> str:
    """The unit whose officer recorded a change for ``unit`` in a chain; empty for headquarters.

    Headquarters' officer has a unit as well, and speaks for that one as others do.
    """
    identity = read_identity(conn)
    if identity is not None and identity.replica == chain:
        whose: tuple[str, str] | None = (identity.unit, identity.role)
    else:
        whose = _authors_units(conn).get(chain)
    if whose is None or whose[0] == unit:
        return unit
    return "" if whose[1] == HEADQUARTERS else whose[0]


@cached_per_transaction
def _authors_units(conn: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    """The unit and the role of each chain's author, where it was introduced."""
    units: dict[str, tuple[str, str]] = {
        row[0]: (row[1], row[2])
        for row in conn.execute("SELECT id, unit, role FROM replica WHERE unit IS NOT NULL")
    }
    return units | {
        branch.chain: units[branch.replica] for branch in read_branches(conn) if branch.replica in units
    }


def write_identity(conn: sqlite3.Connection, identity: Identity, public_key: bytes) -> None:
    """Make this database the given installation's, inside the caller's transaction."""
    columns = ", ".join(Identity._fields)
    conn.execute(f"INSERT OR REPLACE INTO identity (id, {columns}) VALUES (1, ?, ?, ?, ?, ?, ?, ?)", identity)
    conn.execute(
        "INSERT INTO replica (id, unit, role, officer, public_key, changes, head)"
        " VALUES (?1, ?2, ?3, ?4, ?5, 0, x'')"
        " ON CONFLICT (id) DO UPDATE SET unit = ?2, role = ?3, officer = ?4, public_key = ?5",
        (identity.replica, identity.unit, identity.role, identity.officer, public_key),
    )


def set_language(conn: sqlite3.Connection, language: str) -> None:
    """Remember the language of the screen."""
    conn.execute("UPDATE identity SET language = ?", (language,))


def overstep_reason(kind: str, unit: str, *, author_role: str, author_unit: str) -> str | None:
    """Return why an author may not write a register: ``"role"``, ``"unit"``, or None where it may."""
    if author_role == "headquarters":
        return None
    if kind in HEADQUARTERS_KINDS:
        return "role"
    return None if unit == author_unit else "unit"


def may_write(identity: Identity | None, kind: str, unit: str) -> bool:
    """Return True if this installation may write the register; none may on which nobody is enrolled."""
    return identity is not None and not overstep_reason(
        kind, unit, author_role=identity.role, author_unit=identity.unit
    )


def refuse_if_not_allowed(identity: Identity, kind: str, unit: str) -> None:
    """Raise UserError where this installation may not write the register.

    ``headquarters_only`` where it is headquarters' word, ``not_allowed`` where it is another unit's.
    """
    reason = overstep_reason(kind, unit, author_role=identity.role, author_unit=identity.unit)
    if reason == "role":
        raise UserError("headquarters_only")
    if reason is not None:
        raise UserError("not_allowed", unit=unit, own=identity.unit)


@contextmanager
def write_transaction(store: Store) -> Iterator[tuple[sqlite3.Connection, Identity]]:
    """One writing transaction of an enrolled installation. Raises UserError ``no_identity``."""
    with store.writing() as conn:
        identity = required_identity(conn, store.path)
        yield conn, identity


def acting_unit(conn: sqlite3.Connection, identity: Identity, unit: str | None) -> str:
    """The code of the unit for which an edit is made, its own by default.

    Raises UserError ``unit_unknown``.
    """
    if unit is None or unit == identity.unit:
        return identity.unit
    # every command asks who this installation is, and few name a unit
    from store.plan.lookup import plan_institutions
    from store.plan.units import resolve_unit

    return resolve_unit(unit, plan_institutions(conn))


def new_batch(conn: sqlite3.Connection, identity: Identity, meeting: str | None) -> str | None:
    """The batch of edits made now: the number of the first change, marked with the meeting's id.

    None, which leaves the naming to the ledger, outside of a meeting. Raises UserError ``meeting_of_others``.
    """
    if meeting is None:
        return None
    rows = "SELECT unit FROM state WHERE kind = 'meeting' AND target = ? AND value <> 'null'"
    units = [unit for (unit,) in conn.execute(rows, (meeting,))]
    if units and identity.unit not in units:
        raise UserError("meeting_of_others", found=meeting, unit=units[0])
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
