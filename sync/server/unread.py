"""Rows of a server that are listed as refused: until their senders mend them, or until they are gone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final

from store.db.database import Connection
from store.db.errors import UserError
from store.db.places import Places
from store.exchange.peers import peer_vector
from store.ledger.branches import Histories
from sync.receive.refused import MOST_FILES, forget_refused_row, keep_refused_row, refused_files
from sync.server.bookmark import Bookmark, Complaint
from sync.server.rows import Rows

_OWN_FILE: Final = "SELECT 1 FROM change_set WHERE direction = 'received' AND sha256 = ? AND sender = ?"


def settle_unread(
    conn: Connection,
    places: Places,
    server: str,
    mark: Bookmark,
    unread: list[tuple[str, int, Path, UserError, str]],
    came: Iterable[tuple[str, int, bytes]],
) -> None:
    """Keep which rows were refused since, and forget those that are mended by what ``came`` since.

    One is mended by a later file of its sender, once everything is held that the sender has recorded.
    """
    for sender, place, path, refusal, kept in unread:
        if not kept:
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


def forget_gone(
    places: Places, rows: Rows, server: str, mark: Bookmark, tips: Mapping[str, tuple[int, str]]
) -> None:
    """Forget the rows that the server called ``server`` does not have any more; ``tips`` are its last ones.

    What was missing is forgotten where nothing lies there behind it.
    """
    placed: dict[str, Complaint] = {}
    missing: dict[str, Complaint] = {}
    digests: set[str] = set()
    for file in refused_files(places):
        if server not in file.names:
            continue
        sender, number, *_ = *file.names[server].replace("\\", "/").split("/"), ""
        first, _, last = number.partition("-")
        if file.bytes:
            digests.add(file.path.stem)
        elif last.isdecimal():
            missing[file.path.stem] = sender, int(last)
        elif first.isdecimal():
            placed[file.path.stem] = sender, int(first)
    there, lying = rows.digests([*placed.values()]), rows.lie_there(map(bytes.fromhex, digests))
    gone = {digest for digest in digests if bytes.fromhex(digest) not in lying}
    gone |= {kept for kept, row in placed.items() if row not in there}
    gone |= {kept for kept, (sender, place) in missing.items() if tips.get(sender, (0, ""))[0] <= place}
    for kept in gone:
        forget_refused_row(places, kept, server)
    mark.refused = [row for row in mark.refused if row[2] not in gone]


def _holds_all_of(conn: Connection, sender: str) -> bool:
    """Return True if all is held that a sender had recorded by its newest file."""
    histories = Histories(conn)
    ends = peer_vector(conn, sender).get(sender, ())
    return all(histories.holding(sender, count, bytes.fromhex(head)) for count, head, _ in ends)
