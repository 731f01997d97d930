"""Deadlines put together from pieces: the ends of a period around its dash, a month and its year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from planreader.interpret.segments.chunk import Chunk
from planreader.sources.text.lines import BLOCK, WRAP
from planreader.sources.text.words import SPACE
from planreader.vocabulary.fold import fold

_DATED: Final = frozenset({"deadline", "period", "dash"})
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_PERIOD: Final = re.compile(r"(?:19|20)\d\d\s*[-–—]\s*(?:19|20)\d\d")
_YEARS: Final = frozenset({"god"})
_DASHES: Final = "-–—"
_ENDS: Final = re.compile(f"[{_DASHES}]")


def with_periods(chunks: Sequence[Chunk]) -> list[Chunk]:
    """Chunks with each period that goes on over the spaces or lines of one cell in one piece."""
    joined: list[Chunk] = []
    for index, chunk in enumerate(chunks):
        before = joined[-1] if joined else None
        if before is not None and _is_word_for_year(before, chunk):
            before.join(chunk)
            before.kinds = ["deadline"] * len(before.words)
            continue
        after = chunks[index + 1] if index + 1 < len(chunks) else None
        if before is not None and _goes_on(before, chunk) and _belongs(before, chunk, after):
            before.join(chunk)
            before.kinds = ["deadline"] * len(before.words)
        else:
            joined.append(chunk)
    return joined


def _is_word_for_year(before: Chunk, chunk: Chunk) -> bool:
    """Whether a chunk is the word behind a year: ``2026. god.``, ``2025-2026. godine``."""
    near = not chunk.page and chunk.gap <= WRAP and chunk.extra < 2
    return near and _DATED.issuperset(before.kinds) and fold(chunk.text).rstrip(".") in _YEARS


def _goes_on(before: Chunk, chunk: Chunk) -> bool:
    if chunk.page or chunk.gap > WRAP or chunk.extra > 1:
        return False
    return _DATED.issuperset(chunk.kinds) and before.kinds[0] in ("deadline", "period")


def _belongs(before: Chunk, chunk: Chunk, after: Chunk | None) -> bool:
    """Whether two pieces are one period: a dash that leads to a second end, or a year that a month lacks."""
    if not _DATED.issuperset(before.kinds):
        return False
    if before.text[-1] in _DASHES or chunk.text[0] in _DASHES:
        if chunk.text not in _DASHES:
            return True
        return after is not None and _goes_on(before, after) and after.text[0].isalnum()
    last = _ENDS.split(before.text)[-1]
    return not _YEAR.search(last) and bool(_YEAR.match(chunk.text)) and before.kinds[-1] != "dash"


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
