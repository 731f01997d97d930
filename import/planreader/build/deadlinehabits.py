"""How a document writes deadlines of one year: what it does again and again is no slip."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_SAME: Final = re.compile(r"((?:19|20)\d\d)\s*[-–—]\s*\1\.?")
_FEWEST: Final = 3
"""How often it must stand to be a way of writing, and no slip."""


def is_of_one_year(raw: str) -> bool:
    """Whether a deadline is a range from a year to the same: ``2023-2023``."""
    return _SAME.fullmatch(" ".join(raw.split())) is not None


def writes_ranges(raws: Sequence[str]) -> bool:
    """Whether a document writes single years as ranges again and again."""
    return sum(map(is_of_one_year, raws)) >= _FEWEST
