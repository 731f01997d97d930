"""Who signed that a value is gone, and whether that counts here."""

from __future__ import annotations

import time
from itertools import chain

from store.db.database import Connection
from store.edits.redaction import KINDS
from store.exchange.change_sets import author
from store.exchange.redaction_words import RedactionWord, words_on
from store.exchange.trust import Authority, authority_of, grant_to
from store.ledger.change import Change, redacted_form
from store.ledger.identity import Identity
from sync.wire.keys import verify


def word_in(change: Change, digest: bytes) -> RedactionWord | None:
    """Return what stands in a redacted change itself, as a word; None of one that has its value. Raises
    ValueError.

    ``digest`` is the hash of the change.
    """
    gone = change.redaction
    return None if gone is None else RedactionWord(change.replica, change.seq, digest, *gone[1:])


class Signers:
    """Those who sign redactions; each is looked up once, so no grant changes meanwhile."""

    def __init__(self, conn: Connection, identity: Identity) -> None:
        self._conn, self._identity = conn, identity
        self._authorities: dict[str, Authority | None] = {}
        self._keys: dict[str, bytes | None] = {}

    def vouching(self, change: Change, word: RedactionWord) -> RedactionWord | None:
        """Return the word by which a redacted change may come to stand here: its own, of its author or of a
        headquarters whose key is not revoked, else one of headquarters that counts here; None if none does.
        """
        granted = self._authority(word.signer or change.replica)
        stands = granted is not None and (granted.until is None or time.time() < granted.until)
        own = [word] if stands or not word.signer else []
        words = chain(own, words_on(self._conn, change.target, word.digest))
        return next((signed for signed in words if self.is_redaction(change, signed)), None)

    def is_redaction(self, change: Change, word: RedactionWord) -> bool:
        """Return True if a note or evidence is redacted by its author, which names no signer, or by who is
        accepted here as headquarters, now or until its key was revoked; ``word`` names it by its hash."""
        if change.kind not in KINDS or (word.signer and not self.is_center(word.signer)):
            return False
        key = self._key(word.signer or change.replica)
        return key is not None and verify(key, redacted_form(word.digest), word.signature)

    def is_center(self, replica: str) -> bool:
        """Return True if a replica is accepted here as headquarters, now or until its key was revoked."""
        granted = self._authority(replica)
        return granted is not None and granted.role == "headquarters"

    def _authority(self, replica: str) -> Authority | None:
        if replica not in self._authorities:
            self._authorities[replica] = authority_of(self._conn, self._identity, replica)
        return self._authorities[replica]

    def _key(self, replica: str) -> bytes | None:
        if replica not in self._keys:
            whose = author(self._conn, replica) or grant_to(self._conn, replica)
            self._keys[replica] = None if whose is None else whose.public_key
        return self._keys[replica]
