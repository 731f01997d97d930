"""Who is believed here, who is not any more, and who waits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from store.db.database import Store
from store.exchange.change_sets import Author, author
from store.exchange.held_files import HeldFile, held_files
from store.exchange.trust import Grant, grants
from store.ledger.identity import required_identity
from store.ledger.lineage import predecessors
from sync.wire.grants import fingerprint


class TrustEntry(NamedTuple):
    """How a replica stands here: ``accepted``, ``revoked`` (from a day on), or ``waiting`` with its files.

    The fingerprint of who waits is "": it is for the person who calls to say.
    """

    whom: Author
    state: str
    fingerprint: str
    revoked_from: str
    granted_by: str
    files: tuple[HeldFile, ...]


def trust_report(store: Store) -> list[TrustEntry]:
    """Everybody who is accepted, revoked or waiting here, by unit; not this installation itself.

    Raises UserError ``no_identity``.
    """
    with store.reading() as conn:
        identity = required_identity(conn, store.path)
        waiting: dict[str, list[HeldFile]] = {}
        for waiting_file in held_files(conn):
            waiting.setdefault(waiting_file.whom.replica, []).append(waiting_file)
        entries = [
            _entry(grant, waiting.pop(grant.replica, []))
            for grant in grants(conn)
            if grant.replica != identity.replica
        ]
    entries += [TrustEntry(files[0].whom, "waiting", "", "", "", tuple(files)) for files in waiting.values()]
    return sorted(entries, key=lambda entry: (entry.whom.unit, entry.whom.replica))


def _entry(grant: Grant, files: Iterable[HeldFile]) -> TrustEntry:
    state = "revoked" if grant.revoked_from else "accepted"
    return TrustEntry(
        Author(*grant[:5]),
        state,
        fingerprint(grant.public_key),
        grant.revoked_from,
        grant.granted_by,
        tuple(files),
    )


def granters(store: Store) -> dict[str, str]:
    """By whose word each replica is accepted or revoked here, by their ids."""
    with store.reading() as conn:
        return {grant.replica: grant.granted_by for grant in grants(conn)}


def still_accepted(store: Store, before: Mapping[str, str], revoked: str) -> list[Grant]:
    """Return whom a replica had accepted that is revoked now: they stay, whoever accepted them with its key.

    ``before`` are the :func:`granters` before it was revoked.
    """
    with store.reading() as conn:
        return [
            grant
            for grant in grants(conn)
            if before.get(grant.replica) == revoked and not grant.revoked_from and grant.replica != revoked
        ]


def earlier_ids(store: Store, replica: str) -> list[Grant]:
    """Return the grants, also revoked ones, to those from whom a replica goes on: whoever has its laptop may
    have their keys as well."""
    with store.reading() as conn:
        earlier = predecessors(conn, replica)
        return [grant for grant in grants(conn) if grant.replica in earlier]


def own_fingerprint(store: Store) -> str:
    """The fingerprint of this installation's key. Raises UserError ``no_identity``."""
    with store.reading() as conn:
        identity = required_identity(conn, store.path)
        own = author(conn, identity.replica)
    return "" if own is None else fingerprint(own.public_key)
