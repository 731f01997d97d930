"""A new identity for a database whose name somebody else bears as well: a copy, or a restored backup."""

from __future__ import annotations

import time
from typing import NamedTuple

from store.change import GENESIS
from store.database import Connection
from store.errors import Refused
from store.exchange import attestation, hash_at
from store.identity import Identity, new_replica_id, read_identity, write_identity
from store.ledger import Chain, chains
from store.places import Places
from store.reissue import reissue
from store.succession import Succession, record_succession
from sync.grants import vouch
from sync.keys import create_key, why_no_key
from sync.mark import read_mark


class Continued(NamedTuple):
    """What became of an installation that took a new identity.

    Under ``old`` stay its first ``kept`` changes; the ``reissued`` others stand under ``new``.
    """

    old: str
    new: str
    kept: int
    reissued: int


def take_new_identity(
    conn: Connection, places: Places, *, kept: int, old: str | None = None, epoch: int = 0
) -> Continued:
    """Go on under a new id and key; changes of ``old`` (the present id by default) after ``kept`` move along.

    Nothing else is changed. Headquarters begins a new epoch, beyond ``epoch``. Inside the caller's
    transaction. Raises Refused ``no_identity``, or what the disk says of the key.
    """
    identity = read_identity(conn)
    if identity is None:
        raise Refused("no_identity", file="")
    before = old or identity.replica
    held = chains(conn)
    length, present = (held.get(name, Chain(0, GENESIS)).length for name in (before, identity.replica))
    new = _renewed(identity, epoch)
    write_identity(conn, new, create_key(places, new.replica))
    vouch(conn, places, identity, new, key_is_here=why_no_key(places, identity.replica) is None)
    reissue(conn, before, kept, new.replica)
    link = Succession(new.replica, identity.replica, kept if before == identity.replica else present)
    record_succession(conn, link, int(time.time()))
    return Continued(before, new.replica, kept, length - kept)


def kept_changes(conn: Connection, places: Places, replica: str) -> int:
    """How many of a replica's own changes can stay under its id when the database goes on under another.

    All of them while its key can be used here and nothing contradicts them. Without the key, or where what
    has left in files is another history or cannot be told, those that it has signed: what it never signed
    nobody else can hold.
    """
    length = chains(conn).get(replica, Chain(0, GENESIS)).length
    signed = attestation(conn, replica)
    if why_no_key(places, replica) is None and not _contradicted(conn, places, replica):
        return length
    return signed.length if signed is not None else 0


def _contradicted(conn: Connection, places: Places, replica: str) -> bool:
    try:
        mark = read_mark(conn, places, replica)
    except Refused:
        return True
    known = hash_at(conn, replica, mark.seq) if mark is not None and mark.seq else None
    return mark is not None and known is not None and known.hex() != mark.hash


def _renewed(identity: Identity, epoch: int) -> Identity:
    later = max(identity.epoch, epoch) + 1 if identity.is_headquarters else identity.epoch
    return identity._replace(replica=new_replica_id(), file_number=0, epoch=later)
