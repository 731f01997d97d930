"""Pieces of a list of names that are one name, and so stand in one cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from planreader.interpret.segments.chunk import Chunk
from planreader.sources.text.lines import BLANK, WRAP
from planreader.sources.text.words import SPACE
from planreader.vocabulary import numbers

_ROMAN: Final = re.compile(rf"{numbers.ROMAN.pattern}[,.]?")


def units_of(chunks: Sequence[Chunk], members: Sequence[int]) -> list[list[int]]:
    """The places of ``members`` among the chunks, those together that are one name."""
    units: list[list[int]] = []
    for at in members:
        chunk = chunks[at]
        before = chunks[units[-1][-1]] if units else None
        glued = before is not None and (
            (before.ends_open and (chunk.gap < BLANK or before.words[-1][-1] in ",(-–/"))
            or (chunk.kinds[0] in ("lower", "mark", "number", "dash") and not chunk.is_listed)
            or chunk.words[0][:1] in "(“"
            or _ROMAN.fullmatch(chunk.text)
            or (chunk.gap in (SPACE, WRAP) and chunk.kinds[0] == "capital" and _goes_on(chunks, units[-1]))
        )
        if glued:
            units[-1].append(at)
        else:
            units.append([at])
    return units


def _goes_on(chunks: Sequence[Chunk], unit: Sequence[int]) -> bool:
    kinds = [kind for at in unit for kind in chunks[at].kinds]
    return kinds[-1] in ("capital", "lower") or "lower" in kinds
