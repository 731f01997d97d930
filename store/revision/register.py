"""The register in which revisions of a plan are published; its values are in ``store.revision.content``."""

from __future__ import annotations

from typing import Final

from store.ledger.change import Register

FIELD: Final = "revision"

PART: Final = "(kind = 'decision' AND field = 'revision' AND json_extract(value, '$.of') IS NOT NULL)"
"""In SQL: whether a change is a part of a revision's content."""


def revision_register(plan_id: str) -> Register:
    """The register in which the revisions of a plan are published."""
    return Register("decision", plan_id, "", FIELD)


def is_part(value: object) -> bool:
    """Whether a value of the register is a part of a content."""
    return isinstance(value, dict) and "of" in value
