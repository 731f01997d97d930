"""The words of a row with what lay before them, gathered into the chunks that cells are made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from planreader import money
from planreader.deadlines import is_deadline_word
from planreader.fold import fold, tags
from planreader.lines import WRAP, Line
from planreader.vocabulary import OPEN_WORDS

SPACE: Final = -1
"""The word stands on the same line as the one before."""

_GROUP: Final = re.compile(r"\d{1,3}(?:[.,]\d{1,2})?")
_QUARTERS: Final = frozenset({"TM", "Q", "K", "T", "KV", "TR"})
_IN: Final = frozenset({"ne", "u", "in", "na"})
_TOKEN: Final = re.compile(r"[^ ]+")
_ACRONYM: Final = re.compile(
    r"^[(“\"]?[^\W\d_a-z]*[A-ZËÇČĆŠŽĐ]{2,}[^\W\d_a-z]*(?:[-/&.][A-ZËÇČĆŠŽĐ]+)*(?:-[a-zë]{1,3})?[).,;”\"/]*$"
)


NUMERIC: Final = frozenset({"amount", "admin", "currency", "deadline", "period", "dash"})
"""Kinds of words that stand in budget and deadline cells."""


@cache
def kind_of(word: str) -> str:
    """What a word looks like: amount, admin, currency, deadline, number, acronym, capital, mark or lower."""
    if money.is_admin(word):
        return "admin"
    if money.is_currency(word):
        return "currency"
    if any(c.isdigit() for c in word):
        if is_deadline_word(word):
            return "deadline"
        bare = word.strip("()*.,;€ ")
        if bare.isdigit():
            return "number"
        if money.amount(word) is not None:
            return "amount"
        return "code" if word[0].isdigit() else "lower"
    if not any(c.isalpha() for c in word):
        return "dash" if word in "-–—/" else "mark"
    if is_deadline_word(word):
        return "period"
    if _ACRONYM.match(word):
        return "acronym"
    return "capital" if word.lstrip("(“\"‘'„«")[:1].isupper() else "lower"


def is_open(word: str) -> bool:
    """Whether a cell is not over after a word: a function word, a comma, colon, bracket, hyphen or slash."""
    bare = word.rstrip('”"’')
    return bare[-1:] in ",:(-–/“„" or fold(bare) in OPEN_WORDS


@dataclass(slots=True)
class Chunk:
    """Words that are in one cell for sure: part of a line, or lines that go on in mid-sentence.

    ``gap`` and ``extra`` (spaces beyond the first, or the line's lead) lie before it. ``full`` are those of
    its ``lines`` that hold nothing else, ``wraps`` where it went from line to line, ``shape`` its score by
    column.
    """

    words: list[str]
    kinds: list[str]
    gap: int
    extra: int
    page: bool
    lines: list[Line]
    full: list[Line]
    wraps: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    shape: dict[str, float] = field(default_factory=dict[str, float])

    @property
    def text(self) -> str:
        return " ".join(self.words)

    @property
    def line(self) -> Line:
        """The line it begins on."""
        return self.lines[0]

    def follows(self, line: Line, tokens: Sequence[tuple[str, int]]) -> bool:
        """Whether a line that begins with these words can only go on in the same cell."""
        return (
            line.gap == WRAP
            and not line.page
            and kind_of(tokens[0][0]) == "lower"
            and self.kinds[-1] not in NUMERIC
            and self.lines[-1] is not line
        )


def wrap_of(before: Chunk, word: str) -> tuple[int, int]:
    """The length of the line that ended before a word, and what it would have been with the word."""
    line = before.lines[-1]
    length = line.length - sum(line.cuts)
    return length, length + 1 + len(word)


def _tokens(text: str) -> list[tuple[str, int]]:
    """Words with the spaces before each; the two words of administrative cost as one."""
    found: list[tuple[str, int]] = []
    end = 0
    for match in _TOKEN.finditer(text):
        word, spaces = match.group(), match.start() - end
        end = match.end()
        if (
            (found and _is_admin_pair(found[-1][0], word))
            or (
                len(found) > 0
                and found[-1][0] in _QUARTERS
                and re.fullmatch(r"[1-4](?:[/-](?:19|20)\d\d)?", word)
            )
            or (found and fold(found[-1][0]) in _IN and "ongoing" in tags(word))
        ):
            found[-1] = (f"{found[-1][0]} {word}", found[-1][1])
        else:
            found.append((word, spaces))
    return _with_currency(found)


def _with_currency(tokens: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Amounts and the euro sign beside them as one word; the first sign of a line tells the side."""
    signs = [n for n, (word, _) in enumerate(tokens) if money.is_currency(word)]
    if not signs:
        return tokens
    numbers = [n for n, (word, _) in enumerate(tokens) if kind_of(word) in ("amount", "number", "deadline")]
    ahead = bool(numbers) and signs[0] < numbers[0]
    found: list[tuple[str, int]] = []
    for n, (word, spaces) in enumerate(tokens):
        joins = n and (
            (ahead and n - 1 in signs and n in numbers) or (not ahead and n in signs and n - 1 in numbers)
        )
        if joins and kind_of(f"{found[-1][0]} {word}") == "amount":
            found[-1] = (f"{found[-1][0]} {word}", found[-1][1])
        else:
            found.append((word, spaces))
    return found


def _may_part(before: str, word: str, spaces: int) -> bool:
    a, b = kind_of(before), kind_of(word)
    if spaces > 1 or a in NUMERIC or b in NUMERIC:
        return True
    if b == "lower" or b == "mark" or (is_open(before) and a != "acronym" and b != "number"):
        return a == "number" and len(before) >= 3
    return True


def merge_amounts(chunks: Sequence[Chunk]) -> list[Chunk]:
    """Chunks with runs of digits put together into amounts whose thousands are grouped by spaces."""
    merged: list[Chunk] = []
    at = 0
    while at < len(chunks):
        stop = at
        while (
            stop < len(chunks)
            and _is_group(chunks[stop])
            and (
                stop == at
                or (
                    _adjoins(chunks[stop])
                    and not _ends_group(chunks[stop - 1])
                    and chunks[stop].words[0][0] != "€"
                )
            )
        ):
            stop += 1
        if stop - at < 2:
            merged.append(chunks[at])
            at += 1
            continue
        for size in money.spaced_groups([chunk.words[0].strip("€ ") for chunk in chunks[at:stop]]):
            first = chunks[at]
            if size > 1:
                first.words = [" ".join(chunk.words[0] for chunk in chunks[at : at + size])]
                first.kinds = ["amount"]
                first.lines += [chunk.line for chunk in chunks[at + 1 : at + size] if chunk.gap != SPACE]
            merged.append(first)
            at += size
    return merged


def _is_group(chunk: Chunk) -> bool:
    return len(chunk.words) == 1 and bool(_GROUP.fullmatch(chunk.words[0].strip("€ ")))


def _ends_group(chunk: Chunk) -> bool:
    return not chunk.words[0][-1].isdigit() or "," in chunk.words[0] or "." in chunk.words[0]


def _adjoins(chunk: Chunk) -> bool:
    return not chunk.page and (chunk.gap == WRAP or (chunk.gap == SPACE and not chunk.extra))


def _completes_admin(before: Chunk, word: str, gap: int) -> bool:
    """Whether the two words of administrative cost stand on two lines."""
    return gap == WRAP and len(before.words) == 1 and _is_admin_pair(before.words[0], word)


def _is_admin_pair(left: str, right: str) -> bool:
    """Whether two words are administrative cost spelled out, and neither is it alone."""
    if not tags(left) & {"cost"} | tags(right) & {"cost"}:
        return False
    return money.is_admin(f"{left} {right}") and not money.is_admin(left) and not money.is_admin(right)


def chunks_of(lines: Sequence[Line], skip: int = 0, *, spaced: bool = False) -> list[Chunk]:
    """The chunks of a row's lines, without the first ``skip`` words (its number).

    ``spaced`` says that the document groups thousands by spaces.
    """
    chunks: list[Chunk] = []
    page = False
    for index, line in enumerate(lines):
        tokens = _tokens(line.text)[0 if index else skip :]
        page = page or (line.page and index > 0)
        if not tokens:
            continue
        gap = line.gap if index else WRAP
        if chunks and not page and _completes_admin(chunks[-1], tokens[0][0], gap):
            chunks[-1].words[0] += f" {tokens.pop(0)[0]}"
            chunks[-1].kinds[0] = "admin"
            chunks[-1].lines.append(line)
            if not tokens:
                continue
            gap = SPACE
        if chunks and not page and gap != SPACE and chunks[-1].follows(line, tokens):
            chunks[-1].wraps.append(wrap_of(chunks[-1], tokens[0][0]))
            chunks[-1].lines.append(line)
        else:
            extra = line.lead if index else max(0, tokens[0][1] - 1)
            chunks.append(Chunk([], [], gap, extra, page, [line], []))
        first = chunks[-1]
        for n, (word, spaces) in enumerate(tokens):
            if n and _may_part(tokens[n - 1][0], word, spaces):
                chunks.append(Chunk([], [], SPACE, spaces - 1, False, [line], []))
            chunks[-1].words.append(word)
            chunks[-1].kinds.append(kind_of(word))
        if chunks[-1] is first and not (index == 0 and skip):
            first.full.append(line)
        page = False
    chunks = _join_signs(chunks)
    return merge_amounts(chunks) if spaced else chunks


def _join_signs(chunks: Sequence[Chunk]) -> list[Chunk]:
    """Chunks with a euro sign that begins a line put before the amount that follows it."""
    joined: list[Chunk] = []
    for chunk in chunks:
        sign = joined[-1] if joined else None
        if (
            sign is not None
            and sign.kinds == ["currency"]
            and sign.gap >= WRAP
            and chunk.gap <= WRAP
            and chunk.kinds in (["amount"], ["number"])
        ):
            sign.words, sign.kinds = [f"{sign.words[0]} {chunk.words[0]}"], ["amount"]
            sign.lines = [*sign.lines, *(line for line in chunk.lines if line not in sign.lines)]
        else:
            joined.append(chunk)
    return joined
