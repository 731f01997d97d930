"""What a peer must be able to do, and the edits that all of them are given."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from benchmarks.workload import random_changes

TOGETHER = 100
"""Edits in one durable transaction: the same for all."""


class Edit(NamedTuple):
    """One value for one register; ``value`` is its JSON."""

    kind: str
    target: str
    unit: str
    field: str
    value: str

    @property
    def key(self) -> str:
        """The register in one text."""
        return "/".join(self[:4])


class Node(Protocol):
    """One database with a folder of its own."""

    def write(self, edits: Sequence[Edit]) -> None:
        """Record edits durably, TOGETHER at a time."""

    def send(self, file: Path) -> None:
        """Write everything into one file, durably."""

    def receive(self, file: Path) -> None:
        """Take a file; raises where it is refused."""

    def state(self) -> Hashable:
        """Return what is shown."""

    def copied(self, folder: Path) -> Node:
        """The same database in another folder, as when somebody copies it."""

    def close(self) -> None:
        """Close what is open."""


class Absent(Exception):
    """The peer is not installed; the message says how it could be."""


def edits(count: int) -> list[Edit]:
    """One officer's edits: statuses, amounts, percentages, reasons and notes."""
    return [
        Edit(change.kind, change.target, change.unit, change.field, change.value)
        for change in random_changes("1" * 32, "17", count, 7)
    ]


def batches(given: Sequence[Edit]) -> list[Sequence[Edit]]:
    """The edits in pieces of TOGETHER."""
    return [given[at : at + TOGETHER] for at in range(0, len(given), TOGETHER)]
