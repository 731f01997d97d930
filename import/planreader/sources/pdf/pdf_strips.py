"""Pages of a wide sheet that a print cut between columns: the strips of columns laid side by side again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, TypeAlias

Object: TypeAlias = "dict[str, Any]"

_NEAR: Final = 0.75
_FEWEST: Final = 3
"""Rules across a page that tell which rows it has, at least."""
_TELLING: Final = 6
"""Rules across all pages of some columns, at least."""
_SAME: Final = 0.8
"""Part of the rules across a page that lie where those of the page beside it do."""
_MOST: Final = 0.5
"""Part of the pages of the first columns that the next columns have as well, at least."""
_APART: Final[Object] = {"text": " ", "x0": -1e6, "x1": -1e6, "top": -1e6, "bottom": -1e6}
"""What parts the letters of two pages: those of one do not go on with those of the other."""


@dataclass(frozen=True, slots=True)
class Outline:
    """Where the rules of a page lie: heights of those across, places of those down.

    ``numbered`` says that actions' numbers stand in the first column.
    """

    levels: tuple[float, ...]
    sides: tuple[float, ...]
    numbered: bool = False

    def is_beside(self, other: Outline) -> bool:
        """Whether the page has rows of the other in other columns."""
        few, many = sorted((self.levels, other.levels), key=len)
        told = len(few) >= _FEWEST and not self.numbered and _shared(few, many) >= _SAME * len(few)
        return told and not _same(self.sides, other.sides)

    def is_within(self, other: Outline) -> bool:
        """Whether all rows of the page may be rows of the other."""
        return bool(self.levels) and _shared(self.levels, other.levels) == len(self.levels)


@dataclass(frozen=True, slots=True)
class Leaf:
    """The letters and rules of a page, or of pages laid side by side.

    ``begins`` are the number of each page and where it begins, from left to right, ``added`` the rules of all
    but the first.
    """

    chars: list[Object]
    edges: list[Object]
    begins: tuple[tuple[float, int], ...]
    added: tuple[Object, ...] = ()

    @property
    def number(self) -> int:
        """The number of the first page."""
        return self.begins[0][1]

    def page(self, left: float) -> int:
        """The number of the page on which a place lies."""
        return next((n for begin, n in reversed(self.begins) if left > begin - _NEAR), self.number)


def outline(leaf: Leaf, *, numbered: bool) -> Outline:
    """Where the rules of a page lie."""
    levels = {round(edge["top"], 1) for edge in leaf.edges if edge["orientation"] == "h"}
    sides = {round(edge["x0"], 1) for edge in leaf.edges if edge["orientation"] == "v"}
    return Outline(tuple(sorted(levels)), tuple(sorted(sides)), numbered)


@dataclass(frozen=True, slots=True)
class Beside:
    """Pages that lie side by side, by index, and how far each is moved to the right."""

    pages: tuple[int, ...]
    shifts: tuple[float, ...] = (0.0,)


def side_by_side(outlines: Sequence[Outline]) -> list[Beside]:
    """The pages, in order, with those beside them in the sheet that was printed.

    A program prints the rows of the first columns page by page, then those of the next columns; a page on
    which these are blank is left out.
    """
    found: list[Beside] = []
    earlier = [
        next((n for n in reversed(range(at)) if page.is_beside(outlines[n])), -1)
        for at, page in enumerate(outlines)
    ]
    at = 0
    while at < len(outlines):
        heads, strips = _block(outlines, earlier, at)
        shifts = _shifts(outlines, heads, strips)
        for n, head in enumerate(heads):
            beside = [(strip[n], shift) for strip, shift in zip(strips, shifts, strict=True) if n in strip]
            pages = (head, *(page for page, _ in beside))
            found.append(Beside(pages, (0.0, *(shift for _, shift in beside))))
        at += len(heads) + sum(map(len, strips))
    return found


Strip: TypeAlias = "dict[int, int]"
"""The pages of some columns, by the place of the page beside them among those of the first columns."""


def _block(outlines: Sequence[Outline], earlier: Sequence[int], start: int) -> tuple[list[int], list[Strip]]:
    """The pages of the first columns of a sheet, from its first page on, and those of the others."""
    after = next((n for n in range(start + 1, len(outlines)) if earlier[n] >= start), len(outlines))
    heads = list(range(start, after))
    strips: list[Strip] = []
    while strip := _strip(outlines, heads, after, min(strips[0]) if strips else 0):
        strips.append(strip)
        after += len(strip)
    return (heads, strips) if strips else ([start], [])


def _strip(outlines: Sequence[Outline], heads: Sequence[int], start: int, first: int) -> Strip:
    """The pages of the next columns; ``first`` is the place of the sheet's first page among the heads.

    None where rows lie beside each other on so few pages, or so few of them, that it may be chance.
    """
    found: Strip = {}
    sides: set[float] = set()
    told = 0
    for page in range(start, len(outlines)):
        drawn, places = outlines[page], range(first, len(heads))
        beside = next((n for n in places if drawn.is_beside(outlines[heads[n]])), None)
        told += beside is not None
        if beside is None and places and drawn.is_within(outlines[heads[first]]):
            # the first or last rows of a sheet may be too few to be told by themselves
            beside = first
        if beside is None or (found and not _same(drawn.sides, tuple(sides))):
            break
        found[beside] = page
        sides |= set(drawn.sides)
        first = beside + 1
    rules = sum(len(outlines[page].levels) for page in found.values())
    if not told or rules < _TELLING or len(found) < _MOST * (len(heads) - min(found)):
        return {}
    return found


@lru_cache(maxsize=4096)
def _around(places: tuple[float, ...]) -> frozenset[int]:
    """Half points about places."""
    return frozenset(round(2 * place) + beside for place in places for beside in (-1, 0, 1))


def _shared(places: tuple[float, ...], others: tuple[float, ...]) -> int:
    """How many of some places lie where one of others does."""
    return sum(round(2 * place) in _around(others) for place in places)


def _same(sides: tuple[float, ...], others: tuple[float, ...]) -> bool:
    """Whether one page has no rule down that the other does not have."""
    few, many = sorted((sides, others), key=len)
    return _shared(few, many) == len(few)


def _shifts(outlines: Sequence[Outline], heads: Sequence[int], strips: Sequence[Strip]) -> list[float]:
    """How far the pages of each strip are moved: the outer rules of the columns lie upon each other."""
    found: list[float] = []
    beside = {n for strip in strips for n in strip}
    right = max((side for n in beside for side in outlines[heads[n]].sides), default=0.0)
    for strip in strips:
        sides = [side for page in strip.values() for side in outlines[page].sides]
        found.append(right - min(sides))
        right = max(sides) + found[-1]
    return found


def laid(leaves: Sequence[Leaf], shifts: Sequence[float], left: float) -> Leaf:
    """Pages side by side; what runs over from one into the next is printed on both.

    ``left`` is where the columns of a page begin before it is moved.
    """
    chars = list(leaves[0].chars)
    added: list[Object] = []
    begins = [leaves[0].begins[0]]
    known = {(char["text"], round(char["x0"]), round(char["top"])) for char in chars}
    for leaf, shift in zip(leaves[1:], shifts[1:], strict=True):
        moved = [_moved(char, shift) for char in leaf.chars]
        chars += [_APART, *(char for char in moved if not _is_known(char, known))]
        known |= {(char["text"], round(char["x0"]), round(char["top"])) for char in moved}
        added += [_moved(edge, shift) for edge in leaf.edges]
        begins.append((left + shift, leaf.number))
    return Leaf(chars, [*leaves[0].edges, *added], tuple(begins), tuple(added))


def _moved(thing: Object, shift: float) -> Object:
    return {**thing, "x0": thing["x0"] + shift, "x1": thing["x1"] + shift}


def _is_known(char: Object, known: set[tuple[str, int, int]]) -> bool:
    x, y = round(char["x0"]), round(char["top"])
    return any((char["text"], x + a, y + b) in known for a in (-1, 0, 1) for b in (-1, 0, 1))
