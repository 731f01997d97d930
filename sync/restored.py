"""What the database that stands knows and a backup does not: what would leave the view, and what goes on."""

from __future__ import annotations

from typing import NamedTuple

from store.db.database import Connection, Store
from store.db.places import Places
from store.ledger.branches import Histories, own_chains
from store.ledger.identity import Identity, read_identity
from sync.situation import seen_until


def count_unsent(standing: Connection, identity: Identity, backup: Connection) -> int:
    """Return how many changes were written here, are in no file, and are not in a backup either."""
    unsent, there = 0, Histories(backup)
    in_files = dict(
        standing.execute("SELECT replica, max(start + count) FROM change_set_section GROUP BY replica")
    )
    here = Histories(standing)
    for chain, tip in own_chains(standing, identity.replica).items():
        known = max(in_files.get(chain, 0), here.start(chain))
        # the changes of one history lie behind each other: what is held of it reaches up to its last one
        (held,) = backup.execute(
            "SELECT coalesce(max(changes), 0) FROM replica WHERE id = ?", (chain,)
        ).fetchone()
        held = min(held, tip.length)
        if held > known and there.digest(chain, held) == here.digest(chain, held):
            known = held
        unsent += max(0, tip.length - known)
    return unsent


class TakenFiles(NamedTuple):
    """Of the files of the database that stood, by their hash: name and when taken; and which nobody saw."""

    names: dict[bytes, tuple[str, int]]
    unseen: frozenset[bytes]


NO_FILES = TakenFiles({}, frozenset())


def read_files(standing: Connection, places: Places) -> TakenFiles:
    """Return what the database that stands knows of the files that were received."""
    identity = read_identity(standing)
    seen = 0 if identity is None else seen_until(places, identity)
    rows = standing.execute("SELECT id, sha256, name, at FROM change_set WHERE direction = 'received'")
    names, unseen = dict[bytes, tuple[str, int]](), set[bytes]()
    for row, digest, name, at in rows:
        names[digest] = name, at
        if row > seen:
            unseen.add(digest)
    return TakenFiles(names, frozenset(unseen))


def restore_files(store: Store, before: TakenFiles) -> int:
    """Let files that were taken again have their names and moments; the row up to which they were seen."""
    with store.writing() as conn:
        conn.executemany(
            "UPDATE change_set SET name = ?, at = ? WHERE direction = 'received' AND sha256 = ?",
            ((*known, digest) for digest, known in before.names.items()),
        )
        last = 0
        for row, digest in conn.execute(
            "SELECT id, sha256 FROM change_set WHERE direction = 'received' ORDER BY id"
        ):
            if digest in before.unseen:
                break
            last = row
    return last
