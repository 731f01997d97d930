"""Totals in a text dump that stand above the actions they are of, or behind the years that head them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from planreader.interpret.dump.sections import Start, is_sum
from planreader.interpret.dump.textactions import first_action
from planreader.interpret.dump.texthead import heading_before
from planreader.interpret.headings import labels
from planreader.interpret.headings.headcolumns import is_year_word
from planreader.sources.text.lines import BLOCK, Line
from planreader.sources.text.words import kind_of

_YEAR: Final = re.compile(r"(?:19|20)\d\d\.?")
_SUMS: Final = ("total", "grand_total")


def with_totals_behind(lines: Sequence[Line], starts: Sequence[Start]) -> list[Line]:
    """The lines with each total behind the actions of its objective."""
    found: list[Line] = []
    done = 0
    for specific, total, end in _above(lines, starts):
        first = first_action(lines, replace(specific, body=total.line), end)
        assert first is not None
        heading = heading_before(lines, total.body + 1, first)
        behind = first if heading is None else heading.begin
        found += [*lines[done : total.line], *lines[behind:end], *lines[total.line : behind]]
        done = end
    return [*found, *lines[done:]]


def with_years_apart(lines: Sequence[Line]) -> list[Line]:
    """The lines with the years that head a total of the plan on lines of their own."""
    found: list[Line] = []
    for line in lines:
        words = line.text.split()
        count = _years_before(words)
        if not count or count == len(words) or not _begins_total(words[count:]):
            found.append(line)
            continue
        found.append(replace(line, text=" ".join(words[:count])))
        found.append(replace(line, text=" ".join(words[count:]), gap=BLOCK, page=False))
    return found


def heads_totals(text: str) -> bool:
    """Whether a line holds nothing but years, and perhaps the word for their sum."""
    words = text.split()
    return bool(words) and _years_before(words) == len(words)


def _years_before(words: Sequence[str]) -> int:
    """How many words at the beginning are years, with the words for them and for their sum."""
    years = at = 0
    while at < len(words) and (_YEAR.fullmatch(words[at]) or is_year_word(words[at])):
        years += bool(_YEAR.fullmatch(words[at]))
        at += 1
    if not years:
        return 0
    return at + 1 if at < len(words) and is_sum(words[at]) else at


def _begins_total(words: Sequence[str]) -> bool:
    end = next((n for n, word in enumerate(words) if kind_of(word) in ("amount", "number")), len(words))
    label = labels.total(" ".join(words[:end])) if end else None
    return label is not None and label.kind == "grand_total"


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
