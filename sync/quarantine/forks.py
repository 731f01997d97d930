"""Forks: several histories under one id, which a copied or restored database has written."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from store.db.database import Connection
from store.exchange.change_sets import author
from store.exchange.peers import held_by, peer_vector
from store.ledger.branches import Histories, read_branches


class CarryingFile(NamedTuple):
    """The change set that brought a history: its sender's officer, name, check code, when (seconds UTC)."""

    officer: str
    name: str
    check_code: str
    at: int


class Fork(NamedTuple):
    """Two histories of ``replica`` that differ from change ``first`` on; the other one ends at ``last``.

    Both are held. ``held`` brought the one that bears the replica's id, ``found`` the other; None where it
    was recorded here. ``continued_as`` are the replicas that went on from this one under ids of their own. A
    fork is ``healed`` once one has, or once a file under this id tells that its sender knows both.
    """

    replica: str
    unit: str
    officer: str
    first: int
    last: int
    held: CarryingFile | None
    found: CarryingFile | None
    continued_as: tuple[str, ...]
    healed: bool


def read_forks(conn: Connection, chains: Collection[str] | None = None) -> tuple[Fork, ...]:
    """All forks, or those of some branches."""
    histories, forks = Histories(conn), []
    known_to: dict[str, dict[str, int]] = {}
    for branch in read_branches(conn):
        if chains is not None and branch.chain not in chains:
            continue
        whose = author(conn, branch.replica)
        last = int(conn.execute("SELECT changes FROM replica WHERE id = ?", (branch.chain,)).fetchone()[0])
        heirs = _continued(conn, branch.replica)
        if branch.replica not in known_to:
            known_to[branch.replica] = held_by(histories, peer_vector(conn, branch.replica))
        reached = known_to[branch.replica]
        forks.append(
            Fork(
                branch.replica,
                "" if whose is None else whose.unit,
                "" if whose is None else whose.officer,
                branch.start + 1,
                last,
                _bearer(conn, branch.parent, branch.start + 1),
                _bearer(conn, branch.chain, branch.start + 1),
                heirs,
                bool(heirs)
                or all(reached.get(chain, 0) > branch.start for chain in (branch.chain, branch.parent)),
            )
        )
    return tuple(forks)


def _continued(conn: Connection, replica: str) -> tuple[str, ...]:
    rows = conn.execute("SELECT new FROM lineage WHERE old = ? ORDER BY new", (replica,))
    return tuple(row[0] for row in rows)


def _bearer(conn: Connection, chain: str, seq: int) -> CarryingFile | None:
    """The first file that brought a change."""
    row = conn.execute(
        "SELECT coalesce(replica.officer, ''), name, check_code, at FROM change_set"
        " LEFT JOIN replica ON replica.id = change_set.sender"
        " JOIN change_set_section AS section ON section.change_set = change_set.id"
        " WHERE direction = 'received' AND section.replica = ?1 AND start < ?2 AND start + count >= ?2"
        " ORDER BY change_set.id LIMIT 1",
        (chain, seq),
    ).fetchone()
    return None if row is None else CarryingFile(*row)
