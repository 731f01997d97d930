"""Refusals of a document without a plan: headings looked for, those that it has and where, those it lacks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from planreader.sources.grid import GridRow
from planreader.vocabulary.headwords import concepts
from store.db.errors import Refused

LOOKED: Final = ("action", "deadline", "budget")
_TOLD: Final = frozenset({*LOOKED, "funding", "institution", "objective"})
_SAME: Final = {"title": "action", "institutions": "institution"}
_LONGEST: Final = 6
"""Words of a cell of a heading."""
_NONE: Final = "–"


def no_plan(
    code: str, file: str, found: Iterable[str], *, place: str = "", looked: Sequence[str] = LOOKED
) -> Refused:
    """The refusal: ``found`` are concepts or roles of columns, ``place`` is where their heading stands."""
    told = list(dict.fromkeys(_SAME.get(one, one) for one in sorted(found)))
    return Refused(
        code,
        file=file,
        looked=", ".join(looked),
        found=", ".join(told) or _NONE,
        place=place if told and place else _NONE,
        missing=", ".join(one for one in looked if one not in told) or _NONE,
    )


def nearest_heading(rows: Sequence[GridRow]) -> tuple[frozenset[str], str]:
    """What the row of a table says that names most columns of a plan, and its place; nothing without one."""
    best: tuple[frozenset[str], str] = (frozenset(), "")
    for row in rows:
        cells = [cell for cell in row.filled if len(cell.text.split()) <= _LONGEST]
        if not row.table or len(cells) < 2:
            continue
        named = frozenset(tag for cell in cells for tag in concepts(cell.text)) & _TOLD
        if len(named) > len(best[0]):
            best = named, row.place
    return best


def unmapped(
    file: str,
    place: str,
    columns: Sequence[Mapping[str, object]],
    missing: Sequence[str],
    assumed: Mapping[str, str],
    title: str = "",
    years: Sequence[int] = (),
) -> Refused:
    """The refusal ``document_unmapped``: a table was found, and somebody has to say what its columns are.

    ``columns`` are plain data: ``name`` (the heading), ``role`` (what it seems to be, of a mapping's roles;
    empty where it is unknown) and up to three ``samples``. ``missing`` is what nothing tells: ``action`` (no
    column is that of the actions), ``deadline``, ``objective``, ``title``; some is ``assumed`` already.
    ``title`` and ``years`` are the document's.
    """
    roles = {str(column["role"]).partition(".")[0] for column in columns}
    found = [one for one in LOOKED if one in roles]
    return Refused(
        "document_unmapped",
        file=file,
        looked=", ".join(LOOKED),
        found=", ".join(found) or _NONE,
        place=place,
        lacking=", ".join(one for one in LOOKED if one not in roles) or _NONE,
        columns=list(columns),
        missing=list(missing),
        assumed=dict(assumed),
        title=title,
        years=list(years),
    )
