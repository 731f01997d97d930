"""Correcting and withdrawing notes, evidence and resolutions: entries that have a register of their own.

A correction is a change that supersedes the entry, a withdrawal one that clears it. What stood before stays
in the ledger and in the history, and can be set again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from store.db.database import Connection, Store
from store.db.errors import UserError
from store.edits.assessment import Resolution, read_resolution, resolution_entry, resolved_on
from store.edits.edits import checked_text, evidence_entry
from store.edits.meeting import Meeting
from store.edits.named import meant, to_type
from store.ledger.append import Edit, append
from store.ledger.change import Change, Register
from store.ledger.heads import read_heads
from store.ledger.identity import (
    Identity,
    acting_unit,
    may_write,
    new_batch,
    refuse_if_not_allowed,
    write_transaction,
)
from store.plan.lookup import ActionKey


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

    ``unit`` says whose note it is, where that has to be said. Raises UserError ``entry_unknown``,
    ``not_allowed``, ``text_empty``, ``text_too_long``, ``unit_unknown`` or ``action_unknown``.
    """
    return _set(store, nr, "note", entry, _always(checked_text(text)), unit, meeting)


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

    Raises as :func:`correct_note`, and UserError ``evidence_kind_unknown``.
    """
    value = _always(evidence_entry(title, reference, kind))
    return _set(store, nr, "evidence", entry, value, unit, meeting)


def correct_resolution(
    store: Store,
    about: ActionKey | Meeting,
    entry: str,
    resolution: Resolution,
    *,
    unit: str | None = None,
    meeting: str | None = None,
) -> list[Change]:
    """Put another text, person and day in place of a resolution; one that was done stays so.

    Raises as :func:`correct_note`.
    """

    def corrected(stands: object) -> object:
        return resolution_entry(resolution._replace(done=_done(stands)))

    return _set(store, about, "resolution", entry, corrected, unit, meeting)


def _done(stands: object) -> date | None:
    before = read_resolution(stands)
    return None if before is None else before.done


def withdraw_entry(
    store: Store,
    about: ActionKey | Meeting,
    kind: str,
    entry: str,
    *,
    unit: str | None = None,
    meeting: str | None = None,
) -> list[Change]:
    """Take a note, a piece of evidence or a resolution away. Raises as :func:`correct_note`."""
    return _set(store, about, kind, entry, _always(None), unit, meeting)


def _always(value: object) -> Callable[[object], object]:
    return lambda _stands: value


def _set(
    store: Store,
    about: ActionKey | Meeting,
    kind: str,
    entry: str,
    value: Callable[[object], object],
    unit: str | None,
    meeting: str | None,
) -> list[Change]:
    """Record what ``value`` makes of what stands in an entry."""
    with write_transaction(store) as (conn, identity):
        of_unit = None if unit is None else acting_unit(conn, identity, unit)
        register = _find(conn, identity, kind, about, entry, of_unit)
        refuse_if_not_allowed(identity, kind, register.unit)
        edit = Edit(*register, value(read_heads(conn, register)[0].decoded()))
        return append(conn, identity, [edit], batch=new_batch(conn, identity, meeting))


def _find(
    conn: Connection,
    identity: Identity,
    kind: str,
    about: ActionKey | Meeting,
    entry: str,
    unit: str | None,
) -> Register:
    """The register that ``entry`` names, of a unit or one's own before others'.

    Raises UserError ``entry_unknown`` or ``action_unknown``.
    """
    rows = conn.execute(
        "SELECT kind, target, unit, field FROM state WHERE kind = ?1 AND target = ?2 AND value <> 'null'"
        " AND (?3 IS NULL OR unit = ?3) ORDER BY field, unit",
        (kind, resolved_on(conn, about), unit),
    )
    registers = [Register(*row) for row in rows]
    named = meant(entry, registers, _name, lambda register: may_write(identity, kind, register.unit))
    if len(named) != 1:
        name = about.title if isinstance(about, Meeting) else str(about)
        raise UserError("entry_unknown", found=entry, nr=name, known=list(to_type(registers, _name)))
    return named[0]


def _name(register: Register) -> str:
    return register.field
