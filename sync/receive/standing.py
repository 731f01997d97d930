"""How the authors of a file stand here."""

from __future__ import annotations

from store.db.database import Connection
from store.exchange.change_sets import Author, author, introduce
from store.exchange.trust import Authority, authority_of
from store.ledger.identity import Identity
from sync.trust.admission import bears_key, may_give_way


class AuthorsStanding:
    """Whom of the authors that a file states somebody has accepted here.

    ``strangers`` are those whom nobody has, ``pinned`` the ids of those of whom only a part counts.
    """

    def __init__(self, conn: Connection, identity: Identity, bearer: Author) -> None:
        self._conn, self._identity, self._bearer = conn, identity, bearer
        self.strangers: dict[str, Author] = {}
        self.pinned: set[str] = set()

    def granted(self, stated: Author) -> Authority | None:
        """Return how an author stands here, who is introduced then; None where nobody has accepted it.

        Of a section that another key signed under a known id nothing counts.
        """
        bears = bears_key(self._conn, stated)
        granted = authority_of(self._conn, self._identity, stated.replica) if bears else None
        introduced = author(self._conn, stated.replica) or stated
        if granted is None:
            if bears or may_give_way(self._conn, self._identity, stated.replica):
                self.strangers[stated.replica] = introduced if bears else stated
            return None
        if author(self._conn, stated.replica) != introduced:
            introduce(
                self._conn, introduced._replace(unit=granted.unit, role=granted.role), self._bearer.replica
            )
        if granted.kept is not None:
            self.pinned.add(stated.replica)
        return granted
