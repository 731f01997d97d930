"""The intermediate form: rows of cells that readers of formats make and one builder turns into a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from store.plan.model import Finding

_LISTED: Final = ("institutions", "support", "output", "documents", "notes")
ROLES: Final = ("title", "deadline", "budget", "funding", *_LISTED)
"""Columns of an action's row, in the order most plans have; readers take the order from the heading.

``institutions`` are those that lead, and where ``support`` has no column those that support behind them.
"""
LISTS: Final = {
    "funding": "funding",
    "institutions": "lead",
    "output": "outputs",
    "documents": "documents",
}
"""The columns of lists with the fields of an action."""
OF_ROWS: Final = ""
"""Instead of a heading: the sum of an action's rows, which stands in a row of its own."""
GIVEN: Final = "given"
"""Why a field has what it has where somebody said it of the whole document; such a field is certain."""


class Part(NamedTuple):
    """A piece of a cell's text that stood together; ``gap`` (of ``sources.text.lines``) lay before it."""

    text: str
    gap: int = 0


def without_start(parts: Sequence[Part], size: int) -> tuple[Part, ...]:
    """Return the pieces of a text without so many letters at its beginning, white space folded."""
    left = size
    for n, part in enumerate(parts):
        text = " ".join(part.text.split())
        if left < len(text):
            return (Part(text[left:].lstrip()), *parts[n + 1 :])
        left = max(0, left - len(text) - 1)
    return ()


class Cell(NamedTuple):
    """A cell's role, text in pieces, place, how sure its edges are; what is ``printed`` if it is computed."""

    role: str
    parts: tuple[Part, ...] = ()
    place: str = ""
    certain: bool = True
    reason: str = ""
    printed: str = ""

    @property
    def text(self) -> str:
        """Return all pieces, white space folded; empty where the cell is blank."""
        return " ".join(" ".join(part.text for part in self.parts).split())


class Tokens(NamedTuple):
    """Budget cells of a row whose years the source does not tell."""

    texts: tuple[str, ...]
    place: str = ""
    reason: str = ""
    printed: str = ""


class Row(NamedTuple):
    """A row: ``strategic``, ``specific``, ``indicator``, ``action``, ``total`` or ``grand_total``.

    Budget cells are ``budget`` by year where the columns are known and ``tokens`` where they are not.
    """

    kind: str
    nr: str
    cells: Mapping[str, Cell]
    place: str
    budget: Mapping[int, Cell] | None = None
    tokens: Tokens | None = None
    remarks: Mapping[str, Cell] = MappingProxyType({})
    """Cells of columns that a plan has no field for, by the column's heading."""
    sums: Mapping[str, Cell] = MappingProxyType({})
    """Amounts beside the budget that may be what it adds up to, by the column's heading."""

    def text(self, role: str) -> str:
        """Return the text of a cell, empty where there is none."""
        cell = self.cells.get(role)
        return cell.text if cell else ""


IN_PASSING: Final = "passing"
"""Where a currency is said of some money that is none of the plan's amounts."""


class Currency(NamedTuple):
    """A currency that a document names, by code, or an unknown word for money; where, and in what text.

    ``where`` is the number of the action whose amount it is, ``plan`` where it is said of all amounts, or
    :data:`IN_PASSING`.
    """

    code: str
    place: str
    text: str
    where: str = "plan"


class Passed(NamedTuple):
    """A table that was passed over: where it begins, its first words, how many rows hold something."""

    place: str
    text: str
    rows: int


class Sheet(NamedTuple):
    """A document as rows, in order, with what its headings say."""

    rows: tuple[Row, ...]
    years: tuple[int, ...]
    language: str
    title: str | None = None
    roles: tuple[str, ...] = ROLES
    splits: tuple[int, int] = (0, 0)
    """How many rows of capital and recurrent parts are printed, and how many of them are blank."""
    passed: tuple[Passed, ...] = ()
    """The tables that hold nothing of the plan."""
    money: tuple[Currency, ...] = ()
    """The currencies that headings and lines name."""
    missed: tuple[tuple[str, Passed], ...] = ()
    """Rows below actions that hold a title or an amount and are in no plan, with the number of the action."""
    struck: tuple[Passed, ...] = ()
    """Rows of tables that are struck through."""
    hidden: tuple[str, ...] = ()
    """Places of rows and columns of tables that the document hides; they are read as all others."""
    hidden_sheets: tuple[str, ...] = ()
    """Places of sheets that a workbook hides, of which nothing is read."""
    noticed: tuple[Finding, ...] = ()
    """What contradicts itself in the tables as they stand."""
