"""What a line, or a comment, says of the money that amounts are in."""

from __future__ import annotations

import re
from typing import Final

from planreader.vocabulary.currency import is_unit, scale_of
from planreader.vocabulary.headwords import concepts, says
from planreader.vocabulary.vocabulary import listed

_LONGEST: Final = 40
"""Words of a line that says what the amounts are in."""
_OF_MONEY: Final = listed("amounts")
_BRACKETS: Final = re.compile(r"[(\[]([^()\[\]]+)[)\]]")
_NO_AMOUNT: Final = re.compile(r"\b(?:(?:19|20)\d\d|(?:1[., ]?)?000(?:[., ]000)?s?)\b")


def statement_of(text: str) -> str:
    """Return what a line says of the amounts below: all of it if of money, else a unit in brackets."""
    if len(text.split()) > _LONGEST:
        return ""
    if is_unit(text):
        return text
    about = bool(concepts(text) & {"budget", "cost"}) or says(text, _OF_MONEY)
    if about and not any(map(str.isdigit, _NO_AMOUNT.sub("", text))):
        return text
    return next((inner for inner in _BRACKETS.findall(text) if is_unit(inner)), "")


def unit_told(comment: str) -> str:
    """Return the line of a comment that says in thousands or millions of what amounts are; empty where none
    does."""
    lines = (statement_of(line.strip()) for line in comment.splitlines())
    return next((line for line in lines if scale_of(line) > 1), "")
