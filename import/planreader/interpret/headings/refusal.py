"""Refusals of a document without a plan: headings looked for, those that it has and where, those it lacks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from planreader.sources.grid import GridRow
from planreader.vocabulary.headwords import concepts
from store.db.errors import UserError

LOOKED: Final = ("action", "deadline", "budget")
_TOLD: Final = frozenset({*LOOKED, "funding", "institution", "objective"})
_SAME: Final = {"title": "action", "institutions": "institution"}
_LONGEST: Final = 6
"""Words of a cell of a heading."""
_NONE: Final = "–"


def no_plan(
    code: str, file: str, concepts: Iterable[str], *, place: str = "", looked: Sequence[str] = LOOKED
) -> UserError:
    """Return the refusal: ``concepts`` are those or roles of columns, ``place`` is their heading's."""
    told = list(dict.fromkeys(_SAME.get(concept, concept) for concept in sorted(concepts)))
    missing = listed(concept for concept in looked if concept not in told)
    where = place if told and place else _NONE
    if code == "document_no_heading" and missing == _NONE:
        code = "document_mixed"
    return UserError(
        code, file=file, looked=", ".join(looked), found=listed(told), place=where, missing=missing
    )


def listed(texts: Iterable[str]) -> str:
    """Return texts in a line, a dash for none."""
    return ", ".join(texts) or _NONE


def nearest_heading(rows: Sequence[GridRow]) -> tuple[frozenset[str], str]:
    """Return what the row that names most columns of a plan says, and its place; nothing without one."""
    best: tuple[frozenset[str], str] = (frozenset(), "")
    for row in rows:
        cells = [cell for cell in row.filled if len(cell.text.split()) <= _LONGEST]
        if not row.table or len(cells) < 2:
            continue
        named = frozenset(tag for cell in cells for tag in concepts(cell.text)) & _TOLD
        if len(named) > len(best[0]):
            best = named, row.place
    return best
