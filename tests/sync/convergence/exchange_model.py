"""An executable model of the exchange, small enough to be read at once: what the project must agree with.

A node holds a set of ops, each named by its hash and linked to the one that its replica wrote before it. So
the ops of a replica form a tree: a line where one database has written, with branches where copies have. A
file carries what its reader is not known to hold and the ends of all that its sender holds; taking it is a
union. An op whose predecessor is missing waits. A node whose name another history bears goes on under a new
name, and changes nothing of what is written. An op is its author's by its author's signature, whoever carries
it: a file with any other is refused, and where it introduces the author with another key, taken without it.
An op that oversteps what its author may write is held, and counts for nothing; so is one whose lamport no
others lead to. One that its author has redacted for some has its value wherever both forms of it meet. Of a
history the last op of a register stands, with those that it was recorded beside: who takes a decision back
opens the conflict again.
"""

from __future__ import annotations

import copy
import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

Ends = frozenset[str]
Register = tuple[str, str]
RECENT = 20
LEAP = 2**24
FOLLOWED = 2**32
SELDOM = 100
HISTORIES = 16
BESIDE = 16


class Op(NamedTuple):
    """One edit: ``supersedes`` are the hashes of the heads that its author had seen."""

    replica: str
    seq: int
    lamport: int
    clock: int
    entity: str
    field: str
    value: str | None
    supersedes: tuple[str, ...]
    prev: str
    hash: str
    """The project's: it names the op, and says which of two branches comes first."""
    batch: str = ""
    """What is recorded at once has the same."""
    signer: str = ""
    """Who has signed it, where that is not its author."""
    counts: bool = True
    """Whether its author may write it."""
    redacted: bool = False
    """Whether its author has taken its value away."""
    by_center: bool = False


class File(NamedTuple):
    """What travels, numbered by its sender, with the ends of what that holds. No two have one ``mark``."""

    mark: str
    sender: str
    center: bool
    age: tuple[int, int]
    ends: Ends
    ops: frozenset[Op]
    redacted: Ends = frozenset()


class Node:
    """A laptop or headquarters."""

    def __init__(self, replica: str, names: Iterator[str], *, center: bool = False) -> None:
        self.replica, self.center, self._names = replica, center, names
        self.held: dict[str, Op] = {}
        self.waiting: dict[str, Op] = {}
        self.newest: dict[str, File] = {}
        self.last: dict[str, File] = {}
        self.since: dict[str, tuple[File, ...]] = {}
        self.taken: list[File] = []
        self.lamport = self.files = self.epoch = self.let_go = 0
        self.lagging: set[str] = set()

    def __deepcopy__(self, memo: object) -> Node:
        twin = copy.copy(self)
        for name, value in vars(self).items():
            if isinstance(value, (dict, list)):
                setattr(twin, name, copy.copy(value))
        return twin

    def ends(self) -> Ends:
        """The ops after which none of the same replica is held."""
        return frozenset(self.held) - {op.prev for op in self.held.values()}

    def tip(self) -> str:
        """The last op of the history that bears the own name: the first branch wherever it parts."""
        tip, following = "", self._following()
        while ops := [op for op in following[tip] if op.replica == self.replica]:
            tip = min(op.hash for op in ops)
        return tip

    def edit(self, register: Register, clock: int, values: Iterable[tuple[str | None, str]]) -> None:
        """Set a register to a value, or to several beside each other, superseding the heads that stand here.

        Each value comes with its op's hash. They are numbered one after the other; a number to which they
        lead counts once all are there, of many such edits with one alone.
        """
        counting, lets_go = {op.hash for op in self.counting()}, self._may_let_go()
        standing = heads(self.counting(), register, self.names())
        seen, batch = tuple(op.hash for op in standing), ""
        for lamport, (value, digest) in enumerate(values, self._followed(lets_go=lets_go) + 1):
            tip, batch = self.tip(), batch or digest
            seq = self.held[tip].seq + 1 if tip else 1
            op = Op(self.replica, seq, lamport, clock, *register, value, seen, tip, digest, batch)
            op = op._replace(by_center=self.center)
            self.held[digest] = op
            counting.add(digest)
        led_to = {op.hash for op in counted(self.held.values())} - counting
        if lets_go and led_to and batch:
            self.let_go = self.held[self.tip()].seq
        self.lagging = set() if lets_go else led_to
        self._count_on()

    def counting(self) -> list[Op]:
        """The ops that count here: own edits let go seldom of what they lead to."""
        return [op for op in counted(self.held.values()) if op.hash not in self.lagging]

    def _followed(self, *, lets_go: bool) -> int:
        """From which number somebody counts on: headquarters also from what nothing leads to."""
        ahead = [
            op.lamport
            for op in self.held.values()
            if op.counts and 0 < op.lamport - self.lamport <= FOLLOWED and self.center and lets_go
        ]
        return max(ahead, default=self.lamport)

    def _may_let_go(self) -> bool:
        """Whether an edit may let go of what it leads to."""
        tip = self.tip()
        seq = self.held[tip].seq if tip else 0
        return not self.let_go or not self.let_go <= seq < self.let_go + SELDOM

    def found_by(self, digest: str) -> list[str | None]:
        """The values that stood before an op, the shown one last: several where it has decided a conflict."""
        names, counting = self.names(), self.counting()
        found = [self.held[name] for name in self.held[digest].supersedes if name in self.held]
        found.sort(key=lambda op: (op.lamport, names[op.hash]), reverse=True)
        values = list(dict.fromkeys(op.value for op in found if op in counting))
        return values[::-1] if len(values) > 1 else [found[0].value if found else None]

    def headquarters(self) -> str | None:
        """The headquarters whose file came last."""
        heard = [file for file in self.taken if file.center and file.sender != self.replica]
        return heard[-1].sender if heard else None

    def export(self, peer: str | None, mark: str) -> File:
        """Everything that the peer is not known to hold: by its newest file, by the one that came last, and
        by those that came since one was written to it; by all recent ones where two have one number."""
        self.files += 1
        files = [known[peer] for known in (self.newest, self.last) if peer in known]
        recent = [file for file in self.taken if file.sender == peer][-RECENT:]
        copied = len({file.age for file in recent}) < len(recent)
        files += recent if copied else self.since.get(peer or "", ())[-RECENT:]
        self.since.pop(peer or "", None)
        known = [self._leading_to(file) for file in files]
        there = set.intersection(*known) if known else set()
        ops = frozenset(op for name, op in self.held.items() if name not in there)
        age = self.epoch, self.files
        return File(mark, self.replica, self.center, age, self.ends(), ops, self.redacted())

    def redacted(self) -> Ends:
        """The ops that are held redacted."""
        return frozenset(name for name, op in self.held.items() if op.redacted)

    def _leading_to(self, file: File) -> set[str]:
        """What a sender holds for certain, of what is held here, and has redacted as here."""
        found: set[str] = set()
        for name in file.ends:
            path: set[str] = set()
            while name in self.held:
                path.add(name)
                name = self.held[name].prev
            if path & file.redacted == path & self.redacted():
                found |= path
        return found

    def take(self, file: File) -> bool:
        """Join what can be joined; whether a new name was taken."""
        if file in self.taken or any(op.signer for op in file.ops):
            return False
        tip = self.tip()
        for op in file.ops:
            there = self.held if op.hash in self.held else self.waiting
            if op.hash not in there or not op.redacted:
                there[op.hash] = op
        while ready := [op for op in self.waiting.values() if not op.prev or op.prev in self.held]:
            for op in ready:
                self.held[op.hash] = self.waiting.pop(op.hash)
        self.lagging = set()
        self._count_on()
        self.taken.append(file)
        self.last[file.sender] = file
        self.since[file.sender] = (*self.since.get(file.sender, ()), file)
        if file.sender not in self.newest or file.age >= self.newest[file.sender].age:
            self.newest[file.sender] = file
        renewed = self.tip() != tip
        if renewed:
            self.renew()
        return renewed

    def _count_on(self) -> None:
        """Count on from the highest number that counts."""
        self.lamport = max((op.lamport for op in self.counting()), default=0)

    def renew(self) -> None:
        """Go on under a new name."""
        self.replica, self.files = next(self._names), 0
        self.epoch += self.center

    def restored_over(self, stood: Node, files: list[File]) -> None:
        """Come back from a backup in the place of ``stood``, and take the files that lie there again."""
        self.epoch = max(self.epoch, stood.epoch)
        self.renew()
        for file in files:
            self.take(file)

    def _following(self) -> dict[str, list[Op]]:
        following: dict[str, list[Op]] = defaultdict(list)
        for op in self.held.values():
            following[op.prev].append(op)
        return following

    def names(self) -> dict[str, tuple[str, int]]:
        """The id under which each op is shown: replica and number, or branch and number."""
        found: dict[str, tuple[str, int]] = {}
        following = self._following()
        for op in sorted(self.held.values(), key=lambda op: op.seq):
            branches = [other.hash for other in following[op.prev] if other.replica == op.replica]
            chain = found[op.prev][0] if op.prev else op.replica
            if op.hash != min(branches):
                chain = branch(op.replica, op.hash)
            found[op.hash] = chain, op.seq
        return found


def branch(replica: str, first: str) -> str:
    """The id of a branch, by its first op."""
    text = b"terren branch 1\n" + f"{replica}\n".encode() + bytes.fromhex(first)
    return "x" + hashlib.sha256(text).hexdigest()[:31]


def counted(ops: Collection[Op]) -> list[Op]:
    """The ops that count: those that their authors may write, and to whose lamport others lead.

    Headquarters' lead to themselves.
    """
    reached = 0
    for lamport, by_center in sorted((op.lamport, op.by_center) for op in ops):
        if lamport <= reached + LEAP or by_center:
            reached = lamport
    return [op for op in ops if op.counts and op.lamport <= reached]


def heads(ops: Iterable[Op], register: Register, names: dict[str, tuple[str, int]]) -> list[Op]:
    """The ops of a register that no other supersedes: the last of each history, of some of each author.

    With the last those stand that it was recorded beside: directly behind each other, at once, of one sight.
    """
    last: dict[str, list[Op]] = {}
    ranks: dict[str, dict[str, int]] = defaultdict(dict)
    gone: set[str] = set()
    for op in sorted(ops, key=lambda op: op.seq):
        if (op.entity, op.field) == register:
            chain, _ = names[op.hash]
            run = last.get(chain, [])
            last[chain] = [*run, op][-BESIDE:] if run and _beside(op, run[-1]) else [op]
            of_author = ranks[op.replica]
            of_author[chain] = max(of_author.get(chain, 0), op.lamport)
            gone.update(op.supersedes)
    standing: set[str] = set()
    for of_author in ranks.values():
        standing.update(sorted(of_author, key=lambda chain: (of_author[chain], chain))[-HISTORIES:])
    return [op for chain, run in last.items() for op in run if chain in standing and op.hash not in gone]


def _beside(op: Op, before: Op) -> bool:
    return (op.prev, op.batch, op.supersedes) == (before.hash, before.batch, before.supersedes)


View = dict[Register, tuple[str | None, frozenset[tuple[str, int]], bool]]


def view(node: Node) -> View:
    """What a node shows: for each register the value, the heads, and whether they disagree."""
    names, result, counting = node.names(), View(), node.counting()
    for register in {(op.entity, op.field) for op in node.held.values()}:
        standing = heads(counting, register, names)
        if standing:
            shown = max(standing, key=lambda op: (op.lamport, names[op.hash]))
            values = {None if op.redacted else op.value for op in standing}
            value = None if shown.redacted else shown.value
            result[register] = value, frozenset(names[op.hash] for op in standing), len(values) > 1
    return result
