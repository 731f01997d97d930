"""Other ways to read the amounts of a row, for where its objective's total does not come out.

Where a space groups thousands, it also lies between two cells: ``500 500 500`` may be one amount, two or
three. Where a page's end cuts a cell, an amount that is whole by itself may go on: ``1 014`` and ``000``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from planreader.sources.text.lines import WRAP
from planreader.vocabulary import money

_GROUPS: Final = re.compile(r"\d{1,3}(?: \d{3})*")
_REST: Final = re.compile(r"\d{3}|\d{3}[.,]\d\d|[.,]\d\d?")
_WHOLE: Final = re.compile(r"\d{1,3}(?P<sign>[., \u00a0\u202f\u2009])\d{3}(?:(?P=sign)\d{3})*(?:[.,]\d\d)?")
_MOST_GROUPS: Final = 3
_MOST: Final = 40
"""Groups of one amount, and ways that are tried."""


class Piece(NamedTuple):
    """What stands in a cell of the budget, the ``gap`` before it, and whether a page's end lies before it."""

    text: str
    gap: int
    behind: bool


def other_ways(pieces: Sequence[Piece], cells: int) -> tuple[tuple[str, ...], ...]:
    """The texts of a row's budget read otherwise, in at most so many cells; none where there is one way."""
    texts = tuple(piece.text for piece in pieces)
    found: dict[tuple[str, ...], None] = {}
    for way in (*_joined(pieces), *_parted(pieces)):
        if way != texts and len(way) <= cells and len(found) < _MOST:
            found[way] = None
    return tuple(found)


def _joined(pieces: Sequence[Piece]) -> Iterator[tuple[str, ...]]:
    """Ways in which what stands behind a page's end completes an amount before it."""
    texts = [piece.text for piece in pieces]
    for at, rest in enumerate(pieces):
        if not rest.behind or not _REST.fullmatch(rest.text):
            continue
        for before in range(at):
            whole = next((w for w in _wholes(texts[before], rest.text) if not pieces[before].behind), None)
            if whole is not None:
                yield (*texts[:before], whole, *texts[before + 1 : at], *texts[at + 1 :])


def _wholes(text: str, rest: str) -> Iterator[str]:
    """An amount and the rest of it as one, its thousands grouped as they are before."""
    number = text.strip("€ ")
    signs = sorted({sign for sign in number if not sign.isdigit()}) or [" ", ".", ","]
    for sign in ("", *signs):
        whole = text.replace(number, f"{number}{sign}{rest}")
        if _WHOLE.fullmatch(whole.strip("€ ")) and money.amount(whole) is not None:
            yield whole


def _parted(pieces: Sequence[Piece]) -> Iterator[tuple[str, ...]]:
    """Ways in which groups of digits that adjoin are amounts."""
    at = 0
    while at < len(pieces):
        end = at
        while (
            end < len(pieces) and _GROUPS.fullmatch(pieces[end].text) and (end == at or _adjoins(pieces[end]))
        ):
            end += 1
        groups = [group for piece in pieces[at:end] for group in piece.text.split(" ")]
        if len(groups) > 1:
            head, tail = (tuple(p.text for p in part) for part in (pieces[:at], pieces[end:]))
            for way in _partitions(groups):
                yield (*head, *way, *tail)
        at = max(end, at + 1)


def _adjoins(piece: Piece) -> bool:
    return piece.gap <= WRAP and not piece.behind


def _partitions(groups: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Every way to make amounts of groups of digits, all of them, in order."""
    if not groups:
        yield ()
        return
    for size in range(1, min(_MOST_GROUPS, len(groups)) + 1):
        first = groups[:size]
        if any(len(group) != 3 for group in first[1:]) or (len("".join(first)) > 1 and first[0][0] == "0"):
            continue
        for rest in _partitions(groups[size:]):
            yield (" ".join(first), *rest)
