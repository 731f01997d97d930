"""Text that was too long for its cell: printed over the cell below, and hidden there by the page alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, TypeAlias

from planreader.pdf_lines import rows_of

Letter: TypeAlias = "tuple[int, dict[str, Any]]"
"""A letter with its place in the order in which the page prints them."""


def settled(held: Mapping[int, list[Letter]], above: Mapping[int, int]) -> dict[int, list[dict[str, Any]]]:
    """The letters of each box, by its index.

    Where letters lie upon each other, those that go on with the text of the box above, as the page prints
    it, are given back to that box. ``above`` is the index of the box above another.
    """
    owner = {n: index for index, letters in held.items() for n, _ in letters}
    for index, letters in held.items():
        if index in above and _overlap([char for _, char in letters]):
            for run in _runs(letters):
                if owner.get(run[0][0] - 1) == above[index]:
                    owner.update((n, above[index]) for n, _ in run)
    found: dict[int, list[dict[str, Any]]] = {}
    for n, char in sorted((pair for letters in held.values() for pair in letters), key=lambda pair: pair[0]):
        found.setdefault(owner[n], []).append(char)
    return found


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
