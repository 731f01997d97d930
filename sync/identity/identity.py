"""A new identity for a database whose name somebody else bears as well: a copy, or a restored backup."""

from __future__ import annotations

from typing import NamedTuple

from store.db.database import Connection
from store.db.durable import translate_os_errors, write_durably
from store.db.errors import UserError
from store.db.places import Places
from store.db.private import FILE, create_private_folder
from store.db.regular import read_regular
from store.exchange.change_sets import Author, author, introduce
from store.exchange.trust import grant_to, granted_authority, put_grant
from store.ledger.branches import own_replicas
from store.ledger.chains import read_chains
from store.ledger.change import GENESIS, Chain
from store.ledger.identity import Identity, new_replica_id, read_identity, write_identity
from store.ledger.lineage import Lineage, lineages, record_lineage
from sync.wire.grants import sign_grant
from sync.wire.keys import create_key, key_path, public_key, why_no_key


class Succession(NamedTuple):
    """An installation goes on under the id ``new``; the ``kept`` changes under ``old`` stay its own."""

    old: str
    new: str
    kept: int


class KeyHolder(NamedTuple):
    """A replica of another plan of the same home, whose key a replica takes as its own."""

    places: Places
    replica: str


def make_key(places: Places, replica: str, holder: KeyHolder | None = None) -> bytes:
    """Give a replica its key: a new one, or that of a ``holder``; the public half.

    Raises UserError as :func:`sync.wire.keys.sign` of the holder's, ``file_exists`` or what the disk says.
    """
    if holder is None:
        return create_key(places, replica)
    # asked for its public half first: nothing is copied that cannot sign
    key = public_key(holder.places, holder.replica)
    path = key_path(places, replica)
    with translate_os_errors(path):
        create_private_folder(places.keys)
        seed = read_regular(key_path(holder.places, holder.replica))
    write_durably(path, seed, mode=FILE)
    return key


def take_new_identity(
    conn: Connection,
    places: Places,
    *,
    tip: Chain | None = None,
    epoch: int = 0,
    holder: KeyHolder | None = None,
) -> Succession:
    """Go on under a new id and key, or the key of a ``holder``. No change is touched: the old key has signed
    what it wrote.

    ``tip`` is what was written here under the old id, by default all that is held. Headquarters begins a new
    epoch, beyond ``epoch``. Inside the caller's transaction. Raises UserError ``no_identity``, or what the
    disk says of the key.
    """
    identity = read_identity(conn)
    if identity is None:
        raise UserError("no_identity", file="")
    old, chains = identity.replica, read_chains(conn)
    tip = chains.get(old, Chain(0, GENESIS)) if tip is None else tip
    new = _renewed(identity, epoch)
    write_identity(conn, new, make_key(places, new.replica, holder))
    vouch(conn, places, identity, new, key_is_here=why_no_key(places, old) is None)
    record_lineage(conn, Lineage(new.replica, old, *tip))
    if (granted := grant_to(conn, old)) is not None:
        # it is another's word by now: what it says of the earlier id holds here as elsewhere
        put_grant(conn, granted)
    return Succession(old, new.replica, tip.length)


def vouch(conn: Connection, places: Places, old: Identity, new: Identity, *, key_is_here: bool) -> None:
    """Link a new identity to the one that it continues, each by the other's key where that is here.

    What the old key says of the new one is believed wherever the old one was, and what the new one says of
    the old one wherever the new one is: also where another's word on the old one came first, beside which it
    is kept. Inside the caller's transaction, with the new identity written.
    """
    before, after = author(conn, old.replica), author(conn, new.replica)
    if before is None or after is None:
        return
    if key_is_here:
        sign_grant(conn, places, old.replica, after, heir=True)
    sign_grant(conn, places, new.replica, before, yields=True)


def claim_earlier(conn: Connection, places: Places, identity: Identity) -> None:
    """Count as one's own what was written here under ids of which a backup does not know.

    Such are those that go on from an id of one's own and whose key lies here, as many as one id may have
    before it; where nobody else vouches for the present id, or the one that did is revoked, one does that is
    not, of which files have told if any has. Inside the caller's transaction.
    """
    chains, before = read_chains(conn), frozenset[str]()
    while (own := own_replicas(conn, identity.replica)) != before:
        before = own
        earlier = {link.new for link in lineages(conn) if link.old in own} - own
        here = [replica for replica in earlier if why_no_key(places, replica) is None]
        for old in sorted(here, key=lambda replica: (author(conn, replica) is None, replica)):
            record_lineage(conn, Lineage(identity.replica, old, *chains.get(old, Chain(0, GENESIS))))
            stands = grant_to(conn, old) is None or _stands(conn, identity, old)
            if grant_to(conn, identity.replica) is None or (
                stands and not _stands(conn, identity, identity.replica)
            ):
                # the word of a key that counts no more makes room: of heirs the first alone is believed
                conn.execute("DELETE FROM trust WHERE replica = ?", (identity.replica,))
                _introduce_earlier(conn, places, identity, old)
                vouch(conn, places, identity._replace(replica=old), identity, key_is_here=True)


def _stands(conn: Connection, identity: Identity, replica: str) -> bool:
    """Return True if an id is granted, and nobody by whose word it is has been revoked."""
    granted = granted_authority(conn, identity, replica)
    return granted is not None and granted.until is None


def _introduce_earlier(conn: Connection, places: Places, identity: Identity, old: str) -> None:
    """Know an earlier id by the key that lies here, where no file has told of it."""
    if author(conn, old) is None:
        key = public_key(places, old)
        introduce(conn, Author(old, identity.unit, identity.role, identity.officer, key), identity.replica)


def _renewed(identity: Identity, epoch: int) -> Identity:
    later = max(identity.epoch, epoch) + 1 if identity.is_headquarters else identity.epoch
    return identity._replace(replica=new_replica_id(), file_number=0, epoch=later)
