"""What is typed of an action of a paper form: a digit, amounts, and by signs percent, day, reason, note."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple

from language import Unreadable
from language.dates import parse_date
from schema.choices import REASON, STATUS

NOTHING: Final = "-"
"""Stands for a status of which nothing is said, where an amount of one figure follows."""
RECURRENT: Final = "recurrent.spent"
CAPITAL: Final = "capital.spent"
SPENT: Final = (RECURRENT, CAPITAL)
"""The fields of an amount, and of a second one behind a stroke, without their year, in the page's order."""
DIGITS: Final = {**{str(n): code for n, code in enumerate(STATUS.codes, 1)}, "0": ""}
"""The statuses by their keys, in the order of the page; 0 takes away what was reported."""

_DIGIT: Final = re.compile(r"([0-9]|-)(?=\s|$)", re.ASCII)
_SIGN: Final = re.compile(r"(?:^|\s)([@!])")
_NOTE: Final = re.compile(r"(?:^|\s)#")
_PERCENT: Final = re.compile(r"(?:^|(?<=\s))([0-9]{1,9})\s*%(?=\s|$)", re.ASCII)
_NUMBERED: Final = re.compile(r"([0-9]{1,3})(?:[\s:,.]+(.*))?", re.ASCII)


class TypedRow(NamedTuple):
    """What was said of an action: values by field, as texts and codes, None where something is taken away.

    Amounts stand under the names of SPENT. ``on`` is the day of the status.
    """

    values: Mapping[str, str | None]
    on: date | None = None


def read_status(text: str) -> tuple[str, str]:
    """Return the digit with which a text begins, "" where none does or it says nothing, and what follows it.

    Raises Unreadable ``paper_status``.
    """
    typed = text.strip()
    if (match := _DIGIT.match(typed)) is None:
        return "", typed
    digit, rest = match[1], typed[match.end() :].strip()
    if digit == NOTHING:
        return "", rest
    if digit not in DIGITS:
        raise Unreadable("paper_status", found=digit)
    return digit, rest


def read_row(digit: str, text: str, today: date) -> TypedRow:
    """Return what a digit of :func:`read_status` and the rest mean: ``40% 500/300 @14.3. !4 in words #note``.

    An amount is recurrent, one behind a stroke capital. Raises Unreadable: ``paper_status``,
    ``paper_reason``, ``paper_sign_twice``, ``amount_unreadable`` or of a day.
    """
    if digit and digit not in DIGITS:
        raise Unreadable("paper_status", found=digit)
    values: dict[str, str | None] = {"status": DIGITS[digit] or None} if digit else {}
    before, *note = _NOTE.split(text, maxsplit=1)
    figures, *signed = _SIGN.split(before)
    values.update(_figures(figures))
    by_sign = dict(zip(signed[::2], signed[1::2], strict=True))
    if len(by_sign) < len(signed) // 2:
        raise Unreadable("paper_sign_twice", found=text)
    on = parse_date(by_sign["@"], today) if "@" in by_sign else None
    if "!" in by_sign:
        values.update(_reason(by_sign["!"].strip()))
    if note and note[0].strip():
        values["note"] = note[0].strip()
    return TypedRow(values, on)


def _figures(text: str) -> Iterator[tuple[str, str]]:
    percents = _PERCENT.findall(text)
    if len(percents) > 1:
        raise Unreadable("paper_sign_twice", found=text)
    if percents:
        yield "percent", percents[0]
    amounts = _PERCENT.sub(" ", text).strip().split("/")
    if len(amounts) > len(SPENT):
        raise Unreadable("amount_unreadable", found=text)
    for field, amount in zip(SPENT, amounts, strict=False):
        if amount.strip():
            yield field, amount.strip()


def _reason(text: str) -> Iterator[tuple[str, str]]:
    """Yield a reason by its number, with words behind it, or by its own words."""
    if numbered := _NUMBERED.fullmatch(text):
        if not 1 <= int(numbered[1]) <= len(REASON.codes):
            raise Unreadable("paper_reason", found=text)
        yield "reason", REASON.codes[int(numbered[1]) - 1]
        if words := (numbered[2] or "").strip():
            yield "reason_text", words
        return
    try:
        yield "reason", REASON.whole(text)
    except Unreadable as error:
        raise Unreadable("paper_reason", found=text) from error
