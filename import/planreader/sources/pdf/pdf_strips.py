"""Pages of a wide sheet that a print cut between columns: the strips of columns laid side by side again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final, TypeAlias

Object: TypeAlias = "dict[str, Any]"

_NEAR: Final = 0.75
_FEWEST: Final = 3
"""Rules across a page that tell which rows it has, at least."""
_TELLING: Final = 6
"""Rules across all pages of some columns, at least."""
_SAME: Final = 0.8
"""Part of the rules across a page that lie where those of the page beside it do."""
_APART: Final[Object] = {"text": " ", "x0": -1e6, "x1": -1e6, "top": -1e6, "bottom": -1e6}
"""What parts the letters of two pages: those of one do not go on with those of the other."""


@dataclass(frozen=True, slots=True)
class PageRules:
    """Where the rules of a page lie: heights of those across, places of those down.

    ``numbered`` says that actions' numbers stand in the first column.
    """

    levels: tuple[float, ...]
    sides: tuple[float, ...]
    numbered: bool = False

    def is_beside(self, other: PageRules) -> bool:
        """Return whether the page has rows of the other in other columns."""
        few, many = sorted((self.levels, other.levels), key=len)
        told = len(few) >= _FEWEST and not self.numbered and _shared(few, many) >= _SAME * len(few)
        return told and not self.has_columns(other)

    def has_columns(self, other: PageRules) -> bool:
        """Return whether one of two pages has no rule down that the other does not have."""
        few, many = sorted((self.sides, other.sides), key=len)
        return _shared(few, many) == len(few)

    def is_within(self, other: PageRules) -> bool:
        """Return whether all rows of the page may be rows of the other."""
        return bool(self.levels) and _shared(self.levels, other.levels) == len(self.levels)


@dataclass(frozen=True, slots=True)
class Leaf:
    """The letters and rules of a page, or of pages laid side by side.

    ``begins`` are the number of each page and where it begins, from left to right.
    """

    chars: list[Object]
    edges: list[Object]
    begins: tuple[tuple[float, int], ...]

    @property
    def number(self) -> int:
        """Return the number of the first page."""
        return self.begins[0][1]

    def page(self, left: float) -> int:
        """Return the number of the page on which a place lies."""
        return next((n for begin, n in reversed(self.begins) if left > begin - _NEAR), self.number)


def outline(leaf: Leaf, *, numbered: bool) -> PageRules:
    """Return where the rules of a page lie."""
    levels = {round(edge["top"], 1) for edge in leaf.edges if edge["orientation"] == "h"}
    sides = {round(edge["x0"], 1) for edge in leaf.edges if edge["orientation"] == "v"}
    return PageRules(tuple(sorted(levels)), tuple(sorted(sides)), numbered)


@dataclass(frozen=True, slots=True)
class PagesBeside:
    """Pages that lie side by side, by index, and how far each is moved to the right."""

    pages: tuple[int, ...]
    shifts: tuple[float, ...] = (0.0,)


def side_by_side(outlines: Sequence[PageRules]) -> list[PagesBeside]:
    """Return the pages, in order, with those beside them in the sheet that was printed.

    A program prints the rows of the first columns page by page, then on as many pages those of the next; the
    last of these are left out where they are blank.
    """
    sheets: list[PagesBeside] = []
    while (at := sum(len(beside.pages) for beside in sheets)) < len(outlines):
        firsts = (range(at, end) for end in range(at + 1, len(outlines)))
        first, strips = next(
            ((first, strips) for first in firsts if (strips := _strips(outlines, first))),
            (range(at, at + 1), [[at]]),
        )
        shifts = _shifts([[side for n in strip for side in outlines[n].sides] for strip in strips])
        row = 0
        for n in first:
            if n not in strips[0]:
                sheets.append(PagesBeside((n,)))
                continue
            reached = [at for at, strip in enumerate(strips) if row < len(strip)]
            sheets.append(
                PagesBeside(tuple(strips[at][row] for at in reached), tuple(shifts[at] for at in reached))
            )
            row += 1
    return sheets


def _strips(outlines: Sequence[PageRules], first: range) -> list[list[int]]:
    """Return the pages of each strip of columns, if the ``first`` ones that have rules are one.

    None where no other is beside them, or on so few pages that it may be chance.
    """
    head = next((n for n in first if outlines[n].levels), first.stop)
    if not outlines[first.stop].is_beside(outlines[head]):
        return []
    strips = [[n for n in first if outlines[n].levels]]
    at = first.stop
    while at < len(outlines) and outlines[at].is_beside(outlines[head]):
        strip: list[int] = []
        for n, own in zip(range(at, len(outlines)), strips[0], strict=False):
            # the last rows of a sheet may be too few to be told by themselves
            told = outlines[n].is_beside(outlines[own]) or outlines[n].is_within(outlines[own])
            if not told or not outlines[n].has_columns(outlines[at]):
                break
            strip.append(n)
        few = 2 * len(strip) < len(strips[0])
        if few or sum(len(outlines[n].levels) for n in strip) < _TELLING:
            break
        strips.append(strip)
        at += len(strip)
    return strips if len(strips) > 1 else []


def _shifts(sides: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """Return how far each strip is moved, by the rules down of its pages: outer ones lie upon each other."""
    shifts = [0.0]
    for before, own in pairwise(sides):
        shifts.append(shifts[-1] + max(before) - min(own))
    return tuple(shifts)


@lru_cache(maxsize=4096)
def _around(places: tuple[float, ...]) -> frozenset[int]:
    """Return half points about places."""
    return frozenset(round(2 * place) + beside for place in places for beside in (-1, 0, 1))


def _shared(places: tuple[float, ...], others: tuple[float, ...]) -> int:
    """Return how many of some places lie where one of others does."""
    return sum(round(2 * place) in _around(others) for place in places)


def laid(leaves: Sequence[Leaf], shifts: Sequence[float]) -> Leaf:
    """Return pages side by side; what runs over from one into the next is printed on both."""
    chars, edges, begins = list(leaves[0].chars), list(leaves[0].edges), leaves[0].begins
    printed: set[tuple[str, int, int]] = set()
    for leaf, shift in zip(leaves[1:], shifts[1:], strict=True):
        printed |= {
            (char["text"], round(char["x0"]) + x, round(char["top"]) + y)
            for char in chars
            for x in (-1, 0, 1)
            for y in (-1, 0, 1)
        }
        moved = [_moved(char, shift) for char in leaf.chars]
        rules = [_moved(edge, shift) for edge in leaf.edges]
        chars += [_APART, *(c for c in moved if (c["text"], round(c["x0"]), round(c["top"])) not in printed)]
        edges += rules
        begins += ((min(rule["x0"] for rule in rules), leaf.number),)
    return Leaf(chars, edges, begins)


def _moved(item: Object, shift: float) -> Object:
    return {**item, "x0": item["x0"] + shift, "x1": item["x1"] + shift}
