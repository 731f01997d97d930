"""Opening a database for work: to write where it is the officer's own, to read where it is a copy."""

from __future__ import annotations

from pathlib import Path

from store.db.database import Store
from store.db.durable import database_files, remove_leftovers
from store.db.errors import UserError
from store.db.places import Places
from store.db.private import restrict_permissions
from store.db.scratch import remove_scratch
from store.exchange.attachments import attachments_beside
from store.exchange.peers import hash_at
from store.integrity.backup import list_backups, remove_unfinished
from store.ledger.identity import read_identity
from store.opening.open_store import open_store
from sync.identity.high_water_mark import read_mark
from sync.wire.keys import let_sign, why_no_key


def open_for_work(places: Places, database: Path) -> Store:
    """Open a database to write.

    A copy or a restored backup comes back as a read-only store whose ``refusal`` says why; the officer may
    then continue with a new identity. From here on the database, its backups, keys and files are readable by
    their owner alone, and what interrupted commands left beside it is gone. Raises what
    :func:`store.opening.open_store.open_store` raises.
    """
    # a backup bears the second in its name, so nobody writes to that name again
    remove_leftovers(database, f"{database.stem}-")
    remove_unfinished(database)
    remove_scratch(places.data)
    kept = (places.keys, places.archive, places.outbox, places.inbox, attachments_beside(database))
    restrict_permissions((*database_files(database), *list_backups(database), *kept))
    store = open_store(database)
    try:
        resume(places, store)
    except BaseException:
        store.close()
        raise
    return store


def resume(places: Places, store: Store) -> None:
    """Let an open store be written to, or only read where it is a copy, as things stand now."""
    store.refusal = why_read_only(places, store)
    store.read_only = store.refusal is not None
    store.conn.execute(f"PRAGMA query_only = {'ON' if store.read_only else 'OFF'}")
    let_sign(store, places)


def why_read_only(places: Places, store: Store) -> UserError | None:
    """Return why nobody may write to this database, or None where its officer may or nobody is enrolled.

    ``key_missing``: it lies here without its key, so it is a copy. ``key_unreadable``, ``key_damaged``: the
    key lies here, and cannot be used. ``copied_database``: it lags behind what has already left in files, so
    it is a restored backup. ``mark_missing``, ``mark_unreadable``, ``mark_damaged``: whether it does cannot
    be seen.
    """
    with store.reading() as conn:
        identity = read_identity(conn)
        if identity is None:
            return None
        keyless = why_no_key(places, identity.replica)
        if keyless is not None:
            return keyless
        try:
            mark = read_mark(conn, places, identity.replica)
        except UserError as unknown:
            return unknown
        if mark is None or not mark.seq:
            return None
        digest = hash_at(conn, identity.replica, mark.seq)
    if digest is None or digest.hex() != mark.hash:
        return UserError("copied_database", file=str(store.path))
    return None
