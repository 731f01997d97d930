"""Reading plain data (JSON or TOML) key by key, with the path of whatever is wrong in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, TypeVar

from store.db.errors import UserError
from store.db.text import clean
from store.plan.model import Deadline, Target

MAX_PLAN_CENTS: Final = 10**15
YEARS: Final = range(1000, 10000)
_MONTHS: Final = range(1, 13)
_T = TypeVar("_T")


def cents(value: object, where: str) -> int:
    """Return euros (int, float or Decimal with at most two decimals) as cents.

    Raises UserError ``plan_form`` where it is no amount, or one beyond MAX_PLAN_CENTS.
    """
    wrong = UserError("plan_form", where=where, found=shown(value))
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise wrong
    try:
        exact = Decimal(str(value)) * 100
        if abs(exact) > MAX_PLAN_CENTS or exact != exact.to_integral_value():
            raise wrong
    except (ArithmeticError, ValueError):
        # no number, too large for Decimal, or an integer of thousands of digits
        raise wrong from None
    return int(exact)


def shown(value: object) -> str:
    """Return a wrong value as short text; Python refuses to print integers of thousands of digits."""
    try:
        return repr(value)[:60]
    except ValueError:
        return type(value).__name__


class FormReader:
    """Reads plain data with the path of what is wrong in every complaint; texts are cleaned.

    Raises UserError ``plan_form``, unless there is a list for what is ``wrong``: then what cannot be read is
    noted there, and nothing stands for it.
    """

    def __init__(self, data: Mapping[str, Any], where: str, wrong: list[UserError] | None = None) -> None:
        self.data, self.where, self.wrong = data, where, wrong

    def complain(self, refused: UserError, instead: _T) -> _T:
        """Note what is wrong and return what stands for it, or raise it where there is no list."""
        if self.wrong is None:
            raise refused
        self.wrong.append(refused)
        return instead

    def within(self, key: str, data: Mapping[str, Any]) -> FormReader:
        """Return a reader of what stands under a key."""
        return FormReader(data, f"{self.where}/{key}", self.wrong)

    def cents(self, key: str, value: object) -> int | None:
        """Return an amount under a key in cents; None for none."""
        try:
            return None if value is None else cents(value, f"{self.where}/{key}")
        except UserError as refused:
            return self.complain(refused, None)

    def fail(self, key: str, wrong: object = None) -> UserError:
        value = self.data.get(key) if wrong is None else wrong
        return UserError("plan_form", where=clean(f"{self.where}/{key}"), found=clean(shown(value)))

    def text(self, key: str) -> str:
        value = self.data.get(key)
        if not isinstance(value, str):
            return self.complain(self.fail(key), "")
        return clean(value, newlines=True)

    def number(self, key: str) -> str:
        """Return the number of an objective or action: text on one line, never empty."""
        if not isinstance(self.data.get(key), str):
            return self.text(key)
        value = clean(self.text(key)).strip()
        return value or self.complain(self.fail(key), "")

    def text_or_none(self, key: str) -> str | None:
        return None if self.data.get(key) is None else self.text(key)

    def currency(self, key: str) -> str:
        """Three letters; euros where none is given."""
        code = self.text_or_none(key) or "EUR"
        if re.fullmatch(r"[A-Z]{3}", code) is None:
            return self.complain(self.fail(key), "EUR")
        return code

    def integer_or_none(self, key: str, allowed: range) -> int | None:
        value = self.data.get(key)
        if value is not None and (type(value) is not int or value not in allowed):
            return self.complain(self.fail(key), None)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.data.get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            return self.complain(self.fail(key), ())
        return tuple(clean(item, newlines=True) for item in value)

    def table(self, key: str) -> Mapping[str, Any]:
        value = self.data.get(key)
        if value is None:
            return {}
        if not isinstance(value, dict) or not all(isinstance(name, str) for name in value):
            return self.complain(self.fail(key), {})
        return value

    def tables(self, key: str) -> Sequence[FormReader]:
        value = self.data.get(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            return self.complain(self.fail(key), [])
        return [self.within(f"{key}/{n}", item) for n, item in enumerate(value, 1)]

    def years(self, key: str, plan_years: Sequence[int]) -> dict[int, Any]:
        """Return a table by year; a year that the plan does not have is refused, an absent one is None.

        Of a plan whose years cannot be read nothing is.
        """
        if not plan_years:
            return {}
        by_text = {str(year): year for year in plan_years}
        for text in (table := self.table(key)):
            if text not in by_text:
                self.complain(self.fail(key, text), None)
        return {year: table.get(text) for text, year in by_text.items()}

    def deadline(self, key: str) -> Deadline:
        inner = self.within(key, self.table(key))
        return Deadline(
            inner.text("raw"),
            inner.integer_or_none("from", YEARS),
            inner.integer_or_none("to", YEARS),
            inner.integer_or_none("from_month", _MONTHS),
            inner.integer_or_none("to_month", _MONTHS),
        )

    def target(self, key: str) -> Target | None:
        if self.data.get(key) is None:
            return None
        inner = self.within(key, self.table(key))
        return Target(inner.text_or_none("value"), inner.integer_or_none("year", YEARS))
