"""A made-up plan together with what a document prints beside it and what an import should notice."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from store.plan.model import Plan

_NOTHING: Final[Mapping[Any, Any]] = MappingProxyType({})

ANYWHERE: Final = "*"
"""A place of an expected finding that may be anything."""

OUTSIDE: Final = "-"
"""A place that is no number of the plan: the plan as a whole."""


class Expected(NamedTuple):
    """A finding by its code and the number it concerns (or ANYWHERE, OUTSIDE)."""

    code: str
    where: str


class Document(NamedTuple):
    """What is printed: the plan (the truth of a reading) and what the plan's model does not hold.

    ``grand`` is the total of the whole plan in cents a year, None where left blank; ``stray`` text that
    stands in the row of totals of a specific objective; ``unreadable`` the text of a budget cell that is
    neither amount nor administrative cost; ``expected`` the findings that an import must list, ``allowed``
    those it may list.
    """

    plan: Plan
    field: int
    admin: str
    grand: Mapping[int, int | None] | None
    stray: Mapping[str, str] = _NOTHING
    unreadable: Mapping[tuple[str, int], str] = _NOTHING
    expected: tuple[Expected, ...] = ()
    allowed: tuple[Expected, ...] = ()
