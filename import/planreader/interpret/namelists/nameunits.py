"""Pieces of a list of names that are one name, and so stand in one cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from planreader.interpret.segments.chunk import Chunk
from planreader.interpret.segments.columns import ends_open
from planreader.sources.text.lines import BLANK, BLOCK, WRAP
from planreader.sources.text.words import SPACE
from planreader.vocabulary import numbers
from planreader.vocabulary.fold import begins_body

_ROMAN: Final = re.compile(rf"{numbers.ROMAN.pattern}[,.]?")


def alone_in(rows: Sequence[Sequence[Chunk]]) -> frozenset[str]:
    """Single words with a capital that stand on a line of their own between empty lines, more than once."""
    found = Counter(
        chunk.text.strip(" ,;")
        for chunks in rows
        for chunk, after in zip(chunks, [*chunks[1:], None], strict=False)
        if chunk.kinds == ["capital"] and chunk.gap >= BLOCK and (after is None or after.gap >= BLOCK)
    )
    return frozenset(word for word, n in found.items() if n > 1)


def units_of(
    chunks: Sequence[Chunk], members: Sequence[int], alone: frozenset[str] = frozenset()
) -> list[list[int]]:
    """The places of ``members`` among the chunks, those together that are one name.

    ``alone`` are words that are names by themselves, as :func:`alone_in` finds them.
    """
    units: list[list[int]] = []
    for at in members:
        chunk = chunks[at]
        before = chunks[units[-1][-1]] if units else None
        glued = before is not None and (
            (ends_open(before) and (chunk.gap < BLANK or before.words[-1][-1] in ",(-–/"))
            or (chunk.kinds[0] in ("lower", "mark", "number", "dash") and not chunk.is_listed)
            or chunk.words[0][:1] in "(“"
            or _ROMAN.fullmatch(chunk.text)
            or (
                chunk.gap in (SPACE, WRAP)
                and chunk.kinds[0] == "capital"
                and not alone.issuperset((chunk.text.strip(" ,;"), before.text.strip(" ,;")))
                and not _begins_another(chunks, units[-1], chunk)
                and _goes_on(chunks, units[-1])
            )
        )
        if glued:
            units[-1].append(at)
        else:
            units.append([at])
    return units


def _goes_on(chunks: Sequence[Chunk], unit: Sequence[int]) -> bool:
    kinds = [kind for at in unit for kind in chunks[at].kinds]
    return kinds[-1] in ("capital", "lower") or "lower" in kinds


def _begins_another(chunks: Sequence[Chunk], unit: Sequence[int], chunk: Chunk) -> bool:
    """Whether a second body is named from here on: one stands before, and another follows."""
    words = [word for n in unit for word in chunks[n].words]
    return begins_body(chunk.ahead) and any(begins_body([word]) for word in words)
