"""The redactions of a file, against the changes that are held under the same hashes.

The hash of a change tells all of it, whether its value is here or gone. Headquarters' redaction takes the
place of the value; its author's, of what never left, gives way to the value wherever somebody has it.
"""

from __future__ import annotations

from collections import Counter

from store.db.database import Connection
from store.edits.redaction import (
    KINDS,
    LedgerChange,
    RedactionWord,
    drop_value,
    held_as,
    put_value,
    redaction_words,
)
from store.ledger.append import LedgerEntry, rebuild_derived
from store.ledger.change import Change, Redaction, is_redacted
from store.ledger.identity import Identity
from sync.quarantine.misheld import judge_all, judge_redacted
from sync.redaction import MAX_ANSWERED, count_answered, is_vouched


class ReceivedRedactions:
    """Says which redactions of one file may stand here; what follows is done by :meth:`settle`.

    What of the file is pending is written before anything is asked.
    """

    def __init__(self, conn: Connection, identity: Identity) -> None:
        self._conn, self._identity = conn, identity
        self._words: list[RedactionWord] = []
        self._values: list[tuple[str, int, bytes, str]] = []
        self.shown: set[bytes] = set()
        """At headquarters: the hashes of what a sender of its own shows redacted by who is not believed
        here."""
        self._answered: Counter[str] | None = None

    def vouch(self, change: Change, redaction: Redaction, digest: bytes) -> bool:
        """Whether somebody vouches for a redaction. Of a change that is held otherwise it is remembered."""
        word = RedactionWord(change.replica, change.seq, digest, redaction.signer, redaction.signature)
        if not is_vouched(self._conn, self._identity, change, word):
            return False
        held = self._held(word)
        if held is not None and _is_news(held, word):
            self._words.append(word)
        return True

    def show(self, change: Change, redaction: Redaction, digest: bytes) -> bool:
        """As :meth:`vouch`, of what a file's own sender shows redacted: its signature says it as well."""
        return change.kind in KINDS and (
            self.vouch(change, redaction, digest) or self._is_answered(change.replica, digest)
        )

    def _is_answered(self, author: str, digest: bytes) -> bool:
        """Whether headquarters says in its own name that what is shown is redacted: of an author so many
        changes."""
        if self._answered is None:
            own = self._identity.replica
            self._answered = count_answered(
                word for word in redaction_words(self._conn) if word.signer == own
            )
        if digest not in self.shown:
            if self._answered[author] >= MAX_ANSWERED:
                return False
            self.shown.add(digest)
            self._answered[author] += 1
        return True

    def _held(self, word: RedactionWord) -> LedgerChange | None:
        return held_as(self._conn, word.replica, word.seq, word.digest)

    def meet(self, entry: LedgerEntry) -> None:
        """Take note of a change of the file that is held without its value."""
        row, _supersedes = entry
        if not is_redacted(row[10]):
            self._values.append((row[0], row[1], row[13], row[10]))

    def settle(self) -> int:
        """Let headquarters' redactions win over values, and values over their authors'.

        Returns how many changes have lost their values.
        """
        gone = 0
        for word in self._words:
            held = self._held(word)
            if held is not None and _is_news(held, word):
                drop_value(self._conn, held, word.signer, word.signature)
                gone += 1
        came_back = [
            held
            for replica, seq, digest, value in self._values
            if (held := held_as(self._conn, replica, seq, digest)) is not None
            and put_value(self._conn, held, value)
        ]
        if came_back:
            rebuild_derived(self._conn)
            judge_all(self._conn, self._identity)
        elif gone:
            judge_redacted(self._conn, self._identity)
        return gone


def _is_news(held: LedgerChange, word: RedactionWord) -> bool:
    """Whether a redaction takes the place of the value, or of its author's: headquarters' does."""
    present = held.change.redaction
    return bool(word.signer) and (present is None or not present.signer)
