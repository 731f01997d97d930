"""Rules that run through words: a program drew them through merged cells, and they part nothing there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from planreader.sources.pdf.pdf_overflow import Box, Letter

_NEAR: Final = 1.5
_TOUCH: Final = 0.4
"""Points between two letters of one word, as rounding leaves them; the padding of two cells is wider."""


def unstruck(held: Mapping[int, Sequence[Letter]], boxes: Sequence[Box]) -> list[Box] | None:
    """The boxes with those put together between which a word runs on; None where no word does.

    ``held`` are the letters in each box, by its index.
    """
    letters = sorted((n, index) for index, found in held.items() for n, _ in found)
    chars = {n: char for found in held.values() for n, char in found}
    # a line that wrapped may end in a space that lies beyond its cell's edge: words alone tell
    inked = [(n, index) for n, index in letters if chars[n]["text"].strip()]
    into = list(range(len(boxes)))
    for (a, left), (b, right) in pairwise(inked):
        if left == right or not _are_beside(boxes[left], boxes[right]):
            continue
        if all(n in chars and n + 1 in chars and _touch(chars[n], chars[n + 1]) for n in range(a, b)):
            first, other = sorted((into[left], into[right]))
            into = [first if index == other else index for index in into]
    if into == list(range(len(boxes))):
        return None
    whole: dict[int, Box] = {}
    for index, box in zip(into, boxes, strict=True):
        known = whole.get(index, box)
        whole[index] = (min(known[0], box[0]), known[1], max(known[2], box[2]), known[3])
    return list(whole.values())


def _touch(char: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether one letter ends where the other begins, on one line."""
    return bool(abs(char["bottom"] - other["bottom"]) < _TOUCH and abs(other["x0"] - char["x1"]) < _TOUCH)


def _are_beside(box: Box, other: Box) -> bool:
    """Whether a box ends where one of the same height begins."""
    return (
        abs(box[2] - other[0]) < _NEAR and abs(box[1] - other[1]) < _NEAR and abs(box[3] - other[3]) < _NEAR
    )
