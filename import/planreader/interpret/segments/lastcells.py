"""References that stand on the line of an output, told by what stands there, or among references, again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from planreader.interpret.segments.chunk import Chunk
from planreader.interpret.segments.columns import is_counted
from planreader.sources.text.words import SPACE
from planreader.vocabulary.fold import says_done

_OFTEN = 2
"""In how many rows the same words must stand there."""


def with_last_cells(
    rows: Sequence[Sequence[Chunk]], labels: Sequence[list[str]], roles: Sequence[str]
) -> list[list[str]]:
    """Labels with the last words of an output as the first reference, where several rows have them.

    Only where the column of references follows that of outputs. What an output brings about differs from
    row to row; what it refers to does not.
    """
    if ("output", "documents") not in pairwise(roles):
        return list(labels)
    ends = [_end(chunks, found) for chunks, found in zip(rows, labels, strict=True)]
    tails = Counter(_named(chunks[at]) for chunks, at in zip(rows, ends, strict=True) if at is not None)
    cited = Counter(
        _named(chunk)
        for chunks, found in zip(rows, labels, strict=True)
        for chunk, role in zip(chunks, found, strict=True)
        if role == "documents"
    )
    made: list[list[str]] = []
    for chunks, found, at in zip(rows, labels, ends, strict=True):
        moved = at is not None and _refers(chunks[at], tails[_named(chunks[at])], cited[_named(chunks[at])])
        made.append([*found[:at], "documents", *found[at + 1 :]] if moved and at is not None else list(found))
    return _before_remarks(rows, made, roles)


def _before_remarks(
    rows: Sequence[Sequence[Chunk]], labels: Sequence[list[str]], roles: Sequence[str]
) -> list[list[str]]:
    """Labels with the first of several remarks as the reference, where such a short form often stands there.

    Only of rows without a reference, where the column of remarks follows that of references.
    """
    if ("documents", "notes") not in pairwise(roles):
        return list(labels)
    firsts = [
        next((n for n, role in enumerate(found) if role == "notes"), None)
        if found.count("notes") > 1
        else None
        for found in labels
    ]
    often = Counter(_named(chunks[at]) for chunks, at in zip(rows, firsts, strict=True) if at is not None)
    made: list[list[str]] = []
    for chunks, found, at in zip(rows, labels, firsts, strict=True):
        short = at is not None and chunks[at].kinds == ["acronym"] and often[_named(chunks[at])] >= _OFTEN
        moved = short and "documents" not in found and at is not None
        made.append([*found[:at], "documents", *found[at + 1 :]] if moved and at is not None else list(found))
    return made


def _refers(chunk: Chunk, tails: int, cited: int) -> bool:
    """Whether words that end so many outputs and are so often a reference are one here."""
    shared = chunk.gap == SPACE or chunk.kinds == ["acronym"]
    return tails + cited >= _OFTEN and (shared or cited > tails)


def _named(chunk: Chunk) -> str:
    return chunk.text.rstrip(".,;")


def _end(chunks: Sequence[Chunk], labels: Sequence[str]) -> int | None:
    """The last chunk of an output, if it stands behind others of it and may be a reference."""
    at = max((n for n, role in enumerate(labels) if role == "output"), default=0)
    if not at or labels[at - 1] != "output" or (at + 1 < len(labels) and labels[at + 1] != "documents"):
        return None
    chunk = chunks[at]
    name = chunk.kinds == ["acronym"] or (chunk.kinds[0] == "capital" and len(chunk.words) > 1)
    apart = chunk.gap != SPACE or chunk.opened
    cut = any(one.page for one in chunks[1:])
    # "1 Administrative", then "Instruction approved"
    output = is_counted(chunks, at) or says_done(chunk.words)
    return at if apart and name and not cut and not output else None
