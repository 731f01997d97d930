"""Proof that a database is what it says: SQLite's own checks, chains, hashes, state equal to a replay."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final, NamedTuple

from schema.choices import LANGUAGE
from store.db.database import Store
from store.db.plan_digest import altered_revisions
from store.ledger.append import CHANGE_COLUMNS, change_of_row
from store.ledger.branches import Branch, Histories, branch_id, is_awaited, read_branches
from store.ledger.change import GENESIS, Change, Register, change_hash, heads_of
from store.ledger.heads import state_row
from store.ledger.identity import read_identity
from store.ledger.reach import is_kept_truly
from store.opening.schema import foreign_objects, lacking_migrations
from store.plan.unit_tables import altered_unit_tables

_REGISTER: Final = "kind, target, unit, field"
_AWAITED: Final = "SELECT superseded, replica, seq FROM awaited_supersession"


class Fault(NamedTuple):
    """Something wrong: a code, the place (a table, a change, a register) and what was found."""

    code: str
    place: str
    detail: str = ""


class Verdict(NamedTuple):
    """What was checked, and every fault (none: all is well)."""

    changes: int
    replicas: int
    registers: int
    faults: tuple[Fault, ...]


def verify(store: Store) -> Verdict:
    """Check the whole database without changing it; memory does not grow with the ledger.

    SQLite's integrity and foreign keys; the schema; every replica's numbers without gaps and every hash from
    its first change on; the counts and heads of the vector; the clock; that the identity is as it is known;
    the tables of the plan against what was written into them; and the state, and what it awaits, and the
    revisions of the plan, against the ledger. Raises UserError ``db_corrupt`` where SQLite cannot read on,
    and ``db_row_damaged`` for a row that holds what it cannot.
    """
    with store.reading() as conn:
        faults = [*_sqlite_faults(conn), *_schema_faults(conn), *_chain_faults(conn), *_identity_faults(conn)]
        faults += _remark_faults(conn)
        faults += [*_state_faults(conn), *_awaited_faults(conn), *_plan_faults(conn)]
        faults += _revision_faults(store, conn)
        return Verdict(
            _count(conn, "change"),
            _count(conn, "replica WHERE changes > 0"),
            _count(conn, "state"),
            tuple(faults),
        )


def _count(conn: sqlite3.Connection, what: str) -> int:
    return int(conn.execute(f"SELECT count(*) FROM {what}").fetchone()[0])


def _sqlite_faults(conn: sqlite3.Connection) -> Iterator[Fault]:
    for (line,) in conn.execute("PRAGMA integrity_check"):
        if line != "ok":
            yield Fault("integrity", "SQLite", str(line))
    for table, row, parent, _ in conn.execute("PRAGMA foreign_key_check"):
        yield Fault("foreign_key", str(table), f"{row} -> {parent}")


def _schema_faults(conn: sqlite3.Connection) -> Iterator[Fault]:
    for kind, name in foreign_objects(conn):
        yield Fault("schema", name, kind)
    for name in lacking_migrations(conn):
        yield Fault("schema", name, "_sqlite_migrations")


def _readable(row: Any) -> Change | None:
    try:
        change = change_of_row(row)
    except (TypeError, ValueError):
        return None
    return change if all(isinstance(superseded, str) for superseded in change.supersedes) else None


def _hash_matches(change: Change | None, prev: bytes, digest: object) -> bool:
    try:
        return change is not None and change_hash(change, prev) == digest
    except (TypeError, ValueError):
        return False


def _chain_faults(conn: sqlite3.Connection) -> Iterator[Fault]:
    """Yield one fault a replica, the first: what follows a break cannot be judged."""
    histories = Histories(conn)
    ends = {branch.chain: _before(histories, branch) for branch in read_branches(conn)}
    broken: set[str] = set()
    for row in conn.execute(f"SELECT {CHANGE_COLUMNS}, hash FROM change ORDER BY replica, seq"):
        chain, seq, digest = row[0], row[1], row[-1]
        last, prev = ends.get(chain, (0, GENESIS))
        if chain not in broken:
            change = _readable((histories.author(chain), *row[1:]))
            if seq != last + 1:
                yield Fault("gap", f"{chain}:{seq}", str(last + 1))
                broken.add(chain)
            elif not _hash_matches(change, prev, digest):
                yield Fault("hash", f"{chain}:{seq}")
                broken.add(chain)
        ends[chain] = (seq, digest)
    for chain, count, head in conn.execute("SELECT id, changes, head FROM replica"):
        if ends.get(chain, (0, GENESIS)) != (count, head):
            yield Fault("vector", str(chain), str(count))
    for branch in read_branches(conn):
        first, other = (histories.digest(chain, branch.start + 1) for chain in (branch.chain, branch.parent))
        if (
            first is None
            or other is None
            or first <= other
            or branch_id(branch.replica, first) != branch.chain
        ):
            yield Fault("branch", branch.chain, str(branch.start))
    clocks = [clock for (clock,) in conn.execute("SELECT lamport FROM clock")]
    least, most = conn.execute(
        "SELECT coalesce(max(lamport) FILTER (WHERE held IS NULL), 0), coalesce(max(lamport), 0) FROM change"
    ).fetchone()
    if not clocks or not least <= clocks[0] <= most or not is_kept_truly(conn):
        yield Fault("clock", str(*clocks), str(least))


def _before(histories: Histories, branch: Branch) -> tuple[int, bytes]:
    """Return what a branch begins behind: how many changes, and the hash of the last."""
    return branch.start, (histories.digest(branch.parent, branch.start) if branch.start else None) or GENESIS


def _identity_faults(conn: sqlite3.Connection) -> Iterator[Fault]:
    identity = read_identity(conn)
    if identity is None:
        return
    query = "SELECT officer, unit, role FROM replica WHERE id = ?"
    enrolled = conn.execute(query, (identity.replica,)).fetchone()
    if enrolled is None:
        yield Fault("identity", identity.replica)
        return
    for name, own, recorded in zip(("officer", "unit", "role"), identity[1:4], enrolled, strict=True):
        if own != recorded:
            yield Fault("identity_differs", identity.replica, name)
    if not LANGUAGE.valid(identity.language):
        yield Fault("identity_differs", identity.replica, "language")


def _remark_faults(conn: sqlite3.Connection) -> Iterator[Fault]:
    """Yield what is noted of replicas, and can be nothing else."""
    unknown = "SELECT id FROM replica WHERE introduced_by NOT IN (SELECT id FROM replica) ORDER BY id"
    for (replica,) in conn.execute(unknown):
        yield Fault("author_differs", replica)


def _replayed(conn: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of ``state`` as the ledger has them, sorted by register, one register at a time."""
    rows = conn.execute(
        f"SELECT {CHANGE_COLUMNS} FROM change WHERE held IS NULL ORDER BY {_REGISTER}, replica, seq"
    )
    changes = (change for row in rows if (change := _readable(row)) is not None)
    histories, ends = Histories(conn), _Ends(conn)
    for register, group in groupby(changes, key=lambda change: change.register):
        if heads := heads_of(group, histories.seen, histories.author, ends.of(register)):
            yield state_row(register, heads)


class _Ends:
    """The last change of each history in registers, which are asked for in their order."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        rows = conn.execute(
            f"SELECT {_REGISTER}, replica, max(seq) FROM change WHERE held IS NULL"
            f" GROUP BY {_REGISTER}, replica ORDER BY {_REGISTER}"
        )
        self._groups = groupby(rows, key=lambda row: Register(*row[:4]))

    def of(self, register: Register) -> dict[str, int]:
        """Return the number of each history's last change in a register."""
        group = next((rows for of, rows in self._groups if of == register), ())
        return {chain: seq for *_, chain, seq in group}


def _state_faults(conn: sqlite3.Connection) -> Iterator[Fault]:
    stored = iter(conn.execute(f"SELECT * FROM state ORDER BY {_REGISTER}"))
    derived = _replayed(conn)
    have, want = next(stored, None), next(derived, None)
    while have is not None or want is not None:
        if have == want:
            have, want = next(stored, None), next(derived, None)
            continue
        register = min(Register(*row[:4]) for row in (have, want) if row is not None)
        yield Fault("state_differs", " ".join(register))
        if have is not None and have[:4] == register:
            have = next(stored, None)
        if want is not None and want[:4] == register:
            want = next(derived, None)


def _plan_faults(conn: sqlite3.Connection) -> Iterator[Fault]:
    """Yield revisions whose tables hold something else than what was written into them."""
    for revision, is_altered in altered_revisions(conn).items():
        if is_altered:
            yield Fault("plan_differs", str(revision))
    for table in altered_unit_tables(conn):
        yield Fault("units_differ", table)


def _revision_faults(store: Store, conn: sqlite3.Connection) -> Iterator[Fault]:
    """Yield revisions whose tables say something else than what the ledger says was published."""
    from store.revision.proof import revision_faults

    for code, number in revision_faults(store, conn):
        yield Fault(code, str(number))


def _awaited_faults(conn: sqlite3.Connection) -> Iterator[Fault]:
    counts = Counter(dict(conn.execute("SELECT id, changes FROM replica")))
    histories = Histories(conn)
    wanted: set[tuple[str, str, int]] = set()
    for row in conn.execute(f"SELECT {CHANGE_COLUMNS} FROM change WHERE held IS NULL AND supersedes <> '[]'"):
        change = _readable(row)
        for superseded in () if change is None else histories.seen(change):
            if change is not None and is_awaited(superseded, counts, change.replica):
                wanted.add((superseded, change.replica, change.seq))
    for superseded, chain, seq in sorted(wanted.symmetric_difference(conn.execute(_AWAITED))):
        yield Fault("awaited_differs", superseded, f"{chain}:{seq}")
