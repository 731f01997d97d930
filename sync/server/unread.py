"""Rows of a server of which nothing could be read: listed as refused until their senders mend them."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Final

from store.db.database import Connection
from store.db.errors import UserError
from store.db.places import Places
from store.exchange.peers import peer_vector
from store.ledger.branches import Histories
from sync.receive.refused import MOST_FILES, forget_refused_row, keep_refused_row
from sync.server.bookmark import Bookmark

_OWN_FILE: Final = "SELECT 1 FROM change_set WHERE direction = 'received' AND sha256 = ? AND sender = ?"


def settle_unread(
    conn: Connection,
    places: Places,
    server: str,
    mark: Bookmark,
    unread: list[tuple[str, int, Path, UserError]],
    came: Iterable[tuple[str, int, bytes]],
) -> None:
    """Keep which rows were ``unread`` since, and forget those that are mended by what ``came`` since.

    One is mended by a later file of its sender, once everything is held that the sender has recorded.
    """
    for sender, place, path, refusal in unread:
        kept = sha256("/".join((server, *path.parts[:2])).encode()).hexdigest()
        keep_refused_row(places, kept, str(path), refusal)
        mark.refused = [*(row for row in mark.refused if row[2] != kept), (sender, place, kept)][-MOST_FILES:]
    unread.clear()
    if not mark.refused:
        return
    last: dict[str, int] = {}
    for sender, place, digest in came:
        if conn.execute(_OWN_FILE, (digest, sender)).fetchone() is not None:
            last[sender] = max(last.get(sender, 0), place)
    whole = {sender for sender in last if _holds_all_of(conn, sender)}
    mended = [row for row in mark.refused if row[0] in whole and row[1] <= last[row[0]]]
    for *_, kept in mended:
        forget_refused_row(places, kept)
    mark.refused = [row for row in mark.refused if row not in mended]


def _holds_all_of(conn: Connection, sender: str) -> bool:
    """Return True if all is held that a sender had recorded by its newest file."""
    histories = Histories(conn)
    ends = peer_vector(conn, sender).get(sender, ())
    return all(histories.holding(sender, count, bytes.fromhex(head)) for count, head, _ in ends)
