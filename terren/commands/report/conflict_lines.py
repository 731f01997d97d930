"""Conflicts in lines, as ``conflicts`` lists them and ``set`` asks about them."""

from __future__ import annotations

from collections.abc import Iterator

import language
from language import dates
from language.registers import register, value
from store.history.conflicts import Conflict, ConflictHead
from store.plan.units import unit_name


def conflict_lines(conflict: Conflict, own: str | None) -> Iterator[str]:
    """A conflict with its values, those of the replica ``own`` marked."""
    kind, _target, unit, field = conflict.register
    whose = f", {unit_name(unit, language.current())}" if unit else ""
    yield f"{conflict.id}  {conflict.nr}{whose}, {register(kind, field)}"
    for head in conflict.heads:
        mark = ">" if head.replica == own else " "
        yield f"  {mark} {said(conflict, head)}"


def said(conflict: Conflict, head: ConflictHead) -> str:
    """A value, its day, who recorded it and when, and the file that brought it."""
    since = f" ({dates.date(head.effective_on)})" if head.effective_on else ""
    held = value(conflict.register.kind, conflict.register.field, head.value, conflict.currency)
    by = f"{head.officer}, {dates.datetime(head.recorded_at)}"
    brought = f"; {head.file.name} ({head.file.check_code})" if head.file is not None else ""
    return f"{held}{since}: {by}{brought}"
