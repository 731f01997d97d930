"""A text dump cut into sections: where objectives, indicators, actions and totals begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from planreader.interpret.headings import labels
from planreader.sources.text.lines import WRAP, Line
from planreader.sources.text.words import kind_of
from planreader.vocabulary import numbers
from planreader.vocabulary.fold import tags
from planreader.vocabulary.headwords import concepts

TOTALS: Final = ("total", "split")
_SHORT: Final = 2
"""Words behind which a line is more than a number with a name."""
_AHEAD: Final = 5
"""How many numbers may be missing before one that still goes on with the sequence."""
_LONGEST_LABEL: Final = 4
"""Lines of a total's label."""
_MONEY: Final = frozenset({"amount", "currency", "dash"})


@dataclass(slots=True)
class Section:
    """Lines from one beginning to the next.

    ``kind`` is ``objective``, ``indicator``, ``action``, ``total`` or ``split`` (of a total), ``nr`` the
    number of an objective or action, ``skip`` how many words it takes, ``label`` the words of a total's, and
    ``size`` how many lines its label takes.
    """

    kind: str
    lines: list[Line] = field(default_factory=list[Line])
    nr: str = ""
    skip: int = 0
    label: str = ""
    size: int = 1

    @property
    def place(self) -> str:
        return Line("", self.lines[0].first, self.lines[-1].last).place


def sections_of(lines: Sequence[Line]) -> tuple[list[Line], list[Section]]:
    """The lines before the first section, and the sections."""
    found: list[Section] = []
    front: list[Line] = []
    parent, last = "", ""
    for at, line in enumerate(lines):
        section = _begun(lines, at, found)
        action = number_at(line, parent) if section is None and parent else None
        if action is not None and _is_next(line, action[0], last):
            section = Section("action", nr=action[0], skip=action[1])
            last = action[0]
        elif section is not None and section.kind == "objective":
            parent, last = section.nr, ""
        if section is not None:
            found.append(section)
        (found[-1].lines if found else front).append(line)
    return front, found


def _begun(lines: Sequence[Line], at: int, found: Sequence[Section]) -> Section | None:
    """The section that begins at a line, if it is no action."""
    line, kind = lines[at], found[-1].kind if found else ""
    if found and len(found[-1].lines) < found[-1].size:
        return None
    if line.gap != WRAP or line.page or not at or kind in TOTALS:
        # above the actions the word for sums heads a column
        begun = _objective(lines, at) or (_total_label(lines, at) if kind in ("action", *TOTALS) else None)
        if begun is not None:
            return begun
    if kind in TOTALS and labels.split(line.text):
        return Section("split", label=line.text)
    if kind in ("objective", "indicator") and labels.indicator(line.text) is not None:
        return Section("indicator")
    return None


def _objective(lines: Sequence[Line], at: int) -> Section | None:
    """The objective whose label begins at a line; its number may stand alone on the line above."""
    label = labels.objective(lines[at].text)
    if label is not None:
        return Section("objective", nr=label.nr) if label.nr else None
    if not numbers.is_number(lines[at].text) or at + 1 == len(lines):
        return None
    label = labels.objective(f"{lines[at].text} {lines[at + 1].text}")
    return Section("objective", nr=label.nr, size=2) if label is not None else None


def _total_label(lines: Sequence[Line], at: int) -> Section | None:
    """The total whose label begins at a line."""
    words: list[str] = []
    size = 0
    if not concepts(lines[at].text.split(None, 1)[0]) & {"budget", "general", "cost"}:
        return None
    ended = False
    for line in lines[at : at + _LONGEST_LABEL]:
        if ended or (size and line.gap != WRAP):
            break
        size += 1
        for word in line.text.split():
            numbered = numbers.is_number(word) and not word.isdigit()
            money = bool(words) and not numbered and kind_of(word) in _MONEY
            words += [] if money else [word]
            if ended := money or numbered or word.endswith(":"):
                break
    text = " ".join(words)
    label = labels.total(text)
    return None if label is None or label.kind == "higher_total" else Section("total", label=text, size=size)


def number_at(line: Line, parent: str) -> tuple[str, int] | None:
    """The number of an action that begins at a line, and how many words it takes with a label before it."""
    for skip, word in enumerate(line.text.split(None, _SHORT)[:_SHORT], 1):
        if numbers.is_number(word) and numbers.key(word)[:-1] == numbers.key(parent):
            return numbers.bare(word), skip
        if skip == 1 and "action" not in tags(word):
            return None
    return None


def _is_next(line: Line, nr: str, last: str) -> bool:
    """Whether a number goes on with the sequence, or stands out so that it begins a row all the same."""
    here, before = numbers.key(nr)[-1], numbers.key(last)[-1] if last else 0
    if here == before + 1 or not last:
        return True
    words = line.text.split()
    alone = line.text.strip() in (nr, nr + ".")
    stands_out = alone or (len(words) > _SHORT and words[1][:1].isupper())
    return line.gap != WRAP and stands_out and here <= before + _AHEAD
