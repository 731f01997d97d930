"""Of which actions headquarters redacted something since a report was written."""

from __future__ import annotations

from store.db.database import Connection
from store.edits.redaction import redacted_changes, redaction_words


def redacted_since(conn: Connection, before: Connection) -> list[str]:
    """Return of which targets texts are gone by words that an earlier state of the ledger did not have."""
    known = {word.redaction.digest for word in redaction_words(before)}
    words = {word.redaction.digest for word in redaction_words(conn)} - known
    return [gone.change.target for gone in redacted_changes(before) if gone.digest in words] if words else []
