"""Correcting and withdrawing notes, evidence and resolutions: entries that have a register of their own.

A correction is a change that supersedes the entry, a withdrawal one that clears it. What stood before stays
in the ledger and in the history, and can be set again.
"""

from __future__ import annotations

from typing import NamedTuple

from store.db.database import Connection, Store
from store.db.errors import Refused
from store.edits.assessment import Resolution, resolution_entry
from store.edits.edits import checked_text, evidence_entry
from store.edits.named import meant, to_type
from store.ledger.append import Edit, append
from store.ledger.change import Change, Register
from store.ledger.identity import (
    Identity,
    acting_unit,
    may_write,
    new_batch,
    refuse_if_not_allowed,
    write_transaction,
)
from store.plan.lookup import ActionKey, find_action_id


class Note(NamedTuple):
    """A note or a piece of evidence as it stands (``value`` is text, or title and ref).

    ``entry`` is its name; officer and moment are those of the last correction. ``speaker`` is the unit of
    that officer, empty for headquarters.
    """

    unit: str
    officer: str
    recorded_at: int
    value: object
    entry: str
    speaker: str

    @property
    def name(self) -> str:
        """What names it and no other of its action: two units may have given one name."""
        return f"{self.unit}:{self.entry}"


def correct_note(
    store: Store,
    nr: ActionKey,
    entry: str,
    text: str,
    *,
    unit: str | None = None,
    meeting: str | None = None,
) -> list[Change]:
    """Put another text in place of a note; ``entry`` is its name or the beginning of it.

    ``unit`` says whose note it is, where that has to be said. Raises Refused ``entry_unknown``,
    ``not_allowed``, ``text_empty``, ``text_too_long``, ``unit_unknown`` or ``action_unknown``.
    """
    return _set(store, nr, "note", entry, checked_text(text), unit, meeting)


def correct_evidence(
    store: Store,
    nr: ActionKey,
    entry: str,
    title: str,
    reference: str,
    *,
    kind: str = "",
    unit: str | None = None,
    meeting: str | None = None,
) -> list[Change]:
    """Put another title, kind and place in place of a piece of evidence.

    Raises as :func:`correct_note`, and Refused ``evidence_kind_unknown``.
    """
    return _set(store, nr, "evidence", entry, evidence_entry(title, reference, kind), unit, meeting)


def correct_resolution(
    store: Store,
    nr: ActionKey,
    entry: str,
    resolution: Resolution,
    *,
    unit: str | None = None,
    meeting: str | None = None,
) -> list[Change]:
    """Put another text, person and day in place of a resolution. Raises as :func:`correct_note`."""
    return _set(store, nr, "resolution", entry, resolution_entry(resolution), unit, meeting)


def withdraw_entry(
    store: Store,
    nr: ActionKey,
    kind: str,
    entry: str,
    *,
    unit: str | None = None,
    meeting: str | None = None,
) -> list[Change]:
    """Take a note, a piece of evidence or a resolution away. Raises as :func:`correct_note`."""
    return _set(store, nr, kind, entry, None, unit, meeting)


def _set(
    store: Store,
    nr: ActionKey,
    kind: str,
    entry: str,
    value: object,
    unit: str | None,
    meeting: str | None,
) -> list[Change]:
    with write_transaction(store) as (conn, identity):
        of_unit = None if unit is None else acting_unit(conn, identity, unit)
        register = _find(conn, identity, kind, nr, entry, of_unit)
        refuse_if_not_allowed(identity, kind, register.unit)
        return append(conn, identity, [Edit(*register, value)], batch=new_batch(conn, identity, meeting))


def _find(
    conn: Connection, identity: Identity, kind: str, nr: ActionKey, entry: str, unit: str | None
) -> Register:
    """The register that ``entry`` names, of a unit or one's own before others'.

    Raises Refused ``entry_unknown`` or ``action_unknown``.
    """
    rows = conn.execute(
        "SELECT kind, target, unit, field FROM state WHERE kind = ?1 AND target = ?2 AND value <> 'null'"
        " AND (?3 IS NULL OR unit = ?3) ORDER BY field, unit",
        (kind, find_action_id(conn, nr), unit),
    )
    known = [Register(*row) for row in rows]
    found = meant(entry, known, _name, lambda register: may_write(identity, kind, register.unit))
    if len(found) != 1:
        raise Refused("entry_unknown", found=entry, nr=str(nr), known=list(to_type(known, _name)))
    return found[0]


def _name(register: Register) -> str:
    return register.field
