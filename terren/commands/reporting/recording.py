"""What was recorded, and conflicts, told in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from language import _, dates
from language.registers import register, since, value
from store.db.database import Store
from store.history.conflicts import Conflict, ConflictHead
from store.ledger.change import Change
from store.query.by_form import FormChange
from terren import output
from terren.words import changes_in_words, unit_words
from tui.screens.people import sent_by_form


def tell_recorded(store: Store, changes: Sequence[Change]) -> None:
    """Say what was recorded."""
    if not changes:
        output.tell(_("Nothing was recorded: it stands like that already."))
    output.tell(*changes_in_words(store, changes))


def meeting_id(store: Store, begins: str | None) -> str | None:
    """Return the whole id of the meeting whose id begins so; None for None.

    Raises UserError ``meeting_unknown``.
    """
    if begins is None:
        return None
    from store.edits.meeting import find_meeting

    with store.reading() as conn:
        return find_meeting(conn, begins).id


def conflict_lines(
    conflict: Conflict,
    own: str | None,
    printed: Mapping[str, str] | None = None,
    forms: Mapping[str, FormChange] | None = None,
) -> Iterator[str]:
    """Yield a conflict with its values: which one counts, and which the replica ``own`` recorded.

    ``printed`` are names of units by code in the plan, ``forms`` what forms brought by the ids of changes.
    """
    kind, _target, unit, field = conflict.register
    whose = f", {unit_words(unit, printed)}" if unit else ""
    yield f"{conflict.id}  {conflict.nr}{whose}, {register(kind, field)}"
    for n, head in enumerate(conflict.heads):
        mark, counts = (" ", "") if n else (">", f"; {_('counts until somebody decides')}")
        mine = f"; {_('recorded on this computer')}" if head.replica == own else ""
        yield f"  {mark} {head_words(conflict, head, forms)}{counts}{mine}"


def head_words(conflict: Conflict, head: ConflictHead, forms: Mapping[str, FormChange] | None = None) -> str:
    """Return a value, its day, who recorded it and when, and the file or the form that brought it."""
    kind, _target, _unit, field = conflict.register
    words = value(kind, field, head.value, conflict.currency)
    form = sent_by_form((forms or {}).get(head.origin))
    by = f"{head.officer}{form}, {dates.datetime(head.recorded_at)}"
    brought = f"; {head.file.name} ({head.file.check_code})" if head.file is not None else ""
    return f"{words}{since(kind, field, head.effective_on)}: {by}{brought}"
