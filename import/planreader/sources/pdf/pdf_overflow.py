"""Text that was too long for its cell: printed over the cell below, and hidden there by the page alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, TypeAlias

from planreader.sources.pdf.pdf_lines import rows_of

Letter: TypeAlias = "tuple[int, dict[str, Any]]"
"""A letter with its place in the order in which the page prints them."""
Box: TypeAlias = "tuple[float, float, float, float]"
"""Left, top, right and bottom edge."""
_NEAR: Final = 1.5
_LEADING: Final = 0.8
"""The widest space between two lines of one text, in heights of a letter."""


def settled(held: Mapping[int, list[Letter]], boxes: Sequence[Box]) -> dict[int, list[dict[str, Any]]]:
    """The letters of each box, by its index.

    Letters that go on with the text of a box that ends where theirs begins are given back to it if they lie
    upon others, or if the page then goes on beside that box: a page prints its cells row by row.
    """
    owner = {n: index for index, letters in held.items() for n, _ in letters}
    chars = {n: char for letters in held.values() for n, char in letters}
    moved: list[tuple[list[Letter], int]] = []
    for index, letters in held.items():
        covered = _overlap([char for _, char in letters])
        for run in _runs(letters):
            before, after = owner.get(run[0][0] - 1), owner.get(run[-1][0] + 1)
            if before is None or before == index or not _is_from(run, boxes[before], boxes[index]):
                continue
            if not _is_next_line(chars[run[0][0] - 1], run[0][1]):
                continue
            if covered or (
                after is not None and after not in (before, index) and _goes_on(boxes[after], boxes[before])
            ):
                moved.append((run, before))
    for run, index in moved:
        owner.update((n, index) for n, _ in run)
    found: dict[int, list[dict[str, Any]]] = {}
    for n, char in sorted((pair for letters in held.values() for pair in letters), key=lambda pair: pair[0]):
        found.setdefault(owner[n], []).append(char)
    return found


def _goes_on(box: Box, before: Box) -> bool:
    """Whether a box stands in the row of another, behind it."""
    return abs(box[1] - before[1]) < _NEAR and box[0] > before[0]


def _is_from(run: Sequence[Letter], box: Box, below: Box) -> bool:
    """Whether letters keep within the sides of a box that ends where the one that they stand in begins."""
    # a space may stand beyond the edge
    shown = [char for _, char in run if char["text"].strip()] or [char for _, char in run]
    left, right = min(char["x0"] for char in shown), max(char["x1"] for char in shown)
    within = box[0] - _NEAR < left and right < box[2] + _NEAR
    return bool(within and abs(below[1] - box[3]) < _NEAR)


def _is_next_line(char: Mapping[str, Any], below: Mapping[str, Any]) -> bool:
    """Whether a letter stands a line below another: what goes on over an edge leaves no room before it."""
    return bool(below["top"] - char["bottom"] < _LEADING * (char["bottom"] - char["top"]))


def _overlap(chars: Sequence[dict[str, Any]]) -> bool:
    """Whether a letter covers more than half of another."""
    for row in rows_of(chars):
        inked = sorted((char for char in row if char["text"].strip()), key=lambda char: float(char["x0"]))
        for a, b in pairwise(inked):
            if a["x1"] - b["x0"] > 0.5 * min(a["x1"] - a["x0"], b["x1"] - b["x0"]) > 0:
                return True
    return False


def _runs(letters: Sequence[Letter]) -> list[list[Letter]]:
    """Letters that the page prints one behind the other."""
    runs: list[list[Letter]] = []
    for letter in letters:
        if runs and letter[0] == runs[-1][-1][0] + 1:
            runs[-1].append(letter)
        else:
            runs.append([letter])
    return runs
