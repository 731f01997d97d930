"""What it costs or gains a chunk of a row to stay in the column of the one before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, TypeAlias

from planreader.interpret.segments.chunk import Chunk
from planreader.interpret.segments.columns import start_score
from planreader.interpret.segments.layout import TEXT_ROLES
from planreader.interpret.segments.learned import Widths
from planreader.interpret.segments.weights import WEIGHTS
from planreader.sources.text.lines import BLOCK, WRAP
from planreader.sources.text.words import SPACE
from planreader.vocabulary.deadlinewords import is_said_of_years

_RANGE: Final = re.compile(r"(?:19|20)\d\d\s*[-–—]\s*(?:19|20)\d\d")
_Scores: TypeAlias = "dict[str, float]"


def stay_scores(chunks: Sequence[Chunk], index: int, roles: Sequence[str]) -> list[float]:
    """The score by column; all zero for the first chunk of a row."""
    if index == 0:
        return [0.0] * len(roles)
    chunk, before = chunks[index], chunks[index - 1]
    scores: _Scores = dict.fromkeys(roles, 0.0)
    _of_paragraphs(scores, chunk, before)
    _of_periods(scores, chunks, index)
    if chunk.kinds[0] != "currency":
        _add(scores, {"budget": -WEIGHTS.two_amounts})
    return list(scores.values())


def wrap_scores(
    chunks: Sequence[Chunk], index: int, roles: Sequence[str], scores: list[float], widths: Widths
) -> list[float]:
    """The scores with how well each column's width explains that the line before was broken there."""
    chunk, before = chunks[index], chunks[index - 1]
    if not index or chunk.gap != WRAP or before.lines[-1] not in before.full:
        return scores
    wrap = before.wrap(chunk.words[0])
    begun = chunk.cites and not before.ends_open
    return [
        score if begun and role == "documents" else score + widths.wrap_score(wrap, role)
        for role, score in zip(roles, scores, strict=True)
    ]


def _add(scores: _Scores, more: _Scores) -> None:
    """Add to the scores of those roles that the table has."""
    for role in scores.keys() & more.keys():
        scores[role] += more[role]


def _of_paragraphs(scores: _Scores, chunk: Chunk, before: Chunk) -> None:
    if chunk.gap < BLOCK or before.ends_open:
        return
    if "documents" in scores:
        scores["documents"] += start_score(chunk, "documents")


def _of_periods(scores: _Scores, chunks: Sequence[Chunk], index: int) -> None:
    chunk, before = chunks[index], chunks[index - 1]
    after = chunks[index + 1] if index + 1 < len(chunks) else None
    if (
        chunk.gap >= BLOCK
        and before.kinds[-1] == "deadline"
        and (_RANGE.fullmatch(chunk.text) or not before.ends_open)
    ):
        ranged = "-" in chunk.text or (after is not None and after.gap == SPACE and after.words[0][0] in "-–")
        single = before.text.isdigit() and not ranged
        _add(scores, {"deadline": WEIGHTS.second_year if single else WEIGHTS.second_deadline})
    if chunk.gap < BLOCK and chunk.kinds[0] == "deadline" and is_said_of_years(before.words[-1]):
        _add(scores, dict.fromkeys(TEXT_ROLES, WEIGHTS.of_year))
    leads = after is not None and after.kinds[0] in ("deadline", "period") and chunk.text != "/"
    if chunk.kinds == ["dash"] and not leads:
        _add(scores, {"deadline": WEIGHTS.no_range})
