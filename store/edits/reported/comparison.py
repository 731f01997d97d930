"""What a table would change, cell by cell, as it is shown before anybody agrees."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from store.edits.reported.table import Unclear
from store.ledger.change import Register


class CellChange(NamedTuple):
    """What a cell changes: the value that stands, and what the cell says; amounts in cents.

    ``field`` is the table's, as in ReportedRow. ``crossed`` says that somebody has set another value since
    the table was made, or that several stand: the cell's comes beside them, for somebody to decide.
    """

    register: Register
    nr: str
    field: str
    before: object
    after: object
    where: str
    on: str | None = None
    crossed: bool = False

    @property
    def confirmed(self) -> bool:
        """Return True if the same status is said again, from another day."""
        return self.before == self.after and not self.crossed


class Comparison(NamedTuple):
    """What a table changes, how many cells say what stands, and what was not understood; ``noticed`` is what
    was, and somebody should see. ``printed`` are names of units as the plan has them, by code, ``day`` that
    of the table, ISO."""

    changes: tuple[CellChange, ...]
    unchanged: int
    unclear: tuple[Unclear, ...]
    currency: str
    noticed: tuple[Unclear, ...] = ()
    printed: Mapping[str, str] = MappingProxyType({})
    day: str = ""

    @property
    def crossed(self) -> int:
        """How many of the changes end in a conflict."""
        return sum(change.crossed for change in self.changes)

    @property
    def left(self) -> int:
        """How many cells are left to a person, who has to see what stands."""
        return sum(of.code in ("in_conflict", "later_stands") for of in self.noticed)

    @property
    def says_nothing(self) -> bool:
        """Return whether all was understood, nothing is new, and nothing left to a person."""
        return not (self.changes or self.left or self.unclear)

    @property
    def waits(self) -> bool:
        """Return whether something is left to a person."""
        twice = any(of.code == "recorded_of_other" for of in self.noticed)
        return bool(self.unclear or self.crossed or self.left or twice)
