"""A table of a report: values as data under named columns; each format writes them in its own way."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Final, NamedTuple

import language
from language import _
from report.periodic.content import Group
from store.plan.units import unit_name
from store.status.action_rows import MUNICIPALITIES

TEXT: Final = "text"
NUMBER: Final = "number"
SHARE: Final = "share"
AMOUNT: Final = "amount"
DATE: Final = "date"

Cell = str | int | Fraction | date | None
"""A value of a column: text, a number, a share (1 is 100 %), cents, or a day; None where there is none."""


class Column(NamedTuple):
    """A column by its code, which is the same in every language, its heading and the kind of its cells."""

    code: str
    name: str
    kind: str = TEXT


class Table(NamedTuple):
    """Rows under columns; ``empty`` is said where there are none. ``code`` is the same in every language."""

    code: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = ""

    @property
    def wide(self) -> bool:
        """Whether it needs a page turned."""
        return len(self.columns) > _UPRIGHT


_UPRIGHT: Final = 8


def name_of_unit(code: str, printed: str = "") -> str:
    """A unit in words: a municipality by its name, an institution as the plan prints it or by its acronym."""
    return printed or unit_name(code, language.current())


def name_of_lead(group: Group) -> str:
    """A lead in words."""
    if group.key == MUNICIPALITIES:
        return _("Municipalities")
    return group.title or _("no institution named")
