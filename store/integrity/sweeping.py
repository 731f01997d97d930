"""Removing what nothing names any more: attachments, and bytes of values that are gone."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import suppress
from typing import NamedTuple

from store.db.database import Store, translate_sqlite_errors
from store.db.errors import UserError
from store.exchange.attachment_names import named_hashes
from store.exchange.attachments import (
    Attachment,
    attachment_of,
    attachments_folder,
    kept_attachments,
    remove_kept,
)
from store.exchange.trust import JUDGED
from store.integrity.backup import list_backups
from store.ledger.branches import own_chains
from store.ledger.identity import Identity, read_identity
from store.opening.open_store import open_store

_COUNTED = "(held IS NULL OR replica IN (SELECT value FROM json_each(?)))"
"""In SQL: that a change counts, or was written here."""

_NAMING = (
    f"SELECT replica, seq, value, {_COUNTED} AND (? OR unit = ?) FROM change"
    " WHERE kind = 'evidence' AND value < '~' AND value LIKE '%\"attachment\"%'"
    " AND (held IS NULL OR held IN (SELECT value FROM json_each(?)))"
)
_JUDGED = json.dumps(sorted(filter(None, JUDGED)))


def sweep_attachments(store: Store) -> int:
    """Remove what no change names any more, and of what was redacted what only changes name that do not
    count, or that are of other units than a laptop's; how many.

    One that an undo has taken away stays: it can be set again. So does what is held, since a grant or a
    revocation can be taken back, and what a change names which an earlier state of the database has, beside
    it, and this one has not: a restore brings it back.
    """
    folder = attachments_folder(store.conn)
    kept = set(kept_attachments(folder))
    if not kept:
        return 0
    with store.writing() as conn:
        # whoever attaches holds the same lock from the keeping to the record
        identity = read_identity(conn)
        redacted = {
            sha256 for (sha256,) in conn.execute("SELECT sha256 FROM redacted_attachment WHERE of_entry")
        }
        standing = {digest for _, digest in named_hashes(conn)} - redacted
        standing.update(digest for _, digest in named_hashes(conn, identity))
        if left := kept - standing:
            who = _parameters(conn, identity)
            left -= {
                naming.attachment.sha256 for naming in _naming(conn, who) if not naming.is_void(redacted)
            }
            left -= set(_named_aside(store, conn, who) if left else ())
        remove_kept(folder, left)
    return len(left)


class _Naming(NamedTuple):
    """A change that names an attachment, and whether it counts or was written here, and is kept for here."""

    replica: str
    seq: int
    attachment: Attachment
    counts: bool

    def is_void(self, redacted: Collection[str]) -> bool:
        """Return True if it keeps nothing: else anybody could keep what was ``redacted``, by hash."""
        return not self.counts and self.attachment.sha256 in redacted


def _parameters(conn: sqlite3.Connection, identity: Identity | None) -> tuple[object, ...]:
    """Return what _NAMING asks for: one's own histories, whether all units concern one, and one's own
    unit."""
    if identity is None:
        return "[]", True, ""
    return json.dumps([*own_chains(conn, identity.replica)]), identity.is_headquarters, identity.unit


def _naming(conn: sqlite3.Connection, who: tuple[object, ...]) -> Iterator[_Naming]:
    """Yield the changes that name an attachment, whether they stand or not; ``who`` are _parameters."""
    for replica, seq, value, counts in conn.execute(_NAMING, (*who, _JUDGED)):
        if (named := attachment_of(json.loads(value))) is not None:
            yield _Naming(replica, seq, named, bool(counts))


def _named_aside(store: Store, conn: sqlite3.Connection, who: tuple[object, ...]) -> Iterator[str]:
    """Yield the hashes that changes name which an earlier state of the database has, and this one has not."""
    for path in list_backups(store.path):
        # of one that cannot be read nobody can go on
        with suppress(UserError), open_store(path, read_only=True) as aside, aside.reading() as earlier:
            for naming in _naming(earlier, who):
                here = "SELECT 1 FROM change WHERE replica = ? AND seq = ?"
                if conn.execute(here, (naming.replica, naming.seq)).fetchone() is None:
                    yield naming.attachment.sha256


def scrub_values(store: Store) -> bool:
    """Let nothing of what was let go stay in the bytes of the database and its journals.

    False where somebody else reads or writes meanwhile, or the disk has no room. Outside of a transaction.
    """
    try:
        with translate_sqlite_errors(store.path):
            store.conn.execute("VACUUM")
            return not store.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except UserError:
        return False
