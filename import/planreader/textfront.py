"""A table of indicators above the objectives of a text dump, whose first column says whose each one is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from planreader import numbers
from planreader.indicators import IndicatorLines, parted, without_number
from planreader.lines import BLANK, WRAP, Line
from planreader.textmeasures import Measures, unlabelled

_LEAST: Final = 2
"""Targets of a row."""


def front_indicators(
    lines: Sequence[Line], measures: Measures, end: int, known: Collection[str]
) -> Mapping[str, list[IndicatorLines]]:
    """The indicators between a heading and a line, by the number of their objective, one of the ``known``."""
    found: dict[str, list[IndicatorLines]] = defaultdict(list)
    own: dict[int, str] = {}
    for at in range(measures.end, end):
        nr = numbers.bare(lines[at].text.split(None, 1)[0])
        if nr in known and (lines[at].gap != WRAP or at == measures.end or _is_whole(lines[at - 1])):
            own[at] = nr
    counts = measures.numbered and not any(numbers.depth(nr) > 1 for nr in own.values())
    if not (measures.roles[0] == "objective" or measures.numbered) or counts:
        # the numbers of indicators
        return found
    for at, stop in pairwise([*own, end]):
        over = next((n for n in range(at + 1, stop) if lines[n].gap == BLANK), stop)
        block = _without_number(lines[at : over if stop == end else stop])
        for one in unlabelled(parted(block, len(measures.targets)), own[at], has_result=measures.has_result):
            found[own[at]].append(replace(one, targets=measures.targets))
    return found


def _is_whole(line: Line) -> bool:
    """Whether a line holds a whole row, with its targets, so that the next may begin on the line below."""
    return parted([line], _LEAST) != [line]


def _without_number(lines: Sequence[Line]) -> list[Line]:
    first = without_number(lines[0])
    return [first, *lines[1:]] if first is not None else list(lines[1:])
