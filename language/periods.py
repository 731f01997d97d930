"""Reporting periods in words, and what is owed for one."""

from __future__ import annotations

from typing import Final

from language import N_, _, ngettext

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


def owed_words(owed: int, returned: int) -> str:
    """How many reports are owed, and how many of them because they were returned."""
    return _and_returned(
        ngettext("{n} report is owed", "{n} reports are owed", owed).format(n=owed), returned
    )


def arrived_words(arrived: int, asked: int, owed: int, returned: int) -> str:
    """How many of the reports that are asked for have arrived, and what is owed."""
    words = _("{n} of {total} reports have arrived, {owed} owed")
    return _and_returned(words.format(n=arrived, total=asked, owed=owed), returned)


def _and_returned(words: str, returned: int) -> str:
    if not returned:
        return words
    more = ngettext("{n} of them returned", "{n} of them returned", returned)
    return f"{words}, {more.format(n=returned)}"
