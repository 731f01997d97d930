"""From which tables something was recorded: a register of kind ``source`` in the batch of what came of it.

Its target is the SHA-256 of the file, its value name, day and person. Whatever else is of its batch came from
the file; an undo of the batch clears it as well.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from schema.types import read_day
from store.db.database import Connection
from store.db.text import fold
from store.edits.assessment import WHOLE
from store.edits.edits import checked_text, new_entry_id
from store.edits.reported.table import NOTE, Source
from store.ledger.append import Edit
from store.ledger.change import Register, canonical_json, shown_value
from store.ledger.heads import OF_HEAD
from store.ledger.identity import Identity

KIND: Final = "source"
_MAX_NAME: Final = 200


class RecordedSource(NamedTuple):
    """A table from which something was recorded that stands, by the replica and the batch of it."""

    replica: str
    batch: str
    recorded_at: int
    source: Source


def source_edit(identity: Identity, source: Source, units: Collection[str]) -> Edit:
    """Return what records a source; a table that headquarters takes names the ``units`` it reports for."""
    unit = WHOLE if identity.is_headquarters else identity.unit
    value: dict[str, object] = {
        "file": _named(source.file) or source.sha256[:8],
        "day": source.day.isoformat(),
        "person": _named(source.person),
        "form": source.form,
        **({"paper": True} if source.paper else {}),
        **({"units": sorted(units)} if unit == WHOLE else {}),
    }
    return Edit(KIND, source.sha256, unit, new_entry_id(), value)


def _named(text: str) -> str:
    """A name as it may enter the ledger, cut where it is too long."""
    return checked_text(text[:_MAX_NAME], newlines=False) if text.strip() else ""


def recorded_sources(conn: Connection, sha256: str | None = None) -> list[RecordedSource]:
    """Return the tables of which something stands, or those with this digest, the first recorded first."""
    return [table.recorded for table in _tables(conn, sha256)]


class _Table(NamedTuple):
    """A source that stands, of a unit's register or headquarters', and the units that it names itself."""

    recorded: RecordedSource
    unit: str
    lamport: int
    units: frozenset[str]


def _tables(conn: Connection, sha256: str | None = None) -> Iterator[_Table]:
    of_file = "" if sha256 is None else " AND state.target = :sha256"
    rows = conn.execute(
        "SELECT change.replica, change.batch, change.recorded_at, state.target, state.value, state.unit,"
        f" state.lamport FROM state CROSS JOIN change ON {OF_HEAD}"
        f" WHERE state.kind = '{KIND}' AND state.value <> 'null'{of_file} ORDER BY state.lamport, head",
        {"sha256": sha256},
    )
    for replica, batch, recorded_at, target, text, unit, lamport in rows:
        if (source := read_source(target, value := json.loads(text))) is not None:
            named = value.get("units")
            units = frozenset(map(str, named if isinstance(named, list) else ()))
            yield _Table(RecordedSource(replica, batch, recorded_at, source), unit, lamport, units)


def read_source(sha256: str, value: object) -> Source | None:
    """Return a source from its value in the ledger; None where it is of a newer form."""
    if not isinstance(value, dict) or not isinstance(value.get("file"), str):
        return None
    if (day := read_day(value.get("day"))) is None:
        return None
    form, paper = (value.get(key) is True for key in ("form", "paper"))
    return Source(value["file"], sha256, day, str(value.get("person") or ""), form, paper)


class EarlierTables(NamedTuple):
    """What tables said last of each register that they changed, ``when``, in which ``file`` (SHA-256), and
    where the last table of a unit stands.

    All by what of them stands; ``when`` and ``last`` are lamports.
    """

    said: Mapping[Register, object] = MappingProxyType({})
    when: Mapping[Register, int] = MappingProxyType({})
    file: Mapping[Register, str] = MappingProxyType({})
    last: Mapping[str, int] = MappingProxyType({})


def said_before(conn: Connection, form: Source) -> Mapping[Register, object]:
    """Return what those forms said last that a form corrects: pages with its code, or workbooks from the
    same person. A workbook that was recorded already corrects nothing that was recorded since."""
    if not form.form or (not form.paper and recorded_sources(conn, form.sha256)):
        return {}
    return earlier_tables(conn, form).said


def _corrects(form: Source, earlier: Source) -> bool:
    if not earlier.form or form.paper != earlier.paper:
        return False
    return form.file == earlier.file if form.paper else fold(form.person) == fold(earlier.person)


def earlier_tables(conn: Connection, form: Source | None = None) -> EarlierTables:
    """Return what earlier tables said; those alone that a form corrects, where one is given.

    Nobody but a unit itself and headquarters tells where the unit's last table stands.
    """
    tables = [table for table in _tables(conn) if form is None or _corrects(form, table.recorded.source)]
    changed = _changed_by(conn, {table.recorded[:2] for table in tables})
    units = {batch: {of.unit for of in values} for batch, values in changed.items()}
    values: dict[Register, object] = {}
    when: dict[Register, int] = {}
    file: dict[Register, str] = {}
    for batch, table in {table.recorded[:2]: table for table in reversed(tables)}.items():
        for register, value in changed[batch].items():
            values.setdefault(register, value)
            when.setdefault(register, table.lamport)
            file.setdefault(register, table.recorded.source.sha256)
    last: dict[str, int] = {}
    for table in tables:
        for unit in [table.unit] if table.unit != WHOLE else table.units or units[table.recorded[:2]]:
            last[unit] = table.lamport
    return EarlierTables(values, when, file, last)


def _changed_by(
    conn: Connection, batches: Collection[tuple[str, str]]
) -> Mapping[tuple[str, str], Mapping[Register, object]]:
    """Return what batches set, by replica and batch: all that is held is looked through once for them."""
    values: dict[tuple[str, str], dict[Register, object]] = {batch: {} for batch in batches}
    rows = conn.execute(
        "SELECT replica, batch, kind, target, unit, field, value FROM change"
        " WHERE replica IN (SELECT value ->> 0 FROM json_each(?1))"
        " AND (+replica, batch) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?1))"
        " AND held IS NULL ORDER BY replica, seq",
        (canonical_json([*batches]),),
    )
    for replica, batch, kind, target, unit, field, value in rows:
        # what stands beside it for a conflict comes behind it; what is gone clears
        of_batch = values[replica, batch]
        of_batch.setdefault(Register(kind, target, unit, field), json.loads(shown_value(value)))
    return values


def note_entry(action: str, unit: str, text: str) -> str:
    """Return the name of the register of a note that a table brings: the same note is recorded once."""
    # whoever only looks at an action needs no digest
    import hashlib

    return hashlib.sha256("\0".join((NOTE, action, unit, text)).encode()).hexdigest()[:32]


def value_then(conn: Connection, register: Register, lamport: int | None) -> object:
    """Return what a register said where the ledger stood there, as when a page was printed."""
    row = conn.execute(
        "SELECT value FROM change WHERE kind = ? AND target = ? AND unit = ? AND field = ?"
        " AND lamport <= ? AND held IS NULL ORDER BY lamport DESC, replica DESC, seq DESC LIMIT 1",
        (*register, lamport),
    ).fetchone()
    return None if row is None else json.loads(shown_value(row[0]))
