"""What it costs or gains a chunk of a row to stay in the column of the one before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from planreader.interpret.segments.chunk import Chunk
from planreader.interpret.segments.layout import TEXT_ROLES
from planreader.interpret.segments.weights import WEIGHTS
from planreader.sources.text.lines import BLOCK
from planreader.sources.text.words import SPACE
from planreader.vocabulary.deadlinewords import is_said_of_years

_RANGE: Final = re.compile(r"(?:19|20)\d\d\s*[-–—]\s*(?:19|20)\d\d")


def stay_scores(
    chunks: Sequence[Chunk], index: int, roles: Sequence[str], begun: Sequence[float]
) -> list[float]:
    """The score by column, all zero for the first chunk; ``begun`` is how well it begins a cell of each."""
    told: dict[str, float] = {}
    if index:
        chunk, before = chunks[index], chunks[index - 1]
        after = chunks[index + 1] if index + 1 < len(chunks) else None
        if chunk.kinds[0] != "currency":
            told["budget"] = -WEIGHTS.two_amounts
        told["deadline"] = _in_deadline(before, chunk, after)
        if chunk.gap >= BLOCK and not before.ends_open:
            # another reference on a line of its own
            told.update(
                (role, score) for role, score in zip(roles, begun, strict=True) if role == "documents"
            )
        elif chunk.gap < BLOCK and chunk.kinds[0] == "deadline" and is_said_of_years(before.words[-1]):
            told.update(dict.fromkeys(TEXT_ROLES, WEIGHTS.of_year))
    return [told.get(role, 0.0) for role in roles]


def _in_deadline(before: Chunk, chunk: Chunk, after: Chunk | None) -> float:
    """What it costs that a chunk goes on in the deadline."""
    cost = 0.0
    if (
        chunk.gap >= BLOCK
        and before.kinds[-1] == "deadline"
        and (_RANGE.fullmatch(chunk.text) or not before.ends_open)
    ):
        ranged = "-" in chunk.text or (after is not None and after.gap == SPACE and after.words[0][0] in "-–")
        single = before.text.isdigit() and not ranged
        cost += WEIGHTS.second_year if single else WEIGHTS.second_deadline
    leads = after is not None and after.kinds[0] in ("deadline", "period") and chunk.text != "/"
    if chunk.kinds == ["dash"] and not leads:
        cost += WEIGHTS.no_range
    return cost
