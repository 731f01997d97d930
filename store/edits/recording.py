"""How something is recorded: what every use case is told beside what it records."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from store.db.database import Connection
from store.ledger.identity import Identity, joinable_batch, new_batch


class Recording(NamedTuple):
    """On which day something is recorded, for which unit, in which meeting, with which other edits.

    ``today`` may be left out where nothing is dated; ``unit`` is the own one where it is None. ``meeting`` is
    the id of a meeting (``store.edits.meeting``). ``batch`` is that of an own edit which this one completes:
    as long as it is the last one, undo takes both back. ``seen`` are heads of a conflict that this decides,
    as in ``store.ledger.append.append``.
    """

    today: date = date.max
    unit: str | None = None
    meeting: str | None = None
    batch: str | None = None
    seen: Collection[str] | None = ()

    def batch_of(self, conn: Connection, identity: Identity) -> str | None:
        """Return the batch of edits that are made now; None leaves its name to the ledger."""
        return joinable_batch(conn, identity, self.batch) or new_batch(conn, identity, self.meeting)
