"""Lines above indicators that say whose they are: ``Indicators for specific objective 1.1``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from planreader.interpret.gridreading import Reading
from planreader.interpret.gridtargets import is_whole_indicator
from planreader.interpret.headings import targetlabels
from planreader.sources.grid import GridRow
from planreader.vocabulary import numbers
from planreader.vocabulary.headwords import concepts

_LONGEST: Final = 25
"""Words of such a line, with the objective's title."""
_SIGNS: Final = ".:–—-()"


def take_band(reading: Reading, rows: Sequence[GridRow], at: int) -> bool:
    """Take a line that names the objective of the indicators below it."""
    filled = rows[at].filled
    if len(filled) != 1:
        return False
    text = filled[0].text
    owner = _named(reading, text)
    if not owner:
        label = reading.label_of(text)
        if label is None or not _is_again(reading, label.nr) or not _heads_indicators(reading, rows, at):
            return False
        owner = label.nr
    reading.owner = owner
    return True


def _named(reading: Reading, text: str) -> str:
    """The known objective that a line of indicators names, empty where it is none."""
    words = text.split()
    if len(words) > _LONGEST or "indicator" not in concepts(" ".join(words[:2])):
        return ""
    at = next((n for n, word in enumerate(words) if numbers.is_number(word.strip(_SIGNS))), None)
    before = concepts(" ".join(words[:at])) if at is not None else frozenset()
    if at is None or not before & {"objective", "output"} or targetlabels.indicator(text):
        return ""
    nr = words[at].strip(_SIGNS)
    return nr if nr in reading.vouched.known or nr in reading.numbering.places else ""


def _is_again(reading: Reading, nr: str) -> bool:
    """Whether an objective that has stood before, and not last, is still without indicators."""
    if nr not in reading.numbering.places or not any(row.kind == "action" for row in reading.rows):
        return False
    return not any(row.kind == "indicator" and row.nr == nr for row in reading.rows)


def _heads_indicators(reading: Reading, rows: Sequence[GridRow], at: int) -> bool:
    """Whether indicators stand below a line, or their heading, with nothing but such lines between."""
    for n in range(at + 1, len(rows)):
        heading = reading.headings.get(n)
        if heading is not None:
            return heading.kind == "indicators"
        filled = rows[n].filled
        if len(filled) > 1:
            return reading.mode == "indicators" and is_whole_indicator(reading, rows[n])
        if filled and reading.label_of(filled[0].text) is None:
            return False
    return False
