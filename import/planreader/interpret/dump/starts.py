"""Where objectives and totals begin in a text dump: by their labels, or by the numbers that actions name."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from planreader.interpret.dump.sections import Start, is_split, objective_at, total_at
from planreader.interpret.dump.targetforms import holds_values
from planreader.interpret.dump.textactions import first_action
from planreader.interpret.headings import labels
from planreader.sources.text.lines import WRAP, Line
from planreader.sources.text.words import kind_of
from planreader.vocabulary import numbers
from planreader.vocabulary.headwords import concepts

_PARENT_DEPTH: Final = 3
_LONGEST_LABEL: Final = 4
"""Words of a label with its number and sign."""
_LONGEST_CELL: Final = 12
"""Lines of an objective in a column of its own."""
_SIGNS: Final = tuple(":–—-.)")
_AHEAD: Final = 80
"""Lines below a bare title within which an action of this objective must follow."""
_MONEY: Final = frozenset({"amount", "number", "currency", "dash", "admin"})
"""Kinds of words that end a row of totals."""


def starts(lines: Sequence[Line]) -> list[Start]:
    """Beginnings of objectives and totals, in order."""
    found: list[Start] = []
    parents = _parents(lines)
    for at in range(len(lines)):
        if found and at <= found[-1].body:
            continue
        behind = bool(found) and at == found[-1].body + 1
        begins = behind or _begins_row(lines, at) or (lines[at].lead > 0 and _is_total(found))
        start = total_at(lines, at) if begins or _ends_in_money(lines[at]) else None
        if start is None or labels.objective(lines[at].text) is not None:
            # "general objective" begins like a total
            start = objective_at(lines, at)
        if start is None and (begins or _is_below_prose(lines, at)):
            start = _labelled(lines, at, parents)
        if start is None and begins:
            start = _celled(lines, at, parents)
        if start is None and (begins or _is_next(lines[at], found)):
            start = _bare(lines, at, parents)
        if start:
            found.append(start)
    return _with_totals(_two_levels(lines, found))


def _two_levels(lines: Sequence[Line], found: Sequence[Start]) -> list[Start]:
    """Objectives of a plan that has no specific ones are themselves specific where actions follow on them."""
    if not found or any(start.kind == "specific" for start in found):
        return list(found)
    ends = [start.line for start in found[1:]] + [len(lines)]
    filled = [
        start.kind == "strategic" and first_action(lines, start, end) is not None
        for start, end in zip(found, ends, strict=True)
    ]
    return [
        replace(start, kind="specific") if own else start for start, own in zip(found, filled, strict=True)
    ]


def _ends_in_money(line: Line) -> bool:
    """Whether a line may be a row of totals right below a cell: a label with a number, and amounts."""
    words = line.text.split()
    label = labels.total(line.text) if kind_of(words[-1]) in _MONEY else None
    return label is not None and label.kind == "total" and bool(label.nr)


def _is_total(found: Sequence[Start]) -> bool:
    return bool(found) and "total" in found[-1].kind


def _begins_row(lines: Sequence[Line], at: int) -> bool:
    """Whether a row may begin: behind an empty line, on a new page, or right behind the parts of a total."""
    return lines[at].gap != WRAP or lines[at].page or not at or is_split(lines[at - 1])


def _is_below_prose(lines: Sequence[Line], at: int) -> bool:
    """Whether a labelled objective stands right below a paragraph's end, or targets."""
    label, above = labels.objective(lines[at].text), lines[at - 1].text
    return label is not None and bool(label.nr and label.rest) and (above[-1] in ".;!" or holds_values(above))


def _is_next(line: Line, starts: Sequence[Start]) -> bool:
    """Whether a line begins with the number of the specific objective that comes next."""
    word = line.text.split(None, 1)[0]
    last = next((start.nr for start in reversed(starts) if start.kind == "specific"), "")
    if not last or not numbers.is_number(word) or numbers.depth(word) != numbers.depth(last):
        return False
    return numbers.follows(word, last)


def _with_totals(starts: Sequence[Start]) -> list[Start]:
    """Totals that name nothing are of objectives where there are as many, else of the plan."""
    objectives = sum(start.kind == "specific" for start in starts)
    each = sum(start.kind == "bare_total" for start in starts) >= objectives
    found: list[Start] = []
    is_open = False
    for start in starts:
        kind = start.kind
        if kind == "bare_total":
            kind = "total" if each and is_open else "grand_total"
        is_open = kind == "specific" or (is_open and kind != "total")
        found.append(replace(start, kind=kind))
    return found


def _parents(lines: Sequence[Line]) -> frozenset[str]:
    """The numbers of objectives that the numbers in front of lines name."""
    begun = {line.text.split(None, 1)[0] for line in lines}
    named = (numbers.objectives_above(word) for word in begun if numbers.is_number(word))
    return frozenset(above for objectives in named for above in objectives)


def _labelled(lines: Sequence[Line], at: int, parents: Collection[str]) -> Start | None:
    """An objective by a label in other words, on one line or two."""
    text, body = lines[at].text, at
    if not numbers.has_number(f"{text} {lines[at + 1].text}" if at + 1 < len(lines) else text):
        return None
    label = labels.objective(text) or _numbered(text, parents)
    if label is None and at + 1 < len(lines) and lines[at + 1].gap == WRAP and "objective" in concepts(text):
        text, body = f"{text} {lines[at + 1].text}", at + 1
        label = labels.objective(text) or _numbered(text, parents)
    if label is None or not label.nr or not _is_signed(text, label.rest):
        return None
    return Start(label.kind, label.nr, at, body, label.rest)


def _is_signed(text: str, title: str) -> bool:
    """Whether a sign parts a label from its title, or the title is to come: "Fusha 3 programe" is none."""
    head = text[: text.rindex(title)].rstrip() if title else ""
    return (head[-1:] in _SIGNS and title[:1].isupper()) or (not title and text.rstrip()[-1:] in _SIGNS)


def _numbered(text: str, parents: Collection[str]) -> labels.Label | None:
    """A label in other words with its title: "TM 2" or "IPA II" alone is none."""
    label = labels.numbered(text, parents)
    if label is None or len(label.rest.split()) < 2:
        return None
    before = text[: text.rindex(label.rest)].split()
    return label if len(before) <= _LONGEST_LABEL else None


def _bare(lines: Sequence[Line], at: int, parents: Collection[str]) -> Start | None:
    """A number that actions name and a title, with the first action of this objective below."""
    label = labels.bare_objective(lines[at].text, parents)
    signed = numbers.depth(lines[at].text.split()[0]) > 1 or not lines[at].text.split()[0].isalnum()
    if label is None or not signed or label.nr not in parents or len(label.rest.split()) < 2:
        return None
    if holds_values(lines[at].text):
        # a row of indicators
        return None
    for line in lines[at + 1 : at + _AHEAD]:
        word = line.text.split(None, 1)[0]
        if numbers.is_number(word) and numbers.depth(word) >= _PARENT_DEPTH:
            first = (*numbers.key(label.nr), *[1] * (numbers.depth(word) - numbers.depth(label.nr)))
            begins = numbers.key(word) == first
            return Start(label.kind, label.nr, at, at, label.rest) if begins else None
    return None


def _celled(lines: Sequence[Line], at: int, parents: Collection[str]) -> Start | None:
    """An objective in a column of its own, with its first action in the cell beside it."""
    nr = numbers.bare(lines[at].text.split(None, 1)[0])
    if nr not in parents:
        return None
    stop = at + 1
    while stop < min(len(lines), at + _LONGEST_CELL) and lines[stop].gap == WRAP and not lines[stop].page:
        stop += 1
    beside = lines[stop].text.split(None, 1)[0] if stop < len(lines) else ""
    if not numbers.is_number(beside) or numbers.key(beside) != (*numbers.key(nr), 1):
        return None
    if numbers.depth(beside) < _PARENT_DEPTH or holds_values(lines[at].text):
        return None
    label = labels.bare_objective(" ".join(line.text for line in lines[at:stop]), parents)
    if label is None or len(label.rest.split()) < 2:
        return None
    return Start(label.kind, label.nr, at, stop - 1, label.rest)
