"""Values of a workbook's cells as they are shown, and the numbers that a float or a date may have been."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Final

from planreader.vocabulary.vocabulary import MONTHS

_DECIMALS: Final = re.compile(r"0\.(0+)(?!\d)")
_FULL_DATE: Final = "%d.%m.%Y"
_NO_LETTERS: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
"""What a format shows as it is."""
_SHORT: Final = 3
"""Letters of a month's short form."""


def shown(value: object, number_format: str, language: str = "") -> str:
    """A cell's text: numbers with the decimals of their format, percentages, dates day first.

    Months that the format spells out are in ``language``.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        return _number(value, number_format)
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        value = value.date()
    if isinstance(value, (date, datetime)):
        return _date(value, number_format, language)
    if isinstance(value, (time, timedelta)):
        return str(value)
    return str(value).replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")


def _date(day: date, number_format: str, language: str) -> str:
    """A date by what its format shows: day first, or the month in words, ``June 2024`` or ``15 June 2024``.

    Without a ``language`` no month has a name.
    """
    letters = _NO_LETTERS.sub("", number_format.lower())
    names = MONTHS.get(language)
    if "mmm" in letters and names is not None:
        name = names[day.month - 1] if "mmmm" in letters else names[day.month - 1][:_SHORT]
        return " ".join([str(day.day)] * ("d" in letters) + [name] + [str(day.year)] * ("y" in letters))
    if "d" in letters or not set("my") & set(letters):
        return day.strftime(_FULL_DATE)
    return day.strftime("%m/%Y" if "m" in letters else "%Y")


def _number(value: int | float, number_format: str) -> str:
    """Amounts keep cents; a float without a fraction is whole."""
    plain = _NO_LETTERS.sub("", number_format or "General")
    if "%" in plain:
        share = round(value * 100, 6)
        return f"{share:.10g}%"
    if isinstance(value, int) or value.is_integer():
        return str(int(value))
    short = f"{value:.10g}"
    return short if re.fullmatch(r"-?\d+(?:\.\d{1,2})?", short) else f"{value:.2f}"


def number_options(value: object, number_format: str) -> tuple[str, ...]:
    """Readings of a cell as a number of the plan, the printed first: ``1.1`` may be 1.10, a date 1.1.10."""
    if isinstance(value, float):
        return _of_float(value, number_format)
    if isinstance(value, (date, datetime)):
        year = value.year % 100
        day, month = value.day, value.month
        found = [shown(value, number_format), f"{day}.{month}.{year}", f"{month}.{day}.{year}"]
        found += [f"{day}.{month}", f"{month}.{day}", f"{month}.{year}"]
        return tuple(dict.fromkeys(found))
    return ()


def _of_float(value: float, number_format: str) -> tuple[str, ...]:
    short = f"{value:.10g}"
    if not re.fullmatch(r"\d{1,3}(?:\.\d{1,3})?", short):
        return ()
    whole, _, fraction = short.partition(".")
    readings = [short] if fraction else [f"{whole}.10", whole]
    decimals = _DECIMALS.search(number_format or "")
    if decimals and fraction and len(fraction) < len(decimals[1]):
        readings.insert(0, f"{whole}.{fraction.ljust(len(decimals[1]), '0')}")
    elif len(fraction) == 1:
        readings.append(f"{short}0")
    return tuple(dict.fromkeys(readings))
