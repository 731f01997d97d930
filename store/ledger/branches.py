"""Histories of copied and restored databases: several under one name, and names that go on from others.

A copied or restored database at first goes on writing as the one it was made from.

All of a replica's changes form a tree by their hashes. The history that begins with the smaller hash
wherever two part bears the replica's own id; every other is a **branch**, a chain whose id follows from the
replica's and the hash of the branch's first change. So the names are a function of the set of changes,
whatever the order in which they came. In a change id (``chain:seq``) a branch stands like a replica.

Between databases, where another may hold other histories, a change of another chain is named by its replica,
its number and the beginning of its hash: ``replica:seq:hash``. Without a hash it is the author's own.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from store.db.database import cached_per_transaction
from store.ledger.chains import read_chain
from store.ledger.change import Chain, Change, split_id
from store.ledger.lineage import lineages

_HASH_BYTES: Final = 16
"""Beyond what anybody finds two changes for."""
_EXACT: Final = re.compile(r"(.*):([1-9][0-9]{0,15}):([0-9a-f]{32})", re.DOTALL)
_NAME: Final = b"terren branch 1\n"
_BEYOND: Final = b"\xff" * 32
"""Behind the beginning of a hash: beyond all hashes that begin so."""
_HOLDING: Final = (
    "SELECT replica FROM change WHERE replica = ?1 AND seq = ?2 AND hash >= ?3 AND hash <= ?4 UNION ALL"
    " SELECT chain FROM change CROSS JOIN branch ON chain = change.replica WHERE change.replica >= 'x'"
    " AND hash >= ?3 AND hash <= ?4 AND seq = ?2 AND branch.replica = ?1"
)
_REMEMBERED: Final = 100_000
"""Names of which is remembered what they name here: changes of many histories repeat them."""

_ALL: Final = 2**63 - 1
"""As many changes as a chain can have."""


class Branch(NamedTuple):
    """A chain that parts from another (``parent``) of the same replica after ``start`` changes."""

    chain: str
    replica: str
    parent: str
    start: int


@cached_per_transaction
def read_branches(conn: sqlite3.Connection, replica: str | None = None) -> tuple[Branch, ...]:
    """All branches, or those of one replica, by id."""
    return tuple(
        Branch(*row)
        for row in conn.execute(
            "SELECT chain, replica, parent, start FROM branch WHERE ?1 IS NULL OR replica = ?1"
            " ORDER BY chain",
            (replica,),
        )
    )


def branch_id(replica: str, first: bytes) -> str:
    """The id of the branch of a replica that begins with the change of this hash; no replica can have it."""
    from hashlib import sha256

    return "x" + sha256(_NAME + f"{replica}\n".encode() + first).hexdigest()[:31]


def exact_name(replica: str, seq: int, digest: bytes) -> str:
    """The name of a change between databases."""
    return f"{replica}:{seq}:{digest[:_HASH_BYTES].hex()}"


def is_exact(name: str) -> bool:
    """Return True if a name of a change has its hash."""
    return _EXACT.fullmatch(name) is not None


def is_awaited(superseded: str, known: Mapping[str, int], by: str = "") -> bool:
    """Return True if what a change of chain ``by`` supersedes is still to come.

    ``known`` are the numbers of changes by chain, 0 where nothing is held. What somebody names of its own
    chain has come before.
    """
    if is_exact(superseded):
        return True
    parts = split_id(superseded)
    return parts is not None and parts[0] != by and parts[1] > known[parts[0]]


class Histories:
    """Which chain of which replica a change stands in, as the branches are when this is made; ``flush`` is
    called before the ledger is read, so that pending rows are seen."""

    def __init__(self, conn: sqlite3.Connection, flush: Callable[[], None] = lambda: None) -> None:
        self._conn, self._flush = conn, flush
        self._branches = {branch.chain: branch for branch in read_branches(conn)}
        self._named: dict[str, str] = {}
        self._earlier: dict[str, list[tuple[str, int]]] = {}
        self._far: dict[str, tuple[int, str]] = {}
        self._counts = Counter(branch.replica for branch in self._branches.values())

    def part(self, branch: Branch) -> None:
        """Know of one more branch, which :func:`fork_chain` has made."""
        self._branches[branch.chain] = branch
        self._named.clear()
        self._earlier.clear()
        self._counts[branch.replica] += 1

    def __contains__(self, chain: str) -> bool:
        """Return True if it is a branch."""
        return chain in self._branches

    def author(self, chain: str) -> str:
        """The replica whose chain it is."""
        branch = self._branches.get(chain)
        return chain if branch is None else branch.replica

    def chains(self, replica: str) -> tuple[str, ...]:
        """The chains of a replica: the one that bears its id, then its branches."""
        return (replica, *(branch.chain for branch in self._branches.values() if branch.replica == replica))

    def crowded(self, most: int) -> frozenset[str]:
        """The replicas that have more than ``most`` chains."""
        return frozenset(replica for replica, n in self._counts.items() if n >= most)

    def start(self, chain: str) -> int:
        """Return how many changes stand before a chain's first, in the chain from which it parts."""
        branch = self._branches.get(chain)
        return 0 if branch is None else branch.start

    def at(self, chain: str, seq: int) -> str:
        """The chain in which the change of this number stands, of the history that leads into ``chain``."""
        parting = self._parting(chain, seq)
        return chain if parting is None else parting.parent

    def _parting(self, chain: str, start: int) -> Branch | None:
        """The first branch that starts here or later, of the history that leads into ``chain``; None where
        none does."""
        parting, branch = None, self._branches.get(chain)
        while branch is not None and branch.start >= start:
            parting, far = branch, self._branches.get(self._jump(branch.chain)[1])
            is_nearer = far is not None and far.start >= start
            branch = far if is_nearer else self._branches.get(branch.parent)
        return parting

    def _jump(self, chain: str) -> tuple[int, str]:
        """Return how many chains lead into one, and one far before it.

        By these and by parents it is a logarithm of steps to any before it (a skew-binary list).
        """
        new, at = list[str](), chain
        while at not in self._far and (branch := self._branches.get(at)) is not None:
            new.append(at)
            at = branch.parent
        for at in reversed(new):
            parent = self._branches[at].parent
            depth, far = self._far.get(parent, (0, parent))
            middle, farther = self._far.get(far, (0, far))
            are_alike = depth - middle == middle - self._far.get(farther, (0, ""))[0]
            self._far[at] = depth + 1, farther if are_alike else parent
        return self._far[chain]

    def digest(self, chain: str, seq: int) -> bytes | None:
        """The hash of a change, by its number, in the history that leads into ``chain``; None if not held."""
        row = self._conn.execute(
            "SELECT hash FROM change WHERE replica = ? AND seq = ?", (self.at(chain, seq), seq)
        ).fetchone()
        return None if row is None else bytes(row[0])

    def holding(self, replica: str, seq: int, digest: bytes) -> str | None:
        """The chain in which a change of a replica stands whose hash begins so; None where none is held."""
        row = self._conn.execute(_HOLDING, (replica, seq, digest, digest + _BEYOND)).fetchone()
        return None if row is None else str(row[0])

    def local(self, author: str, name: str) -> str | None:
        """The id here (``chain:seq``) of a change that one of the chain ``author`` names.

        None where a name with a hash is of a change that is not held; without one it need not be held.
        """
        if (named := self._named.get(name)) is not None:
            return named
        if (match := _EXACT.fullmatch(name)) is not None:
            self._flush()
            seq = int(match[2])
            chain = self.holding(match[1], seq, bytes.fromhex(match[3]))
            if chain is None:
                return None
            if len(self._named) > _REMEMBERED:
                self._named.clear()
            self._named[name] = f"{chain}:{seq}"
            return self._named[name]
        if self._branches and (parts := split_id(name)) is not None and parts[0] == self.author(author):
            return f"{self.at(author, parts[1])}:{parts[1]}"
        return name

    def exact(self, change_id: str) -> str:
        """The name of a change (``chain:seq``) that no other ever bears, as an id may once histories part.

        The id itself where no such change is held.
        """
        chain, seq = split_id(change_id) or ("", 0)
        digest = self.digest(chain, seq)
        return change_id if digest is None else exact_name(self.author(chain), seq, digest)

    def alike(self, change_id: str) -> list[str]:
        """The names of all changes that may bear an id, whose author's histories have parted before it."""
        chain, seq = split_id(change_id) or ("", 0)
        chains = (at for at in self.chains(self.author(chain)) if seq > self.start(at))
        ids = (f"{at}:{seq}" for at in chains if self.digest(at, seq) is not None)
        return sorted(map(self.exact, ids))

    def seen(self, change: Change) -> tuple[str, ...]:
        """The ids here of what a change supersedes; a name of what is not held stays as it is."""
        return tuple(self.local(change.replica, name) or name for name in change.supersedes)

    def wrote_until(self, own: str, chain: str) -> int:
        """Return how far in ``chain`` its author wrote in the history ``own``, as :func:`own_path` tells; 0
        where it did not."""
        first, until = self.start(chain) + 1, 0
        for at, seq in self.written(own):
            parting = self._parting(at, first)
            if at == chain:
                until = max(until, seq)
            elif parting is not None and parting.parent == chain:
                until = max(until, parting.start)
        return until

    def written(self, own: str) -> Iterator[tuple[str, int]]:
        """Yield the ends of what its author wrote in a history, under all of its ids: chain and number."""
        author = self.author(own)
        if author not in self._earlier:
            self._earlier[author] = [*self._written_before(author)]
        yield own, _ALL
        yield from self._earlier[author]

    def _written_before(self, author: str) -> Iterator[tuple[str, int]]:
        if links := lineages(self._conn):
            before = own_replicas(self._conn, author)
            for link in links:
                if link.new in before and link.length:
                    chain = self.holding(link.old, link.length, link.head)
                    if chain is not None:
                        yield chain, link.length

    def name(self, own: str, change_id: str) -> str:
        """Return what a change of chain ``own`` calls the change that has this id here."""
        chain, _ = split_id(change_id) or ("", 0)
        return change_id if chain == own else self.exact(change_id)


def own_replicas(conn: sqlite3.Connection, replica: str) -> frozenset[str]:
    """The ids under which an installation writes and has written."""
    return frozenset(_own_lengths(conn, replica))


@cached_per_transaction
def _own_lengths(conn: sqlite3.Connection, replica: str) -> dict[str, Chain]:
    """Return what is held of the chains that bear the ids under which an installation has written."""
    rows = conn.execute(
        "WITH RECURSIVE own(id) AS (SELECT ? UNION SELECT old FROM lineage JOIN own ON lineage.new = own.id)"
        " SELECT own.id, coalesce(changes, 0), coalesce(head, x'') FROM own LEFT JOIN replica USING (id)",
        (replica,),
    )
    return {own: Chain(length, head) for own, length, head in rows}


def own_chains(conn: sqlite3.Connection, replica: str) -> dict[str, Chain]:
    """Return what is held of everything written under one's ids, copies included, by chain: the present id
    last."""
    histories, lengths = Histories(conn), _own_lengths(conn, replica)
    chains: dict[str, Chain] = {}
    for own in sorted(lengths, key=lambda own: (own == replica, own)):
        for chain in histories.chains(own):
            tip = lengths.get(chain) or read_chain(conn, chain)
            if tip.length:
                chains[chain] = tip
    return chains


def own_path(conn: sqlite3.Connection, replica: str) -> dict[str, int]:
    """Return what was written here, under all of one's ids: of each chain the number of the last such change.

    What a copy has written on under one of them is not in it. Of a branch, what was written in its history.
    """
    path, histories = dict[str, int](), Histories(conn)
    for chain, seq in histories.written(replica):
        while path.get(chain, 0) < seq:
            path[chain], seq = seq, histories.start(chain)
            chain = histories.at(chain, seq)
    return path
