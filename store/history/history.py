"""A change with what stood before it, and undo and redo as new changes over batches."""

from __future__ import annotations

import heapq
import json
import sqlite3
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

from store.db.database import Store, once_a_snapshot
from store.db.errors import Refused
from store.exchange.change_sets import speaker
from store.ledger.append import FINAL, Edit, append, read_changes
from store.ledger.branches import Histories, own_path
from store.ledger.change import Change, Heads, Register, order_key, split_id
from store.ledger.identity import Identity, required_identity
from store.ledger.state import read_heads
from store.plan.lookup import plan_currency
from store.revision.register import revision_register


class Step(NamedTuple):
    """One change with what stood before it: values as Python data, None where nothing stood."""

    change: Change
    before: Any
    after: Any
    currency: str = ""
    """That of the amounts where the change is of money."""
    speaker: str = ""
    """The unit whose officer recorded it, empty for headquarters."""

    @property
    def whose(self) -> str:
        """The unit whose report it is about, where somebody else speaks; else empty."""
        return "" if self.change.unit == self.speaker else self.change.unit


class Reversal(NamedTuple):
    """What undo or redo did: the batch it concerns and the steps recorded."""

    batch: str
    steps: tuple[Step, ...]


@once_a_snapshot
def change_by_id(conn: sqlite3.Connection, change_id: str) -> Change | None:
    """The change ``replica:seq``, or None where it is not held."""
    if (found := split_id(change_id)) is None:
        return None
    return next(read_changes(conn, "WHERE replica = ? AND seq = ?", found), None)


def change_before(conn: sqlite3.Connection, change: Change) -> Change | None:
    """The change whose value its author saw in the register: the first of those it supersedes."""
    names = Histories(conn).seen(change) if change.supersedes else ()
    seen = [found for change_id in names if (found := change_by_id(conn, change_id)) is not None]
    return max(
        (c for c in seen if c.register == change.register),
        key=lambda c: order_key(c.id, c.lamport),
        default=None,
    )


def step_of(conn: sqlite3.Connection, change: Change) -> Step:
    """A change with the value before and after it."""
    before = change_before(conn, change)
    held = None if before is None else before.decoded()
    currency = plan_currency(conn) if change.kind == "money" else ""
    return Step(change, held, change.decoded(), currency, speaker(conn, change.replica, change.unit))


def _batches_backwards(conn: sqlite3.Connection, replica: str) -> Iterator[tuple[str, str]]:
    """The own batches, the newest first: what each is (``u``, ``r``, ``p`` or nothing) and of which batch.

    One that was recorded under an earlier id is named with that id, ``replica:17``.
    """
    histories = Histories(conn)
    rows = heapq.merge(
        *(
            conn.execute(
                "SELECT lamport, replica, batch FROM change WHERE replica = ? AND seq <= ? ORDER BY seq DESC",
                piece,
            )
            for piece in own_path(conn, replica).items()
        ),
        key=lambda row: row[0],
        reverse=True,
    )
    for (chain, batch), _ in groupby(rows, key=lambda row: (row[1], row[2])):
        sign, subject = (batch[0], batch[1:]) if batch[:1] in ("u", "r", FINAL) else ("", batch)
        author = histories.author(chain)
        yield sign, subject if ":" in subject or author == replica else f"{author}:{subject}"


def _changes_of(conn: sqlite3.Connection, replica: str, subject: str) -> Iterator[Change]:
    """The changes of an own batch, in their order."""
    histories = Histories(conn)
    named, _, batch = subject.rpartition(":")
    for chain, last in own_path(conn, replica).items():
        if histories.author(chain) == (named or replica):
            yield from read_changes(
                conn, "WHERE replica = ? AND seq <= ? AND batch = ?", (chain, last, batch)
            )


def undo_target(conn: sqlite3.Connection, replica: str) -> str | None:
    """The newest own batch that stands: not undone, or redone since."""
    decided: set[str] = set()
    for sign, subject in _batches_backwards(conn, replica):
        if subject in decided or sign == FINAL:
            continue
        if sign == "u":
            decided.add(subject)
        else:
            return subject
    return None


def redo_target(conn: sqlite3.Connection, replica: str) -> str | None:
    """The batch undone last of those not redone; None once a new edit was made after it."""
    redone: set[str] = set()
    for sign, subject in _batches_backwards(conn, replica):
        if sign == FINAL:
            continue
        if sign == "r":
            redone.add(subject)
        elif sign == "u":
            if subject not in redone:
                return subject
            redone.discard(subject)
        else:
            return None
    return None


def _reversal(conn: sqlite3.Connection, identity: Identity, subject: str, sign: str) -> Reversal:
    """Record the changes that take a batch back, or set it again.

    What it replaces must be this replica's own and the value that the batch left (for undo) or found (for
    redo); where somebody else, or a later edit, has set another value since, the whole batch is refused.
    """
    spans: dict[Register, tuple[Change, Change]] = {}
    for change in _changes_of(conn, identity.replica, subject):
        spans[change.register] = (spans.get(change.register, (change,))[0], change)
    edits, own = list[Edit](), own_path(conn, identity.replica)
    for register, (first, last) in spans.items():
        before = change_before(conn, first)
        found = ("null", None) if before is None else (before.shown, before.effective_on)
        left = (last.shown, last.effective_on)
        current, wanted = (left, found) if sign == "u" else (found, left)
        heads = read_heads(conn, register)
        if [(head.value, head.effective_on) for head in heads] != [current] or not _is_own(heads, own):
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
    return Reversal(subject, tuple(step_of(conn, change) for change in recorded))


def _is_own(heads: Heads, own: Mapping[str, int]) -> bool:
    ids = [split_id(head.id) or ("", 0) for head in heads]
    return all(seq <= own.get(chain, 0) for chain, seq in ids)


def _in_meeting(conn: sqlite3.Connection, replica: str, batch: str, meeting: str) -> bool:
    """Whether a batch was recorded in a meeting, and is not that with which it was opened."""
    return batch.endswith(f"@{meeting}") and all(
        change.kind != "meeting" or change_before(conn, change) is not None
        for change in _changes_of(conn, replica, batch)
    )


def _repeat(store: Store, steps: int, sign: str, meeting: str | None = None) -> list[Reversal]:
    done: list[Reversal] = []
    with store.writing() as conn:
        identity = required_identity(conn, store.path)
        find = undo_target if sign == "u" else redo_target
        for _ in range(steps):
            subject = find(conn, identity.replica)
            if subject is None:
                break
            if meeting is not None and not _in_meeting(conn, identity.replica, subject, meeting):
                break
            done.append(_reversal(conn, identity, subject, sign))
        if any(
            step.change.register == revision_register(step.change.target)
            for one in done
            for step in one.steps
        ):
            # a decision between two revisions: the plan goes along
            from store.revision.adoption import adopt_revisions

            adopt_revisions(conn, identity)
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
