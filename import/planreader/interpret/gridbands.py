"""Lines above indicators that say whose they are: ``Indicators for specific objective 1.1``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from planreader.interpret.gridreading import Reading
from planreader.interpret.headings import targetlabels
from planreader.sources.grid import GridCell
from planreader.vocabulary import numbers
from planreader.vocabulary.headwords import concepts

_LONGEST: Final = 25
"""Words of such a line, with the objective's title."""
_SIGNS: Final = ".:–—-()"


def take_band(reading: Reading, filled: Sequence[GridCell]) -> bool:
    """Take a line that names the objective of the indicators below it."""
    owner = _named(reading, filled[0].text) if len(filled) == 1 else ""
    reading.owner = owner or reading.owner
    return bool(owner)


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
