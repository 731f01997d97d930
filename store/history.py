"""A change with what stood before it, and undo and redo as new changes over batches."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from itertools import groupby
from typing import Any, NamedTuple

from store.change import Change, Register, order_key, split_id
from store.database import Store
from store.errors import Refused
from store.identity import Identity, read_identity
from store.ledger import PUBLISHED, Edit, append, read_changes
from store.publication import register_of
from store.registers import Heads
from store.state import read_heads


class Step(NamedTuple):
    """One change with what stood before it: values as Python data, None where nothing stood."""

    change: Change
    before: Any
    after: Any


class Reversal(NamedTuple):
    """What undo or redo did: the batch it concerns and the steps recorded."""

    batch: str
    steps: tuple[Step, ...]


def change_by_id(conn: sqlite3.Connection, change_id: str) -> Change | None:
    """The change ``replica:seq``, or None where it is not held."""
    if (found := split_id(change_id)) is None:
        return None
    return next(read_changes(conn, "WHERE replica = ? AND seq = ?", found), None)


def shown_before(conn: sqlite3.Connection, change: Change) -> Change | None:
    """The change whose value its author saw in the register: the first of those it supersedes."""
    seen = [found for change_id in change.supersedes if (found := change_by_id(conn, change_id)) is not None]
    return max(
        (c for c in seen if c.register == change.register),
        key=lambda c: order_key(c.id, c.lamport),
        default=None,
    )


def step(conn: sqlite3.Connection, change: Change) -> Step:
    """A change with the value before and after it."""
    before = shown_before(conn, change)
    return Step(change, None if before is None else before.decoded(), change.decoded())


def _batches_backwards(conn: sqlite3.Connection, replica: str) -> Iterator[str]:
    rows = conn.execute("SELECT batch, seq FROM change WHERE replica = ? ORDER BY seq DESC", (replica,))
    return (str(batch) for batch, _ in groupby(rows, key=lambda row: row[0]))


def undo_target(conn: sqlite3.Connection, replica: str) -> str | None:
    """The newest own batch that stands: not undone, or redone since."""
    decided: set[str] = set()
    for batch in _batches_backwards(conn, replica):
        sign, subject = (batch[0], batch[1:]) if batch[:1] in ("u", "r") else ("", batch)
        if subject in decided or batch[:1] == PUBLISHED:
            continue
        if sign == "u":
            decided.add(subject)
        else:
            return str(subject)
    return None


def redo_target(conn: sqlite3.Connection, replica: str) -> str | None:
    """The batch undone last of those not redone; None once a new edit was made after it."""
    redone: set[str] = set()
    for batch in _batches_backwards(conn, replica):
        if batch[:1] == PUBLISHED:
            continue
        if batch[:1] == "r":
            redone.add(batch[1:])
        elif batch[:1] == "u":
            if batch[1:] not in redone:
                return str(batch[1:])
            redone.discard(batch[1:])
        else:
            return None
    return None


def _reversal(conn: sqlite3.Connection, identity: Identity, subject: str, sign: str) -> Reversal:
    """Record the changes that take a batch back, or set it again.

    What it replaces must be this replica's own and the value that the batch left (for undo) or found (for
    redo); where somebody else, or a later edit, has set another value since, the whole batch is refused.
    """
    spans: dict[Register, tuple[Change, Change]] = {}
    for change in read_changes(conn, "WHERE replica = ? AND batch = ?", (identity.replica, subject)):
        spans[change.register] = (spans.get(change.register, (change,))[0], change)
    edits: list[Edit] = []
    for register, (first, last) in spans.items():
        before = shown_before(conn, first)
        found = ("null", None) if before is None else (before.shown, before.effective_on)
        left = (last.shown, last.effective_on)
        standing, wanted = (left, found) if sign == "u" else (found, left)
        heads = read_heads(conn, register)
        if [(head.value, head.effective_on) for head in heads] != [standing] or not _is_own(heads, identity):
            raise Refused("undo_changed_since", target=register.target, field=register.field)
        edits.append(
            Edit(
                register.kind,
                register.target,
                register.unit,
                register.field,
                json.loads(wanted[0]),
                wanted[1],
            )
        )
    recorded = append(conn, identity, edits, batch=sign + subject, equal_too=True)
    return Reversal(subject, tuple(step(conn, change) for change in recorded))


def _is_own(heads: Heads, identity: Identity) -> bool:
    return all(head.id.startswith(f"{identity.replica}:") for head in heads)


def _in_meeting(conn: sqlite3.Connection, replica: str, batch: str, meeting: str) -> bool:
    """Whether a batch was recorded in a meeting, and is not that with which it was opened."""
    return batch.endswith(f"@{meeting}") and all(
        change.kind != "meeting" or shown_before(conn, change) is not None
        for change in read_changes(conn, "WHERE replica = ? AND batch = ?", (replica, batch))
    )


def _repeat(store: Store, steps: int, sign: str, meeting: str | None = None) -> list[Reversal]:
    done: list[Reversal] = []
    with store.writing() as conn:
        identity = read_identity(conn)
        if identity is None:
            raise Refused("no_identity", file=str(store.path))
        find = undo_target if sign == "u" else redo_target
        for _ in range(steps):
            subject = find(conn, identity.replica)
            if subject is None:
                break
            if meeting is not None and not _in_meeting(conn, identity.replica, subject, meeting):
                break
            done.append(_reversal(conn, identity, subject, sign))
        if any(step.change.register == register_of(step.change.target) for one in done for step in one.steps):
            # a decision between two revisions: the plan goes along
            from store.adoption import settle

            settle(conn, identity)
    if not done:
        raise Refused("nothing_to_undo" if sign == "u" else "nothing_to_redo")
    return done


def undo(store: Store, steps: int = 1, *, meeting: str | None = None) -> list[Reversal]:
    """Take back the newest own batches that stand, by new changes in one transaction.

    With ``meeting`` only as far as they were recorded in it, and never its opening: whoever sits in it would
    lose it. Raises Refused ``nothing_to_undo``, or ``undo_changed_since`` where a value was set by somebody
    else since.
    """
    return _repeat(store, steps, "u", meeting)


def redo(store: Store, steps: int = 1) -> list[Reversal]:
    """Set again what was undone last, as long as no new edit was made since. Raises as :func:`undo`."""
    return _repeat(store, steps, "r")
