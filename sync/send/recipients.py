"""To whom a change set is sealed: those it is for, every headquarters, its reserve key, and its sender."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import NamedTuple

from store.db.database import Connection
from store.db.errors import Refused
from store.edits.reserve import reserve_recipients
from store.exchange.change_sets import author
from store.exchange.trust import authority_of, grants
from store.ledger.identity import Identity


class Recipients(NamedTuple):
    """Ed25519 keys of replicas, and age recipients of reserve keys."""

    keys: frozenset[bytes]
    reserves: tuple[str, ...]


def recipients(conn: Connection, identity: Identity, readers: Iterable[str] | None) -> Recipients:
    """Whom to seal to; ``readers`` are the replicas that the file is for, None for everybody accepted here.

    Raises Refused ``seal_no_headquarters`` where nobody is accepted as headquarters.
    """
    wanted = None if readers is None else set(readers)
    now = time.time()
    keys: set[bytes] = set()
    center = identity.is_headquarters
    for grant in grants(conn):
        granted = authority_of(conn, identity, grant.replica)
        if granted is None or (granted.until is not None and now >= granted.until):
            continue
        if granted.role == "headquarters" or wanted is None or grant.replica in wanted:
            keys.add(grant.public_key)
        center = center or granted.role == "headquarters"
    if not center:
        raise Refused("seal_no_headquarters")
    own = author(conn, identity.replica)
    if own is not None:
        keys.add(own.public_key)
    return Recipients(frozenset(keys), tuple(reserve_recipients(conn)))
