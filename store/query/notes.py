"""Notes and evidence as they stand, the newest first."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from store.db.database import only
from store.edits.entries import Note
from store.exchange.change_sets import speaker

KINDS: Final = ("note", "evidence")


def _is_note(kind: str, value: object) -> bool:
    """Return True if a value is a note, or evidence, as this version knows them."""
    if kind == "note":
        return isinstance(value, str)
    return isinstance(value, dict) and all(isinstance(value.get(key), str) for key in ("title", "ref"))


def read_notes(
    conn: sqlite3.Connection, action: str | None = None, most: int | None = None
) -> dict[tuple[str, str], list[Note]]:
    """Return notes and evidence by kind and action, or of one action, of each kind the newest ``most``."""
    newest = " UNION ALL ".join(
        f"SELECT * FROM (SELECT kind, target, unit, field, value, lamport, head FROM state WHERE {_of(kind)}"
        f"{only(target=action)} ORDER BY lamport DESC, head DESC LIMIT :most)"
        for kind in KINDS
    )
    notes: dict[tuple[str, str], list[Note]] = defaultdict(list)
    # the head of a register is a change's name, by whose parts the ledger is ordered
    for kind, target, unit, field, text, officer, at, chain in conn.execute(
        "SELECT entry.kind, entry.target, entry.unit, entry.field, entry.value, officer, recorded_at,"
        f" change.replica FROM ({newest}) AS entry"
        " CROSS JOIN change ON change.replica = substr(head, 1, instr(head, ':') - 1)"
        " AND change.seq = CAST(substr(head, instr(head, ':') + 1) AS INTEGER)"
        " ORDER BY entry.lamport DESC, head DESC",
        {"target": action, "most": -1 if most is None else most},
    ):
        if _is_note(kind, value := json.loads(text)):
            notes[kind, target].append(Note(unit, officer, at, value, field, speaker(conn, chain, unit)))
    return notes


def older_notes(conn: sqlite3.Connection, action: str, shown: Sequence[Note], kind: str, most: int) -> int:
    """Return how many entries of a kind an action has beside the newest ``most``, which are ``shown``."""
    if len(shown) < most:
        return 0
    counted = conn.execute(f"SELECT count(*) FROM state WHERE {_of(kind)} AND target = ?", (action,))
    return int(counted.fetchone()[0]) - len(shown)


def _of(kind: str) -> str:
    return f"kind = '{kind}' AND value <> 'null'"
