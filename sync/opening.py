"""Opening a database for work: to write where it is the officer's own, to read where it is a copy."""

from __future__ import annotations

from pathlib import Path

from store.database import Store, open_store
from store.places import Places
from sync.keys import why_read_only


def open_for_work(places: Places, database: Path) -> Store:
    """Open a database to write.

    A copy or a restored backup comes back as a read-only store whose ``refusal`` says why; the officer may
    then continue with a new identity. Raises what :func:`store.database.open_store` raises.
    """
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
