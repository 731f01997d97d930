"""Installations that accept each other."""

from __future__ import annotations

from collections.abc import Sequence

from store.db.places import Places
from store.exchange.change_sets import authors
from store.ledger.identity import required_identity
from store.opening.open_store import open_store
from sync.trust.admission import grant_whom


def acquaint(installations: Sequence[Places]) -> None:
    """Let installations accept each other, as their officers would by telephone."""
    for places in installations:
        with open_store(places.database) as store, store.writing() as conn:
            identity = required_identity(conn, store.path)
            for other in installations:
                with open_store(other.database, read_only=True) as source:
                    author = authors(source.conn)[0]
                if author.replica != identity.replica:
                    grant_whom(conn, places, identity, author)
