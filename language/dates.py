"""Days and times as each language writes them, and the reading of a day as people type it."""

from __future__ import annotations

import datetime as _dt
import re
from typing import Final

from language import N_, Unreadable, _, counted, current, ngettext
from language.numbers import NOTHING

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Only English names the month: day and month in figures could be read in either order."""

_TODAY: Final = {"sot", "danas", "данас", "today"}
_YESTERDAY: Final = {"dje", "juče", "juce", "јуче", "yesterday"}
_YEARS: Final = range(1990, 2200)

_YEAR_FIRST: Final = re.compile(r"(\d{4})([-./])(\d{1,2})\2(\d{1,2})", re.ASCII)
_DAY_FIRST: Final = re.compile(r"(\d{1,2})([-./])(\d{1,2})(?:\2(\d{4}|\d{2})?)?\.?", re.ASCII)

_MONTH_NAMED: Final = re.compile(rf"(\d{{1,2}})({'|'.join(_MONTHS).lower()})[a-z]*(\d{{4}})?", re.ASCII)
"""A day as :func:`date` writes it in English; the ends of longer names are passed over."""


class DateError(Unreadable):
    """A text that is no day."""

    def __init__(self, text: str) -> None:
        super().__init__("date_unreadable", found=text[:40])


def _day(day: str | _dt.date) -> _dt.date | None:
    if isinstance(day, _dt.date):
        return day
    try:
        return _dt.date.fromisoformat(day)
    except ValueError:
        return None


def date(day: str | _dt.date | None, language: str | None = None) -> str:
    """A day (ISO 8601 text or date): 14.03.2022, in English 14 Mar 2022.

    A dash for None; a text that is no ISO day is given back as it stands, since it may come from a file.
    """
    if day is None:
        return NOTHING
    if (known := _day(day)) is None:
        return str(day)
    return f"{day_month(known, language)}{' ' if (language or current()) == 'en' else ''}{known.year}"


def day_month(day: str | _dt.date | None, language: str | None = None) -> str:
    """A day without its year: 14.03., in English 14 Mar; otherwise as :func:`date`."""
    if day is None:
        return NOTHING
    if (known := _day(day)) is None:
        return str(day)
    if (language or current()) == "en":
        return f"{known.day} {_MONTHS[known.month - 1]}"
    return f"{known.day:02}.{known.month:02}."


def datetime(epoch_seconds: float | None, language: str | None = None, zone: _dt.tzinfo | None = None) -> str:
    """A moment (seconds since 1970, UTC) to the minute, in ``zone`` or the computer's own time zone.

    A dash for None and for a moment that no calendar holds.
    """
    if epoch_seconds is None:
        return NOTHING
    try:
        moment = _dt.datetime.fromtimestamp(epoch_seconds, _dt.timezone.utc).astimezone(zone)
    except (ValueError, OverflowError, OSError):
        return NOTHING
    return f"{date(moment.date(), language)} {moment.hour:02}:{moment.minute:02}"


def parse_date(text: str, today: _dt.date) -> _dt.date:
    """The day that ``text`` names: 2022-03-14, 14.03.2022, 14/3/22, 14 Mar 2022, "14.3." (this year), today.

    The day stands before the month, as in all three languages. Raises DateError.
    """
    typed = re.sub(r"\s+", "", text).casefold()
    if typed in _TODAY:
        return today
    if typed in _YESTERDAY:
        return today - _dt.timedelta(days=1)
    if match := _YEAR_FIRST.fullmatch(typed):
        year, month, day = int(match[1]), int(match[3]), int(match[4])
    elif match := _DAY_FIRST.fullmatch(typed):
        year = int(match[4] or today.year)
        year, month, day = year + 2000 if year < 100 else year, int(match[3]), int(match[1])
    elif match := _MONTH_NAMED.fullmatch(typed):
        year, day = int(match[3] or today.year), int(match[1])
        month = _MONTHS.index(match[2].capitalize()) + 1
    else:
        raise DateError(text)
    try:
        found = _dt.date(year, month, day)
    except ValueError:
        raise DateError(text) from None
    if found.year not in _YEARS:
        raise DateError(text)
    return found


def parse_deadline(text: str, today: _dt.date) -> str:
    """A year in four digits, or a day in ISO 8601, as :func:`parse_date`; "" for an empty text."""
    typed = text.strip()
    is_year = typed.isascii() and typed.isdigit() and len(typed) == 4
    return typed if is_year or not typed else parse_date(typed, today).isoformat()


def age(days: int) -> str:
    """How long ago something was: "today", "3 days"."""
    return _("today") if days <= 0 else counted("{n} day", "{n} days", days)


def due_words(due: _dt.date, today: _dt.date) -> str:
    """A due day with how far it is: "due on 15.10.2022, in 12 days"."""
    words = _("due on {day}").format(day=date(due))
    days = (due - today).days
    if days == 0:
        return f"{words}, {_('today')}"
    far = ngettext("in {n} day", "in {n} days", days) if days > 0 else ""
    past = ngettext("{n} day ago", "{n} days ago", -days) if days < 0 else ""
    return f"{words}, {(far or past).format(n=abs(days))}"


def since(day: str | _dt.date | None, today: _dt.date) -> str:
    """Since which day something holds, or from which day to come."""
    known = None if day is None else _day(day)
    ahead = known is not None and known > today
    return (_("from {day}") if ahead else _("since {day}")).format(day=date(day))


def holds_since(day: _dt.date, today: _dt.date) -> str:
    """From which day on a status holds; that it lies ahead is said, since it may be a slip."""
    if day > today:
        return _("{day} lies ahead: the status holds from then on.").format(day=date(day))
    return _("The status holds since {day}.").format(day=date(day))


_PARTS: Final = {
    "H1": N_("the first half of {year}"),
    "H2": N_("the second half of {year}"),
    "Q1": N_("the first quarter of {year}"),
    "Q2": N_("the second quarter of {year}"),
    "Q3": N_("the third quarter of {year}"),
    "Q4": N_("the fourth quarter of {year}"),
}


def period_words(code: str) -> str:
    """A period's code in words; one that this version does not know stays as it is."""
    year, _dash, part = code.removeprefix("..").partition("-")
    words = _(_PARTS[part]).format(year=year) if part in _PARTS else code.removeprefix("..")
    return _("from the beginning to {period}").format(period=words) if code.startswith("..") else words
