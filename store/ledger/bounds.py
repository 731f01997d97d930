"""How long may be what is recorded: so that everybody's file bears it, whatever section it stands in.

A line of a change set has room for the longest value and, beside it, for all that a change has: so the limit
of a line follows from these, and nothing that was recorded or taken can keep anybody from writing a file.
"""

from __future__ import annotations

from typing import Final

from store.db.errors import UserError
from store.ledger.change import Change

MAX_NAME: Final = 200
"""Characters of a kind, target, unit, field, officer or day."""
MAX_BATCH: Final = MAX_NAME + 32
"""Characters of a batch: it may end in the id of a meeting, whoever has named that."""
MAX_VALUE: Final = 64 * 2**10
"""Bytes of a value's text."""
MAX_BESIDE_VALUE: Final = 16 * 2**10
"""Bytes of a line beside the value: names of letters of four bytes, and 100 superseded changes."""

_SHOWN: Final = 60


def refuse_too_long(change: Change) -> None:
    """Raise UserError ``name_too_long`` or ``value_too_long`` where no file would bear a change."""
    names = (change.kind, change.target, change.unit, change.field, change.officer, change.effective_on or "")
    for name, limit in (*((name, MAX_NAME) for name in names), (change.batch, MAX_BATCH)):
        if len(name) > limit:
            raise UserError("name_too_long", name=f"{name[:_SHOWN]}…", found=len(name), limit=limit)
    if is_too_long(change.value):
        raise UserError("value_too_long", found=len(change.value.encode()), limit=MAX_VALUE)


def is_too_long(value: str) -> bool:
    """Return True if the text of a value has more than MAX_VALUE bytes."""
    return len(value) > MAX_VALUE // 4 and len(value.encode()) > MAX_VALUE
