"""What headquarters redacted since a report was written: the report says it still, and may.

A text that is gone is known to nobody here. So each is marked in a copy of the ledger, what the report has
at the place of the mark is put there, and the report is drawn again: all else of it has to be the same.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from typing import Final

from schema.choices import EVIDENCE_KIND
from store.db.database import Connection
from store.edits.redaction import LedgerChange, redacted_changes
from store.exchange.redaction_words import redaction_words
from store.ledger.append import rebuild_derived
from store.ledger.change import canonical_json, value_hash

MARK: Final = re.compile("(textgone[0-9a-f]{16}n[0-9]+m[0-9]e)")
"""What stands for a text that is gone while it is looked for: the change by its number, and the member."""
_MOST: Final = 64
"""So many ways to read the texts of a change are looked at."""


def redacted_since(conn: Connection, before: Connection) -> list[LedgerChange]:
    """Return the changes of an earlier state of the ledger that are gone by words that it did not have."""
    earlier = {word.digest for word in redaction_words(before)}
    words = {word.digest for word in redaction_words(conn)} - earlier
    return [gone for gone in redacted_changes(before) if gone.digest in words] if words else []


WHOLE: Final = ("title",)
MEMBERS: Final = ("title", "ref", "kind")
FORMS_OF_MEMBERS: Final = (MEMBERS, MEMBERS[:2])
"""What evidence is printed of: all that is known of it as one text, or each by itself."""


def marks_for(gone: Sequence[LedgerChange], members: Sequence[str]) -> list[dict[str, str]]:
    """Return for each change a text by member that nobody else has written; a note has the first alone."""
    token = secrets.token_hex(8)
    return [
        {
            member: f"textgone{token}n{n}m{m}e"
            for m, member in enumerate(members if change.change.kind == "evidence" else members[:1])
        }
        for n, change in enumerate(gone)
    ]


def value_of(gone: LedgerChange, texts: Mapping[str, str]) -> str:
    """Return the value of a note or of evidence that has these texts: all that is printed of it."""
    if gone.change.kind != "evidence":
        return canonical_json(texts[WHOLE[0]])
    return canonical_json({"ref": "", **texts})


def recorded_value(gone: LedgerChange, texts: Mapping[str, str]) -> str | None:
    """Return the value of a change that has these texts if it is the very one that is gone, by its hash."""
    kinds = (
        ({}, *({"kind": code} for code in EVIDENCE_KIND.codes)) if gone.change.kind == "evidence" else ({},)
    )
    gone_hash = value_hash(gone.change.value)
    values = (value_of(gone, {**texts, **kind}) for kind in kinds)
    return next((value for value in values if value_hash(value) == gone_hash), None)


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


Ways = Sequence[Mapping[str, str]]
"""The ways to read the texts of one change at a place, each by mark, the likeliest first."""


def texts_at_marks(stated: str, marked: str) -> list[Ways]:
    """Return what a text has at the marks of another one, for each change in it; nothing where they differ
    otherwise.

    What stands between two members may also stand within one: “Minutes (draft) (no. 7)”.
    """
    begin, *parts = MARK.split(marked)
    if not stated.startswith(begin):
        return []
    pieces = list(zip(parts[::2], parts[1::2], strict=True))
    changes = [list(pieces) for _of, pieces in groupby(pieces, key=lambda piece: piece[0].rpartition("m")[0])]
    at, read = len(begin), list[Ways]()
    for n, members in enumerate(changes, 1):
        behind = members[-1][1]
        end = len(stated) - len(behind) if n == len(changes) else stated.find(behind, at)
        if end <= at or not stated.endswith(behind, at, end + len(behind)):
            return []
        ways = sorted(islice(_splits(stated[at:end], members), _MOST), key=_is_broken)
        if not ways:
            return []
        read.append(ways)
        at = end + len(behind)
    return read


def _splits(text: str, members: Sequence[tuple[str, str]]) -> Iterator[dict[str, str]]:
    """Yield each way to part a text into members; each but the last is told with what stands behind it."""
    (mark, between), *others = members
    if not others:
        yield {mark: text}
        return
    end = text.find(between, 1)
    while 0 < end < len(text) - len(between):
        for way in _splits(text[end + len(between) :], others):
            if way.setdefault(mark, text[:end]) == text[:end]:
                yield way
        end = text.find(between, end + 1)


def _is_broken(way: Mapping[str, str]) -> bool:
    """Return True if a bracket opens in one of the texts and closes in another."""
    return any(text.count("(") != text.count(")") for text in way.values())


def read_together(places: Iterable[Ways], marks: Iterable[str]) -> Ways:
    """Return the ways to read the texts at these marks that all places share, whole ones alone."""
    marks = set(marks)
    ways: list[dict[str, str]] = [{}]
    for place in places:
        here = [{mark: text for mark, text in way.items() if mark in marks} for way in place]
        joined = (
            {**way, **other}
            for way in ways
            for other in here
            if all(way.get(mark, text) == text for mark, text in other.items())
        )
        # a place that spells a text otherwise decides nothing
        ways = list(islice(joined, _MOST)) or ways
    return [way for way in ways if way.keys() == marks]
