"""How a command records: in a meeting, over a conflict where the person decides it, and told in words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TypeAlias

from language import _, dates
from language.registers import register, since, value
from store.db.database import Store
from store.db.errors import UserError
from store.history.conflicts import Conflict, ConflictHead, conflict_rows, read_conflict
from store.ledger.change import Change
from store.ledger.identity import read_identity
from terren import output
from terren.asking import agreed, at_terminal
from terren.words import changes_in_words, unit_words

_Act: TypeAlias = "Callable[[Collection[str] | None], list[Change]]"
"""Records; given the heads of conflicts that the person has seen, None for whatever stands."""


def record(store: Store, decide: bool, act: _Act) -> list[Change]:
    """Return what ``act`` records, and say it. With ``decide`` it decides whatever stands in conflict.

    Without, a person at the terminal is asked. Raises UserError ``in_conflict`` where nobody can be,
    ``conflict_left`` where the answer is no, or as ``act``.
    """
    try:
        changes = act(None if decide else ())
    except UserError as refused:
        if refused.code != "in_conflict" or not at_terminal():
            raise
        touched = refused.params["registers"]
        assert isinstance(touched, list)
        changes = act(_seen(store, touched))
    tell_recorded(store, changes)
    return changes


def _seen(store: Store, touched: Collection[object]) -> Collection[str]:
    """Return the heads of the conflicts in these registers, once a person has seen them and decides."""
    with store.reading() as conn:
        open_ones = [
            read_conflict(conn, conflict) for conflict in conflict_rows(conn) if conflict.register in touched
        ]
        identity = read_identity(conn)
    for conflict in open_ones:
        output.tell(*conflict_lines(conflict, None if identity is None else identity.replica))
    if not agreed(_("Decide between them by setting yours? [y/N]")):
        raise UserError("conflict_left")
    return frozenset().union(*(conflict.seen for conflict in open_ones))


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


def conflict_lines(conflict: Conflict, own: str | None) -> Iterator[str]:
    """Yield a conflict with its values: which one counts, and which the replica ``own`` recorded."""
    kind, _target, unit, field = conflict.register
    whose = f", {unit_words(unit)}" if unit else ""
    yield f"{conflict.id}  {conflict.nr}{whose}, {register(kind, field)}"
    for n, head in enumerate(conflict.heads):
        mark, counts = (" ", "") if n else (">", f"; {_('counts until somebody decides')}")
        mine = f"; {_('recorded on this laptop')}" if head.replica == own else ""
        yield f"  {mark} {head_words(conflict, head)}{counts}{mine}"


def head_words(conflict: Conflict, head: ConflictHead) -> str:
    """Return a value, its day, who recorded it and when, and the file that brought it."""
    kind, _target, _unit, field = conflict.register
    words = value(kind, field, head.value, conflict.currency)
    by = f"{head.officer}, {dates.datetime(head.recorded_at)}"
    brought = f"; {head.file.name} ({head.file.check_code})" if head.file is not None else ""
    return f"{words}{since(kind, field, head.effective_on)}: {by}{brought}"
