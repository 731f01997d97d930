"""The redactions of a file, against the changes that are held under the same hashes.

The hash of a change tells all of it, whether its value is here or gone. Headquarters' redaction takes the
place of the value; its author's, of what never left, gives way to the value wherever somebody has it.
"""

from __future__ import annotations

from store.db.database import Connection
from store.edits.redaction import LedgerChange, drop_value, held_as, put_value
from store.exchange.redaction_words import RedactionWord, words_on
from store.ledger.append import LedgerEntry, rebuild_derived
from store.ledger.branches import Histories
from store.ledger.change import Change, Redaction, is_redacted
from store.ledger.identity import Identity
from sync.quarantine.misheld import judge_all, judge_redacted
from sync.signers import Signers


class ReceivedRedactions:
    """Says which redactions of one file may stand here; what follows is done by :meth:`settle`.

    What of the file is pending is written before anything is asked.
    """

    def __init__(self, conn: Connection, identity: Identity) -> None:
        self._conn, self._identity = conn, identity
        self._signers = Signers(conn, identity)
        self._words: list[RedactionWord] = []
        self._came_back = False

    def vouch(self, change: Change, redaction: Redaction, digest: bytes) -> Redaction | None:
        """Return the redaction as by who vouches for it, whatever its carrier says; headquarters' is
        remembered."""
        word = RedactionWord(change.replica, change.seq, digest, redaction.signer, redaction.signature)
        if (vouching := self._signers.vouching(change, word)) is None:
            return None
        if vouching.signer:
            self._words.append(vouching)
        return Redaction(redaction.digest, vouching.signer, vouching.signature)

    def meet(self, chain: str, entry: LedgerEntry) -> None:
        """Put back the value of a change that is held in a chain without it, if its author alone let go of
        it."""
        row, _supersedes = entry
        if not is_redacted(row[10]):
            self._came_back |= put_value(self._conn, chain, row[1], row[10])

    def settle(self) -> int:
        """Let headquarters' redactions win over values; return how many changes have lost theirs."""
        gone, histories = 0, Histories(self._conn)
        for word in self._words:
            change = held_as(self._conn, histories, word.replica, word.seq, word.digest)
            if change is not None and _is_news(change):
                words = words_on(self._conn, change.change.target, word.digest)
                of_entry = any(named.of_entry for named in words)
                drop_value(self._conn, change, word.signer, word.signature, of_entry=of_entry)
                gone += change.change.redaction is None
        if self._came_back:
            rebuild_derived(self._conn)
            judge_all(self._conn, self._identity)
        elif gone:
            judge_redacted(self._conn, self._identity)
        return gone


def _is_news(change: LedgerChange) -> bool:
    """Return True if headquarters' redaction takes the place of what is held: a value, or its author's
    redaction."""
    present = change.change.redaction
    return present is None or not present.signer
