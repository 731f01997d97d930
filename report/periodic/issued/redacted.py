"""What headquarters redacted since a report was written: the report says it still, and may.

A text that is gone is known to nobody here. So each is marked in a copy of the ledger, what the report has
at the place of the mark is put there, and the report is drawn again: all else of it has to be the same.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from store.db.database import Connection
from store.edits.redaction import LedgerChange, redacted_changes, redaction_words
from store.ledger.append import rebuild_derived
from store.ledger.change import canonical_json

MARK: Final = re.compile("(textgone[0-9a-f]{16}n[0-9]+e)")
"""What stands for a text that is gone while it is looked for."""


def redacted_since(conn: Connection, before: Connection) -> list[LedgerChange]:
    """Return the changes of an earlier state of the ledger that are gone by words that it did not have."""
    known = {word.digest for word in redaction_words(before)}
    words = {word.digest for word in redaction_words(conn)} - known
    return [gone for gone in redacted_changes(before) if gone.digest in words] if words else []


def marks_for(gone: Sequence[LedgerChange]) -> list[str]:
    """Return a text for each change that nobody else has written."""
    token = secrets.token_hex(8)
    return [f"textgone{token}n{n}e" for n in range(len(gone))]


def put_texts(conn: Connection, texts: Iterable[tuple[LedgerChange, str | None]]) -> None:
    """Put texts in the place of redacted values, in a copy of the ledger: all that is printed of each.

    None lets a value be gone.
    """
    conn.execute("BEGIN")
    for gone, text in texts:
        value = canonical_json({"title": text, "ref": ""} if gone.change.kind == "evidence" else text)
        conn.execute(
            "UPDATE change SET value = ? WHERE replica = ? AND seq = ?",
            (gone.change.value if text is None else value, gone.chain, gone.change.seq),
        )
    rebuild_derived(conn)
    conn.execute("COMMIT")


def texts_at_marks(stated: str, marked: str) -> Mapping[str, str]:
    """Return what a text has at the marks of another one, by mark; nothing where they differ otherwise."""
    begin, *parts = MARK.split(marked)
    if not stated.startswith(begin):
        return {}
    at, texts = len(begin), dict[str, str]()
    for mark, behind in zip(parts[::2], parts[1::2], strict=True):
        is_last = mark == parts[-2]
        end = len(stated) - len(behind) if is_last else stated.find(behind, at)
        if end <= at or not stated.endswith(behind, at, end + len(behind)):
            return {}
        texts[mark] = stated[at:end]
        at = end + len(behind)
    return texts
