"""The words of a row gathered into the chunks that cells are made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from planreader.interpret.segments.chunk import Chunk, wrap_of
from planreader.interpret.segments.figures import Figures, with_currency
from planreader.interpret.segments.phrases import with_phrases
from planreader.interpret.segments.torn import mend
from planreader.sources.text.costwords import with_costs
from planreader.sources.text.lines import BLOCK, WRAP, Line
from planreader.sources.text.words import (
    NUMERIC,
    SPACE,
    is_admin_pair,
    is_ongoing_pair,
    is_open,
    is_unpriced,
    kind_of,
    tokens,
)
from planreader.vocabulary.deadlinewords import is_dated_day, is_named_period
from planreader.vocabulary.fold import begins_document, fold
from planreader.vocabulary.vocabulary import AT_LEAST

ONE_LINE: Final = NUMERIC | {"acronym"}
"""Kinds of words that cells of one line hold: behind these a dump leaves a space for each blank cell."""
_LIST_MARK: Final = re.compile(r"\d{1,2}[.)]|[•▪●]")
"""What stands before an entry of a list."""
_COUNTED: Final = re.compile(r"(\d{1,2})[.)]")
_NUMBER_WORDS: Final = frozenset({"nr.", "br.", "no.", "nr", "br"})
_DASHES: Final = frozenset("-–—")
_AHEAD: Final = 4
"""Words within which the kind of a document stands."""


def chunks_of(lines: Sequence[Line], skip: int = 0, *, figures: Figures) -> list[Chunk]:
    """The chunks of a row's lines, without the first ``skip`` words (its number).

    ``figures`` says how the document prints amounts.
    """
    chunks: list[Chunk] = []
    page, behind = False, 0
    for index, line in enumerate(with_costs(lines)):
        words = with_currency(tokens(line.text), figures)[0 if index else skip :]
        page = page or (line.page and index > 0)
        if not words:
            continue
        gap = line.gap if index else WRAP
        kind = _completed(chunks[-1], words[0][0], gap) if chunks and not page else ""
        if kind:
            chunks[-1].words[-1] += f" {words.pop(0)[0]}"
            chunks[-1].kinds[-1] = kind
            chunks[-1].lines.append(line)
            if not words:
                chunks[-1].cut = line.cut
                continue
            gap = SPACE
        if chunks and not page and gap != SPACE and chunks[-1].follows(line, words):
            chunks[-1].wraps.append(wrap_of(chunks[-1], words[0][0]))
            chunks[-1].lines.append(line)
        else:
            extra = line.lead if index else max(0, words[0][1] - 1)
            chunks.append(Chunk([], [], gap, extra, page, [line], [], behind=behind if gap != SPACE else 0))
        behind = max(0, line.trail - 1) if any(kind_of(word) in ONE_LINE for word, _ in words) else 0
        first = chunks[-1]
        for n, (word, spaces) in enumerate(words):
            bulleted = (
                n == 1 and words[0][0] in _DASHES and begins_document([w for w, _ in words[1 : 1 + _AHEAD]])
            )
            closed = n > 1 and kind_of(word) != "lower" and _closes(words[n - 2][0], words[n - 1][0])
            if n and not bulleted and (closed or _may_part(words[n - 1][0], word, spaces)):
                chunks.append(Chunk([], [], SPACE, spaces - 1, False, [line], []))
            chunks[-1].words.append(word)
            chunks[-1].kinds.append(figures.kind(word))
        if chunks[-1] is first and not (index == 0 and skip):
            first.full.append(line)
        chunks[-1].cut = line.cut
        page = False
    chunks = with_phrases(mend(chunks))
    _look_ahead(chunks)
    return chunks


def _look_ahead(chunks: Sequence[Chunk]) -> None:
    after: list[str] = []
    gap = BLOCK
    for chunk in reversed(chunks):
        first = chunk.words[0] if len(chunk.words) > 1 else ""
        counted = _COUNTED.fullmatch(first)
        chunk.number = int(counted[1]) if counted is not None else 0
        chunk.is_listed = bool(_LIST_MARK.fullmatch(first) or first in _DASHES)
        words = chunk.words[1:] if chunk.is_listed else chunk.words
        chunk.ahead = (words + (after if gap <= WRAP else []))[:_AHEAD]
        after, gap = chunk.ahead, chunk.gap


def _may_part(before: str, word: str, spaces: int) -> bool:
    if _LIST_MARK.fullmatch(before) and spaces == 1 and word[:1].isalpha() and kind_of(word) not in NUMERIC:
        return False
    if spaces == 1 and word[0].isdigit() and fold(before) in _NUMBER_WORDS:
        # "Ligji nr. 04/L-125"
        return False
    a, b = kind_of(before), kind_of(word)
    if spaces == 1 and word[0] in '“„"«' and a == "lower":
        return False
    if spaces == 1 and b == "number" and (fold(before) in AT_LEAST or _closes(before, word)):
        return False
    if spaces > 1 or a in NUMERIC or b in NUMERIC:
        return True
    if b == "lower" or b == "mark" or (is_open(before) and a != "acronym" and b != "number"):
        return a == "number" and len(before) >= 3
    return True


def _closes(before: str, word: str) -> bool:
    """Whether a word closes the bracket that the one before it opens: ``(phase 58)``."""
    return "(" in before and ")" not in before and ")" in word


def _completed(before: Chunk, word: str, gap: int) -> str:
    """The kind that a chunk's only word becomes with the first of the next line, or nothing."""
    if gap != WRAP or len(before.words) != 1:
        return ""
    if is_admin_pair(before.words[0], word):
        return "admin"
    if is_unpriced(f"{before.words[0]} {word}"):
        return "broken"
    if before.kinds == ["broken"] and kind_of(f"{before.words[0]} {word}") == "broken":
        return "broken"
    pair = before.words[0], word
    named = is_ongoing_pair(*pair) or is_named_period(*pair) or is_dated_day(*pair)
    return "period" if named else ""
