"""Whose the new changes of received files are: a sender carries those of others along."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import TypeAlias

from store.db.database import Store
from store.ledger.branches import own_chains
from store.ledger.identity import read_identity
from sync.receive.arrivals import TakenFile

NewByUnit: TypeAlias = "Mapping[str, Mapping[str, int]]"
"""How many changes each file brought first, by its check code and the code of their unit."""


def new_by_unit(store: Store) -> NewByUnit:
    """Return how many new changes of each unit every received file brought; one's own were here before."""
    brought: defaultdict[str, Counter[str]] = defaultdict(Counter)
    ends: dict[str, int] = {}
    with store.reading() as conn:
        identity = read_identity(conn)
        own = frozenset() if identity is None else own_chains(conn, identity.replica).keys()
        for check_code, replica, unit, start, count in conn.execute(
            "SELECT check_code, section.replica, coalesce(unit, ''), start, count"
            " FROM change_set_section AS section JOIN change_set ON change_set.id = change_set"
            " LEFT JOIN replica ON replica.id = section.replica"
            " WHERE direction = 'received' ORDER BY change_set, start"
        ):
            if replica in own:
                continue
            first, end = ends.get(replica, 0), start + count
            if end > first:
                brought[check_code][unit] += end - max(start, first)
                ends[replica] = end
    return brought


def of_others(file: TakenFile, brought: NewByUnit) -> dict[str, int]:
    """Return how many new changes of a file are of other units than its sender's, by the code of the unit."""
    return {unit: n for unit, n in brought.get(file.check_code, {}).items() if unit != file.unit}
