"""The columns of a dump's table as its heading tells them, and the sums that stand beside its years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from planreader.interpret.headings.headings import Column
from planreader.interpret.segments.columns import NOTES, SUPPORT
from planreader.sources.form import ROLES, Row, Tokens
from planreader.vocabulary import money
from planreader.vocabulary.deadlines import read_deadline

_FEWEST: Final = 4
"""Columns of a table that is read by its heading."""


@dataclass(frozen=True, slots=True)
class TextLayout:
    """The roles of a table's columns in order, how many ``sums`` stand beside the years, the headings of
    columns of remarks by role, and whether the institutions are ``two`` columns: those that lead, and beside
    them those that support."""

    roles: tuple[str, ...] = tuple(role for role in ROLES if role != "notes")
    sums: int = 0
    titles: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    two: bool = False


def layout_of(columns: Sequence[Column]) -> TextLayout:
    """The layout that a heading's columns tell; that of most plans where they tell too little."""
    roles: list[str] = []
    titles: dict[str, str] = {}
    notes = iter(NOTES)
    two = False
    for column in columns:
        role = column.role
        if role == "support":
            two = two or roles[-1:] == ["institutions"]
            role = "institutions" if "institutions" not in roles or roles[-1] == "institutions" else SUPPORT
        if role in ("", "nr", "objective", "sum") or (role in roles and role != "notes"):
            continue
        if role == "notes":
            role = next(notes, "")
            titles[role] = column.title
        roles += [role] if role else []
    if len(roles) < _FEWEST or "title" not in roles:
        return TextLayout()
    sums = sum(column.role == "sum" for column in columns) if any(c.year for c in columns) else 0
    return TextLayout(tuple(roles), min(sums, 1), titles, two)


def without_sums(rows: Sequence[Row], years: int) -> list[Row]:
    """Rows without the sum of all years behind their amounts.

    Where most rows print it, the last amount is the sum also where it does not agree.
    """
    told = [_is_summed(row.tokens) for row in rows if row.tokens is not None and len(row.tokens.texts) > 1]
    often = sum(told) * 2 > len(told)
    admin = [row for row in rows if row.tokens is not None and _is_admin(row.tokens)]
    repeated = sum(_more_than_due(row) == 1 for row in admin) > sum(_more_than_due(row) == 0 for row in admin)
    return [_without_sum(row, years, often=often, repeated=repeated) for row in rows]


def _without_sum(row: Row, years: int, *, often: bool, repeated: bool) -> Row:
    tokens = row.tokens
    if tokens is None or len(tokens.texts) < 2:
        return row
    last = _cents(tokens.texts[-1])
    most = max((_cents(text) for text in tokens.texts[:-1]), default=0)
    told = _is_summed(tokens) or (often and last > most > 0) or _more_than_due(row) == 1
    told = told or (repeated and _is_admin(tokens))
    if len(tokens.texts) <= years and not told:
        return row
    blanks = (*tokens.blanks[:-2], 0) if len(tokens.blanks) > 1 else tokens.blanks
    others = tuple(texts[:-1] for texts in tokens.others if len(texts) > 1)
    return replace(row, tokens=Tokens(tokens.texts[:-1], blanks, tokens.place, others))


def _is_summed(tokens: Tokens) -> bool:
    """Whether the last amount is the sum of those before it."""
    amounts = [_cents(text) for text in tokens.texts]
    return amounts[-1] > 0 and amounts[-1] == sum(amounts[:-1])


def _is_admin(tokens: Tokens) -> bool:
    return len(tokens.texts) > 1 and all(map(money.is_admin, tokens.texts))


def _more_than_due(row: Row) -> int | None:
    """How many times more than its deadline has years a row prints administrative cost; None of any other."""
    if row.tokens is None or not _is_admin(row.tokens):
        return None
    deadline = read_deadline(row.text("deadline")).deadline
    if deadline.start is None or deadline.end is None:
        return None
    return len(row.tokens.texts) - (deadline.end - deadline.start + 1)


def _cents(text: str) -> int:
    """The cents of an amount, 0 of anything else."""
    return money.amount(text) or 0
