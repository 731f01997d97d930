"""An executable model of the exchange, small enough to be read at once: what the project must agree with.

A node keeps one log a replica. A file carries, of each log, what the receiver is not known to hold, and the
sender's vector. Taking a file is a union: what continues a log is added, what begins beyond it is parked,
what contradicts it is set aside.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import NamedTuple

Vector = Mapping[str, tuple[int, str]]
Register = tuple[str, str]


class Op(NamedTuple):
    """One edit: ``supersedes`` are the heads that its author had seen."""

    replica: str
    seq: int
    lamport: int
    entity: str
    field: str
    value: str
    supersedes: tuple[tuple[str, int], ...]
    prev: str

    @property
    def id(self) -> tuple[str, int]:
        return self.replica, self.seq

    @property
    def hash(self) -> str:
        return hashlib.sha256(json.dumps(self).encode()).hexdigest()


class Run(NamedTuple):
    """The ops of one replica after the first ``start``."""

    replica: str
    start: int
    ops: tuple[Op, ...]


class File(NamedTuple):
    """What travels: numbered by its sender, with the sender's vector."""

    sender: str
    number: int
    vector: dict[str, tuple[int, str]]
    runs: tuple[Run, ...]


class Node:
    """A laptop or headquarters."""

    def __init__(self, replica: str) -> None:
        self.replica = replica
        self.logs: dict[str, list[Op]] = {}
        self.peers: dict[str, File] = {}
        self.parked: list[Run] = []
        self.forks: list[Run] = []
        self.lamport = self.files = 0

    def ops(self) -> list[Op]:
        return [op for log in self.logs.values() for op in log]

    def vector(self) -> dict[str, tuple[int, str]]:
        return {replica: (len(log), log[-1].hash) for replica, log in self.logs.items() if log}

    def edit(self, entity: str, field: str, value: str) -> None:
        """Set a register, superseding the heads that stand here."""
        self.lamport += 1
        log = self.logs.setdefault(self.replica, [])
        seen = tuple(op.id for op in heads(self.ops(), (entity, field)))
        prev = log[-1].hash if log else ""
        log.append(Op(self.replica, len(log) + 1, self.lamport, entity, field, value, seen, prev))

    def export(self, peer: str | None) -> File:
        """Everything that the peer's newest file does not say it holds."""
        self.files += 1
        known = self.peers[peer].vector if peer in self.peers else {}
        runs = []
        for replica, log in sorted(self.logs.items()):
            count, digest = known.get(replica, (0, ""))
            same = count <= len(log) and (count == 0 or log[count - 1].hash == digest)
            start = count if same else 0
            if start < len(log):
                runs.append(Run(replica, start, tuple(log[start:])))
        return File(self.replica, self.files, self.vector(), tuple(runs))

    def take(self, file: File) -> None:
        """Join what can be joined, as often as something can."""
        newest = self.peers.get(file.sender)
        if newest is None or file.number > newest.number:
            self.peers[file.sender] = file
        self.parked += [run for run in file.runs if run not in self.parked]
        while reached := [run for run in self.parked if run.start <= len(self.logs.get(run.replica, ()))]:
            for run in reached:
                self.parked.remove(run)
                self._join(run)

    def _join(self, run: Run) -> None:
        log = self.logs.setdefault(run.replica, [])
        joined = log[: run.start] + list(run.ops)
        hashes = ["", *(op.hash for op in joined)]
        linked = all(op.prev == before for op, before in zip(joined, hashes, strict=False))
        if not linked or joined[: len(log)] != log[: len(joined)]:
            self.forks.append(run)
            return
        for op in joined[len(log) :]:
            log.append(op)
            self.lamport = max(self.lamport, op.lamport)


def heads(ops: list[Op], register: Register) -> list[Op]:
    """The ops of a register that no other supersedes, the shown one last."""
    written = [op for op in ops if (op.entity, op.field) == register]
    gone = {superseded for op in written for superseded in op.supersedes}
    return sorted((op for op in written if op.id not in gone), key=lambda op: (op.lamport, op.id))


View = dict[Register, tuple[str, frozenset[tuple[str, int]], bool]]


def view(node: Node) -> View:
    """What a node shows: for each register the value, the heads, and whether they disagree."""
    ops = node.ops()
    result: View = {}
    for register in {(op.entity, op.field) for op in ops}:
        standing = heads(ops, register)
        values = {op.value for op in standing}
        result[register] = standing[-1].value, frozenset(op.id for op in standing), len(values) > 1
    return result
