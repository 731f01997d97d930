"""References that stand on the line of an output again and again, where the row would have none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from planreader.chunks import Chunk
from planreader.words import SPACE

_OFTEN = 2
"""In how many rows the same words must stand there."""


def with_last_cells(
    rows: Sequence[Sequence[Chunk]], labels: Sequence[list[str]], roles: Sequence[str]
) -> list[list[str]]:
    """Labels with the last words of an output as the reference, where these end several rows without one.

    Only where the column of references follows that of outputs and is the last one. What an output brings
    about differs from row to row; what it refers to does not.
    """
    if ("output", "documents") not in pairwise(roles) or roles[-1] != "documents":
        return list(labels)
    ends = [_end(chunks, found) for chunks, found in zip(rows, labels, strict=True)]
    often = Counter(
        chunks[at].text.rstrip(".;") for chunks, at in zip(rows, ends, strict=True) if at is not None
    )
    return [
        [*found[:at], "documents"]
        if at is not None and often[chunks[at].text.rstrip(".;")] >= _OFTEN
        else list(found)
        for chunks, found, at in zip(rows, labels, ends, strict=True)
    ]


def _end(chunks: Sequence[Chunk], labels: Sequence[str]) -> int | None:
    """The last chunk of a row, if it stands behind others of the output on one line and may refer."""
    at = len(chunks) - 1
    if at < 1 or labels[-2:] != ["output", "output"] or "documents" in labels:
        return None
    chunk = chunks[at]
    name = chunk.kinds == ["acronym"] or (chunk.kinds[0] == "capital" and len(chunk.words) > 1)
    return at if chunk.gap == SPACE and chunk.opened and not chunk.page and name else None
