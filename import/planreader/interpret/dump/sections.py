"""A text dump cut into sections: where objectives, indicators, actions and totals begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from planreader.interpret.dump.pieces import Piece
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
class DumpSection:
    """Lines from one beginning to the next.

    ``kind`` is ``objective``, ``indicator``, ``action``, ``total`` or ``split`` (of a total), ``nr`` the
    number of an objective or action, ``parent`` that of the objective above an action. ``skip`` counts the
    words of an action's number or of a total's label, ``size`` the lines of a label. ``blank_end`` says that
    a blank cell follows.
    """

    kind: str
    nr: str = ""
    skip: int = 0
    size: int = 1
    parent: str = ""
    blank_end: bool = False
    lines: list[Line] = field(default_factory=list[Line])
    pieces: list[Piece] = field(default_factory=list[Piece])


def sections_of(lines: Sequence[Line]) -> tuple[list[Line], list[DumpSection]]:
    """Return the lines before the first section, and the sections."""
    sections: list[DumpSection] = []
    front: list[Line] = []
    parent, last = "", ""
    for at, line in enumerate(lines):
        section = _begun(lines, at, sections) or (_action(line, parent, last) if parent else None)
        if section is not None:
            if section.kind == "objective":
                parent, last = section.nr, ""
            elif section.kind == "action":
                last = section.nr
            if sections:
                # behind a table one blank paragraph follows in any case
                sections[-1].blank_end = line.blanks > (section.kind != "action")
            sections.append(section)
        (sections[-1].lines if sections else front).append(line)
    return front, sections


def _begun(lines: Sequence[Line], at: int, before: Sequence[DumpSection]) -> DumpSection | None:
    """Return the section that begins at a line, if it is no action."""
    line, kind = lines[at], before[-1].kind if before else ""
    if before and len(before[-1].lines) < before[-1].size:
        return None
    if line.gap != WRAP or line.page or not at or kind in TOTALS:
        # above the actions the word for sums heads a column
        section = _objective(lines, at) or (_total(lines, at) if kind in ("action", *TOTALS) else None)
        if section is not None:
            return section
    if kind in TOTALS and labels.split(line.text):
        return DumpSection("split", skip=len(_label(lines[at : at + 1])[0]))
    if kind in ("objective", "indicator") and labels.indicator(line.text) is not None:
        return DumpSection("indicator")
    return None


def _objective(lines: Sequence[Line], at: int) -> DumpSection | None:
    """Return the objective whose label begins at a line; its number may stand alone on the line above."""
    label = labels.objective(lines[at].text)
    if label is not None:
        return DumpSection("objective", label.nr) if label.nr else None
    if not numbers.is_number(lines[at].text) or at + 1 == len(lines):
        return None
    label = labels.objective(f"{lines[at].text} {lines[at + 1].text}")
    return DumpSection("objective", label.nr, size=2) if label is not None else None


def _total(lines: Sequence[Line], at: int) -> DumpSection | None:
    """Return the total whose label begins at a line."""
    if not concepts(lines[at].text.split(None, 1)[0]) & {"budget", "general", "cost"}:
        return None
    words, size = _label(lines[at : at + _LONGEST_LABEL])
    label = labels.total(" ".join(words))
    if label is None or label.kind == "higher_total":
        return None
    return DumpSection("total", skip=len(words), size=size)


def _label(lines: Sequence[Line]) -> tuple[list[str], int]:
    """Return the words of a total's label, up to its number, a colon or an amount, and how many lines it
    takes."""
    words: list[str] = []
    for size, line in enumerate(lines):
        if size and line.gap != WRAP:
            return words, size
        for word in line.text.split():
            is_number = numbers.is_number(word) and not word.isdigit()
            if words and not is_number and kind_of(word) in _MONEY:
                return words, size + 1
            words.append(word)
            if is_number or word.endswith(":"):
                return words, size + 1
    return words, len(lines)


def label_of(section: DumpSection) -> str:
    """Return the label of a total or of its part."""
    return " ".join([word for line in section.lines for word in line.text.split()][: section.skip])


def _action(line: Line, parent: str, last: str) -> DumpSection | None:
    """Return the action that begins at a line, with its number behind a label or none."""
    for skip, word in enumerate(line.text.split(None, _SHORT)[:_SHORT], 1):
        if numbers.is_number(word) and numbers.key(word)[:-1] == numbers.key(parent):
            nr = numbers.bare(word)
            return DumpSection("action", nr, skip, parent=parent) if _is_next(line, nr, last) else None
        if skip == 1 and "action" not in tags(word):
            return None
    return None


def _is_next(line: Line, nr: str, last: str) -> bool:
    """Return whether a number goes on with the sequence, or stands out so that it begins a row all the
    same."""
    here, before = numbers.key(nr)[-1], numbers.key(last)[-1] if last else 0
    words = line.text.split()
    stands_out = line.gap != WRAP and (len(words) == 1 or (len(words) > _SHORT and words[1][0].isupper()))
    return not last or here == before + 1 or (stands_out and here <= before + _AHEAD)
