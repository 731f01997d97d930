"""What lies aside at a field installation and headquarters is not known to have: passed on in its files.

A history that gave way to headquarters' word, or that contradicted what was held, may be nowhere else any
more: its author may have gone back in time, and headquarters as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from store.change import Change
from store.database import Connection
from store.exchange import author, hash_at
from store.identity import Identity
from store.ledger import change_of_row
from store.parked import lying_aside, parked_section
from store.peers import Kept, kept_by
from sync.body import unpacked_section
from sync.comparing import decoded
from sync.section import Section


def to_pass_on(conn: Connection, identity: Identity, receiver: str | None) -> tuple[tuple[int, Kept], ...]:
    """What lies aside here and goes into a file for ``receiver``, with the ids of its rows.

    Headquarters is where it shall be: nobody else is sent any. What is held by now, and what headquarters
    says that lies aside there, is left out.
    """
    peer = None if receiver is None else author(conn, receiver)
    if identity.is_headquarters or (receiver is not None and (peer is None or peer.role != "headquarters")):
        return ()
    known = frozenset() if receiver is None else kept_by(conn, receiver)
    return tuple(
        (row, one)
        for row, one in lying_aside(conn)
        if one not in known and hash_at(conn, one.replica, one.end) != one.head
    )


def section_aside(conn: Connection, row: int) -> tuple[Section, Iterator[Change]]:
    """A section that lies aside, and its changes."""
    section, lines = unpacked_section(parked_section(conn, row).body)
    return section, (change_of_row(entry) for entry, _ in decoded(section, lines, None))
