"""Adding evidence, and correcting and withdrawing notes, evidence and resolutions.

Each entry has a register of its own. A correction is a change that supersedes the entry, a withdrawal one
that clears it. What stood before stays in the ledger and in the history, and can be set again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from schema.choices import EVIDENCE_KIND
from store.db.database import Connection, Store
from store.db.errors import UserError
from store.edits.assessment import Resolution, read_resolution, resolution_entry, resolved_on
from store.edits.edits import add_entry, checked_text, checked_value
from store.edits.meeting import Meeting
from store.edits.named import meant, to_type
from store.edits.recording import NOT_ASKED, Recording
from store.exchange.attachments import Attachment, AttachmentFile, attachment_of
from store.ledger.append import Edit, append
from store.ledger.change import Change, Register
from store.ledger.heads import Standing, read_heads
from store.ledger.identity import (
    Identity,
    acting_unit,
    may_write,
    new_batch,
    refuse_if_not_allowed,
    required_identity,
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
        """Return what names it and no other of its action: two units may have given one name."""
        return f"{self.unit}:{self.entry}"


def add_evidence(
    store: Store,
    nr: ActionKey,
    title: str,
    reference: str,
    *,
    kind: str = "",
    attached: AttachmentFile | None = None,
    unit: str | None = None,
    meeting: str | None = None,
) -> list[Change]:
    """Add evidence: a title and where it is kept (a protocol number, a path, an address).

    ``kind`` is a code of EVIDENCE_KIND, or empty; what is ``attached`` is kept beside the database, within
    the transaction: whoever removes what nobody names waits for it. Raises UserError
    ``evidence_kind_unknown``, ``text_empty``, ``text_too_long``, ``action_unknown``, ``unit_unknown``,
    ``not_allowed``, or as the disk says.
    """
    value = evidence_entry(title, reference, kind, attached)
    keep = (lambda: None) if attached is None else attached.keep
    return add_entry(store, nr, "evidence", value, unit=unit, meeting=meeting, keep=keep)


def evidence_entry(
    title: str, reference: str, kind: str, attached: AttachmentFile | None = None
) -> dict[str, Any]:
    """Evidence as it enters the ledger. Raises as :func:`add_evidence`."""
    checked_value(EVIDENCE_KIND, kind)
    entry: dict[str, Any] = {
        "title": checked_text(title, newlines=False),
        "ref": checked_text(reference, newlines=False),
    }
    if kind:
        entry["kind"] = kind
    if attached is not None:
        entry["attachment"] = attached.attachment._asdict()
    return entry


def correct_note(
    store: Store,
    nr: ActionKey,
    entry: str,
    text: str,
    *,
    unit: str | None = None,
    meeting: str | None = None,
    before: object = NOT_ASKED,
) -> list[Change]:
    """Put another text in place of a note; ``entry`` is its name or the beginning of it.

    ``unit`` says whose note it is, where that has to be said, ``before`` what the person saw there. Raises
    UserError ``entry_unknown``, ``not_allowed``, ``text_empty``, ``text_too_long``, ``unit_unknown``,
    ``action_unknown`` or ``changed_meanwhile``.
    """
    return _set(store, nr, "note", entry, _always(checked_text(text)), unit, meeting, before)


def correct_evidence(
    store: Store,
    nr: ActionKey,
    entry: str,
    title: str,
    reference: str,
    *,
    kind: str = "",
    attached: AttachmentFile | None = None,
    unit: str | None = None,
    meeting: str | None = None,
    before: object = NOT_ASKED,
) -> list[Change]:
    """Put another title, kind and place in place of a piece of evidence; what is attached stays, or changes.

    Raises as :func:`correct_note`, and UserError ``evidence_kind_unknown``.
    """
    value = evidence_entry(title, reference, kind, attached)

    def corrected(stands: object) -> object:
        if attached is not None:
            attached.keep()
        elif (before := attachment_of(stands)) is not None:
            return {**value, "attachment": before._asdict()}
        return value

    return _set(store, nr, "evidence", entry, corrected, unit, meeting, before)


def find_attachment(store: Store, nr: ActionKey, entry: str, unit: str | None = None) -> Attachment:
    """Return what is attached to a piece of evidence. Raises UserError ``attachment_none`` or as above."""
    with store.reading() as conn:
        identity = required_identity(conn, store.path)
        of_unit = None if unit is None else acting_unit(conn, identity, unit)
        register = _find(conn, identity, "evidence", nr, entry, of_unit)
        attached = attachment_of(read_heads(conn, register)[0].decoded())
    if attached is None:
        raise UserError("attachment_none", found=entry, nr=str(nr))
    return attached


def correct_resolution(
    store: Store,
    about: ActionKey | Meeting,
    entry: str,
    resolution: Resolution,
    *,
    unit: str | None = None,
    meeting: str | None = None,
    before: object = NOT_ASKED,
) -> list[Change]:
    """Put another text, person and day in place of a resolution; one that was done stays so.

    Raises as :func:`correct_note`.
    """

    def corrected(stands: object) -> object:
        return resolution_entry(resolution._replace(done=_done(stands)))

    return _set(store, about, "resolution", entry, corrected, unit, meeting, before)


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
    before: object = NOT_ASKED,
) -> list[Change]:
    """Take a note, a piece of evidence or a resolution away. Raises as :func:`correct_note`."""
    return _set(store, about, kind, entry, _always(None), unit, meeting, before)


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
    before: object,
) -> list[Change]:
    """Record what ``value`` makes of what stands in an entry."""
    with write_transaction(store) as (conn, identity):
        of_unit = None if unit is None else acting_unit(conn, identity, unit)
        register = _find(conn, identity, kind, about, entry, of_unit)
        refuse_if_not_allowed(identity, kind, register.unit)
        edit = Edit(*register, value(read_heads(conn, register)[0].decoded()))
        if before is not NOT_ASKED:
            name = about.title if isinstance(about, Meeting) else ""
            Recording(before={edit.field: before}).refuse_unseen(Standing(conn), [edit], name)
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
