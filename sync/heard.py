"""Under which revision of the plan others work, by the last file that came from each."""

from __future__ import annotations

from contextlib import suppress

from store.db.database import Store
from store.db.errors import Refused
from store.db.places import Places
from sync.trust.admission import kept
from sync.wire.format import open_container


def heard_revisions(store: Store, places: Places) -> dict[str, int]:
    """The revision of the plan that each replica's newest file names, as far as the file is kept."""
    with store.reading() as conn:
        newest = conn.execute(
            "SELECT sender, sha256 FROM change_set AS one WHERE direction = 'received' AND id ="
            " (SELECT id FROM change_set WHERE direction = 'received' AND sender = one.sender"
            " ORDER BY epoch DESC, number DESC, id DESC LIMIT 1)"
        ).fetchall()
    found: dict[str, int] = {}
    for replica, digest in newest:
        file = kept(places.archive, digest)
        # a file that was tidied away, or that somebody altered, tells nothing
        with suppress(OSError, Refused):
            found[replica] = open_container(file.read_bytes(), str(file)).header.plan_revision
    return found
