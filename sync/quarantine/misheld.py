"""Changes that are held for a reason that there is not, or not held for their form or number."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from schema.registers import fits_day, type_of
from store.db.database import Connection, Store
from store.exchange.trust import JUDGED, rejudge_changes
from store.ledger.append import rebuild_derived
from store.ledger.branches import Histories, own_replicas
from store.ledger.change import AHEAD, shown_value
from store.ledger.identity import Identity, read_identity
from store.ledger.reach import unreached
from sync.wire.decoding import MISSHAPEN


def find_misheld(conn: Connection, identity: Identity) -> Iterator[tuple[str | None, str, int]]:
    """The first change of each chain whose form says otherwise than it is held: reason, chain, seq.

    What a grant says is no matter here. What was written here counts here, whatever it is, and a value that
    is gone has no form: all hold the change alike, whether they have had it or not.
    """
    own, histories, told = own_replicas(conn, identity.replica), Histories(conn), set[str]()
    for chain, seq, reason in _misheld(conn, own, histories):
        if chain not in told:
            told.add(chain)
            yield reason, chain, seq


def find_unreached(conn: Connection, identity: Identity) -> list[tuple[str, int]]:
    """The changes that count though none leads to their number: chain and seq.

    What was written here counts here, and headquarters is believed, also where it is none any more.
    """
    ever = " UNION ".join(
        f"SELECT {key} FROM {table} WHERE role = 'headquarters'"
        for table, key in (("replica", "id"), ("trust", "replica"), ("replaced_trust", "replica"))
    )
    believed = {replica for (replica,) in conn.execute(ever)}
    return unreached(conn, believed | own_replicas(conn, identity.replica))


def judge_again(store: Store) -> None:
    """Hold, or let go, what form and grants say; nothing of it in a published plan."""
    with store.writing() as conn:
        if (identity := read_identity(conn)) is not None:
            judge_all(conn, identity)


def judge_all(conn: Connection, identity: Identity) -> None:
    """As :func:`judge_again`, inside the caller's transaction."""
    own, histories = own_replicas(conn, identity.replica), Histories(conn)
    changed = [(reason, chain, seq) for chain, seq, reason in _misheld(conn, own, histories)]
    # what was written here counts here, whatever it is
    own_held = "SELECT NULL, replica, seq FROM change WHERE replica = ? AND held IS NOT NULL"
    changed += conn.execute(own_held, (identity.replica,)).fetchall()
    changed += ((AHEAD, *one) for one in find_unreached(conn, identity))
    conn.executemany("UPDATE change SET held = ? WHERE replica = ? AND seq = ?", changed)
    if changed:
        rebuild_derived(conn)
    authors = conn.execute("SELECT id FROM replica WHERE public_key IS NOT NULL").fetchall()
    rejudge_changes(conn, identity, [row[0] for row in authors])


def judge_redacted(conn: Connection, identity: Identity) -> None:
    """Judge what has lost a value for whose form it was held. Inside the caller's transaction."""
    held = "SELECT 1 FROM change WHERE value >= '~' AND held = ? LIMIT 1"
    if conn.execute(held, (MISSHAPEN,)).fetchone() is not None:
        judge_all(conn, identity)


def _misheld(
    conn: Connection, own: frozenset[str], histories: Histories
) -> Iterator[tuple[str, int, str | None]]:
    rows = conn.execute("SELECT replica, seq, kind, field, value, effective_on, held FROM change")
    for chain, seq, kind, field, value, day, reason in rows:
        misshapen = _is_misshapen(kind, field, shown_value(value) if type(value) is str else value, day)
        if reason == MISSHAPEN:
            if not misshapen:
                yield chain, seq, None
        elif reason not in JUDGED:
            yield chain, seq, None
        elif misshapen and histories.author(chain) not in own:
            yield chain, seq, MISSHAPEN


def _is_misshapen(kind: str, field: str, text: Any, day: Any) -> bool:
    """Return True if a file's reader would hold such a change; what cannot be read at all is told
    elsewhere."""
    if day is not None and not (type(day) is str and fits_day(kind, field, day)):
        return True
    if text == "null" or (of := type_of(kind, field)) is None:
        return False
    try:
        return not of.valid(json.loads(text))
    except (ValueError, TypeError, RecursionError):
        return False
