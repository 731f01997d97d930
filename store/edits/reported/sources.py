"""From which tables something was recorded: a register of kind ``source`` in the batch of what came of it.

Its target is the SHA-256 of the file, its value name, day and person. Whatever else is of its batch came from
the file; an undo of the batch clears it as well.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from store.db.database import Connection
from store.edits.assessment import WHOLE
from store.edits.edits import checked_text, new_entry_id
from store.edits.reported.table import NOTE, Source
from store.ledger.append import Edit
from store.ledger.change import Register, shown_value, split_id
from store.ledger.identity import Identity

KIND: Final = "source"
_MAX_NAME: Final = 200


class RecordedSource(NamedTuple):
    """A table from which something was recorded that stands, by the replica and the batch of it."""

    replica: str
    batch: str
    recorded_at: int
    source: Source


def source_edit(identity: Identity, source: Source) -> Edit:
    """Return what records a source."""
    unit = WHOLE if identity.is_headquarters else identity.unit
    value: dict[str, object] = {
        "file": _named(source.file) or source.sha256[:8],
        "day": source.day.isoformat(),
        "person": _named(source.person),
        "form": source.form,
        **({"paper": True} if source.paper else {}),
    }
    return Edit(KIND, source.sha256, unit, new_entry_id(), value)


def _named(text: str) -> str:
    """A name as it may enter the ledger, cut where it is too long."""
    return checked_text(text[:_MAX_NAME], newlines=False) if text.strip() else ""


def recorded_sources(conn: Connection, sha256: str | None = None) -> list[RecordedSource]:
    """Return the tables of which something stands, or those with this digest, the first recorded first."""
    of_file = "" if sha256 is None else " AND target = :sha256"
    rows = conn.execute(
        f"SELECT head, target, value FROM state WHERE kind = '{KIND}' AND value <> 'null'{of_file}"
        " ORDER BY lamport, head",
        {"sha256": sha256},
    ).fetchall()
    return list(_recorded(conn, rows))


def _recorded(conn: Connection, rows: list[tuple[str, str, str]]) -> Iterator[RecordedSource]:
    for head, sha256, value in rows:
        source, named = read_source(sha256, json.loads(value)), split_id(head)
        if source is None or named is None:
            continue
        for replica, batch, recorded_at in conn.execute(
            "SELECT replica, batch, recorded_at FROM change WHERE replica = ? AND seq = ?", named
        ):
            yield RecordedSource(replica, batch, recorded_at, source)


def read_source(sha256: str, value: object) -> Source | None:
    """Return a source from its value in the ledger; None where it is of a newer form."""
    if not isinstance(value, dict) or not isinstance(value.get("file"), str):
        return None
    try:
        day = date.fromisoformat(str(value.get("day")))
    except ValueError:
        return None
    form, paper = (value.get(key) is True for key in ("form", "paper"))
    return Source(value["file"], sha256, day, str(value.get("person") or ""), form, paper)


def said_before(conn: Connection, page: str | None = None) -> dict[Register, object]:
    """Return what tables said last of each register that they changed, by what of them stands.

    Of a printed form only what was typed from the pages with this code.
    """
    last_values: dict[Register, object] = {}
    for of in recorded_sources(conn):
        if page is not None and not (of.source.paper and of.source.file == page):
            continue
        in_batch: dict[Register, object] = {}
        rows = conn.execute(
            "SELECT kind, target, unit, field, value FROM change WHERE replica = ? AND batch = ?"
            " AND held IS NULL ORDER BY seq",
            (of.replica, of.batch),
        )
        for kind, target, unit, field, value in rows:
            # what stands beside it for a conflict comes behind it; what is gone clears
            in_batch.setdefault(Register(kind, target, unit, field), json.loads(shown_value(value)))
        last_values.update(in_batch)
    return last_values


def last_table(conn: Connection) -> int | None:
    """Return the lamport of the last table that was recorded and stands; None where there is none."""
    asked = f"SELECT max(lamport) FROM state WHERE kind = '{KIND}' AND value <> 'null'"
    lamport: int | None = conn.execute(asked).fetchone()[0]
    return lamport


def note_entry(action: str, unit: str, text: str) -> str:
    """Return the name of the register of a note that a table brings: the same note is recorded once."""
    # whoever only looks at an action needs no digest
    import hashlib

    return hashlib.sha256("\0".join((NOTE, action, unit, text)).encode()).hexdigest()[:12]
