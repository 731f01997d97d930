"""Cards of an indicator in a text dump: a label and its value side by side on each line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from planreader.sources.text.lines import BLANK, Line
from planreader.vocabulary.headwords import concepts
from planreader.vocabulary.targets import told_target

_VALUED: Final = re.compile(
    r"(?P<label>[^\d(:]{3,60}?)\s*(?P<year>\((?:19|20)\d\d\))?\s+(?P<value>[<>≥≤~]?\d[\d.,]*\s?%?)"
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_ABOVE: Final = 3
"""Lines of an indicator's title."""
_LEAST: Final = 2
"""Values of a card."""


def with_cards(lines: Sequence[Line]) -> list[Line]:
    """Lines with a colon behind the labels of cards, by which they are known."""
    found = list(lines)
    at = 0
    while at < len(found):
        stop = at
        while stop < len(found) and (stop == at or found[stop].gap < BLANK) and _labelled(found[stop].text):
            stop += 1
        title = _title_above(found, at) if stop - at >= _LEAST else None
        if title is not None:
            found[title] = _signed(found[title])
            for n in range(at, stop):
                found[n] = replace(found[n], text=_labelled(found[n].text))
            if stop < len(found) and found[stop].gap < BLANK and _is_label(found[stop].text, "output"):
                found[stop] = _signed(found[stop])
        at = max(stop, at + 1)
    return found


def _labelled(text: str) -> str:
    """``Vlera bazë (2024) 15`` with a colon before the value; empty of any other text."""
    match = _VALUED.fullmatch(text)
    if match is None or (match["year"] is None and _YEAR.fullmatch(match["value"])):
        return ""
    label = f"{match['label'].strip()} {match['year'] or ''}".strip()
    told = told_target(f"{label}: {match['value']}")
    return f"{label}: {match['value']}" if told is not None and told[0] != "result" else ""


def _title_above(lines: Sequence[Line], at: int) -> int | None:
    """The line above the values of a card where the indicator's title begins."""
    for n in range(at - 1, max(-1, at - 1 - _ABOVE), -1):
        if _is_label(lines[n].text, "indicator"):
            return n
        if lines[n].gap >= BLANK:
            return None
    return None


def _is_label(text: str, concept: str) -> bool:
    first, _, rest = text.partition(" ")
    return concept in concepts(first) and first.isalpha() and rest[:1].isupper()


def _signed(line: Line) -> Line:
    first, _, rest = line.text.partition(" ")
    return replace(line, text=f"{first}: {rest}")
