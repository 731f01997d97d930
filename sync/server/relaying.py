"""Which files that were taken here from sticks are put on a server, so that all desks know of them."""

from __future__ import annotations

import hashlib

from store.db.database import Connection
from store.db.places import Places
from store.ledger.identity import Identity
from sync.send.export import SUFFIX


def files_to_relay(conn: Connection, identity: Identity, after: int) -> tuple[list[tuple[bytes, str]], int]:
    """Hash and name of the files of laptops that headquarters received after this row, and the last row.

    None that came sealed is among them: it would lie there open for whoever reads there. What it told goes
    in the own file.
    Whoever takes one of them from the server knows what its sender holds, and that it has come: forty
    sticks need not go from desk to desk.
    """
    rows = conn.execute(
        "SELECT change_set.id, sha256, name, role, sealed FROM change_set"
        " JOIN replica ON replica.id = change_set.sender"
        " WHERE direction = 'received' AND change_set.id > ? ORDER BY change_set.id",
        (after,),
    ).fetchall()
    last = max((int(row[0]) for row in rows), default=after)
    if not identity.is_headquarters:
        return [], last
    return [(bytes(row[1]), str(row[2])) for row in rows if row[3] == "field" and not row[4]], last


def archived(places: Places, digest: bytes) -> bytes | None:
    """A file that was received, as it came; None where it is not kept any more."""
    try:
        data = (places.archive / f"{digest.hex()}{SUFFIX}").read_bytes()
    except OSError:
        # it was tidied away; its changes travel in the own file
        return None
    return data if hashlib.sha256(data).digest() == digest else None
