"""What a received file means to the unit that took it: what has arrived of its own, what others changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Final, NamedTuple

from store.exchange.delivery import read_delivery
from store.ledger.append import read_changes
from store.ledger.branches import own_chains
from store.ledger.chains import read_chains
from store.ledger.change import Chain, Change
from store.ledger.identity import Identity

_MOST: Final = 1_000


class News(NamedTuple):
    """For a field installation; empty at headquarters.

    ``confirmed`` of the own changes are known to have arrived since the last file, ``unconfirmed`` are not
    yet. ``changes`` are those of others in registers of the own unit, by author and number: headquarters
    reported for it, reviewed its report, or another laptop of the unit wrote.
    """

    confirmed: int = 0
    unconfirmed: int = 0
    changes: tuple[Change, ...] = ()


class NewsSource(NamedTuple):
    """What was held and not confirmed before a file was taken."""

    chains: Mapping[str, Chain]
    unconfirmed: int


def read_before(conn: sqlite3.Connection, identity: Identity) -> NewsSource | None:
    """Return what stands before a file is taken; None at headquarters."""
    if identity.is_headquarters:
        return None
    return NewsSource(read_chains(conn), read_delivery(conn, identity).unconfirmed)


def read_news(conn: sqlite3.Connection, identity: Identity, before: NewsSource | None) -> News:
    """Return what has come since ``before``; at most the first 1,000 changes of each author."""
    if before is None:
        return News()
    unconfirmed, own = read_delivery(conn, identity).unconfirmed, own_chains(conn, identity.replica)
    changes: list[Change] = []
    for chain, tip in read_chains(conn).items():
        tip_before = before.chains.get(chain)
        start = 0 if tip_before is None else tip_before.length
        if chain not in own and tip.length > start:
            changes += read_changes(
                conn,
                "WHERE replica = ? AND seq > ? AND seq <= ? AND unit = ? AND held IS NULL",
                (chain, start, start + _MOST, identity.unit),
            )
    return News(max(0, before.unconfirmed - unconfirmed), unconfirmed, tuple(changes))
