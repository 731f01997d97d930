"""Dates and amounts that a narrow cell cut at a line's end: they are known by what they lack."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from planreader.sources.text.lines import BLOCK, WRAP, Line

_HALF_DATE: Final = re.compile(r"(?<![\d.])\d{1,2}[./-]\d{1,2}[./-](?:1|2|19|20|19\d|20\d)?$")
_DATE: Final = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d\.?")
_HALF_AMOUNT: Final = re.compile(r"(?<![\d.,])\d{1,3}(?:([.,])\d{3})*[.,]\d{0,2}$")
_AMOUNT: Final = re.compile(r"\d{1,3}([.,])\d{3}(?:\1\d{3})*")
_CENTS: Final = re.compile(r"\d{1,3}[.,]\d\d")
_CENTS_WITHIN: Final = re.compile(r"\d[.,]\d\d(?![\d.,])(?=[ \t]+\S)")
_LEAST: Final = 3
"""Digits of half an amount: fewer may number an entry of a list."""
_REST: Final = re.compile(r"(\d{1,4}\.?)(?!\S)")


def with_figures(lines: Sequence[Line], *, cents: bool = False) -> list[Line]:
    """Lines with the dates and amounts whole that end on the next one; ``cents`` says amounts have them."""
    found: list[Line] = []
    for line in lines:
        before = found[-1] if found else None
        rest = _REST.match(line.text)
        # over an empty line where no amount has cents, so that the half is none by itself
        near = line.gap == WRAP or (
            line.gap == BLOCK and not cents and rest is not None and rest[0] == line.text.strip()
        )
        half = before is not None and near and not line.page and rest is not None
        apart = line.gap != WRAP
        if not half or before is None or rest is None or not _completes(before.text, rest[1], cents, apart):
            found.append(line)
            continue
        after = line.text[rest.end() :].strip()
        found[-1] = replace(before, text=f"{before.text}{rest[1]}", cut=False)
        if after:
            found.append(replace(line, text=after))
        else:
            found[-1] = replace(found[-1], last=line.last, trail=line.trail)
    return found


def has_cents(text: str) -> bool:
    """Whether amounts of a document have two decimals, by those that end no line."""
    return len(_CENTS_WITHIN.findall(text)) > 2


def _completes(text: str, rest: str, cents: bool, apart: bool) -> bool:
    date = None if apart else _HALF_DATE.search(text)
    if date is not None and _DATE.fullmatch(f"{date[0]}{rest}"):
        return True
    amount = _HALF_AMOUNT.search(text)
    if amount is None or not _AMOUNT.fullmatch(f"{amount[0]}{rest}"):
        return False
    if apart and (rest.strip("0") and not (len(rest) == _LEAST and amount[0][-1] in ".,")):
        # a number of its own
        return False
    if apart and (amount[0][0] == "0" or text[: amount.start()].rstrip()[-1:].isdigit()):
        # behind thousands that a space parts there are cents
        return False
    return sum(map(str.isdigit, amount[0])) >= _LEAST and not (cents and _CENTS.fullmatch(amount[0]))
