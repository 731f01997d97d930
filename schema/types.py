"""The types of values: each says what is valid, reads what people type, and shows a value.

Values may come from a newer version, or be of the wrong form: each type shows whatever it gets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from language import Unreadable, _
from language.days import read_day as read_day
from language.numbers import figure, number

MAX_CENTS: Final = 10**13
"""The largest amount that a person enters or a file brings; none is negative. What all units together record
of an action stays within SQLite's integers."""
MAX_TEXT: Final = 4000
MAX_LONG_TEXT: Final = 15_000
"""Characters of headquarters' words for a report, and of a part of a revision: a change set bears their
value whatever letters they are."""

_DIGEST: Final = re.compile("[0-9a-f]{64}")
_SAID_FIRST: Final = ("text", "title", "value", "ref", "version", "note", "file", "day", "person")
"""What of an object's keys is shown, in this order."""


def is_day(text: str) -> bool:
    """Return True if a text is a day of the calendar in ISO form."""
    return read_day(text) is not None


class FieldType:
    """A value that may be anything, and the base of the other types.

    ``refusal`` is the code of the refusal of a value that is not valid, ``metavar`` what help calls a value.
    """

    refusal = "value_unreadable"
    metavar = "TEXT"

    def valid(self, value: Any) -> bool:
        """Return True if a value that is not null may be recorded, or taken from a file."""
        return True

    def parse(self, text: str, today: date) -> Any:
        """Read what a person typed; "" for an empty text. Raises Unreadable."""
        return text

    def choices(self) -> list[tuple[str, str]]:
        """Return all codes with their words, in their order; none where the type is no choice."""
        return []

    def show(self, value: object) -> str:
        """Return a value in one line of words of the current language."""
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, int):
            return str(value)
        if isinstance(value, dict):
            named = [value[key] for key in _SAID_FIRST if value.get(key) not in (None, "")]
            return " · ".join(figure("value", item) for item in named) or figure("value", value)
        return figure("value", value)

    def typed(self, value: object) -> str:
        """Return a value as it stands in a form, to be edited."""
        return str(value)

    def explain(self, value: Any, today: date) -> str:
        """Say what a value that was read means, while it is typed; "" where there is nothing to say."""
        return ""


class Choice(FieldType):
    """One of a few codes, each with its words.

    ``also`` maps words of plans and reports, which are understood when typed, to codes. Of the first ``keys``
    codes their place, from 1, is understood too. ``unmatched`` refuses in a form what means none of them.
    """

    def __init__(
        self,
        name: str,
        labels: Mapping[str, str],
        *,
        metavar: str = "CODE",
        refusal: str = "value_unknown",
        unmatched: str = "choice_unmatched",
        also: Mapping[str, str] = MappingProxyType({}),
        keys: int = 0,
    ) -> None:
        self.name, self.labels, self.codes = name, labels, tuple(labels)
        self.metavar, self.refusal, self.unmatched = metavar, refusal, unmatched
        self._also, self._keys = also, keys

    def with_code(self, code: str, label: str) -> Choice:
        """Return the same choice with one more code at its end."""
        return Choice(
            self.name,
            {**self.labels, code: label},
            metavar=self.metavar,
            refusal=self.refusal,
            also=self._also,
            keys=self._keys,
        )

    def valid(self, value: Any) -> bool:
        return type(value) is str and value in self.labels

    def whole(self, text: str) -> str:
        """Return the code that a cell's text means, of which nothing is left out. Raises Unreadable."""
        from language.typed import code_meant

        return code_meant(text.strip(), self.labels, self.refusal, self._also, begun=False)

    def parse(self, text: str, today: date) -> str:
        """Return the code that a text means: a code, its words in any of the languages, or their start."""
        from language.typed import code_meant

        text = text.strip()
        if text.isascii() and text.isdigit() and 1 <= int(text[:3]) <= self._keys:
            return self.codes[int(text) - 1]
        return code_meant(text, self.labels, self.refusal, self._also, keys=self._keys)

    def show(self, value: object) -> str:
        if not isinstance(value, str):
            return super().show(value)
        return _(self.labels[value]) if value in self.labels else figure(self.name, value)

    def choices(self) -> list[tuple[str, str]]:
        return [(code, _(label)) for code, label in self.labels.items()]


class Text(FieldType):
    """A text of at most ``limit`` characters, of several ``lines`` or one."""

    def __init__(self, limit: int = MAX_TEXT, *, lines: bool = True) -> None:
        self.limit, self.lines = limit, lines

    def valid(self, value: Any) -> bool:
        return type(value) is str and len(value) <= self.limit


class DeadlineType(Text):
    """A year or a day in ISO 8601; a file may bring other words."""

    metavar = "Y"

    def __init__(self) -> None:
        super().__init__(lines=False)

    def parse(self, text: str, today: date) -> str:
        from language.dates import parse_deadline

        return parse_deadline(text, today)

    def show(self, value: object) -> str:
        return figure("day", self.typed(value)) if isinstance(value, str) else super().show(value)

    def typed(self, value: object) -> str:
        from language.dates import date as day_words

        return day_words(str(value))

    def explain(self, value: str, today: date) -> str:
        from language.dates import has_passed, passed_words

        if not value:
            return _("A year or a day.")
        if has_passed(value, today):
            return passed_words(value)
        return _("The new deadline: {day}.").format(day=self.typed(value))


class Day(FieldType):
    """A day in ISO form."""

    def valid(self, value: Any) -> bool:
        return type(value) is str and is_day(value)

    def show(self, value: object) -> str:
        from language.dates import date as day_words

        return figure("day", day_words(value)) if isinstance(value, str) else super().show(value)


class Digest(FieldType):
    """A SHA-256 in lower-case hex digits."""

    def valid(self, value: Any) -> bool:
        return type(value) is str and _DIGEST.fullmatch(value) is not None


class NumberType(FieldType):
    """A whole number from 0 to ``most``, where there is a largest."""

    metavar = "N"

    def __init__(self, most: float = float("inf")) -> None:
        self.most = most

    def valid(self, value: Any) -> bool:
        return type(value) is int and 0 <= value <= self.most


class Percent(NumberType):
    """A whole number of percent."""

    refusal = "percent_range"

    def __init__(self) -> None:
        super().__init__(100)

    def parse(self, text: str, today: date) -> Any:
        typed = text.strip()
        if not typed:
            return ""
        typed = typed.removesuffix("%").rstrip()
        if not (typed.isascii() and typed.isdigit() and len(typed) <= 3 and int(typed) <= 100):
            raise Unreadable("percent_range", found=text)
        return int(typed)

    def show(self, value: object) -> str:
        return f"{number(value)}%" if type(value) is int else super().show(value)


class Money(NumberType):
    """An amount in cents."""

    def __init__(self) -> None:
        super().__init__(MAX_CENTS)


class Flag(FieldType):
    """Yes or no."""

    def valid(self, value: Any) -> bool:
        return type(value) is bool


class List(FieldType):
    """A list whose entries have one type."""

    def __init__(self, of: FieldType) -> None:
        self._of = of

    def valid(self, value: Any) -> bool:
        return type(value) is list and all(map(self._of.valid, value))


class Object(FieldType):
    """An object in which these keys, where they stand, have these types; others are of later versions."""

    def __init__(self, **keys: FieldType) -> None:
        self._keys = keys

    def valid(self, value: Any) -> bool:
        return type(value) is dict and all(
            of.valid(value[key]) for key, of in self._keys.items() if key in value
        )
