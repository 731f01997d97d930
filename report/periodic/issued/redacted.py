"""What headquarters redacted since a report was written: the report says it still, and may.

A text that is gone is known to nobody here. So each is marked in a copy of the ledger, what the report has
at the place of the mark is put there, and the report is drawn again: all else of it has to be the same.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
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


WHOLE: Final = ("title",)
MEMBERS: Final = ("title", "ref", "kind")
FORMS_OF_MEMBERS: Final = (MEMBERS, MEMBERS[:2])
"""What evidence is printed of: all that is known of it as one text, or each by itself."""


def marks_for(gone: Sequence[LedgerChange], members: Sequence[str]) -> list[dict[str, str]]:
    """Return for each change a text by member that nobody else has written; a note has the first alone."""
    token, number = secrets.token_hex(8), count()
    return [
        {
            member: f"textgone{token}n{next(number)}e"
            for member in (members if change.change.kind == "evidence" else members[:1])
        }
        for change in gone
    ]


def value_of(gone: LedgerChange, texts: Mapping[str, str]) -> str:
    """Return the value of a note or of evidence that has these texts: all that is printed of it."""
    if gone.change.kind != "evidence":
        return canonical_json(texts[WHOLE[0]])
    return canonical_json({"ref": "", **texts})


def in_one_text(value: str) -> str:
    """Return the text of a note, or all that is known of evidence."""
    content = json.loads(value)
    return content if isinstance(content, str) else " · ".join(filter(None, map(content.get, MEMBERS)))


def put_values(conn: Connection, values: Iterable[tuple[LedgerChange, str | None]]) -> None:
    """Put values in the place of redacted ones, in a copy of the ledger; None lets a value be gone."""
    conn.execute("BEGIN")
    for gone, value in values:
        conn.execute(
            "UPDATE change SET value = ? WHERE replica = ? AND seq = ?",
            (gone.change.value if value is None else value, gone.chain, gone.change.seq),
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
