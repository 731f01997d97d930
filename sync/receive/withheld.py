"""What waits of a section from the first change on for whose redaction nobody vouches, and how much of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from functools import partial

from store.db.database import Connection
from store.ledger.append import LedgerEntry
from store.ledger.branches import Histories
from store.ledger.change import Chain
from store.ledger.identity import Identity
from sync.quarantine.section_diff import Decoded
from sync.quarantine.sections import MAX_WITHHELD, PendingSection, drop_withheld, unsigned_ends
from sync.trust.origins import root_of
from sync.wire.decoding import WITHHELD


class WithheldRests:
    """The histories that end before their author has signed, since the rest of a section is withheld.

    Each keeps its rest, so of one accepted author and its heirs there are at most MAX_WITHHELD.
    """

    def __init__(self, conn: Connection, identity: Identity) -> None:
        self._conn, self._root_of = conn, partial(root_of, conn, identity)
        self._counts: Counter[str] | None = None

    def has_room(self, replica: str) -> bool:
        """Return True if the beginning of a section may join whose rest is withheld."""
        if self._counts is None:
            ends = Counter(replica for replica, *_ in unsigned_ends(self._conn))
            self._counts = Counter()
            for author, count in ends.items():
                self._counts[self._root_of(author)] += count
        return self._counts[self._root_of(replica)] < MAX_WITHHELD

    def is_end(self, chain: str, tip: Chain) -> bool:
        """Return True if a history ends there before its author has signed: what goes on from it needs no
        room."""
        where = "id = ? AND changes = ? AND head = ? AND attested < changes"
        return (
            self._conn.execute(f"SELECT 1 FROM replica WHERE {where}", (chain, *tip)).fetchone() is not None
        )

    def is_kept_out(self, pending: PendingSection, chain: str, histories: Histories) -> bool:
        """Return True if a section behind ``chain`` is not looked at again: when it came nobody vouched for
        all of it, its beginning has no room, and it is not held."""
        if not pending.withheld or self.has_room(pending.replica):
            return False
        if self.is_end(chain, Chain(pending.start, pending.prev)):
            return False
        return histories.holding(pending.replica, pending.start + pending.length, pending.head) is None

    def add(self, replica: str) -> None:
        """Count a beginning that has joined. The room of an end that moves on is there for the next file."""
        if self._counts is not None:
            self._counts[self._root_of(replica)] += 1

    def drop(self, withheld: Collection[int]) -> None:
        """Let go of sections that are too many, as :func:`sync.quarantine.sections.drop_withheld`."""
        drop_withheld(self._conn, withheld, self._root_of)


def until_withheld(changes: Decoded, withheld: list[LedgerEntry]) -> Iterator[LedgerEntry]:
    """Yield the changes before the first that nobody vouches for, which is added to ``withheld``."""
    for entry in changes:
        if entry[0][14] == WITHHELD:
            withheld.append(entry)
            return
        yield entry
