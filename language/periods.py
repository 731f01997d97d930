"""Reporting periods in words: the year, its half or quarter, or everything up to the end of one."""

from __future__ import annotations

from typing import Final

from language import N_, _

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
