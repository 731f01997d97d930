"""A table: values as data under named columns; each format writes them in its own way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from typing import Final, NamedTuple, TypeAlias, TypeVar

from schema.types import read_day

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
        """Return True if it needs a page turned."""
        return len(self.columns) > _UPRIGHT

    @property
    def small(self) -> bool:
        """Return True if it is printed in small letters."""
        return len(self.columns) > _LARGE

    def in_currency(self, currency: str) -> Table:
        """Return the same with the currency in the headings of amounts that do not name it."""
        columns = (
            column._replace(name=f"{column.name} ({currency})")
            if column.kind == AMOUNT and currency and currency not in column.name
            else column
            for column in self.columns
        )
        return self._replace(columns=tuple(columns))

    def only(self, codes: Iterable[str]) -> Table:
        """Return the columns with these codes alone, in their order. Raises ValueError for an unknown one."""
        all_codes = [column.code for column in self.columns]
        at = [all_codes.index(code) for code in codes]
        return self._replace(
            columns=tuple(self.columns[n] for n in at),
            rows=tuple(tuple(row[n] for n in at) for row in self.rows),
        )


_UPRIGHT: Final = 8
_LARGE: Final = 6

_T = TypeVar("_T")

Field: TypeAlias = tuple[Column, Callable[[_T], Cell]]
"""A column, with what stands in it of a thing."""


def table_of(
    code: str,
    caption: str,
    things: Iterable[_T],
    *fields: Field[_T],
    empty: str = "",
    only: Iterable[str] | None = None,
) -> Table:
    """Return a table with a row for each of some things; ``only`` as in :meth:`Table.only`."""
    if only is not None:
        by_code = {column.code: (column, cell) for column, cell in fields}
        fields = tuple(by_code[name] for name in only)
    rows = tuple(tuple(cell(thing) for _, cell in fields) for thing in things)
    return Table(code, caption, tuple(column for column, _ in fields), rows, empty)


def iso_day(day: str | None) -> date | None:
    """Return a day of the ledger as a cell; a newer version may write days otherwise."""
    return read_day(day)


def lines(texts: Iterable[str]) -> str | None:
    """Return the text of a cell that has a line for each of some texts."""
    return "\n".join(texts) or None
