"""Who writes: the replica, its officer and unit. The key itself never lies in the database."""

from __future__ import annotations

import os
import sqlite3
from typing import NamedTuple

from store.db.memo import once_a_snapshot

ROLES = ("field", "headquarters")


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


@once_a_snapshot
def read_identity(conn: sqlite3.Connection) -> Identity | None:
    """Who this database belongs to, or None for a published plan."""
    row = conn.execute(
        "SELECT replica, officer, unit, role, language, epoch, file_number FROM identity"
    ).fetchone()
    return None if row is None else Identity(*row)


def write_identity(conn: sqlite3.Connection, identity: Identity, public_key: bytes) -> None:
    """Make this database the given installation's, inside the caller's transaction."""
    conn.execute("INSERT OR REPLACE INTO identity VALUES (1, ?, ?, ?, ?, ?, ?, ?)", identity)
    conn.execute(
        "INSERT INTO replica (id, unit, role, officer, public_key, changes, head)"
        " VALUES (?1, ?2, ?3, ?4, ?5, 0, x'')"
        " ON CONFLICT (id) DO UPDATE SET unit = ?2, role = ?3, officer = ?4, public_key = ?5",
        (identity.replica, identity.unit, identity.role, identity.officer, public_key),
    )


def set_language(conn: sqlite3.Connection, language: str) -> None:
    """Remember the language of the screen."""
    conn.execute("UPDATE identity SET language = ?", (language,))
