"""Days and times as each language writes them, and the reading of a day as people type it."""

from __future__ import annotations

import datetime as _dt
import re
from typing import Final

from language import LANGUAGES, N_, Unreadable, _, current, ngettext, pgettext, speaking
from language.days import read_day
from language.numbers import NOTHING, number

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Only English names the month: day and month in figures could be read in either order."""

_ORDINAL: Final = {"sr", "sr-Cyrl"}
"""Where the year is an ordinal number too, so that a dot ends it."""

_TODAY: Final = {"sot", "danas", "данас", "today"}
_YESTERDAY: Final = {"dje", "juče", "juce", "јуче", "yesterday"}
_TOMORROW: Final = {"nesër", "neser", "sutra", "сутра", "tomorrow"}
_YEARS: Final = range(1990, 2200)

_YEAR_FIRST: Final = re.compile(r"(\d{4})([-./])(\d{1,2})\2(\d{1,2})", re.ASCII)
_DAY_FIRST: Final = re.compile(r"(\d{1,2})([-./])(\d{1,2})(?:\2(\d{4}|\d{2})?)?\.?", re.ASCII)

_MONTHS_TYPED: Final = {
    word: number
    for number, words in enumerate(
        (
            "jan јан", "feb shk феб", "mar мар", "apr pri апр", "may maj мај", "jun qer јун",
            "jul kor јул", "aug gus avg авг", "sep sht сеп", "oct tet okt окт", "nov nën nen нов",
            "dec dhj дец",
        ),
        1,
    )
    for word in words.split()
}  # fmt: skip
"""What the name of a month begins with in the languages of the screens; how it ends is passed over."""
_MONTH_NAMED: Final = re.compile(rf"([0-9]{{1,2}})\.?({'|'.join(_MONTHS_TYPED)})[^\W\d_]*\.?([0-9]{{4}})?\.?")

_SPANS: Final = {
    "days": r"d|ditë|dite|ditësh|ditesh|dan|dana|дан|дана|days?",
    "weeks": r"w|javë|jave|javësh|javesh|nedelj[aeu]|sedmic[aeu]|недељ[аеу]|седмиц[аеу]|weeks?",
    "months": r"muaj|muajsh|mesec|meseca|meseci|месец|месеца|месеци|months?",
}
"""What follows a number of them, in the languages of the screens."""
_SPAN: Final = re.compile(
    r"(?:(?P<plus>\+)|in|për|per|pas|za|за)?(?P<n>\d{1,3})"
    + f"(?:{'|'.join(f'(?P<{name}>{words})' for name, words in _SPANS.items())})?",
    re.ASCII,
)
"""How far ahead a day is: +14, 2 weeks."""


class DateError(Unreadable):
    """A text that is no day."""

    def __init__(self, text: str, code: str = "date_unreadable") -> None:
        super().__init__(code, found=text[:40])


def _day(day: str | _dt.date) -> _dt.date | None:
    return day if isinstance(day, _dt.date) else read_day(day)


def date(day: str | _dt.date | None, language: str | None = None) -> str:
    """Return a day (ISO 8601 text or date) in words: 14.03.2022, Serbian 14.03.2022., English 14 Mar 2022.

    It is a dash for None; a text that is no ISO day is returned unchanged, since it may come from a file.
    """
    if day is None:
        return NOTHING
    if (parsed := _day(day)) is None:
        return str(day)
    code = language or current()
    before, behind = (" ", "") if code == "en" else ("", "." if code in _ORDINAL else "")
    return f"{day_month(parsed, code)}{before}{parsed.year}{behind}"


def spreadsheet_format() -> str:
    """Return the format by which a spreadsheet shows a day as :func:`date` writes it."""
    if current() == "en":
        return "[$-809]d mmm yyyy"
    return 'dd.mm.yyyy"."' if current() in _ORDINAL else "dd.mm.yyyy"


def day_month(day: str | _dt.date | None, language: str | None = None) -> str:
    """Return a day without its year: 14.03., in English 14 Mar; otherwise as :func:`date`."""
    if day is None:
        return NOTHING
    if (parsed := _day(day)) is None:
        return str(day)
    if (language or current()) == "en":
        return f"{parsed.day} {_MONTHS[parsed.month - 1]}"
    return f"{parsed.day:02}.{parsed.month:02}."


def datetime(epoch_seconds: float | None, language: str | None = None, zone: _dt.tzinfo | None = None) -> str:
    """Return a moment (seconds since 1970, UTC) to the minute, in ``zone`` or the computer's own time zone.

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
    """Return the day that ``text`` names: 2022-03-14, 14.03.2022, 14/3/22, 14 Mar 2022, 14. mart, today.

    The day stands before the month, as in all three languages; without a year ("14.3.") it is this year's.
    Raises DateError.
    """
    typed = _without_blanks(text)
    if typed in _TODAY:
        return today
    if typed in _YESTERDAY and today > _dt.date.min:
        return today - _dt.timedelta(days=1)
    year, month, day = _figures(typed) or (None, 0, 0)
    if (named_day := _on_calendar(year or today.year, month, day)) is None:
        raise DateError(text)
    return named_day


def parse_due(text: str, today: _dt.date) -> _dt.date:
    """Return the day by which something is due: as :func:`parse_date`, tomorrow, "+14", "2 weeks".

    Without a year it is the next such day. Raises DateError.
    """
    typed = _without_blanks(text)
    try:
        if typed in _TOMORROW:
            return _ahead(today, 1, "days")
        if (span := _SPAN.fullmatch(typed)) and (span["plus"] or span.lastgroup in _SPANS):
            return _ahead(today, int(span["n"]), span.lastgroup if span.lastgroup in _SPANS else "days")
    except (OverflowError, ValueError):
        # the day of a meeting may have come in a file
        raise DateError(text, "due_unreadable") from None
    if (figures := _figures(typed)) and figures[0] is None:
        # of 29 February the next may be eight years away
        for year in range(today.year, today.year + 9):
            day = _on_calendar(year, *figures[1:])
            if day is not None and day >= today:
                return day
    try:
        return parse_date(text, today)
    except DateError:
        raise DateError(text, "due_unreadable") from None


def _without_blanks(text: str) -> str:
    return re.sub(r"\s+", "", text).casefold()


def _figures(typed: str) -> tuple[int | None, int, int] | None:
    """Year (None where none is said), month and day of a text without blanks."""
    if match := _YEAR_FIRST.fullmatch(typed):
        return int(match[1]), int(match[3]), int(match[4])
    if match := _DAY_FIRST.fullmatch(typed):
        year = f"20{match[4]}" if match[4] and len(match[4]) == 2 else match[4]
        return int(year) if year else None, int(match[3]), int(match[1])
    if match := _MONTH_NAMED.fullmatch(typed):
        return int(match[3]) if match[3] else None, _MONTHS_TYPED[match[2]], int(match[1])
    return None


def _on_calendar(year: int, month: int, day: int) -> _dt.date | None:
    try:
        return _dt.date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None


def _ahead(today: _dt.date, n: int, span: str) -> _dt.date:
    """Return the day so many days, weeks or months ahead; of a shorter month the last one."""
    if span != "months":
        return today + _dt.timedelta(**{span: n})
    months = today.month - 1 + n
    following = _dt.date(today.year + (months + 1) // 12, (months + 1) % 12 + 1, 1)
    last = following - _dt.timedelta(days=1)
    return last.replace(day=min(today.day, last.day))


def parse_deadline(text: str, today: _dt.date) -> str:
    """Return a year in four digits, or a day in ISO 8601, as :func:`parse_due`; "" for an empty text."""
    typed = text.strip()
    is_year = typed.isascii() and typed.isdigit() and len(typed) == 4
    return typed if is_year or not typed else parse_due(typed, today).isoformat()


def has_passed(day: str | _dt.date, today: _dt.date) -> bool:
    """Return True if a due day, or a deadline (ISO 8601, or a year), lies in the past."""
    last_day = f"{day}-12-31" if isinstance(day, str) and len(day) == 4 else str(day)
    return last_day < today.isoformat()


def passed_words(day: str | _dt.date) -> str:
    """That a day by which something is to be done has passed already."""
    return _("{day} has passed already.").format(day=date(day))


def age(days: int) -> str:
    """Return how long ago something was: "today", "3 days"."""
    return _("today") if days <= 0 else ngettext("{n} day", "{n} days", days).format(n=number(days))


def due_words(due: _dt.date, today: _dt.date) -> str:
    """Return a due day with how far it is: "due on 15.10.2022, in 12 days"."""
    words = _("due on {day}").format(day=date(due))
    days = (due - today).days
    if days == 0:
        return f"{words}, {_('today')}"
    far = ngettext("in {n} day", "in {n} days", days) if days > 0 else ""
    past = ngettext("{n} day ago", "{n} days ago", -days) if days < 0 else ""
    return f"{words}, {(far or past).format(n=number(abs(days)))}"


def since(day: str | _dt.date | None, today: _dt.date) -> str:
    """Return "since" with the day, or "from" for a day to come."""
    start = None if day is None else _day(day)
    ahead = start is not None and start > today
    return (_("from {day}") if ahead else _("since {day}")).format(day=date(day))


def holds_since(day: _dt.date, today: _dt.date, first_year: int) -> str:
    """Return from which day on a status holds; a day ahead, or before the plan's years, may be a slip."""
    if day > today:
        return _("{day} lies ahead: the status holds from then on.").format(day=date(day))
    if day.year < first_year:
        words = _("{day} lies before the plan, which begins in {year}: the status holds from then on.")
        return words.format(day=date(day), year=first_year)
    return _("The status holds since {day}.").format(day=date(day))


_PARTS: Final = {
    "H1": N_("the first half of {year}"),
    "H2": N_("the second half of {year}"),
    "Q1": N_("Q1 {year}"),
    "Q2": N_("Q2 {year}"),
    "Q3": N_("Q3 {year}"),
    "Q4": N_("Q4 {year}"),
}


def period_words(code: str) -> str:
    """Return a period's code in words; one that this version does not know stays as it is."""
    year, _dash, part = code.removeprefix("..").partition("-")
    words = _(_PARTS[part]).format(year=year) if part in _PARTS else code.removeprefix("..")
    if code.startswith(".."):
        return _("from the beginning of the plan to the end of {period}").format(period=words)
    return words


def period_in_title(code: str) -> str:
    """Return a period as it ends the title of a report."""
    year, _dash, part = code.partition("-")
    endings = {
        "": pgettext("title", "for {year}"),
        "H1": pgettext("title", "for the first half of {year}"),
        "H2": pgettext("title", "for the second half of {year}"),
        "Q1": pgettext("title", "for the first quarter of {year}"),
        "Q2": pgettext("title", "for the second quarter of {year}"),
        "Q3": pgettext("title", "for the third quarter of {year}"),
        "Q4": pgettext("title", "for the fourth quarter of {year}"),
    }
    is_plain = year.isdigit() and part in endings
    return endings[part].format(year=year) if is_plain else period_words(code)


def usual_title(day: _dt.date | str) -> str:
    """Return what a meeting of a day is called where nobody calls it otherwise."""
    return _("Meeting of {day}").format(day=date(day))


def meeting_title(title: str, day: str) -> str:
    """Return the title of a meeting: the usual one in the current language, in whichever it began."""
    for code in LANGUAGES:
        with speaking(code):
            is_usual = title == usual_title(day)
        if is_usual:
            return usual_title(day)
    return title
