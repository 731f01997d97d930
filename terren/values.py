"""The types of options: a value is read where it is declared, and one that means nothing is wrong usage.

A value that only this database does not know (a unit, a number, a year of another plan) is no wrong usage:
the use case refuses it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

import click

import language
from language import N_, Unreadable
from store.db.errors import UserError
from terren.misuse import WrongUsage, field_name
from terren.session import Session

_NO_UTF_8: Final = re.compile("[\ud800-\udfff]")
"""What stands for bytes of an argument that are no UTF-8."""

_MOST_YEARS: Final = 20

Codes = Sequence[tuple[str, str]]
"""Codes that can be typed, each with its words in the current language."""


class WrongValue(WrongUsage):
    """A value that cannot be read; its reader says why in the language that is spoken when it is told."""

    def __init__(
        self,
        refusal: UserError | Unreadable,
        read: Callable[[], object],
        ctx: click.Context | None = None,
        param: click.Parameter | None = None,
    ) -> None:
        super().__init__("", ctx, param, code=refusal.code)
        self._refusal, self._read = refusal, read

    def words(self) -> str:
        """Return what is wrong, in the current language."""
        from language.messages import message

        refusal = self._refusal
        try:
            self._read()
        except (UserError, Unreadable) as again:
            # its params may quote words of the language
            refusal = again
        return message(refusal.code, refusal.params)


def refuse_lost_letters(text: str, param: click.Parameter | None, ctx: click.Context | None) -> None:
    """Raise UserError ``argument_encoding`` for a text of which letters would be lost: it is no UTF-8."""
    if text.isascii() or _NO_UTF_8.search(text) is None:
        return
    field = field_name(param) if param is not None else ""
    if ctx is not None:
        ctx.ensure_object(Session).field = field
    raise UserError("argument_encoding", field=field, found=_NO_UTF_8.sub("\ufffd", text))


class Value(click.ParamType[Any]):
    """What ``read`` makes of a text; UserError and Unreadable are wrong usage.

    ``metavar`` is what help calls it, ``codes`` are those it knows.
    """

    name = "value"

    def __init__(
        self, read: Callable[[str], Any], metavar: str = "VALUE", codes: Callable[[], Codes] | None = None
    ) -> None:
        self.read, self.metavar, self.codes = read, metavar, codes

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the value of a text; a wrong one is a :class:`WrongValue`."""
        if not isinstance(value, str):
            return value
        refuse_lost_letters(value, param, ctx)
        return self.convert_text(value, param, ctx)

    def convert_text(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the same for a text of any bytes, such as the name of a file."""
        try:
            return self.read(value)
        except (UserError, Unreadable) as refusal:
            raise WrongValue(refusal, lambda: self.read(value), ctx, param) from refusal
        except WrongUsage as wrong:
            wrong.ctx, wrong.param = ctx, param
            raise


class _Amount(Value):
    """An amount, which is understood by the language of the database."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if ctx is not None and not ctx.resilient_parsing:
            ctx.ensure_object(Session).find_language()
        return super().convert(value, param, ctx)


class WordChoice(click.ParamType[Any]):
    """One of a few words, which are never translated."""

    name = "choice"

    def __init__(self, *words: str) -> None:
        self.words = words

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value in self.words:
            return value
        raise WrongUsage(
            N_("Choose one of: {known}."), ctx, param, code="choice_unknown", known=", ".join(self.words)
        )

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return "|".join(self.words)


def codes_of(kind: object) -> Codes | None:
    """Return what can be typed for a type, with words in the current language; None without such a list."""
    if isinstance(kind, WordChoice):
        return [(word, "") for word in kind.words]
    return kind.codes() if isinstance(kind, Value) and kind.codes is not None else None


def pair(form: str) -> Value:
    """Return the type of two texts with ``=`` between them, as in ``form``; given on as they are."""

    def read(text: str) -> str:
        first, _sign, second = text.partition("=")
        if first.strip() and second.strip():
            return text
        template = N_("“{found}” is not of the form {form}.")
        raise WrongUsage(template, code="pair_unreadable", found=text, form=form)

    return Value(read, form)


def _number(text: str) -> int:
    typed = text.strip()
    if typed.isascii() and typed.isdigit() and len(typed) < 10 and int(typed):
        return int(typed)
    raise WrongUsage(N_("“{found}” is not a whole number from 1."), code="number_unreadable", found=typed)


def year(text: str) -> int:
    """Return a year in four digits, whether the plan has it or not. Raises WrongUsage."""
    typed = text.strip()
    if typed.isascii() and typed.isdigit() and len(typed) == 4:
        return int(typed)
    raise WrongUsage(N_("“{found}” is not a year in four digits."), code="year_unreadable", found=typed)


def _span(text: str) -> tuple[int, int]:
    first, _sign, last = text.replace("–", "-").partition("-")
    years = year(first), year(last or first)
    if not years[0] <= years[1] < years[0] + _MOST_YEARS:
        raise WrongUsage(N_("“{found}” is not a run of years, such as 2026-2028."), found=text)
    return years


def _day(text: str) -> object:
    from language.dates import parse_date

    return parse_date(text, date.today())


def _due_day(text: str) -> object:
    from language.dates import parse_due

    return parse_due(text, date.today())


def _due_typed(text: str) -> str:
    _due_day(text)
    return text


def _period(text: str) -> str:
    from store.plan.periods import read_period

    if read_period(text.strip().removeprefix("..")) is None:
        raise UserError("period_unreadable", found=text)
    return text


def _amount(text: str) -> str:
    from language.amounts import read_amount

    if text.strip():
        read_amount(text, language.current())
    return text


DAY: Final = Value(_day, "DATE")
"""A day (:class:`datetime.date`), as :func:`language.dates.parse_date` reads it."""
DUE_DAY: Final = Value(_due_day, "DATE")
"""A day by which something is to be done, as :func:`language.dates.parse_due` reads it."""
DUE_TYPED: Final = Value(_due_typed, "DATE")
"""The same as typed: from which day it is counted shows when it is used."""
PERIOD: Final = Value(_period, "P")
"""The code of a period, as typed; whether the plan has it shows when it is used."""
AMOUNT: Final = _Amount(_amount, "A")
"""An amount as typed; what is understood may have to be asked about."""
NUMBER: Final = Value(_number, "N")
"""A whole number from 1."""
SPAN: Final = Value(_span, "YEARS")
"""The first and the last year of a plan, such as 2026-2028."""
YEAR: Final = Value(year, "Y")
"""As :func:`year`."""
