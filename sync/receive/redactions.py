"""The redactions of a file, against the changes that are held under the same hashes.

The hash of a change tells all of it where its value is here. Of a redacted one its signer tells what else it
is made of, and may tell it otherwise to others. So what a value refutes, here or in the file, does not count.
Of two redactions that tell otherwise headquarters' counts, which has had the value; of two of a kind the one
whose signed bytes come first. Thus all come to hold the same.
"""

from __future__ import annotations

from collections import Counter

from store.db.database import Connection
from store.edits.redaction import (
    KINDS,
    LedgerChange,
    RedactionWord,
    drop_values,
    held_as,
    redaction_words,
)
from store.ledger.append import LedgerEntry, change_of_row, rebuild_derived
from store.ledger.change import Change, Redaction, redacted_form
from store.ledger.identity import Identity
from store.ledger.reach import judge_reach
from sync.quarantine.misheld import judge_all
from sync.redaction import MAX_ANSWERED, count_answered, is_vouched
from sync.wire.decoding import WITHHELD


class ReceivedRedactions:
    """Says which redactions of one file may stand here; what follows is done by :meth:`settle`.

    What of the file is pending is written before anything is asked.
    """

    def __init__(self, conn: Connection, identity: Identity) -> None:
        self._conn, self._identity = conn, identity
        self._words: list[RedactionWord] = []
        self._truer: list[tuple[str, LedgerEntry]] = []
        self.shown: dict[bytes, tuple[str, int]] = {}
        """At headquarters: what a sender of its own shows redacted by who is not believed here."""
        self._answered: Counter[str] | None = None
        self._named: dict[bytes, tuple[str, int]] = {}
        """What headquarters has redacted by itself, of each author, and which change it named by a hash."""

    def vouch(self, change: Change, redaction: Redaction, prev: bytes) -> bool:
        """Whether somebody vouches for a redaction, and its hash stands behind no other one here.

        Of a change that is held otherwise it is remembered.
        """
        if not is_vouched(self._conn, self._identity, change, redaction, prev):
            return False
        held = self._held(change, redaction)
        if held is None:
            return True
        if _form(held) == redacted_form(change, redaction.digest, prev) and _is_news(held, redaction):
            self._words.append(RedactionWord(change.replica, change.seq, redaction))
        return held.prev == prev

    def show(self, change: Change, redaction: Redaction, prev: bytes) -> bool:
        """As :meth:`vouch`, of what a file's own sender shows redacted: its signature says it as well."""
        if change.kind not in KINDS:
            return False
        if is_vouched(self._conn, self._identity, change, redaction, prev):
            return self.vouch(change, redaction, prev)
        if not self._is_answered(change, redaction.digest):
            return False
        held = self._held(change, redaction)
        return held is None or held.prev == prev

    def _is_answered(self, change: Change, digest: bytes) -> bool:
        """Whether headquarters says in its own name that what is shown is redacted: of an author so many
        changes, and none under a hash that is named of another change."""
        if self._answered is None:
            words = list(redaction_words(self._conn))
            self._named = {word.redaction.digest: (word.replica, word.seq) for word in words}
            own = self._identity.replica
            self._answered = count_answered(word for word in words if word.redaction.signer == own)
        place = change.replica, change.seq
        if self.shown.get(digest) == place:
            return True
        if digest in self._named or self._answered[change.replica] >= MAX_ANSWERED:
            return False
        self._named[digest] = self.shown[digest] = place
        self._answered[change.replica] += 1
        return True

    def _held(self, change: Change, redaction: Redaction) -> LedgerChange | None:
        return held_as(self._conn, change.replica, change.seq, redaction.digest)

    def meet(self, chain: str, entry: LedgerEntry) -> None:
        """Take note of a change of the file that is held in a chain under its hash, where one is redacted."""
        row, _supersedes = entry
        change = change_of_row(row)
        held = held_as(self._conn, change.replica, change.seq, row[13])
        if held is None or row[14] == WITHHELD:
            return
        told = LedgerChange(change, row[13], held.prev, chain)
        is_false = held.change.redaction is not None and _form(held) != _form(told)
        if is_false and (change.redaction is None or _order(told) < _order(held)):
            self._truer.append((chain, entry))

    def settle(self) -> int:
        """Let each redaction win where it meets the value, and what is truer be what is held.

        Returns how many changes have lost their values.
        """
        gone = 0
        for word in self._words:
            held = held_as(self._conn, word.replica, word.seq, word.redaction.digest)
            if held is not None and _is_news(held, word.redaction):
                drop_values(self._conn, held, word.redaction)
                gone += 1
        # the last that is written stands: the truest
        for chain, (row, _supersedes) in sorted(self._truer, key=_truth, reverse=True):
            self._conn.execute(
                "INSERT OR REPLACE INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (chain, *row[1:]),
            )
        if self._truer:
            # numbers and what leads on from them may be others now
            judge_reach(self._conn)
            rebuild_derived(self._conn)
            judge_all(self._conn, self._identity)
        return gone


def _form(of: LedgerChange) -> bytes:
    return redacted_form(of.change, of.digest, of.prev)


def _order(of: LedgerChange) -> tuple[bool, bytes]:
    """Of two redactions that tell a change otherwise the first counts."""
    assert of.change.redaction is not None
    return not of.change.redaction.signer, _form(of)


def _truth(told: tuple[str, LedgerEntry]) -> tuple[bool, tuple[bool, bytes]]:
    """A value is truer than a redaction that it refutes."""
    chain, (row, _supersedes) = told
    change = change_of_row(row)
    of = LedgerChange(change, row[13], b"", chain)
    return (change.redaction is not None, (False, b"") if change.redaction is None else _order(of))


def _is_news(held: LedgerChange, redaction: Redaction) -> bool:
    """Whether a redaction takes the place of the value, or of another: of two the author's counts."""
    present = held.change.redaction
    return present is None or bool(present.signer and not redaction.signer)
