"""Redaction: the value of a note or of evidence goes, its hash stays in its author's chain.

Headquarters names each change in a register of its own, kind ``decision``, with which the redaction travels;
in every ledger that it reaches the value gives way to its hash and a signature
(``store.ledger.change.Redaction``). Once made it holds for good. An installation lets go in the same way, by
its own word, of what was replaced or withdrawn before it left.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from store.db.errors import UserError
from store.edits.named import meant, to_type
from store.exchange.attachment_names import note_redacted
from store.exchange.redaction_words import RedactionWord
from store.ledger.append import CHANGE_COLUMNS, change_of_row
from store.ledger.branches import Histories, own_chains, read_branches
from store.ledger.change import Change, Redaction, Register, value_hash
from store.ledger.heads import forget_value, read_heads
from store.ledger.identity import Identity, may_write, refuse_if_not_allowed
from store.plan.lookup import find_past_action_id

KINDS: Final = frozenset({"note", "evidence"})
"""What can be redacted: free text that people write of people."""

MAX_AT_ONCE: Final = 1_000
"""Texts of an entry that are redacted at once: each is a word of headquarters in everybody's files, and an
author may have written any number."""


_HERE: Final = "kind IN ('note', 'evidence') AND value <> 'null' AND value < '~'"
"""In SQL: that a change has a value that can be redacted."""

BY_AUTHOR: Final = "(value >= '~' AND substr(value, 67, 1) = ':')"
"""In SQL: that the value of a change is gone by its author's word alone."""


class LedgerChange(NamedTuple):
    """A change in the ledger, of ``chain``, with its hash; it names its author."""

    change: Change
    digest: bytes
    chain: str


def find_redacted(
    conn: sqlite3.Connection, words: Iterable[RedactionWord]
) -> Iterator[tuple[RedactionWord, LedgerChange]]:
    """The changes that words name, where they are here and have their values still, or their authors alone
    have let go of these.

    Most words were heeded long ago: of all of them one look at what is redacted says so.
    """
    histories = Histories(conn)
    gone = set(conn.execute(f"SELECT replica, seq FROM change WHERE value >= '~' AND NOT {BY_AUTHOR}"))
    parted = {branch.replica for branch in read_branches(conn)}
    for word in words:
        if (word.replica, word.seq) in gone and word.replica not in parted:
            continue
        chain = histories.holding(word.replica, word.seq, word.digest)
        if chain is not None:
            yield from (
                (word, change)
                for change in _read(
                    conn,
                    f"replica = ? AND seq = ? AND ({_HERE} OR {BY_AUTHOR})",
                    (chain, word.seq),
                    histories,
                )
            )


def held_as(
    conn: sqlite3.Connection, histories: Histories, replica: str, seq: int, digest: bytes
) -> LedgerChange | None:
    """The change of a replica that is held under a number and a hash; None where none is."""
    chain = histories.holding(replica, seq, digest)
    return next(_read(conn, "replica = ? AND seq = ?", (chain, seq), histories), None)


def redactable_entries(conn: sqlite3.Connection, action: str) -> dict[Register, Change]:
    """An action's notes and evidence that can be redacted, withdrawn ones too, with their newest texts.

    Of an entry in which nothing counts it is the newest that is held: whoever wrote that may not write there.
    """
    newest: dict[Register, Change] = {}
    for which in ("held IS NOT NULL", "held IS NULL"):
        # the newest of each, and no other text: anybody may have written any number of long ones
        names = conn.execute(
            f"SELECT replica, seq, max(lamport) FROM change WHERE target = ? AND {_HERE} AND {which}"
            " GROUP BY kind, unit, field",
            (action,),
        ).fetchall()
        for change in _named(conn, names):
            newest[change.change.register] = change.change
    return newest


def find_entries(conn: sqlite3.Connection, nr: str, revision: int | None) -> dict[Register, Change]:
    """Return what :func:`redactable_entries` does of the action that is meant by a number.

    Where none is, of what a laptop has recorded under that very name. Raises UserError as
    :func:`store.plan.lookup.find_past_action_id`.
    """
    try:
        return redactable_entries(conn, find_past_action_id(conn, nr, revision))
    except UserError:
        if entries := redactable_entries(conn, nr):
            return entries
        raise


def entry_register(entries: Mapping[Register, Change], nr: str, entry: str) -> Register:
    """The register of one of the ``entries`` by its name, the beginning of it, or its unit and name.

    Raises UserError ``entry_unknown``.
    """
    registers = sorted(entries)
    named = meant(entry, registers, lambda register: register.field)
    if len(named) != 1:
        names = list(to_type(registers, lambda register: register.field))
        raise UserError("entry_unknown", found=entry, nr=nr, known=names)
    return named[0]


def changes_to_redact(
    conn: sqlite3.Connection, identity: Identity, register: Register
) -> tuple[list[LedgerChange], int]:
    """Return the changes of a register that are redacted at once, and how many more there are.

    At most MAX_AT_ONCE are: those that count before the others, the newest first. Raises UserError
    ``headquarters_only``, or ``redaction_none`` where no text of it is here.
    """
    refuse_if_not_allowed(identity, "decision", "")
    names = _names_in(conn, register)
    if not names:
        raise UserError("redaction_none")
    return list(_named(conn, names[:MAX_AT_ONCE])), len(names[MAX_AT_ONCE:])


def values_in(conn: sqlite3.Connection, register: Register) -> Iterator[LedgerChange]:
    """Yield the changes of a register whose values are here."""
    return _named(conn, _names_in(conn, register))


def _names_in(conn: sqlite3.Connection, register: Register) -> list[tuple[str, int]]:
    return conn.execute(
        "SELECT replica, seq FROM change WHERE kind = ? AND target = ? AND unit = ? AND field = ?"
        f" AND {_HERE} ORDER BY held IS NOT NULL, lamport DESC, replica, seq",
        register,
    ).fetchall()


def _named(conn: sqlite3.Connection, names: Iterable[Sequence[Any]]) -> Iterator[LedgerChange]:
    """Yield changes by chain and number, as far as their values are here."""
    histories = Histories(conn)
    for chain, seq, *_ in names:
        yield from _read(conn, f"replica = ? AND seq = ? AND {_HERE}", (chain, seq), histories)


def replaced(conn: sqlite3.Connection, replica: str, after: int) -> Iterator[LedgerChange]:
    """Yield a replica's changes beyond the first ``after`` whose values stand no more.

    What an undo or a redo has set again stands: it leaves anyway, and undo compares with it. What is held, as
    where the own key is revoked, is not replaced: it counts as soon as somebody accepts it.
    """
    for own_change in _found(conn, "replica = ? AND seq > ? AND held IS NULL", (replica, after)):
        own, value = f"{own_change.chain}:{own_change.change.seq}", own_change.change.value
        heads = read_heads(conn, own_change.change.register)
        if all(head.id != own and head.value != value for head in heads):
            yield own_change


def returned(
    conn: sqlite3.Connection, words: Iterable[RedactionWord], passed_over: Iterable[str] = ()
) -> Iterator[LedgerChange]:
    """Yield what stands again, or still, in the entries that persons at headquarters redacted by these words.

    Of the chains that are ``passed_over`` nothing is looked at.
    """
    named, histories = set[tuple[str, ...]](), Histories(conn)
    for word in (word for word in words if word.of_entry):
        row = conn.execute(
            "SELECT kind, unit, field, target FROM change WHERE replica = ? AND seq = ?",
            (histories.holding(word.replica, word.seq, word.digest), word.seq),
        ).fetchone()
        if row is not None:
            named.add(row)
    chains = json.dumps(list(passed_over))
    names = (
        "SELECT replica, seq FROM change WHERE kind = ? AND unit = ? AND field = ? AND target = ?"
        f" AND {_HERE} AND replica NOT IN (SELECT value FROM json_each(?))"
    )
    for register in sorted(named):
        yield from _named(conn, conn.execute(names, (*register, chains)).fetchall())


def redacted_changes(conn: sqlite3.Connection) -> Iterator[LedgerChange]:
    """Every change whose value is gone. Raises ValueError where one is in no form."""
    return _read(conn, "value >= '~'", ())


def redacted_entries(conn: sqlite3.Connection, identity: Identity) -> frozenset[Register]:
    """The registers this installation may write in of which a text is gone that counted, or was its own."""
    own = json.dumps([*own_chains(conn, identity.replica)])
    gone = "value >= '~' AND (held IS NULL OR replica IN (SELECT value FROM json_each(?)))"
    registers = {redacted.change.register for redacted in _read(conn, gone, (own,))}
    return frozenset(register for register in registers if may_write(identity, register.kind, register.unit))


def redacted_by_others(conn: sqlite3.Connection, replica: str) -> Iterator[LedgerChange]:
    """Every change whose value is gone by the word of another headquarters than ``replica``, as it says."""
    return _read(conn, "value >= '~' AND value NOT LIKE '~%::%' AND value NOT LIKE ?", (f"~%:{replica}:%",))


def _found(conn: sqlite3.Connection, where: str, parameters: tuple[Any, ...]) -> Iterator[LedgerChange]:
    return _read(conn, f"{where} AND {_HERE}", parameters)


def _read(
    conn: sqlite3.Connection, where: str, parameters: tuple[Any, ...], histories: Histories | None = None
) -> Iterator[LedgerChange]:
    rows = conn.execute(
        f"SELECT {CHANGE_COLUMNS}, hash FROM change WHERE {where} ORDER BY replica, seq", parameters
    ).fetchall()
    histories = histories or Histories(conn)
    for row in rows:
        change = change_of_row(row)
        told = change._replace(replica=histories.author(change.replica))
        yield LedgerChange(told, row[-1], change.replica)


def drop_value(
    conn: sqlite3.Connection,
    redacted: LedgerChange,
    signer: str,
    signature: bytes,
    *,
    of_entry: bool = False,
) -> None:
    """Put a redaction in place of a change's value, in the ledger and in the state.

    What it has attached is noted with its unit where a headquarters takes it away, as a person's word on the
    entry (``of_entry``) or to answer for what it knows.
    """
    change = redacted.change
    redaction = Redaction(value_hash(change.value), signer, signature)
    if signer:
        note_redacted(conn, redacted.chain, change.seq, of_entry=of_entry)
    where = "WHERE replica = ? AND seq = ?"
    conn.execute(f"UPDATE change SET value = ? {where}", (redaction.text, redacted.chain, change.seq))
    forget_value(conn, change.register, f"{redacted.chain}:{change.seq}")


def put_value(conn: sqlite3.Connection, chain: str, seq: int, value: str) -> bool:
    """Put the value back, of the same hash, that a change's author alone has let go of; whether it is so.

    The state is not derived anew.
    """
    put = f"UPDATE change SET value = ? WHERE replica = ? AND seq = ? AND {BY_AUTHOR}"
    return conn.execute(put, (value, chain, seq)).rowcount > 0
