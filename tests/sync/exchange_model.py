"""An executable model of the exchange, small enough to be read at once: what the project must agree with.

A node keeps one log a replica. A file carries, of each log, what the receiver is not known to hold, and the
sender's vector. Taking a file is a union: what continues a log is added, what begins beyond it is parked,
what contradicts it is set aside. A node that learns from headquarters that somebody else writes under its
name keeps what both have and records the rest again under a new one.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import NamedTuple

Vector = Mapping[str, tuple[int, str]]
Register = tuple[str, str]
Lying = tuple[str, int, str]
RECENT = 20


class Op(NamedTuple):
    """One edit: ``supersedes`` are the heads that its author had seen."""

    replica: str
    seq: int
    lamport: int
    clock: int
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

    @property
    def lying(self) -> Lying:
        """What names a run that lies aside."""
        return self.replica, self.ops[-1].seq, self.ops[-1].hash


class File(NamedTuple):
    """What travels: numbered by its sender, with the sender's vector. No two have one ``mark``.

    What lies aside at the sender is told as well (``kept``), and goes to headquarters (``aside``).
    """

    mark: str
    sender: str
    center: bool
    age: tuple[int, int]
    vector: dict[str, tuple[int, str]]
    runs: tuple[Run, ...]
    kept: frozenset[Lying]
    aside: tuple[Run, ...]


class Diverged(Exception):
    """Headquarters holds another history under my name, and where it begins is not in the file."""


class Node:
    """A laptop or headquarters."""

    def __init__(self, replica: str, names: Iterator[str], *, center: bool = False) -> None:
        self.replica, self.center, self._names = replica, center, names
        self.before: set[str] = set()
        self.logs: dict[str, list[Op]] = {}
        self.newest: dict[str, File] = {}
        self.last: dict[str, File] = {}
        self.since: dict[str, tuple[File, ...]] = {}
        self.taken: list[File] = []
        self.aside: dict[Run, str] = {}
        """Runs that begin beyond what is held, and those that contradict it: ``gap`` and ``fork``."""
        self.lamport = self.files = self.epoch = 0

    def __deepcopy__(self, memo: object) -> Node:
        twin = copy.copy(self)
        for name, value in vars(self).items():
            if isinstance(value, (dict, list, set)):
                setattr(twin, name, copy.copy(value))
        twin.logs = {replica: list(log) for replica, log in self.logs.items()}
        return twin

    def ops(self) -> list[Op]:
        return [op for log in self.logs.values() for op in log]

    def vector(self) -> dict[str, tuple[int, str]]:
        return {replica: (len(log), log[-1].hash) for replica, log in self.logs.items() if log}

    def edit(self, entity: str, field: str, value: str, clock: int) -> None:
        """Set a register, superseding the heads that stand here."""
        self.lamport += 1
        log = self.logs.setdefault(self.replica, [])
        seen = tuple(op.id for op in heads(self.ops(), (entity, field)))
        prev = log[-1].hash if log else ""
        log.append(Op(self.replica, len(log) + 1, self.lamport, clock, entity, field, value, seen, prev))

    def headquarters(self) -> str | None:
        """Of the headquarters heard from, the newest epoch, then the latest file."""
        heard = [file for file in self.taken if file.center and file.sender != self.replica]
        return max(enumerate(heard), key=lambda item: (item[1].age[0], item[0]))[1].sender if heard else None

    def export(self, peer: str | None, mark: str) -> File:
        """Everything that the peer is not known to hold: by its newest file, by the one that came last, and
        by those that came since one was written to it; by all recent ones where two have one number."""
        self.files += 1
        files = [known[peer] for known in (self.newest, self.last) if peer in known]
        recent = [file for file in self.taken if file.sender == peer][-RECENT:]
        copied = len({file.age for file in recent}) < len(recent)
        files += recent if copied else self.since.get(peer or "", ())[-RECENT:]
        self.since.pop(peer or "", None)
        said = [file.vector for file in files] or [{}]
        runs = []
        for replica, log in sorted(self.logs.items()):
            known = [vector.get(replica, (0, "")) for vector in said]
            same = all(n <= len(log) and (n == 0 or log[n - 1].hash == digest) for n, digest in known)
            start = min(n for n, _ in known) if same else 0
            if start < len(log):
                runs.append(Run(replica, start, tuple(log[start:])))
        runs.sort(key=lambda run: run.replica != self.replica)
        aside: list[Run] = []
        if not self.center and peer in (None, self.headquarters()):
            there = frozenset.intersection(*[file.kept for file in files]) if files else frozenset()
            aside = [run for run in self.aside if run.lying not in there and not self._holds(run)]
            aside.sort(key=lambda run: (run.replica, run.start, len(run.ops)))
        kept = frozenset(run.lying for run in self.aside)
        age = self.epoch, self.files
        return File(mark, self.replica, self.center, age, self.vector(), tuple(runs), kept, tuple(aside))

    def _holds(self, run: Run) -> bool:
        log, end = self.logs.get(run.replica, []), run.ops[-1].seq
        return end <= len(log) and log[end - 1].hash == run.ops[-1].hash

    def take(self, file: File) -> bool:
        """Join what can be joined, as often as something can; False where nothing was taken."""
        if file in self.taken:
            return True
        saved = copy.deepcopy(self)
        try:
            self._take(file)
        except Diverged:
            vars(self).update(vars(saved))
            return False
        self.taken.append(file)
        self.last[file.sender] = file
        self.since[file.sender] = (*self.since.get(file.sender, ()), file)
        if file.sender not in self.newest or file.age >= self.newest[file.sender].age:
            self.newest[file.sender] = file
        return True

    def _take(self, file: File) -> None:
        count, digest = file.vector.get(self.replica, (0, ""))
        mine, name = self.logs.get(self.replica, []), self.replica
        foreign = count > len(mine) or (count > 0 and mine[count - 1].hash != digest)
        for run in (*file.runs, *(file.aside if self.center else ())):
            if run.start > len(self.logs.get(run.replica, ())):
                self.aside.setdefault(run, "gap")
            else:
                self._join(run, judge=file.center or self.center, aside=run in file.aside)
        while reached := [
            run
            for run, why in self.aside.items()
            if why == "gap" and run.start <= len(self.logs.get(run.replica, ()))
        ]:
            run = min(reached, key=lambda run: (run.replica, run.start))
            self.aside[run] = "fork"
            if self._join(run, judge=False):
                del self.aside[run]
        if foreign and file.center and not self.center and self.replica == name:
            raise Diverged

    def _join(self, run: Run, *, judge: bool, aside: bool = False) -> bool:
        """Whether all of a run is held now. What is not lies aside, or will be sent again."""
        log = self.logs.setdefault(run.replica, [])
        inside = run.ops[0].prev == (log[run.start - 1].hash if run.start else "")
        same = run.start
        while inside and same < min(len(log), run.start + len(run.ops)):
            if log[same].hash != run.ops[same - run.start].hash:
                break
            same += 1
        contradicts = not inside or same < min(len(log), run.start + len(run.ops))
        longer = not contradicts and run.start + len(run.ops) > len(log)
        if run.replica == self.replica and (longer or (contradicts and judge)):
            if not inside and aside:
                self.aside.setdefault(run, "fork")
                return False
            if not inside:
                raise Diverged
            self.renew(run.replica, same)
        elif contradicts and (self.center or not judge):
            self.aside.setdefault(run, "fork")
            return False
        elif contradicts and not inside:
            return False
        elif contradicts and run.replica in self.before:
            self.renew(run.replica, same)
        elif contradicts:
            self.aside.setdefault(Run(run.replica, same, tuple(log[same:])), "fork")
            self.logs[run.replica] = log[:same]
        log = self.logs[run.replica]
        for op in run.ops[len(log) - run.start :]:
            log.append(op)
            self.lamport = max(self.lamport, op.lamport)
        return True

    def renew(self, old: str, kept: int) -> None:
        """Go on under a new name, and record again under it what ``old`` had after the first ``kept``."""
        rest = self.logs.get(old, [])[kept:]
        self.logs[old] = self.logs.get(old, [])[:kept]
        self.before.add(self.replica)
        self.replica, self.files = next(self._names), 0
        self.epoch += self.center
        log = self.logs.setdefault(self.replica, [])
        moved = {op.id: (self.replica, n) for n, op in enumerate(rest, 1)}
        for op in rest:
            seen = tuple(moved.get(name, name) for name in op.supersedes)
            prev = log[-1].hash if log else ""
            log.append(op._replace(replica=self.replica, seq=len(log) + 1, supersedes=seen, prev=prev))

    def restored_over(self, stood: Node, files: list[File]) -> None:
        """Come back from a backup in the place of ``stood``, and take the files that lie there again."""
        mine, theirs = (node.logs.get(self.replica, []) for node in (self, stood))
        common = sum(1 for one, other in zip(mine, theirs, strict=False) if one.hash == other.hash)
        self.epoch = max(self.epoch, stood.epoch)
        self.renew(self.replica, common if common < min(len(mine), len(theirs)) else len(mine))
        for file in files:
            self.take(file)


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
        if standing:
            values = {op.value for op in standing}
            result[register] = standing[-1].value, frozenset(op.id for op in standing), len(values) > 1
    return result
