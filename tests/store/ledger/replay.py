"""All registers of a ledger from nothing: the simple way, beside which the tables are held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from store.ledger.change import Change, Heads, Register, heads_of


def replay(changes: Iterable[Change]) -> dict[Register, Heads]:
    """All registers from nothing, in whatever order the changes come."""
    by_register: dict[Register, list[Change]] = defaultdict(list)
    for change in changes:
        by_register[change.register].append(change)
    return {register: heads for register, found in by_register.items() if (heads := heads_of(found))}
