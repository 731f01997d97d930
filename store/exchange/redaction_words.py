"""The words of headquarters by which texts are redacted, as they stand in the ledger."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from store.ledger.append import Edit

FIELD: Final = "redaction"
"""What the field of headquarters' word begins with; the hash of the change and the headquarters follow, so
that two that redact the same do not contradict each other."""


_WORDS: Final = (
    "SELECT field, value FROM change LEFT JOIN branch ON branch.chain = change.replica"
    " WHERE kind = 'decision' AND field >= 'redaction.' AND field < 'redaction/' AND unit = ''"
    " AND held IS NULL AND value < '~' AND coalesce(branch.replica, change.replica) = substr(field, 76)"
)
"""In SQL: the words that headquarters have said, each of itself. One is not taken back: not the state counts,
in which another may have cleared its register."""


_DIGEST: Final = re.compile("[0-9a-f]{64}")


class RedactionWord(NamedTuple):
    """The word of a headquarters that the change with a hash is redacted.

    ``of_entry`` where a person redacted the entry that it is of, with all that is recorded in it later. The
    author's own signature, in a file, is told in the same form, with an empty ``signer``.
    """

    replica: str
    seq: int
    digest: bytes
    signer: str
    signature: bytes
    of_entry: bool = False


def word_edit(target: str, word: RedactionWord) -> Edit:
    """A word as it enters the ledger."""
    value: dict[str, object] = {
        "replica": word.replica,
        "seq": word.seq,
        "signature": word.signature.hex(),
        **({"entry": True} if word.of_entry else {}),
    }
    return Edit("decision", target, "", f"{FIELD}.{word.digest.hex()}.{word.signer}", value)


def redaction_words(conn: sqlite3.Connection) -> Iterator[RedactionWord]:
    """Yield every word of headquarters that counts here; what is in another form is passed over."""
    for field, value in conn.execute(_WORDS).fetchall():
        if (word := _word(field, json.loads(value))) is not None:
            yield word


def _word(field: str, value: Any) -> RedactionWord | None:
    try:
        _, digest, signer = field.split(".")
        signature, replica, seq = bytes.fromhex(value["signature"]), value["replica"], value["seq"]
    except (KeyError, TypeError, ValueError):
        return None
    if not isinstance(replica, str) or type(seq) is not int or not 0 < seq < 2**53:
        return None
    # the beginning of a hash would name whatever begins so
    if not _DIGEST.fullmatch(digest):
        return None
    return RedactionWord(replica, seq, bytes.fromhex(digest), signer, signature, value.get("entry") is True)


def words_on(conn: sqlite3.Connection, target: str, digest: bytes) -> Iterator[RedactionWord]:
    """Yield what headquarters' words that count here say of one change on ``target``, by its hash."""
    begins = f"{FIELD}.{digest.hex()}"
    named = f"{_WORDS} AND target = ? AND field >= ? AND field < ?"
    for field, value in conn.execute(named, (target, f"{begins}.", f"{begins}/")).fetchall():
        if (word := _word(field, json.loads(value))) is not None:
            yield word
