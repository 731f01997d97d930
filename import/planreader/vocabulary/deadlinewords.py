"""What words of deadlines look like: years, periods, dates, months, quarters, and what joins them."""

from __future__ import annotations

import re
from typing import Final

from planreader.vocabulary.fold import fold, month_of, tags
from planreader.vocabulary.vocabulary import PERIODS, listed

QUARTER: Final = re.compile(r"^(?:tm|q|k|t|kv|tr)[\s.-]?([1-4]|iv|i{1,3})$")
HALF: Final = re.compile(r"^(?:s|h|gj)[\s.-]?([12]|i{1,2})$")
ORDINAL: Final = re.compile(r"^([1-4]|IV|I{1,3})\.?$")
DATE: Final = re.compile(r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-]((?:19|20)\d\d)(?!\d)")
MONTH_YEAR: Final = re.compile(r"(?<![\w.])(0?[1-9]|1[0-2])[./]((?:19|20)\d\d)(?!\d)")
_DATED: Final = re.compile(
    r"[-–—/]"
    r"|(?:19|20)\d\d(?:[-–—/](?:(?:19|20)?\d\d|\d{3})?)?"
    r"|[-–—/](?:19|20)\d\d"
    # "20223-2025", a slip
    r"|(?:19|20)\d{2,4}[-–—](?:19|20)\d{2,4}"
    # "Q3 2025-Q2 2026", in the middle
    r"|(?:19|20)\d\d[-–—](?:tm|q|k|t|kv|tr)\.?[1-4]"
    r"|(?:[a-z]{1,2}\d|[1-4]q|i{1,3}|iv)[-/](?:19|20)\d\d"
)
"""A year, two of them, or a quarter with its year, in one word."""
_MOST_DAYS: Final = 31
_ENDS: Final = 2
_SHORT: Final = 5
"""Letters of the longest short form of a quarter: "kviii"."""
JOINERS: Final = frozenset(listed("joiners"))
STARTERS: Final = frozenset(listed("starters"))
"""What stands before the first or the last year of a period."""
BETWEEN: Final = frozenset(listed("between"))
"""Small words between these and the year."""


def without_starter(words: list[str]) -> list[str]:
    """The words of a period without what begins it: ``deri në fund të 2024``; all where nothing does."""
    if not words or fold(words[0]) not in STARTERS:
        return words
    at = next((n for n, word in enumerate(words[1:], 1) if fold(word) not in BETWEEN), len(words))
    return words[at:]


def is_deadline_word(word: str) -> bool:
    """Whether a word can stand in a deadline cell: years, ranges, months, quarters, dates, "continuously"."""
    if " " in word and len(own := without_starter(word.split())) < len(word.split()):
        return not own or is_deadline_word(" ".join(own))
    bare = fold(word).strip(".,;() ")
    if " " in bare:
        first, *rest = bare.split()
        if is_named_period(first, rest[0]) or is_dated_day(first, rest[0]):
            return True
        return is_deadline_word("".join([first, *rest])) or any("ongoing" in tags(part) for part in rest)
    if not bare:
        return False
    if bare.isalpha() and len(bare) > _SHORT:
        return month_of(word) is not None or bool(tags(word) & {"ongoing", "quarter", "half"})
    ends = [end.strip(".") for end in re.split("[-–—]", bare)]
    if len(ends) == _ENDS and ends[0] and not ends[0].isdigit() and all(map(_is_end, ends)):
        # "01.06.2024.-30.09.2025", and with the second on the next line
        return True
    dated = _DATED.fullmatch(bare) or DATE.fullmatch(bare) or MONTH_YEAR.fullmatch(bare)
    named = QUARTER.match(bare) or HALF.match(bare) or month_of(word)
    return bool(dated or named or tags(word) & {"ongoing", "quarter", "half"})


def _is_end(text: str) -> bool:
    """Whether a text is one end of a period, or none: a date, a quarter with or without its year."""
    dated = DATE.fullmatch(text) or MONTH_YEAR.fullmatch(text) or QUARTER.match(text)
    return not text or bool(dated) or bool(re.fullmatch(r"(?:19|20)\d\d", text))


def is_named_period(left: str, right: str) -> bool:
    """Whether two words name a quarter or a half of a year: ``Tremujori III``, ``II kvartal``."""
    return any(
        ORDINAL.match(number.upper()) and tags(name) & {"quarter", "half"}
        for name, number in ((left, right), (right, left))
    )


def is_dated_day(left: str, right: str) -> bool:
    """Whether two words are a day and its month: ``30 October``, ``15. decembar``."""
    day = left.removesuffix(".")
    return day.isdigit() and len(day) <= 2 and 1 <= int(day) <= _MOST_DAYS and month_of(right) is not None


def is_said_of_years(word: str) -> bool:
    """Whether years follow on a word: "for the year", "in the period"."""
    return "year" in tags(word) or fold(word).startswith(PERIODS)
