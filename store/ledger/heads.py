"""Heads and conflicts: the state as a pure function of a set of changes.

Heads of a register are its changes that no other change of the same register supersedes. Several heads
with different values are a conflict; meanwhile every replica shows the same one (highest lamport, then
replica, then seq). Clocks decide nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from store.ledger.change import Change, order_key, split_id


class Head(NamedTuple):
    """A change that nothing supersedes, with what of it is shown."""

    id: str
    lamport: int
    value: str
    effective_on: str | None

    def decoded(self) -> Any:
        """The value as Python data."""
        return json.loads(self.value)


Heads = tuple[Head, ...]
"""The heads of one register, the shown one first."""


def sort_heads(heads: Iterable[Head]) -> Heads:
    """Heads with the shown one first."""
    return tuple(sorted(heads, key=lambda head: order_key(head.id, head.lamport), reverse=True))


def in_conflict(heads: Heads) -> bool:
    """Whether at least two heads have different values."""
    return len(heads) > 1 and len({head.value for head in heads}) > 1


def heads_of(
    changes: Iterable[Change], seen: Callable[[Change], Iterable[str]] = lambda change: change.supersedes
) -> Heads:
    """The heads of one register from all its changes, in whatever order they come.

    ``seen`` tells the ids here of what a change supersedes. A change supersedes only what its author can have
    seen: earlier changes of its own, and others of a lower lamport. What it names beyond these it names in
    vain.
    """
    written: list[Head] = []
    own: set[str] = set()
    below: dict[str, int] = {}
    for change in changes:
        written.append(Head(change.id, change.lamport, change.shown, change.effective_on))
        for superseded in seen(change):
            chain, seq = split_id(superseded) or ("", 0)
            if chain != change.replica:
                below[superseded] = max(below.get(superseded, 0), change.lamport)
            elif seq < change.seq:
                own.add(superseded)
    return sort_heads(
        head for head in written if head.id not in own and below.get(head.id, 0) <= head.lamport
    )
