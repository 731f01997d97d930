"""Page ends that a dump shows no mark of: which rows read as if one cut them, and where it may be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from planreader.interpret.segments.chunk import Chunk
from planreader.interpret.segments.layout import NAMES, TEXT_ROLES
from planreader.sources.text.lines import BLOCK
from planreader.sources.text.words import NUMERIC, SPACE

_MOST_BREAKS: Final = 30
_MOST_TRIED: Final = 6000
"""Breaks that are tried in a row, and chunks times breaks in a long one."""


def is_hint(chunk: Chunk) -> bool:
    return chunk.line.apart or (chunk.gap >= BLOCK and chunk.extra > 1)


def is_odd(chunks: Sequence[Chunk], labels: Sequence[str]) -> bool:
    """Whether a row reads as if its cells went on after a page's end that left no mark."""
    for n, (chunk, role) in enumerate(zip(chunks, labels, strict=True)):
        if n and is_hint(chunk) and not chunk.page:
            return True
        named = set(chunk.kinds) == {"acronym"} and n > 0 and not chunks[n - 1].ends_open
        if named and chunk.gap >= BLOCK and role not in NAMES and role != "title":
            return True
        if role in NAMES and n and chunk.gap >= BLOCK and chunk.cites:
            return True
        within = n > 0 and labels[n - 1] == role == "output" and not chunks[n - 1].ends_open
        if within and chunk.gap >= BLOCK and chunk.cites:
            return True
        if role in TEXT_ROLES and chunk.kinds[0] in ("amount", "admin") and chunk.gap != SPACE:
            return True
        begins = n > 0 and labels[n - 1] != role and not chunk.page
        if begins and role in TEXT_ROLES and chunk.kinds[0] == "lower":
            return True
        if (
            chunk.gap >= BLOCK
            and not chunk.page
            and chunk.kinds[0] == "lower"
            and n
            and not chunks[n - 1].ends_open
        ):
            return True
    return False


def possible_breaks(chunks: Sequence[Chunk]) -> list[int]:
    numeric = [n for n, chunk in enumerate(chunks) if chunk.kinds[0] in NUMERIC]
    begin = numeric[0] if numeric else 0
    return [
        n
        for n, chunk in enumerate(chunks)
        if n > begin and chunk.gap >= BLOCK and not chunks[n - 1].words[-1].endswith(":")
    ][: min(_MOST_BREAKS, _MOST_TRIED // len(chunks))]
