"""How headquarters has accepted this installation, where that is otherwise than it enrolled, or no more."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from store.ledger.change import Change
from store.ledger.identity import Identity, overstep_reason

if TYPE_CHECKING:
    from store.exchange.trust import Grant


def other_standing(conn: sqlite3.Connection, identity: Identity) -> Grant | None:
    """Headquarters' word that this installation is revoked, or has another unit or role than enrolled for."""
    # the first screen needs none of what writes grants
    from store.exchange.trust import grant_to

    grant = grant_to(conn, identity.replica)
    if grant is None:
        return None
    if (grant.unit, grant.role) == (identity.unit, identity.role) and not grant.revoked_from:
        return None
    by = grant_to(conn, grant.granted_by)
    return grant if by is not None and by.role == "headquarters" else None


def why_held_back(standing: Grant | None, change: Change) -> str | None:
    """Why headquarters holds an own change it has: ``unit``, ``role``, ``revoked``; None if it counts."""
    if standing is None:
        return None
    is_late = standing.until is not None and change.recorded_at >= standing.until
    if is_late or (standing.kept is not None and change.seq > standing.kept):
        return "revoked"
    return overstep_reason(change.kind, change.unit, author_role=standing.role, author_unit=standing.unit)
