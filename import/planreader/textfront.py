"""A table of indicators above the objectives of a text dump, whose first column says whose each one is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from planreader import numbers
from planreader.indicators import IndicatorLines, parted
from planreader.lines import WRAP, Line
from planreader.textmeasures import Measures, unlabelled


def front_indicators(
    lines: Sequence[Line], measures: Measures, end: int, known: Collection[str]
) -> Mapping[str, list[IndicatorLines]]:
    """The indicators between a heading and a line, by the number of their objective, one of the ``known``."""
    found: dict[str, list[IndicatorLines]] = defaultdict(list)
    if measures.roles[0] != "objective":
        return found
    own: dict[int, str] = {}
    for at in range(measures.end, end):
        nr = numbers.bare(lines[at].text.split(None, 1)[0])
        if lines[at].gap != WRAP and nr in known:
            own[at] = nr
    for at, stop in pairwise([*own, end]):
        block = _without_number(lines[at:stop])
        for one in unlabelled(parted(block, len(measures.targets)), own[at], has_result=measures.has_result):
            found[own[at]].append(replace(one, targets=measures.targets))
    return found


def _without_number(lines: Sequence[Line]) -> list[Line]:
    rest = lines[0].text.partition(" ")[2].strip()
    return [replace(lines[0], text=rest), *lines[1:]] if rest else list(lines[1:])
