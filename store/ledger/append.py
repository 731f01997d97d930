"""The ledger: appending this replica's edits; ``store.ledger.intake`` inserts the changes of others."""

from __future__ import annotations

import json
import sqlite3
import time
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from store.db.database import Signer, Store
from store.db.errors import UserError
from store.ledger.bounds import refuse_too_long
from store.ledger.branches import Histories, own_path
from store.ledger.change import (
    GENESIS,
    LEAP,
    MAX_NAMED,
    Chain,
    Change,
    Heads,
    Register,
    canonical_json,
    change_hash,
    heads_of,
    highest_lamport,
    history_form,
    in_conflict,
)
from store.ledger.heads import Standing
from store.ledger.identity import Identity, required_identity
from store.ledger.reach import headquarters_follows, may_let_go, release_reached
from store.ledger.state import StateUpdate, rebuild
from store.plan.lookup import action_numbers, plan_currency

CHANGE_COLUMNS: Final = (
    "replica, seq, lamport, recorded_at, officer, unit, batch, kind, target, field,"
    " value, effective_on, supersedes"
)
"""The columns of table ``change`` that make up a Change, in its order."""

INSERT_CHANGE: Final = f"INSERT INTO change ({CHANGE_COLUMNS}, hash, held) VALUES ({', '.join('?' * 15)})"
"""Inserts what :func:`row_of_change` gives."""

FINAL: Final = "p"
"""What the batch of a publication of the plan, or of a redaction, begins with: it is not undone."""


class Edit(NamedTuple):
    """What a person wants set: a register and its new value as Python data (None clears).

    ``again`` records it also where it stands already: what is confirmed, or taken back.
    """

    kind: str
    target: str
    unit: str
    field: str
    value: Any
    effective_on: str | None = None
    again: bool = False


LedgerEntry = tuple[tuple[Any, ...], tuple[str, ...]]
"""A row of table ``change`` and the ids that the change supersedes, which the row holds as text."""


_TYPES: Final = (str, int, int, int, str, str, str, str, str, str, str)
_TYPES_OF_ROW: Final = frozenset({(*_TYPES, str), (*_TYPES, type(None))})


def change_of_row(row: Sequence[Any]) -> Change:
    """A row of the columns in table order (further columns are ignored) as a Change.

    Raises TypeError or ValueError where one of them is not what was written: a change goes far from here.
    """
    if tuple(map(type, row[:12])) not in _TYPES_OF_ROW:
        raise TypeError(row[:2])
    return Change._make((*row[:12], tuple(json.loads(row[12]))))


def row_of_change(change: Change, digest: bytes, reason: str | None) -> tuple[Any, ...]:
    """The row of table ``change``."""
    # most changes supersede nothing, and the encoder takes longer over that than SQLite over the row
    superseded = canonical_json(change.supersedes) if change.supersedes else "[]"
    return (*change[:12], superseded, digest, reason)


def read_changes(
    conn: sqlite3.Connection, where: str = "", parameters: Sequence[Any] | Mapping[str, Any] = ()
) -> Iterator[Change]:
    """Changes by replica and number; ``where`` is SQL of ours that begins with WHERE."""
    for row in conn.execute(f"SELECT {CHANGE_COLUMNS} FROM change {where} ORDER BY replica, seq", parameters):
        yield change_of_row(row)


def record(store: Store, edits: Iterable[Edit], *, batch: str | None = None) -> list[Change]:
    """Append edits to this replica's history in one durable transaction.

    An edit that would leave its register as it is records nothing. ``batch`` groups the edits for undo;
    by default it is the number of the first change, and ``u`` or ``r`` before that mark undo and redo.
    Returns the changes, with the state already updated.
    Raises UserError ``no_identity`` on a database that nobody has enrolled on.
    """
    with store.writing() as conn:
        identity = required_identity(conn, store.path)
        return append(conn, identity, edits, batch=batch)


def _registers(edits: Sequence[Edit]) -> Iterator[Register]:
    return (Register(*edit[:4]) for edit in edits)


def _refuse_unseen(
    conn: sqlite3.Connection, edits: Sequence[Edit], seen: Collection[str], standing: Standing
) -> None:
    conflicts = {
        register: heads for register in _registers(edits) if in_conflict(heads := standing[register])
    }
    if not conflicts:
        return
    histories = Histories(conn)
    unseen = [
        register
        for register, heads in conflicts.items()
        if not all({head.id, histories.exact(head.id)} & {*seen} for head in heads)
    ]
    if unseen:
        raise conflict_refusal(conn, unseen[0], conflicts[unseen[0]], registers=unseen)


def conflict_refusal(conn: sqlite3.Connection, register: Register, heads: Heads, **more: object) -> UserError:
    """Return the refusal that quotes the values which stand in conflict in a register."""
    return UserError(
        "in_conflict",
        nr=action_numbers(conn).get(register.target, register.target),
        kind=register.kind,
        field=register.field,
        values=[head.decoded() for head in heads],
        currency=plan_currency(conn) if register.kind == "money" else "",
        **more,
    )


def _held_own(conn: sqlite3.Connection, own: Mapping[str, int], register: Register) -> Heads:
    """Return what one has written oneself under an earlier id and what is held here: in no view, but seen."""
    which = "WHERE kind = ? AND target = ? AND unit = ? AND field = ?"
    held_own = f"SELECT replica, seq FROM json_each(?) CROSS JOIN change ON replica = json_each.value {which}"
    rows = conn.execute(f"{held_own} AND held IS NOT NULL", (json.dumps([*own]), *register))
    ids = {f"{chain}:{seq}" for chain, seq in rows if seq <= own[chain]}
    if not ids:
        return ()
    written = (
        change for change in read_changes(conn, which, register) if change.seq <= own.get(change.replica, 0)
    )
    return tuple(head for head in heads_of(written, Histories(conn).seen) if head.id in ids)


def append(
    conn: sqlite3.Connection,
    identity: Identity,
    edits: Iterable[Edit],
    *,
    batch: str | None = None,
    beside: bool = False,
    seen: Collection[str] | None = None,
    at: int | None = None,
    ahead: int = 0,
    standing: Standing | None = None,
) -> list[Change]:
    """As :func:`record`, inside the caller's transaction.

    ``beside`` lets several edits of one register stand beside each other: each supersedes what stood before
    them all. Where more stand than a change may name, several set the same. To set a register in conflict is
    to decide: ``seen`` are the names or ids of the heads that the person had before them, by default those
    that stand. What one has written oneself is superseded as well where it is held: it comes back beside the
    new value no more. ``at`` is the moment in seconds since 1970 UTC, by default now. ``ahead`` leaves out
    that many lamport numbers before the first change, to stand beyond all that others have recorded
    meanwhile. ``standing`` is what stands in registers, as far as the caller has read it in this transaction.
    Raises UserError ``in_conflict`` where others stand, ``name_too_long`` or ``value_too_long`` for what no
    file bears, ``history_unsigned`` where what is held under one's id is not one's own, or the key's fault.
    """
    waiting, standing = deque(edits), Standing(conn) if standing is None else standing
    if seen is not None:
        _refuse_unseen(conn, waiting, seen, standing)
    end = _end_of(conn, identity)
    (seq, prev), lamport = end.chain, end.lamport + ahead
    update = StateUpdate(conn, heads_of=standing.__getitem__)
    now = int(time.time()) if at is None else at
    highest, own = highest_lamport(identity.role), own_path(conn, identity.replica) if end.may_be_held else {}
    changes: list[Change] = []
    stood = {register: standing[register] for register in _registers(waiting)} if beside else standing
    while waiting:
        edit = waiting.popleft()
        register = Register(edit.kind, edit.target, edit.unit, edit.field)
        value = canonical_json(edit.value)
        heads = stood[register]
        if not edit.again and _stands(heads, value, edit.effective_on):
            continue
        seen_heads = (*heads, *(_held_own(conn, own, register) if end.may_be_held else ()))
        # beyond everything seen, or it would not supersede what it replaces; but not where nothing leads to
        counted = [head.lamport for head in seen_heads if head.lamport <= lamport + LEAP]
        seq, lamport = seq + 1, min(max(lamport, *counted, 0) + 1, highest)
        change = Change(
            identity.replica, seq, lamport, now, identity.officer, edit.unit,
            batch or str(changes[0].seq if changes else seq), edit.kind, edit.target, edit.field, value,
            edit.effective_on,
            tuple(update.histories.name(identity.replica, head.id) for head in seen_heads[:MAX_NAMED]),
        )  # fmt: skip
        if len(seen_heads) > MAX_NAMED and not beside:
            waiting.appendleft(edit._replace(again=True))
        refuse_too_long(change)
        prev = change_hash(change, prev)
        row = row_of_change(change, prev, None)
        conn.execute(INSERT_CHANGE, row)
        update.apply(row, change.supersedes)
        update.flush()
        standing.pop(register, None)
        changes.append(change)
    if changes:
        signature = _sign(conn, identity.replica, Chain(seq, prev), end)
        conn.execute("UPDATE clock SET lamport = max(lamport, ?)", (lamport,))
        conn.execute(
            "UPDATE replica SET changes = ?1, head = ?2, attested = ?1, attestation = ?3 WHERE id = ?4",
            (seq, prev, signature, identity.replica),
        )
        if end.may_let_go and release_reached(conn):
            conn.execute("UPDATE clock SET let_go = ?", (seq,))
            rebuild_derived(conn)
    return changes


class _End(NamedTuple):
    """Where one goes on from: the clock, what is held, one's own history, how far signed."""

    lamport: int
    may_be_held: bool
    may_let_go: bool
    chain: Chain
    attested: int | None
    signature: bytes | None


def _end_of(conn: sqlite3.Connection, identity: Identity) -> _End:
    lamport, may_be_held, changes, head, attested, signature = conn.execute(
        "SELECT lamport, EXISTS (SELECT 1 FROM change WHERE held IS NOT NULL), changes, head, attested,"
        " attestation FROM clock LEFT JOIN replica ON replica.id = ? AND changes > 0",
        (identity.replica,),
    ).fetchone()
    chain = Chain(0, GENESIS) if changes is None else Chain(changes, head)
    lets_go = may_be_held and may_let_go(conn, chain.length)
    if lets_go and identity.is_headquarters:
        lamport = headquarters_follows(conn, lamport)
    return _End(lamport, bool(may_be_held), bool(lets_go), chain, attested, signature)


def _sign(conn: sqlite3.Connection, replica: str, after: Chain, end: _End) -> bytes:
    """The signature of one's own history as far as ``after``, which goes on from what one has signed."""
    before = None
    if end.chain.length:
        if end.attested != end.chain.length or end.signature is None:
            raise UserError("history_unsigned")
        before = history_form(replica, *end.chain), end.signature
    return signer_of(conn, replica)(replica, history_form(replica, *after), before)


def signer_of(conn: sqlite3.Connection, replica: str) -> Signer:
    """Return what signs for a replica through this connection. Raises UserError ``key_missing``."""
    signer: Signer | None = getattr(conn, "signer", None)
    if signer is None:
        raise UserError("key_missing", file=replica)
    return signer


def _stands(heads: Heads, value: str, effective_on: str | None) -> bool:
    if not heads:
        return value == "null"
    return not in_conflict(heads) and (heads[0].value, heads[0].effective_on) == (value, effective_on)


def rebuild_derived(conn: sqlite3.Connection) -> None:
    """Derive state and clock again from the ledger, with what others lead to, in the caller's transaction."""
    counted = "lamport = (SELECT coalesce(max(lamport), 0) FROM change WHERE held IS NULL)"
    conn.execute(f"UPDATE clock SET reached = 0, {counted}")
    if release_reached(conn):
        conn.execute(f"UPDATE clock SET {counted}")
    rebuild(conn)
