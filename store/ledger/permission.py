"""Who may write what: a unit writes its own registers, headquarters also the words that bind all."""

from __future__ import annotations

from typing import Final

from store.db.errors import Refused
from store.ledger.identity import Identity

HEADQUARTERS_KINDS: Final = frozenset(
    {"assessment", "decision", "review", "period", "narrative", "name", "passport"}
)


def overstep_reason(kind: str, unit: str, *, author_role: str, author_unit: str) -> str | None:
    """Why an author may not write a register: ``"role"``, ``"unit"``, or None where it may."""
    if author_role == "headquarters":
        return None
    if kind in HEADQUARTERS_KINDS:
        return "role"
    return None if unit == author_unit else "unit"


def may_write(identity: Identity | None, kind: str, unit: str) -> bool:
    """Whether this installation may write the register; none may on which nobody is enrolled."""
    return identity is not None and not overstep_reason(
        kind, unit, author_role=identity.role, author_unit=identity.unit
    )


def refuse_if_not_allowed(identity: Identity, kind: str, unit: str) -> None:
    """Raise Refused where this installation may not write the register.

    ``headquarters_only`` where it is headquarters' word, ``not_allowed`` where it is another unit's.
    """
    reason = overstep_reason(kind, unit, author_role=identity.role, author_unit=identity.unit)
    if reason == "role":
        raise Refused("headquarters_only")
    if reason is not None:
        raise Refused("not_allowed", unit=unit, own=identity.unit)
