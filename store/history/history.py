"""Undo and redo as new changes over batches."""

from __future__ import annotations

import heapq
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from store.db.database import Store
from store.db.errors import UserError
from store.exchange.redaction_words import FIELD as REDACTION
from store.history.steps import Step, change_before, change_by_id, edit_of, restoring_edits, steps_of
from store.ledger.append import FINAL, Edit, append, read_changes
from store.ledger.branches import Histories, own_path
from store.ledger.change import Change, Heads, Register, canonical_json, split_batch, split_id
from store.ledger.heads import read_heads
from store.ledger.identity import Identity, required_identity
from store.revision.register import revision_register


class Reversal(NamedTuple):
    """What undo or redo did: the batch it concerns and the steps recorded.

    ``lost`` is True where a text that it is about is gone, withheld by an export or redacted, and did not
    come back.
    """

    batch: str
    steps: tuple[Step, ...]
    lost: bool = False

    @property
    def done(self) -> tuple[Step, ...]:
        """Return the steps that did anything: where the text is gone, what is empty stays so."""
        return tuple(step for step in self.steps if not self.lost or step.before != step.after)


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
        sign, subject = named_batch(histories, chain, batch)
        yield sign, subject.removeprefix(f"{replica}:")


def named_batch(histories: Histories, chain: str, batch: str) -> tuple[str, str]:
    """Return what a batch is (``u``, ``r``, ``p`` or nothing) and its whole name: author's id and number."""
    sign, subject = (batch[0], batch[1:]) if batch[:1] in ("u", "r", FINAL) else ("", batch)
    return sign, subject if split_batch(subject)[0] else f"{histories.author(chain)}:{subject}"


def _changes_of(conn: sqlite3.Connection, replica: str, subject: str) -> Iterator[Change]:
    """Yield the changes of an own batch, in their order."""
    histories = Histories(conn)
    author, batch = split_batch(subject)
    for chain, last in own_path(conn, replica).items():
        if histories.author(chain) == (author or replica):
            yield from read_changes(
                conn, "WHERE replica = ? AND seq <= ? AND batch = ?", (chain, last, batch)
            )


def undo_target(conn: sqlite3.Connection, replica: str) -> str | None:
    """Return the newest own batch that stands: not undone, or redone since."""
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
    """Return the batch undone last of those not redone; None once a new edit was made after it."""
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
    spans: dict[Register, list[Change]] = {}
    for change in _changes_of(conn, identity.replica, subject):
        spans.setdefault(change.register, []).append(change)
    edits, own, lost = list[Edit](), own_path(conn, identity.replica), False
    for register, changes in spans.items():
        before, after = restoring_edits(conn, changes[0]), _left_by(conn, changes)
        stands, wanted = (after, before) if sign == "u" else (before, after)
        heads = read_heads(conn, register)
        if not _are_heads(heads, stands) or not _is_own(heads, own):
            others = tuple(head for head in heads if not _is_own((head,), own))
            raise changed_since(conn, register, others or heads)
        edits += wanted
        texts = (*changes, change_before(conn, changes[0])) if sign == "u" else changes
        lost |= any(text is not None and text.redaction is not None for text in texts)
    recorded = append(conn, identity, edits, batch=sign + subject, beside=True)
    return Reversal(subject, steps_of(conn, recorded), lost)


def as_one(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Return steps that follow each other, of each register as one: from what stood first to what stands."""
    by_register: dict[Register, Step] = {}
    for step in steps:
        register = step.change.register
        by_register[register] = (
            step._replace(before=by_register[register].before) if register in by_register else step
        )
    return tuple(by_register.values())


def changed_since(conn: sqlite3.Connection, register: Register, heads: Heads) -> UserError:
    """Return why nothing is taken back or set again: whose change stands now, by heads of the register."""
    change = next(filter(None, (change_by_id(conn, head.id) for head in heads)), None)
    officer = "" if change is None else change.officer
    return UserError("undo_changed_since", target=register.target, field=register.field, officer=officer)


def _left_by(conn: sqlite3.Connection, changes: Sequence[Change]) -> list[Edit]:
    """Return the edits that set a register as a batch left it: several after an undo."""
    histories = Histories(conn)
    gone = {name for change in changes for name in histories.seen(change)}
    return [edit_of(change) for change in changes if change.id not in gone]


def _are_heads(heads: Heads, edits: Sequence[Edit]) -> bool:
    """Return True if just what the edits have set stands."""
    stand = {(head.value, head.effective_on) for head in heads}
    return len(heads) == len(edits) and stand == {
        (canonical_json(edit.value), edit.effective_on) for edit in edits
    }


def _is_own(heads: Heads, own: Mapping[str, int]) -> bool:
    ids = [split_id(head.id) or ("", 0) for head in heads]
    return all(seq <= own.get(chain, 0) for chain, seq in ids)


def _in_meeting(conn: sqlite3.Connection, replica: str, batch: str, meeting: str) -> bool:
    """Return True if a batch was recorded in a meeting, and is not that with which it was opened."""
    return batch.endswith(f"@{meeting}") and all(
        change.kind != "meeting" or change_before(conn, change) is not None
        for change in _changes_of(conn, replica, batch)
    )


def recorded_anew(conn: sqlite3.Connection, replica: str) -> bool:
    """Return True if an identity began with what had been recorded under a wrong enrolment."""
    first = next(iter(read_changes(conn, "WHERE replica = ? AND seq = 1", (replica,))), None)
    if first is None or first.batch.partition("@")[0] != f"{FINAL}1":
        return False
    # a publication or a redaction may come first as well
    return not first.field.startswith(REDACTION) and not any(
        change.register == revision_register(change.target)
        for change in read_changes(conn, "WHERE replica = ? AND batch = ?", (replica, first.batch))
    )


def _stands(conn: sqlite3.Connection, replica: str, subject: str) -> bool:
    """Return True if an own batch is not undone, or redone since."""
    sign = next((sign for sign, name in _batches_backwards(conn, replica) if name == subject), "u")
    return sign != "u"


def _repeat(
    store: Store, sign: str, find: Callable[[sqlite3.Connection, str], str | None], steps: int
) -> list[Reversal]:
    """Take back, or set again, the batches that ``find`` names one after the other."""
    done: list[Reversal] = []
    with store.writing() as conn:
        identity = required_identity(conn, store.path)
        for _ in range(steps):
            if (subject := find(conn, identity.replica)) is None:
                break
            done.append(_reversal(conn, identity, subject, sign))
        if any(
            step.change.register == revision_register(step.change.target)
            for reversal in done
            for step in reversal.steps
        ):
            # a decision between two revisions: the plan goes along
            from store.revision.adoption import adopt_revisions

            adopt_revisions(conn, identity)
        replica = identity.replica
        if not done and sign == "u" and undo_target(conn, replica) is None and recorded_anew(conn, replica):
            raise UserError("enrolment_stays")
    if not done:
        raise UserError("nothing_to_undo" if sign == "u" else "nothing_to_redo")
    return done


def undo(store: Store, steps: int = 1, *, meeting: str | None = None) -> list[Reversal]:
    """Take back the newest own batches that stand, by new changes in one transaction.

    With ``meeting`` only as far as they were recorded in it, and never its opening: whoever sits in it would
    lose it. Raises UserError ``nothing_to_undo``, or ``undo_changed_since`` where another value was set
    since.
    """

    def newest(conn: sqlite3.Connection, replica: str) -> str | None:
        subject = undo_target(conn, replica)
        if subject is not None and meeting is not None and not _in_meeting(conn, replica, subject, meeting):
            return None
        return subject

    return _repeat(store, "u", newest, steps)


def undo_recorded(store: Store, changes: Sequence[Change]) -> list[Reversal]:
    """Take back the batches of own changes, whatever was recorded since. Raises as :func:`undo`."""
    waiting = iter(dict.fromkeys((change.replica, change.batch) for change in reversed(changes)))

    def standing(conn: sqlite3.Connection, replica: str) -> str | None:
        for chain, batch in waiting:
            _sign, named = named_batch(Histories(conn), chain, batch)
            if _stands(conn, replica, subject := named.removeprefix(f"{replica}:")):
                return subject
        return None

    return _repeat(store, "u", standing, len(changes))


def redo(store: Store, steps: int = 1) -> list[Reversal]:
    """Set again what was undone last, as long as no new edit was made since. Raises as :func:`undo`."""
    return _repeat(store, "r", redo_target, steps)
