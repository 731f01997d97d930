"""Dashes and years that stand alone: ends of periods, and blank cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from planreader.interpret.segments.chunk import Chunk
from planreader.sources.text.lines import BLOCK
from planreader.sources.text.words import SPACE

_PERIOD: Final = re.compile(r"(?:19|20)\d\d\s*[-–—]\s*(?:19|20)\d\d")
_DASHES: Final = "-–—"


def is_period(chunk: Chunk) -> bool:
    """Whether a chunk names both ends of a period: it is a deadline's whole cell."""
    return bool(_PERIOD.fullmatch(chunk.text))


def ends_loose(chunks: Sequence[Chunk], index: int) -> bool:
    """Whether a year with a dash ends a text that is cut there: the deadline follows in its own cell."""
    chunk = chunks[index]
    after = chunks[index + 1] if index + 1 < len(chunks) else None
    if chunk.gap != SPACE or chunk.kinds != ["deadline"] or chunk.text[-1] not in _DASHES or after is None:
        return False
    return after.gap >= BLOCK and after.kinds[0] in ("deadline", "period") and after.text[0] not in _DASHES


def is_blank_cell(chunks: Sequence[Chunk], index: int) -> bool:
    """Whether a dash stands by itself on one side: none joins two words over an empty line."""
    if chunks[index].kinds != ["dash"]:
        return False
    after = chunks[index + 1] if index + 1 < len(chunks) else None
    return chunks[index].gap >= BLOCK or (after is not None and after.gap >= BLOCK)
