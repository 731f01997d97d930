"""How the targets of indicators are printed side by side in a text dump: values and their years."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_YEAR: Final = r"(?:19|20)\d\d"
_UNIT: Final = (
    r"(?:\s?(?:%|(?:mil\.|milion(?:ë|a|i|e)?|million|mijë|hiljada)\s?(?:€|EUR|evra|euro)|€|EUR|km/h|(?:km|m)[²³23]?|ha|t|kt|Mt|kg|[kMG]Wh?|k?toe|mijë|mil\.?|milion(?:ë|a|i|e)?|hiljad[ae]"
    r"|thousand|million|ditë|dana|days|orë|sati|hours|muaj|meseci|months|vjet|godina|years)(?![^\W\d_]))?"
)
_OF: Final = rf"(?:/(?!{_YEAR})\d{{1,3}}(?!\d))?"
"""Of how many: ``9/38`` municipalities."""
_AMOUNT: Final = rf"[<>≤≥~]?\s?\d[\d.,]*{_OF}{_UNIT}"
_SPACED: Final = rf"[<>≤≥~]?\s?\d{{1,3}}(?:[ \u00a0]\d{{3}})+(?![\d.,]){_UNIT}"
"""Thousands apart, where a year follows; without it there may be several values."""
TARGET: Final = re.compile(
    rf"(?P<year1>{_YEAR})\s*\(\s*(?!{_YEAR}\s*\))(?P<value1>[^()]{{1,60}}?)\s*\)"
    rf"|(?:(?<![\w(/-])(?P<value2>{_SPACED}|{_AMOUNT})\s*)?[(\[]\s*(?P<year2>{_YEAR})\s*[)\]]"
    rf"|(?<![\w(/,-])(?P<value3>{_AMOUNT}),\s(?P<year3>{_YEAR})(?![\d/-])"
    rf"|(?<![\w(/,-])(?P<value5>{_SPACED}|{_AMOUNT})\s/\s(?P<year5>{_YEAR})(?![\d/-])"
    rf"|(?<![\w(/,-])(?P<year4>{_YEAR})\s?[:–—]\s?(?P<value4>{_AMOUNT})(?![\w/-])"
)
_BRACKETED_YEAR: Final = rf"[(\[]\s*{_YEAR}\s*[)\]]"
YEARS_FIRST: Final = re.compile(
    rf"[(\[]\s*(?P<year1>{_YEAR})\s*[)\]](?:\s*(?P<value1>{_SPACED}|{_AMOUNT})(?![\w/-]))?"
)
"""Years in front of their values: ``(2023) 20% (2025) 45%``."""
_RUN_FIRST: Final = re.compile(
    rf"(?<!\S)(?:{_BRACKETED_YEAR}\s*{_AMOUNT}(?:\s+|$)){{2,}}(?!\s*{_BRACKETED_YEAR})"
)
_ENDS_IN_AMOUNT: Final = re.compile(rf"(?<!\S){_AMOUNT}\s*$")
MIXED: Final = re.compile(rf"{TARGET.pattern}|(?<!\S)(?P<bare>{_AMOUNT})(?!\S)")
VALUE: Final = (
    rf"(?:{_YEAR}\s?[:–—]\s?{_AMOUNT}|(?:{_SPACED}|{_AMOUNT})\s/\s{_YEAR}|(?:{_SPACED}|{_AMOUNT})\s*[(\[]\s?{_YEAR}\s?[)\]]|{_AMOUNT}"
    rf"|[(\[]\s?{_YEAR}\s?[)\]])"
)
VALUES: Final = re.compile(rf"(?<!\S){VALUE}(?:\s+{VALUE})+(?!\S)")
SINGLE: Final = re.compile(rf"(?<!\S){VALUE}(?=\s*$|\s+[A-ZËÇŠČĆŽĐ])")
"""Targets side by side."""
APART: Final = re.compile(rf"(?<=[^\W\d_])\s{{2,}}(?=(?:{VALUE}|{_SPACED})\s*$)")
"""Where a value ends a line, with a space more before it."""
_BARE_YEAR: Final = re.compile(rf"[(\[]?{_YEAR}[)\]]?")
YEAR_BELOW: Final = re.compile(rf"\({_YEAR}\)")
YEAR_ALONE: Final = re.compile(_YEAR)
BRACKETED: Final = re.compile(rf"\((?!{_YEAR}\))[^()]{{1,20}}\)")
_MOST_TARGETS: Final = 12
"""Targets of an indicator, one for each year."""
_WORD: Final = re.compile(rf"{_AMOUNT}(?!\S)|\S+")
_GROUPS: Final = re.compile(r"[<>≤≥~]?\s?[1-9]\d{0,2}(?: \d{3})*")
_REST: Final = re.compile(r"0\d\d")
"""The rest of a value whose thousands stand apart: ``54 000``."""
_BARE: Final = re.compile(rf"^(?:{_SPACED}|{_AMOUNT}|n/?a|N/?A|-|–|/)$")


def run_of_years_first(text: str) -> re.Match[str] | None:
    """Targets side by side in a text, each behind its year; None where there are none."""
    run = _RUN_FIRST.search(text)
    return run if run is not None and not _ENDS_IN_AMOUNT.search(text[: run.start()]) else None


def are_years_first(texts: Iterable[str]) -> bool:
    """Whether the targets of most indicators stand behind their years in brackets."""
    first = behind = 0
    for text in texts:
        own = run_of_years_first(text) is not None
        first += own
        behind += not own and TARGET.search(text) is not None
    return first > behind


def year_of(match: re.Match[str]) -> int:
    """The year of a target."""
    return next(int(text) for name, text in match.groupdict().items() if name.startswith("year") and text)


def value_of(match: re.Match[str]) -> str:
    """The value of a target, empty where it has none."""
    return next((text for name, text in match.groupdict().items() if name.startswith("value") and text), "")


def is_values(text: str) -> bool:
    """Whether a line holds nothing but targets and their years."""
    rest = words_of(TARGET.sub(" ", text))
    return all(_BARE.match(word.strip("()[]")) or _BARE_YEAR.fullmatch(word) for word in rest)


def words_of(text: str) -> list[str]:
    """The words of a text, amounts with their units as one; no value of three digits begins with a zero."""
    found: list[str] = []
    for match in _WORD.finditer(text):
        word = match.group().strip()
        if found and _REST.fullmatch(word) and _GROUPS.fullmatch(found[-1]):
            found[-1] = f"{found[-1]} {word}"
        else:
            found.append(word)
    return found


def holds_values(text: str) -> bool:
    """Whether a line holds targets side by side, and not years alone."""
    match = VALUES.search(text)
    return match is not None and not all(
        YEAR_ALONE.fullmatch(word.rstrip(".")) for word in match.group().split()
    )


def is_bare(text: str) -> bool:
    words = words_of(text)
    return 0 < len(words) <= _MOST_TARGETS and all(_BARE.match(word) for word in words)
