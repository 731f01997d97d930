"""What one cell of a table means: checked as whatever a person types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from schema.cells import cents_of
from schema.registers import type_of
from schema.types import Choice, FieldType, Money, Percent
from store.db.errors import UserError
from store.db.text import fold
from store.edits.edits import checked_value
from store.edits.reported.table import NOTE


def kind_of(field: str) -> str:
    """Return in which kind of register a field is recorded. Raises UserError ``field_unknown``."""
    if field == NOTE:
        return NOTE
    for kind in ("action", "money"):
        if type_of(kind, field) is not None:
            return kind
    raise UserError("field_unknown", found=field)


def is_empty(value: object) -> bool:
    """Return True if a cell says nothing."""
    return value is None or (isinstance(value, str) and not value.strip())


class CellReader:
    """Reads the cells of one table; what a field is, and what a word of it means, is found out once."""

    def __init__(
        self, meanings: Mapping[str, Mapping[str, str]], years: Sequence[int], currency: str, today: date
    ) -> None:
        self._meanings, self._years, self._currency, self._today = meanings, years, currency, today
        self._kinds: dict[str, tuple[str, FieldType]] = {}
        self._values: dict[tuple[str, type, object], object] = {}

    def read(self, field: str, cell: object) -> tuple[str, object]:
        """Return the kind of a field, and its value as it enters the ledger; None for an empty cell.

        Raises UserError or Unreadable, with the code of what is wrong.
        """
        kind, declared = self._declared(field)
        key = (field, type(cell), cell)
        if key not in self._values:
            self._values[key] = None if is_empty(cell) else self._value(field, declared, cell)
        return kind, self._values[key]

    def _declared(self, field: str) -> tuple[str, FieldType]:
        if field not in self._kinds:
            kind = kind_of(field)
            if kind == "money" and int(field[:4]) not in self._years:
                raise UserError("year_unknown", found=field[:4], known=", ".join(map(str, self._years)))
            declared = type_of(kind, field)
            assert declared is not None
            self._kinds[field] = kind, declared
        return self._kinds[field]

    def _value(self, field: str, declared: FieldType, cell: object) -> object:
        if isinstance(declared, Money):
            return cents_of(cell, self._currency)
        return checked_value(declared, self._meant(field, declared, cell))

    def _meant(self, field: str, declared: FieldType, cell: object) -> Any:
        if isinstance(cell, date):
            return cell.isoformat()[:10]
        if isinstance(declared, Percent) and isinstance(cell, (int, float, Decimal)):
            return int(cell) if cell == int(cell) else cell
        text = _plain(cell) if isinstance(cell, (int, float, Decimal)) else str(cell)
        if isinstance(declared, Choice):
            return self._meanings.get(field, {}).get(fold(text)) or declared.whole(text)
        return declared.parse(text.strip(), self._today)


def _plain(number: float | Decimal) -> str:
    """A number as a person writes it: 2026 and not 2026.0."""
    return str(int(number)) if number == int(number) else str(number)
