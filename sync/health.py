"""Whether an installation can work and exchange: what ``terren doctor`` finds beyond the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from store.db.database import Connection, Store
from store.db.errors import UserError
from store.db.places import Places
from store.edits.release import trusted_release
from store.exchange.receipts import read_waiting
from store.exchange.standing import other_standing
from store.integrity.health import (
    ATTENTION,
    FINE,
    Check,
    check_backup,
    check_clock,
    check_database,
    check_disk,
    check_stick,
    refused_check,
)
from store.ledger.identity import read_identity
from store.opening.open_store import open_store
from sync.identity.opening import why_read_only
from sync.wire.keys import verify


def health(
    places: Places, database: Path, *, running: str, now: float, receipt_days: int, stick: Path | None = None
) -> Iterator[Check]:
    """Look at disk, database, clock, backup, key, exchange, newer versions of Terren than the one that is
    ``running``, and a ``stick`` where one is named.

    Nothing is changed but on the stick, where a file is written and removed. ``now`` is in seconds since
    1970 UTC; a change without a receipt for ``receipt_days`` is told.
    """
    yield check_disk(database.parent)
    yield from _database(places, database, running, now, receipt_days)
    if stick is not None:
        yield from check_stick(stick)


def _database(places: Places, database: Path, running: str, now: float, receipt_days: int) -> Iterator[Check]:
    try:
        with open_store(database, read_only=True) as store:
            yield check_database(store)
            with store.reading() as conn:
                yield check_clock(conn, now)
                yield _release(conn, running)
            yield from _enrolled(places, store, now, receipt_days)
    except UserError as refused:
        if refused.code != "db_missing":
            yield refused_check("database", refused)
            return
        yield Check("database", ATTENTION, "database_none", {"file": str(database)})
        yield check_clock(None, now)


def _release(conn: Connection, running: str) -> Check:
    try:
        release = trusted_release(conn, running, verify)
    except UserError as refused:
        if refused.code in ("release_none", "release_older"):
            return Check("update", FINE, "update")
        return refused_check("update", refused, ATTENTION)
    return Check("update", ATTENTION, "update_waits", {"version": release.version, "note": release.note})


def _enrolled(places: Places, store: Store, now: float, receipt_days: int) -> Iterator[Check]:
    with store.reading() as conn:
        identity = read_identity(conn)
        overdue = read_waiting(conn, identity, int(now)).overdue(receipt_days)
        standing = None if identity is None else other_standing(conn, identity)
    if identity is None:
        yield Check("key", ATTENTION, "key_nobody")
        return
    yield check_backup(store.path, now)
    refusal = why_read_only(places, store)
    yield Check("key", FINE, "key") if refusal is None else refused_check("key", refusal)
    if standing is not None and standing.revoked_from:
        yield Check("exchange", ATTENTION, "exchange_revoked", {"day": standing.revoked_from})
    elif standing is not None:
        granted = {"granted": standing.unit, "granted_role": standing.role}
        own = {"unit": identity.unit, "role": identity.role}
        yield Check("exchange", ATTENTION, "exchange_standing", {**granted, **own})
    elif overdue is None:
        yield Check("exchange", FINE, "exchange")
    else:
        yield Check(
            "exchange", ATTENTION, "exchange_overdue", {"changes": overdue.changes, "days": overdue.days}
        )
