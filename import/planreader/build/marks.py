"""What is noticed while a plan is built: places of fields, and findings that only the raw cells show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from planreader.build.rowsums import RowSum
from planreader.sources.form import GIVEN, IN_PASSING, ROLES, Cell, Currency, Passed
from planreader.vocabulary.vocabulary import CURRENCIES
from store.plan.model import BudgetCell, Finding, Provenance

_CURRENCY: Final = "plan/currency"
_USUAL: Final = "EUR"
"""The currency where a document names none."""


@dataclass(slots=True)
class Marks:
    """What was noticed while building: places of fields, and findings that only the raw cells show."""

    provenance: dict[str, Provenance] = field(default_factory=dict[str, Provenance])
    sources: dict[str, str] = field(default_factory=dict[str, str])
    findings: list[Finding] = field(default_factory=list[Finding])
    malformed: set[str] = field(default_factory=set[str])
    stray: dict[str, Cell] = field(default_factory=dict[str, Cell])
    numbers: Mapping[str, str] = field(default_factory=dict[str, str])
    """The numbers after headquarters' corrections, by those as read, where there are any."""
    labels: dict[str, str] = field(default_factory=dict[str, str])
    splits: tuple[int, int] = (0, 0)
    roles: tuple[str, ...] = ROLES
    grand_total: Mapping[int, BudgetCell] | None = None
    grand_place: str = ""
    wholes: dict[str, int] = field(default_factory=dict[str, int])
    """The printed totals of all years together, by the number of their objective, or ``plan``."""
    row_sums: dict[str, list[RowSum]] = field(default_factory=dict[str, list[RowSum]])
    """By the numbers of actions."""
    passed: tuple[Passed, ...] = ()
    untold: bool = False
    """Whether nothing says what money the amounts are in."""
    money: list[Currency] = field(default_factory=list[Currency])
    """The currencies that the document names, those of all amounts first."""

    def note(self, path: str, cell: Cell | None) -> None:
        """Remember where a field stands, and whether it is certain."""
        if cell is not None:
            certain = cell.certain and cell.reason in ("", GIVEN)
            self.provenance[path] = Provenance(cell.place, certain, cell.reason)
            self.sources[path] = cell.printed or cell.text

    def currency(self, assumed: str = "") -> str:
        """Return the currency of all amounts: as ``assumed``, else said of all, else beside most of them."""
        named = [
            mention for mention in self.money if mention.where != IN_PASSING and mention.code in CURRENCIES
        ]
        times = Counter(mention.code for mention in named)
        told = next((mention for mention in named if mention.where == "plan"), None)
        told = told or max(named, key=lambda mention: times[mention.code], default=None)
        if told is not None:
            self.sources[_CURRENCY] = told.text
        self.untold = told is None and not assumed
        if not self.untold:
            place = told.place if told is not None else ""
            self.provenance[_CURRENCY] = Provenance(place, True, GIVEN) if assumed else Provenance(place)
        return assumed or (told.code if told is not None else _USUAL)
