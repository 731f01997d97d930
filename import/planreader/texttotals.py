"""Totals that a text dump prints above the actions they are of, put behind these as most documents have them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from planreader.lines import Line
from planreader.sections import Start
from planreader.textactions import first_action

_SUMS: Final = ("total", "grand_total")


def with_totals_behind(lines: Sequence[Line], starts: Sequence[Start]) -> list[Line]:
    """The lines with each total behind the actions of its objective; the same where none stands above them."""
    found: list[Line] = []
    done = 0
    for specific, total, end in _above(lines, starts):
        first = first_action(lines, replace(specific, body=total.line), end)
        assert first is not None
        found += [*lines[done : total.line], *lines[first:end], *lines[total.line : first]]
        done = end
    return [*found, *lines[done:]]


def _above(lines: Sequence[Line], starts: Sequence[Start]) -> list[tuple[Start, Start, int]]:
    """Each objective whose total stands above its actions, with that total and where its actions end."""
    ends = [*(start.line for start in starts[2:]), len(lines)]
    found: list[tuple[Start, Start, int]] = []
    for (specific, total), end in zip(pairwise(starts), ends, strict=False):
        if specific.kind != "specific" or total.kind not in _SUMS:
            continue
        above = first_action(lines, specific, total.line)
        if above is None and first_action(lines, replace(specific, body=total.line), end) is not None:
            found.append((specific, total, end))
    return found
