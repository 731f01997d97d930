"""Amounts put together from words: the euro's sign beside a number, thousands grouped by spaces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from planreader.interpret.segments.chunk import Chunk
from planreader.sources.text.lines import BLOCK, WRAP
from planreader.sources.text.words import SPACE, kind_of
from planreader.vocabulary import money

_GROUP: Final = re.compile(r"\d{1,3}(?:[.,]\d{1,2})?")
_SIGN: Final = re.compile(r"€|\b(?:EUR|eur|euro|Euro|evra|eura)\b")
_SPACED: Final = re.compile(
    r"(?<![\d.,/-])[1-9]\d{0,2}(?: \n?\d{3})* \n?(?:\d00(?![\d.,])|\d{3}[.,]\d\d(?!\d))"
)
_MARKED: Final = re.compile(r"\d[.,]\d{3}(?!\d)")
_PLAIN: Final = re.compile(r"(?<![\d.,/-])(?!(?:19|20)\d\d\b)\d{4,9}(?![\d/-])")
_MOST_GROUPS: Final = 3
_NEAR: Final = 10
"""Years between a deadline and the plan's."""
_NUMBERS: Final = frozenset({"amount", "number", "deadline"})


class Figures(NamedTuple):
    """How a document prints amounts: thousands ``spaced`` apart, the euro's sign ``ahead`` of the number,
    behind it, or None where that cannot be told; and the plan's first and last ``years``, if known."""

    spaced: bool = False
    ahead: bool | None = None
    years: tuple[int, int] | None = None

    @property
    def how_many(self) -> int:
        """How many years the plan has; 0 where that is not known."""
        return self.years[1] - self.years[0] + 1 if self.years else 0

    def kind(self, word: str) -> str:
        """What a word looks like; a year far from the plan's, such as 2000, is a number like any other."""
        kind = kind_of(word)
        if kind == "deadline" and word.isdigit() and self.years is not None:
            low, high = self.years
            return kind if low - _NEAR <= int(word) <= high + _NEAR else "number"
        return kind


def figures_of(text: str, years: Sequence[int] = ()) -> Figures:
    """How the amounts of a document are printed, by what most of them show; ``years`` are the plan's."""
    spaced = len(_SPACED.findall(text))
    is_spaced = spaced > 2 and spaced > len(_MARKED.findall(text)) and spaced > len(_PLAIN.findall(text))
    ahead = behind = 0
    for match in _SIGN.finditer(text):
        before = re.search(r"\d ?\n?$", text[max(0, match.start() - 3) : match.start()])
        after = re.match(r" ?\n?\d", text[match.end() : match.end() + 3])
        ahead += bool(after and not before)
        behind += bool(before and not after)
    span = (min(years), max(years)) if years else None
    return Figures(is_spaced, None if ahead == behind else ahead > behind, span)


def with_currency(tokens: list[tuple[str, int]], style: Figures) -> list[tuple[str, int]]:
    """Amounts and the euro's sign beside them as one word.

    Where the document does not tell on which side it stands, the first sign of the line does.
    """
    signs = [n for n, (word, _) in enumerate(tokens) if money.is_currency(word)]
    if not signs:
        return tokens
    numbers = [n for n, (word, _) in enumerate(tokens) if kind_of(word) in _NUMBERS]
    ahead = style.ahead if style.ahead is not None else bool(numbers) and signs[0] < numbers[0]
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


def with_signs(chunks: Sequence[Chunk], style: Figures) -> list[Chunk]:
    """Chunks with the euro's sign that stands on a line of its own put to its amount above or below."""
    joined: list[Chunk] = []
    for chunk in chunks:
        before = joined[-1] if joined else None
        if before is not None and not chunk.page and chunk.gap <= WRAP and _belong(before, chunk, style):
            before.words, before.kinds = [f"{before.words[0]} {chunk.words[0]}"], ["amount"]
            before.cut = chunk.cut
            before.lines = [*before.lines, *(line for line in chunk.lines if line not in before.lines)]
        else:
            joined.append(chunk)
    return joined


def _belong(before: Chunk, chunk: Chunk, style: Figures) -> bool:
    if chunk.kinds == ["currency"] and _SIGN.search(before.text):
        return False
    if before.kinds == ["currency"] and (style.ahead or (before.gap >= WRAP and style.ahead is None)):
        return chunk.kinds in (["amount"], ["number"])
    if chunk.kinds == ["currency"] and style.ahead is not True:
        return before.kinds in (["amount"], ["number"])
    return False


def merge_amounts(chunks: Sequence[Chunk], years: int = 0) -> list[Chunk]:
    """Chunks with runs of digits put together into amounts whose thousands are grouped by spaces.

    Each run is one amount where runs and other cells are as many as the plan's ``years``. Equal groups are
    amounts of their own where these and the other cells of the budget on their line are as many.
    """
    runs = _group_runs(chunks)
    others = sum(chunk.kinds[-1] in ("amount", "admin", "dash") and not _is_group(chunk) for chunk in chunks)
    if years and _how_many(chunks, runs) + others > years:
        # lines that were set to full width have wider spaces
        wide = _group_runs(chunks, most=1)
        runs = wide if _how_many(chunks, wide) + others == years else runs
    # where runs and other cells are as many as the years, each run is the amount of one
    whole = all(map(_is_amount, (chunks[at:stop] for at, stop in runs)))
    single = whole and (len(runs) + others == years or _are_summed([chunks[at:stop] for at, stop in runs]))
    empty_lines = any(chunk.gap >= BLOCK and _is_group(chunk) for chunk in chunks[1:])
    merged: list[Chunk] = []
    done = 0
    for at, stop in runs:
        merged += chunks[done:at]
        done = stop
        groups = [_digits(chunk) for chunk in chunks[at:stop]]
        apart = len(set(groups)) == 1 and 0 < years - len(groups) == _cells_before(chunks, at)
        within = [empty_lines and chunk.gap == WRAP for chunk in chunks[at:stop]]
        parted = [1] * len(groups) if apart else money.spaced_groups(groups, within)
        sizes = [len(groups)] if single else parted
        for size in sizes:
            first = chunks[at]
            if size > 1:
                first.words = [" ".join(chunk.words[0] for chunk in chunks[at : at + size])]
                first.kinds = ["amount"]
                first.lines += [chunk.line for chunk in chunks[at + 1 : at + size] if chunk.gap != SPACE]
            merged.append(first)
            at += size
    return [*merged, *chunks[done:]]


def _how_many(chunks: Sequence[Chunk], runs: Sequence[tuple[int, int]]) -> int:
    """How many amounts the groups of digits of these runs are."""
    groups = [[_digits(chunk) for chunk in chunks[at:stop]] for at, stop in runs]
    return sum(len(money.spaced_groups(run, [False] * len(run))) for run in groups)


def _group_runs(chunks: Sequence[Chunk], most: int = 0) -> list[tuple[int, int]]:
    """Where groups of digits adjoin, one alone as well: from the first to behind the last.

    ``most`` is how many spaces more than one may lie between two groups of a run.
    """
    found: list[tuple[int, int]] = []
    for n, chunk in enumerate(chunks):
        if not _is_group(chunk):
            continue
        adjoins = _adjoins(chunk, most) and chunk.words[0][0] != "€"
        if found and found[-1][1] == n and adjoins and not _ends_group(chunks[n - 1]):
            found[-1] = (found[-1][0], n + 1)
        else:
            found.append((n, n + 1))
    return found


def _is_amount(chunks: Sequence[Chunk]) -> bool:
    """Whether groups of digits are those of one amount: three in each but the first."""
    groups = [re.split(r"[.,]", _digits(chunk))[0] for chunk in chunks]
    return len(groups) <= _MOST_GROUPS and all(len(g) == 3 for g in groups[1:]) and groups[0][0] != "0"


def _are_summed(runs: Sequence[Sequence[Chunk]]) -> bool:
    """Whether the last of several amounts is what the others come to."""
    amounts = [int("".join(_digits(chunk) for chunk in run)) if _are_digits(run) else 0 for run in runs]
    return len(amounts) > 1 and amounts[-1] > 0 and amounts[-1] == sum(amounts[:-1])


def _are_digits(run: Sequence[Chunk]) -> bool:
    return all(_digits(chunk).isdigit() for chunk in run)


def _cells_before(chunks: Sequence[Chunk], at: int) -> int:
    """How many cells of the budget without an amount stand directly before a chunk on its line."""
    found = 0
    while at and chunks[at].gap == SPACE and chunks[at - 1].kinds[-1] in ("dash", "admin"):
        at, found = at - 1, found + 1
    return found


def _is_group(chunk: Chunk) -> bool:
    return len(chunk.words) == 1 and bool(_GROUP.fullmatch(_digits(chunk)))


def _digits(chunk: Chunk) -> str:
    """A chunk's number without the euro's sign."""
    return _SIGN.sub("", chunk.words[0]).strip()


def _ends_group(chunk: Chunk) -> bool:
    return not chunk.words[0][-1].isdigit() or "," in chunk.words[0] or "." in chunk.words[0]


def _adjoins(chunk: Chunk, most: int) -> bool:
    return not chunk.page and (chunk.gap == WRAP or (chunk.gap == SPACE and chunk.extra <= most))
