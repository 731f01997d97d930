"""Entries of the column of outputs, one paragraph or item of a list an entry."""

from __future__ import annotations

import re
from typing import Final

from planreader.sources.form import Cell
from planreader.sources.listing import BULLET, SIGN, counted, is_text, unclosed
from planreader.sources.text.lines import BLOCK
from planreader.sources.text.words import is_open, kind_of
from planreader.vocabulary.fold import squeeze

_ENDED: Final = (".", ";")
"""The signs behind which an entry begins also in small letters."""
_COUNT: Final = re.compile(r"(?!(?:19|20)\d\d\b)\d+ ")
"""How many of something: what an output begins with, and a line that wrapped seldom does."""


def outputs(cell: Cell) -> tuple[str, ...]:
    """The outputs in a cell, without the signs and numbers of a list.

    A paragraph begins one unless that before is not over: it ends in a word that asks for another, in an
    open bracket or in the colon of a list, whose items without signs are its own. A
    line that begins with a count is a paragraph, whatever a full line or a page's end leaves open.
    """
    found: list[str] = []
    listed = False
    for part in counted(cell.parts):
        begins = not found or part.gap >= BLOCK
        sign = SIGN.match(part.text) or (BULLET.match(part.text) if begins else None)
        text = squeeze(part.text[sign.end() :] if sign else part.text)
        if not text:
            continue
        begins = begins or _COUNT.match(text) is not None
        listed = listed or (begins and bool(found) and found[-1].endswith(":"))
        if found and not sign and (listed or not begins or _goes_on(found[-1], text)):
            found[-1] = f"{found[-1]} {text}"
        else:
            found.append(text)
            listed = False
    return tuple(text for text in found if is_text(text))


def _goes_on(before: str, text: str) -> bool:
    small = kind_of(text.split()[0]) == "lower" and not before.endswith(_ENDED)
    return small or unclosed(before) or is_open(before.split()[-1])
