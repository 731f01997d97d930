"""The register in which revisions of a plan are published; its values are in ``store.revision.content``."""

from __future__ import annotations

from typing import Final

from store.ledger.change import Register

FIELD: Final = "revision"

_PUBLISHED: Final = "kind = 'decision' AND field = 'revision'"

PART: Final = f"({_PUBLISHED} AND substr(value, 1, 6) = '{{\"of\":')"
"""In SQL: whether a change is a part of a revision's content, as the index ``change_part`` has it."""

ANNOUNCED: Final = f"({_PUBLISHED} AND substr(value, 1, 6) <> '{{\"of\":')"
"""In SQL: whether a change is of such a register and no part, as the index ``change_announcement`` has it."""

OF: Final = "substr(value, 8, 64)"
"""In SQL: the SHA-256 (hex) of the content that a part is of."""


def revision_register(plan_id: str) -> Register:
    """Return the register in which the revisions of a plan are published."""
    return Register("decision", plan_id, "", FIELD)


def is_part(value: object) -> bool:
    """Return True if a value of the register is a part of a content."""
    return isinstance(value, dict) and "of" in value
