"""Removing attachments that nothing names any more."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import suppress

from store.db.database import Store
from store.db.errors import UserError
from store.exchange.attachments import (
    Attachment,
    attachment_of,
    attachments_folder,
    kept_attachments,
    named_attachments,
    remove_kept,
)
from store.integrity.backup import list_backups
from store.ledger.branches import own_chains
from store.ledger.identity import read_identity
from store.opening.open_store import open_store

_NAMING = (
    "SELECT replica, seq, value FROM change WHERE kind = 'evidence' AND value < '~'"
    " AND value LIKE '%\"attachment\"%'"
    " AND (coalesce(held, 'revoked') = 'revoked' OR replica IN (SELECT value FROM json_each(?)))"
)


def sweep_attachments(store: Store) -> int:
    """Remove what no change names any more that counts, has counted or was written here, since the evidence
    was redacted; how many.

    One that an undo has taken away stays: it can be set again. So does one that a change names which an
    earlier state of the database has, beside it, and this one has not: a restore brings it back.
    """
    folder = attachments_folder(store.conn)
    if not (kept := set(kept_attachments(folder))):
        return 0
    with store.writing() as conn:
        # whoever attaches holds the same lock from the keeping to the record
        left = kept - {named.attachment.sha256 for named in named_attachments(conn)}
        if left:
            identity = read_identity(conn)
            own = json.dumps([] if identity is None else [*own_chains(conn, identity.replica)])
            left -= {named.sha256 for _, _, named in _naming(conn, own)}
            left -= set(_named_aside(store, conn, own) if left else ())
        remove_kept(folder, left)
    return len(left)


def _naming(conn: sqlite3.Connection, own: str) -> Iterator[tuple[str, int, Attachment]]:
    """Yield the changes that name an attachment, by replica and number, whether they stand or not.

    ``own`` are one's own histories (JSON). What of others never counted names nothing, or anybody could keep
    what was redacted; a revocation can be taken back.
    """
    for replica, seq, value in conn.execute(_NAMING, (own,)):
        if (named := attachment_of(json.loads(value))) is not None:
            yield replica, seq, named


def _named_aside(store: Store, conn: sqlite3.Connection, own: str) -> Iterator[str]:
    """Yield the hashes that changes name which an earlier state of the database has, and this one has not."""
    for path in list_backups(store.path):
        # of one that cannot be read nobody can go on
        with suppress(UserError), open_store(path, read_only=True) as aside, aside.reading() as earlier:
            for replica, seq, named in _naming(earlier, own):
                here = "SELECT 1 FROM change WHERE replica = ? AND seq = ?"
                if conn.execute(here, (replica, seq)).fetchone() is None:
                    yield named.sha256
