"""What an installation puts on a server: its own files, and those of laptops that came on sticks."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Final

from store.db.database import Store
from store.db.places import Places
from store.ledger.branches import own_chains
from store.ledger.identity import Identity
from store.plan.lookup import plan_id
from sync.send.draft import known_here
from sync.send.export import SUFFIX, Destination, Exported, send
from sync.server.bookmark import Bookmark, Reading, last_received
from sync.server.held import extended
from sync.server.relaying import archived, files_to_relay
from sync.server.rows import Rows

_MOST_FILES: Final = 20
"""Own files at a visit, where one does not hold everything; the rest comes with the next visit."""


class Outgoing:
    """What is put on the server called ``name`` at one visit; ``note`` remembers of a plan what is there."""

    def __init__(
        self,
        store: Store,
        places: Places,
        rows: Rows,
        mark: Bookmark,
        name: str,
        note: Callable[[str, Mapping[str, int]], None],
    ) -> None:
        self._store, self._places, self._rows, self._mark, self._name = store, places, rows, mark, name
        self._note = note

    def relay(self, identity: Identity, seen: Collection[bytes]) -> None:
        """Put files of laptops there that came on sticks, as they came: who else takes them knows of it.

        One lies there only where it was read there.
        """
        with self._store.reading() as conn:
            candidates, self._mark.relayed = files_to_relay(conn, identity, self._mark.relayed)
        placed: list[bytes] = []
        for digest, name in candidates:
            if digest in seen:
                continue
            lying = self._rows.lying(digest)
            if lying is not None and hashlib.sha256(lying).digest() == digest:
                continue
            if (data := archived(self._places, digest)) is not None:
                self._put(identity, digest, name, data)
                placed.append(digest)
        if placed:
            # once for all: it looks at every history that is held
            with self._store.reading() as conn:
                self._mark.held = extended(conn, self._places, self._mark.held, placed, identity.replica)

    def _put(self, identity: Identity, digest: bytes, name: str, data: bytes) -> int:
        """Append a file as an own row: so far as one has read one's own, it counts as read."""
        place = self._rows.append(identity.replica, digest, name, data)
        self._mark.own = place, digest.hex()
        read = self._mark.read.setdefault(identity.replica, Reading())
        if read.place == place - 1:
            read.place, read.digest = place, digest.hex()
        return place

    def send(self, identity: Identity, *, sealed: bool) -> Exported:
        """Write an own file of all that does not lie there for good, and more where one does not hold it.

        Sealed ones say nothing of what lies there, since who is accepted later cannot open them: what does
        not fit into one goes once readers have said what they hold. The last file, with the changes of all.
        """
        changes = 0
        for _ in range(_MOST_FILES):
            written = self._send_one(identity, sealed)
            changes += written.changes
            if self._mark.told:
                break
        return written._replace(changes=changes)

    def note(self, identity: Identity) -> None:
        """Remember what of headquarters' own lies there: all, where there is nothing more to tell; nothing,
        where what was put there is gone."""
        if not identity.is_headquarters:
            return
        with self._store.reading() as conn:
            lengths: dict[str, int] = {}
            if self._mark.own is not None:
                if bytes.fromhex(self._mark.told) != known_here(conn):
                    return
                own = own_chains(conn, identity.replica)
                lengths = {chain: tip.length for chain, tip in own.items()}
            self._note(plan_id(conn)[0], lengths)

    def _send_one(self, identity: Identity, sealed: bool) -> Exported:
        """Write an own file; where not everything went into it, nothing counts as told."""

        def put(stem: str, data: bytes) -> Path:
            digest = hashlib.sha256(data).digest()
            place = self._put(identity, digest, f"{stem}{SUFFIX}", data)
            return Path(identity.replica, str(place), f"{stem}{SUFFIX}")

        wanted = 0

        def count(_done: int, total: int) -> None:
            nonlocal wanted
            wanted = total

        held, confirmed = (None, 0) if sealed else (self._mark.held, self._mark.confirmed)
        with self._store.reading() as conn:
            received, _ = last_received(conn)
        place = Destination(self._name, put, held, confirmed)
        written = send(self._store, self._places, place, sealed=sealed, progress=count)
        with self._store.reading() as conn:
            digest, told = conn.execute(
                "SELECT sha256, told FROM change_set WHERE direction = 'sent' AND file_id = ?",
                (written.file_id,),
            ).fetchone()
            is_left = not sealed and 0 < written.changes < wanted
            self._mark.told = "" if is_left else told.hex()
            if not sealed:
                self._mark.held = extended(conn, self._places, self._mark.held, [digest], identity.replica)
                self._mark.confirmed = received
        return written
