"""Tables of indicators in a text dump whose first column says whose each one is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from planreader.interpret.dump.indicators import IndicatorLines, parted, without_number
from planreader.interpret.dump.sections import Start
from planreader.interpret.dump.textmeasures import Measures, measures_at, over_lines, unlabelled
from planreader.interpret.headings import labels
from planreader.sources.text.lines import BLANK, BLOCK, WRAP, Line
from planreader.vocabulary import numbers
from planreader.vocabulary.fold import fold
from planreader.vocabulary.headwords import concepts

_LEAST: Final = 2
"""Targets of a row."""
_OWNERS: Final = frozenset({"objective", "strategic", "specific", "nr"})
"""What the first word of such a heading says."""
_HEADING: Final = 40
"""Lines within which a heading of indicators ends."""


def owned_indicators(lines: Sequence[Line], starts: Sequence[Start]) -> Mapping[str, list[IndicatorLines]]:
    """The indicators of such tables, above the plan, in it or behind it, by the number of their objective."""
    titles = {start.nr: _title(lines, start) for start in starts if start.kind in ("strategic", "specific")}
    found: dict[str, list[IndicatorLines]] = defaultdict(list)
    titled = {start.body for start in starts}
    at = 0
    while at < len(lines):
        measures = _heading_at(lines, at, below=at - 1 in titled)
        if measures is None:
            at += 1
            continue
        end = next((start.line for start in starts if start.line >= measures.end), len(lines))
        for nr, own in _owned(lines, measures, end, titles).items():
            found[nr] += own
        at = max(measures.end, at + 1)
    return found


def names_owners(measures: Measures) -> bool:
    """Whether a table's first column names the objectives of its indicators."""
    return measures.roles[0] == "objective"


def _heading_at(lines: Sequence[Line], at: int, *, below: bool) -> Measures | None:
    """The heading that begins at a line; within a block only where an objective's title stands above it."""
    line = lines[at]
    if (line.gap == WRAP and at and not below) or not (line.text[0].isupper() or line.text[0] == "#"):
        return None
    if not concepts(line.text.split(None, 1)[0]) & _OWNERS:
        return None
    found = measures_at(lines, at, min(len(lines), at + _HEADING))
    return found if found is not None and found.begin == at else None


def _owned(
    lines: Sequence[Line], measures: Measures, end: int, titles: Mapping[str, str]
) -> Mapping[str, list[IndicatorLines]]:
    found: dict[str, list[IndicatorLines]] = defaultdict(list)
    own: dict[int, str] = {}
    for at in range(measures.end, end):
        nr = _number(over_lines(lines, at) or lines[at].text)
        if nr in titles and (lines[at].gap != WRAP or at == measures.end or _is_whole(lines[at - 1])):
            own[at] = nr
    counts = measures.numbered and not any(numbers.depth(nr) > 1 for nr in own.values())
    if not (names_owners(measures) or measures.numbered) or counts:
        # the numbers of indicators
        return found
    for at, stop in pairwise([*own, end]):
        # the last row ends with its line where that holds all of it
        least = BLOCK if _is_whole(lines[at]) else BLANK
        over = next((n for n in range(at + 1, stop) if lines[n].gap >= least), stop)
        block = _without_title(lines[at : over if stop == end else stop], titles[own[at]])
        for one in unlabelled(parted(block, len(measures.targets)), own[at], has_result=measures.has_result):
            found[own[at]].append(replace(one, targets=measures.targets, result=measures.has_result))
    return found


def _number(text: str) -> str:
    """The number of an objective that a line begins with, behind its label or alone."""
    label = labels.objective(text)
    return label.nr if label is not None else numbers.bare(text.split(None, 1)[0])


def _is_whole(line: Line) -> bool:
    """Whether a line holds a whole row, with its targets, so that the next may begin on the line below."""
    return parted([line], _LEAST) != [line]


def _title(lines: Sequence[Line], start: Start) -> str:
    """The letters of an objective's title."""
    text = start.rest
    for line in lines[start.body + 1 :]:
        if line.gap != WRAP:
            break
        text = f"{text} {line.text}"
    return _letters(text)


def _without_title(lines: Sequence[Line], title: str) -> list[Line]:
    """A row's lines without the number and title of its objective in front of them."""
    if over_lines(lines, 0):
        lines = [replace(lines[0], text=over_lines(lines, 0)), *lines[2:]]
    label = labels.objective(lines[0].text)
    first = without_number(lines[0]) if label is None else replace(lines[0], text=label.rest)
    rest = [first, *lines[1:]] if first is not None and first.text else list(lines[1:])
    seen = ""
    for n, line in enumerate(rest):
        seen += _letters(line.text)
        if not title or not title.startswith(seen):
            return rest
        if title == seen:
            return rest[n + 1 :]
    return rest


def _letters(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalnum())
