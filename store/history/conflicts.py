"""Conflicts: registers in which several values stand, side by side.

``store.history.resolve`` decides between them. A head that arrives after the decision, from somebody who had
not seen it, opens the conflict again under the same id.
"""

from __future__ import annotations

import hashlib
import sqlite3
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import islice
from typing import Any, Final, NamedTuple

from store.db.database import Store
from store.db.errors import UserError
from store.history.steps import brought_back, read_histories
from store.ledger.append import CHANGE_COLUMNS, change_of_row
from store.ledger.change import Change, Register, canonical_json
from store.ledger.identity import speaker
from store.plan.lookup import action_numbers, plan_currency

ID_SYMBOLS: Final = 6
"""How many symbols of a register's code make a conflict's id, where they tell it from the others."""

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SYMBOLS: Final = 25
_MISREAD: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


class CarryingFile(NamedTuple):
    """The received change set that brought a change: name, check code, and when (seconds since 1970 UTC)."""

    name: str
    check_code: str
    at: int


class ConflictHead(NamedTuple):
    """One of the values that stand; ``file`` is None for what was recorded here, ``speaker`` the unit of its
    officer, empty for headquarters.

    ``id`` and ``name`` are the head's: by its name a decision tells what a person had before them. Where a
    decision was taken back, or a form crossed a value, all else is of the change that said it first, whose id
    is ``origin``.
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
    name: str
    origin: str


class ConflictRow(NamedTuple):
    """A conflict as a list shows it; ``nr`` is as in Conflict."""

    id: str
    register: Register
    nr: str


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
    def code(self) -> str:
        """Return the whole code of the register, which no other has."""
        return register_code(self.register)

    @property
    def seen(self) -> frozenset[str]:
        """Return the names of the heads: what a person who looks at this has seen."""
        return frozenset(head.name for head in self.heads)


def register_code(register: Register) -> str:
    """Return the code of a register in Crockford's base 32: 25 symbols of its canonical form's SHA-256."""
    return _symbols(_bits(register), _SYMBOLS)


def _bits(register: Register) -> int:
    digest = hashlib.sha256(canonical_json([*register]).encode()).digest()
    return int.from_bytes(digest[:16], "big") >> 3


def _symbols(bits: int, size: int) -> str:
    """Return the first symbols of a code."""
    return "".join(
        _ALPHABET[bits >> (5 * position) & 31] for position in range(_SYMBOLS - 1, _SYMBOLS - 1 - size, -1)
    )


def conflicts(store: Store) -> list[Conflict]:
    """Return all conflicts, sorted by register."""
    with store.reading() as conn:
        return read_conflicts(conn)


def count_conflicts(conn: sqlite3.Connection) -> int:
    """Return how many conflicts wait."""
    return int(conn.execute("SELECT count(*) FROM state WHERE conflict").fetchone()[0])


def conflict_rows(conn: sqlite3.Connection) -> list[ConflictRow]:
    """Return all conflicts without their values, sorted by register."""
    registers = [
        Register(*row)
        for row in conn.execute(
            "SELECT kind, target, unit, field FROM state WHERE conflict ORDER BY kind, target, unit, field"
        )
    ]
    return _with_names(conn, registers)


def _with_names(conn: sqlite3.Connection, registers: Collection[Register]) -> list[ConflictRow]:
    """Return registers with the ids that tell their conflicts apart, and the numbers of their actions."""
    numbers, codes = action_numbers(conn), [_bits(register) for register in registers]
    size = _telling(codes)
    return [
        ConflictRow(_symbols(code, size), register, numbers.get(register.target, register.target))
        for register, code in zip(registers, codes, strict=True)
    ]


def read_conflicts(conn: sqlite3.Connection) -> list[Conflict]:
    """Return the same as :func:`conflicts`, in the caller's transaction."""
    heads, files = _changes_of_heads(conn), _CarryingFiles(conn)
    return [
        _with_heads(conn, conflict, heads.get(conflict.register, ()), files)
        for conflict in conflict_rows(conn)
    ]


def conflicts_of(conn: sqlite3.Connection, heads: Mapping[Register, Iterable[Change]]) -> list[Conflict]:
    """Return the conflicts between the changes that stood on some day, by their registers, in this order."""
    files = _CarryingFiles(conn)
    return [_with_heads(conn, row, heads[row.register], files) for row in _with_names(conn, heads)]


def read_conflict(conn: sqlite3.Connection, conflict: ConflictRow) -> Conflict:
    """Return the values that stand in a conflict, in the caller's transaction."""
    heads = _changes_of_heads(conn, conflict.register).get(conflict.register, ())
    return _with_heads(conn, conflict, heads, _CarryingFiles(conn))


def _with_heads(
    conn: sqlite3.Connection, conflict: ConflictRow, heads: Iterable[Change], files: _CarryingFiles
) -> Conflict:
    currency = plan_currency(conn) if conflict.register.kind == "money" else ""
    return Conflict(*conflict, tuple(_head(conn, change, files) for change in heads), currency)


def _telling(codes: Collection[int]) -> int:
    """Return how many symbols tell all codes apart: six, unless two begin alike."""
    size = ID_SYMBOLS
    while len({code >> 5 * (_SYMBOLS - size) for code in codes}) < len(codes):
        size += 1
    return size


def _changes_of_heads(
    conn: sqlite3.Connection, register: Register | None = None
) -> dict[Register, list[Change]]:
    """Return the changes of the heads by register in conflict, or of one, the shown one first."""
    which = "conflict" if register is None else "(kind, target, unit, field) = (?, ?, ?, ?)"
    by_register: dict[Register, list[Change]] = defaultdict(list)
    # the name of a head by whose parts the ledger is ordered
    for row in conn.execute(
        f"WITH chosen AS (SELECT head, others FROM state WHERE {which}),"
        " named (name, at) AS (SELECT head, -1 FROM chosen UNION ALL"
        " SELECT json_extract(other.value, '$[0]'), other.key FROM chosen, json_each(others) AS other)"
        f" SELECT {CHANGE_COLUMNS} FROM named CROSS JOIN change"
        " ON replica = substr(name, 1, instr(name, ':') - 1)"
        " AND seq = CAST(substr(name, instr(name, ':') + 1) AS INTEGER) ORDER BY at",
        register or (),
    ):
        change = change_of_row(row)
        by_register[change.register].append(change)
    return by_register


def _head(conn: sqlite3.Connection, head: Change, files: _CarryingFiles) -> ConflictHead:
    change = brought_back(conn, head)
    return ConflictHead(
        head.id,
        change.replica,
        change.officer,
        change.unit,
        change.recorded_at,
        change.decoded(),
        change.effective_on,
        files.of(change),
        speaker(conn, change.replica, change.unit),
        read_histories(conn).exact(head.id),
        change.id,
    )


class _CarryingFiles:
    """The received files by the runs of changes that each brought first."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._runs: dict[str, list[tuple[int, int, CarryingFile]]] = defaultdict(list)
        self._ends: dict[str, list[int]] = defaultdict(list)
        for replica, start, count, *file in conn.execute(
            "SELECT replica, start, count, name, check_code, at FROM change_set"
            " JOIN change_set_section ON change_set_section.change_set = change_set.id"
            " WHERE direction = 'received' ORDER BY change_set.id"
        ):
            ends = self._ends[replica]
            ends.append(max(start + count, ends[-1] if ends else 0))
            self._runs[replica].append((start, start + count, CarryingFile(*file)))

    def of(self, change: Change) -> CarryingFile | None:
        """Return the first file that brought a change; None for what was recorded here."""
        # of those before it none reaches as far
        first = bisect_left(self._ends.get(change.replica, ()), change.seq)
        runs = islice(self._runs.get(change.replica, ()), first, None)
        return next((file for start, end, file in runs if start < change.seq <= end), None)


def find_conflict(conn: sqlite3.Connection, conflict_id: str) -> Conflict:
    """Return the open conflict whose id is, or begins with, ``conflict_id``.

    Case and misread symbols do not matter. Where another register, in conflict or not, has a code that begins
    so, it names none: somebody may have made that one for it. Raises UserError ``conflict_unknown``.
    """
    wanted = conflict_id.strip().upper().translate(_MISREAD)
    conflicts = conflict_rows(conn)
    near = (conflict for conflict in conflicts if conflict.id.startswith(wanted[: len(conflict.id)]))
    matches = [
        conflict for conflict in near if wanted and register_code(conflict.register).startswith(wanted)
    ]
    alike = _alike(conn, wanted, matches[0].register) if len(matches) == 1 else 0
    if len(matches) != 1 or alike >= len(wanted):
        known = [
            register_code(conflict.register)[: max(alike + 1, len(conflict.id))] for conflict in conflicts
        ]
        raise UserError("conflict_unknown", found=conflict_id, known=known)
    return read_conflict(conn, matches[0])


def _alike(conn: sqlite3.Connection, wanted: str, register: Register) -> int:
    """Return how many first symbols the code of any other register shares, at least those that were typed."""
    if len(wanted) >= _SYMBOLS:
        return 0
    bits, most = _bits(register), 0
    for row in conn.execute("SELECT kind, target, unit, field FROM state"):
        if (differing := bits ^ _bits(Register(*row))) and not differing >> 5 * (_SYMBOLS - len(wanted)):
            most = max(most, (5 * _SYMBOLS - differing.bit_length()) // 5)
    return most


def head_of_side(conflict: Conflict, replica: str, *, mine: bool) -> ConflictHead:
    """Return the one head that ``replica`` wrote, or the one that it did not.

    Raises UserError ``conflict_side`` where there is none, or more than one.
    """
    heads = [head for head in conflict.heads if (head.replica == replica) is mine]
    if len(heads) != 1:
        raise UserError("conflict_side", id=conflict.id, known=[str(head.value) for head in conflict.heads])
    return heads[0]
