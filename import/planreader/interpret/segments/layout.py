"""The columns of a dump's table as the segmentation sees them, and the grid's columns that they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from planreader.interpret.headings.headings import Heading
from planreader.sources.form import Tokens
from planreader.vocabulary import money

NOTES: Final = ("notes", "notes#2", "notes#3", "notes#4")
"""Columns of remarks, which differ in what stands in each."""
NAMES: Final = frozenset({"funding", "institutions"})
"""Columns that hold names of bodies."""
FIGURES: Final = frozenset({"budget", "deadline"})
TEXT_ROLES: Final = ("title", "funding", "institutions", "output", "documents", *NOTES)


class Layout(NamedTuple):
    """The roles of a table's columns in order, those of one role with a name of their own.

    ``years`` counts the budget's columns, ``sums`` says how many of them are the sum of the others; ``edges``
    are those of each role's column, ``number`` those of the actions' numbers.
    """

    roles: tuple[str, ...]
    years: int
    sums: int
    edges: Mapping[str, tuple[float, float]]
    number: tuple[float, float]

    def columns(self) -> list[str]:
        """One role for each column; the budget's stands once for each year."""
        return [role for role in self.roles for _ in range(self.years if role == "budget" else 1)]


def layout_of(heading: Heading) -> Layout:
    """The layout that a heading's columns tell."""
    edges: dict[str, tuple[float, float]] = {}
    notes = iter(NOTES)
    years = sums = 0
    for column in heading.columns:
        role = column.role or "notes"
        if role == "sum" and "budget" in edges:
            role, sums = "budget", 1
        if role in ("nr", "objective", "sum"):
            continue
        if role == "support" and list(edges)[-1:] == ["institutions"]:
            # those that lead and those that support, beside each other
            role = "institutions"
        if role in ("notes", "support"):
            role = next(notes, "")
        if role == "budget":
            years += 1
        if role:
            left, right = edges.get(role, (column.left, column.right))
            edges[role] = min(left, column.left), max(right, column.right)
    first = next((c for c in heading.columns if c.role == "nr"), None)
    number = (first.left, first.right) if first is not None else (-1.0, 0.0)
    return Layout(tuple(edges), years, sums, edges, number)


def whole_years(tokens: Tokens, layout: Layout) -> Tokens:
    """The amounts of the years without their sum, which a column of its own prints behind them."""
    amounts = [money.amount(text) or 0 for text in tokens.texts]
    summed = len(amounts) > 1 and amounts[-1] > 0 and amounts[-1] == sum(amounts[:-1])
    if not layout.sums or not (summed or len(amounts) == layout.years > 1):
        return tokens
    return Tokens(tokens.texts[:-1], tokens.place)
