"""Conflicts: registers in which several values stand, side by side.

``store.history.resolve`` decides between them. A head that arrives after the decision, from somebody who had
not seen it, opens the conflict again under the same id.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Collection, Iterator
from typing import Any, Final, NamedTuple

from store.db.database import Store
from store.db.errors import Refused
from store.exchange.change_sets import speaker
from store.history.steps import brought_back, change_by_id
from store.ledger.change import Change, Heads, Register, canonical_json
from store.ledger.state import read_heads
from store.plan.lookup import action_numbers, plan_currency

ID_SYMBOLS: Final = 6
"""How many symbols of a register's code make a conflict's id, where they tell it from the others."""

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


class CarryingFile(NamedTuple):
    """The received change set that brought a change: name, check code, and when (seconds since 1970 UTC)."""

    name: str
    check_code: str
    at: int


class ConflictHead(NamedTuple):
    """One of the values that stand; ``file`` is None for what was recorded here, ``speaker`` the unit of its
    officer, empty for headquarters.

    ``id`` is the head's. Where a decision was taken back, all else is of the change that it was about.
    """

    id: str
    replica: str
    officer: str
    unit: str
    recorded_at: int
    value: Any
    effective_on: str | None
    file: CarryingFile | None
    speaker: str


class Conflict(NamedTuple):
    """A register in conflict. ``nr`` is the action's number, or the target itself where it is no action.

    The first head is the one that is shown meanwhile.
    """

    id: str
    register: Register
    nr: str
    heads: tuple[ConflictHead, ...]
    currency: str = ""
    """That of the amounts where the register is of money."""

    @property
    def seen(self) -> frozenset[str]:
        """The ids of the heads: what a person who looks at this has seen."""
        return frozenset(head.id for head in self.heads)


def register_code(register: Register) -> str:
    """The code of a register in Crockford's base 32: 25 symbols over the SHA-256 of its canonical form."""
    bits = int.from_bytes(hashlib.sha256(canonical_json([*register]).encode()).digest()[:16], "big") >> 3
    return "".join(_ALPHABET[bits >> (5 * position) & 31] for position in reversed(range(25)))


def conflicts(store: Store) -> list[Conflict]:
    """All conflicts, sorted by register."""
    with store.reading() as conn:
        return read_conflicts(conn)


def count_conflicts(conn: sqlite3.Connection) -> int:
    """How many conflicts wait."""
    return int(conn.execute("SELECT count(*) FROM state WHERE conflict").fetchone()[0])


def read_conflicts(conn: sqlite3.Connection) -> list[Conflict]:
    """As :func:`conflicts`, in the caller's transaction."""
    registers = [
        Register(*row)
        for row in conn.execute(
            "SELECT kind, target, unit, field FROM state WHERE conflict ORDER BY kind, target, unit, field"
        )
    ]
    numbers = action_numbers(conn)
    codes = [register_code(register) for register in registers]
    size = _telling(codes)
    return [
        Conflict(
            code[:size],
            register,
            numbers.get(register.target, register.target),
            tuple(_heads(conn, read_heads(conn, register))),
            plan_currency(conn) if register.kind == "money" else "",
        )
        for register, code in zip(registers, codes, strict=True)
    ]


def _telling(codes: Collection[str]) -> int:
    """How many symbols tell all codes apart: six, unless two begin alike."""
    size = ID_SYMBOLS
    while len({code[:size] for code in codes}) < len(codes):
        size += 1
    return size


def _heads(conn: sqlite3.Connection, heads: Heads) -> Iterator[ConflictHead]:
    for head in heads:
        change = change_by_id(conn, head.id)
        if change is not None:
            change = brought_back(conn, change)
            yield ConflictHead(
                head.id,
                change.replica,
                change.officer,
                change.unit,
                change.recorded_at,
                change.decoded(),
                change.effective_on,
                _carrier(conn, change),
                speaker(conn, change.replica, change.unit),
            )


def _carrier(conn: sqlite3.Connection, change: Change) -> CarryingFile | None:
    row = conn.execute(
        "SELECT name, check_code, at FROM change_set"
        " JOIN change_set_section ON change_set_section.change_set = change_set.id"
        " WHERE direction = 'received' AND replica = ? AND start < ? AND start + count >= ?"
        " ORDER BY change_set.id LIMIT 1",
        (change.replica, change.seq, change.seq),
    ).fetchone()
    return None if row is None else CarryingFile(*row)


def find_conflict(conn: sqlite3.Connection, conflict_id: str) -> Conflict:
    """The open conflict whose id is, or begins with, ``conflict_id``; case and misread symbols do not matter.

    Raises Refused ``conflict_unknown``.
    """
    wanted = conflict_id.strip().upper().translate(_MISREAD)
    known = read_conflicts(conn)
    found = [one for one in known if wanted and register_code(one.register).startswith(wanted)]
    if len(found) != 1:
        raise Refused("conflict_unknown", found=conflict_id, known=[one.id for one in known])
    return found[0]


def head_of_side(conflict: Conflict, replica: str, *, mine: bool) -> ConflictHead:
    """The one head that ``replica`` wrote, or the one that it did not.

    Raises Refused ``conflict_side`` where there is none, or more than one.
    """
    found = [head for head in conflict.heads if (head.replica == replica) is mine]
    if len(found) != 1:
        raise Refused("conflict_side", id=conflict.id, known=[str(head.value) for head in conflict.heads])
    return found[0]
