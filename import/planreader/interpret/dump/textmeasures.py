"""Tables of indicators in a text dump: their heading, and rows that no label begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from planreader.interpret.dump.indicators import IndicatorLines
from planreader.interpret.dump.sections import begins_indicator
from planreader.interpret.dump.targetforms import holds_values, is_values
from planreader.interpret.headings.headcells import text_of, ways, words_of
from planreader.interpret.headings.headcolumns import is_year_word
from planreader.interpret.headings.labels import objective
from planreader.interpret.headings.targetheads import SUBJECT, VALUE, target_roles
from planreader.sources.text.lines import BLANK, BLOCK, WRAP, Line
from planreader.vocabulary.fold import fold
from planreader.vocabulary.headwords import concepts, year_of
from planreader.vocabulary.targets import TARGETS
from planreader.vocabulary.vocabulary import OPEN_WORDS

_LONGEST: Final = 24
_LONGEST_CELL: Final = 8
"""Lines of a heading, and words of a line of one."""
_LEAST_NAMED: Final = 0.3
"""The part of a cell's words that name something."""
_FIRST: Final = 3
"""Words of a row of a heading among which the indicator stands."""
_LEAST_LINES: Final = 2
"""Lines that a heading whose row does not stand on one has at least, and one more."""
_LONGEST_ROW: Final = 24
"""Words of a line that is a heading's row."""
_REST: Final = 2
"""Words of a line that goes on with a heading's cell whatever they say."""
_NAMED: Final = 0.65
_SMALL: Final = -1.0
_UNKNOWN: Final = -1.2
"""What it is worth that a cell names something, begins with a small letter, or names nothing."""
_WORDS: Final = frozenset({*SUBJECT, *VALUE, "output", "year", "verification", "notes", "unit"})
_OF_LABELS: Final = frozenset({"objective", "strategic", "specific"})
_BESIDE: Final = frozenset({"nr", "verification", "year"})
_YEAR: Final = re.compile(r"[(\[]?(?:19|20)\d\d[)\]]?")
_BRACKETED: Final = re.compile(r"([(\[](?:19|20)\d\d[)\]])(?=\s|$)")
_LAST: Final = ("last", "final", "fundit", "perfundimtar", "poslednj", "krajnj", "konacn")
"""Words of the column of the last targets."""
_FREE: Final = frozenset({""})
_SINGLE: Final = frozenset({"indicator", "baseline", "interim"})


@dataclass(frozen=True, slots=True)
class Measures:
    """The columns of a table of indicators: their roles in order, and the years that their headings name."""

    roles: tuple[str, ...]
    years: tuple[int | None, ...]
    begin: int
    end: int
    numbered: bool = False
    """Whether a column of numbers stands before the indicators."""

    @property
    def targets(self) -> tuple[tuple[str, int | None], ...]:
        """The columns of targets with their years; those that a plan has no place for are ``notes``."""
        pairs = zip(self.roles, self.years, strict=True)
        return tuple((r, y) for r, y in pairs if r in TARGETS or (r == "notes" and y is not None))

    @property
    def has_result(self) -> bool:
        """Whether a column of results stands behind the targets."""
        return "result" in self.roles


def measures_at(lines: Sequence[Line], begin: int, limit: int) -> Measures | None:
    """The first heading of a table of indicators between two lines; None where there is none."""
    for at in range(begin, limit):
        words = lines[at].text.split()
        if len(words) > (_LONGEST_ROW if is_row(words) else _LONGEST_CELL):
            continue
        begun = len(words) <= _FIRST and bool(concepts(words[0]) & SUBJECT)
        subject = begun or is_row(words) or _named(lines[at].text)[0] in SUBJECT
        if subject and begins_indicator(lines[at]) is None:
            found = _heading(lines, at, _end(lines, at, limit))
            if found is not None:
                return found
    return None


def is_row(words: Sequence[str]) -> bool:
    """Whether a line may hold the whole row of a heading."""
    first = next((word for word in words[:2] if "nr" not in concepts(word)), words[0])
    values = len(concepts(" ".join(words)) & VALUE)
    named = any("indicator" in concepts(word) for word in words[:_FIRST])
    begins = bool(concepts(first) & SUBJECT) or (named and (len(words) <= _LONGEST_CELL or values > 1))
    return begins and values > (0 if named else 1)


def _end(lines: Sequence[Line], at: int, limit: int) -> int:
    """Behind the last line that goes on with a heading."""
    stop = at + 1
    while stop < min(limit, at + _LONGEST) and _goes_on(lines, stop, limit) and not over_lines(lines, stop):
        line = lines[stop]
        apart = line.gap >= BLOCK or (line.text[0].isupper() and len(line.text.split()) > _FIRST)
        if apart and "output" in concepts(lines[stop - 1].text) and not _is_told(line):
            # the column of results is the last one of most
            break
        stop += 1
    return stop


def _goes_on(lines: Sequence[Line], at: int, limit: int) -> bool:
    """Whether a line is of a heading, or the first word of a cell that goes on below: Final, then target."""
    if _is_of_heading(lines[at]):
        return True
    stop = at + 1
    while stop < min(limit, at + _FIRST) and lines[stop].gap == WRAP and _is_of_heading(lines[stop]):
        stop += 1
    below = " ".join(line.text for line in lines[at + 1 : stop])
    return len(lines[at].text.split()) == 1 and bool(concepts(below) & VALUE)


def _is_told(line: Line) -> bool:
    """Whether each word of a line is of a heading, or a small one."""
    words = line.text.split()
    return all(
        concepts(word) & _WORDS or _YEAR.fullmatch(word) or fold(word) in OPEN_WORDS or len(word) <= _REST
        for word in words
    )


def over_lines(lines: Sequence[Line], at: int) -> str:
    """The label of an objective that a narrow cell broke: ``Specific``, then ``Objective 1.1``."""
    if at + 1 >= len(lines) or lines[at + 1].gap != WRAP or len(lines[at].text.split()) > _REST:
        return ""
    whole = f"{lines[at].text} {lines[at + 1].text}"
    label, half = objective(whole), objective(lines[at].text)
    told = all(concepts(word) & _OF_LABELS for word in lines[at].text.split())
    broken = label is not None and label.nr and not label.rest and (half is None or not half.nr)
    return whole if broken and told else ""


def _is_of_heading(line: Line) -> bool:
    words = line.text.split()
    label = objective(line.text)
    if begins_indicator(line) is not None or holds_values(line.text) or (label is not None and label.nr):
        return False
    if _YEAR.fullmatch(line.text):
        return True
    if len(words) <= _REST and line.text[:1].islower() and line.text[-1].isalpha():
        # the rest of a cell, which an empty line may part where others stand beside it
        return True
    told = [bool(concepts(word) & _WORDS) or bool(_YEAR.fullmatch(word)) for word in words]
    known = [told[n] or word.lower() in OPEN_WORDS or len(word) < 3 for n, word in enumerate(words)]
    return (any(told) or line.gap == WRAP) and sum(known) * 2 >= len(words) and not is_values(line.text)


def _heading(lines: Sequence[Line], begin: int, end: int) -> Measures | None:
    """The heading that these lines are, less of them where the last ones are none."""
    least = 0 if is_row(lines[begin].text.split()) else _LEAST_LINES
    if least and begin + 1 < end and len(concepts(lines[begin + 1].text) & VALUE) > 1:
        # the other cells share the second line
        least = 1
    found: Measures | None = None
    for stop in range(end, begin + least, -1):
        words = words_of(_with_years(lines[begin:stop]), 0, stop - begin)
        way = ways(words, _named, single=_SINGLE, free=_FREE)[0]
        texts = _dated([text_of(words, cell) for cell in way.cells])
        roles = target_roles(texts)
        if roles and any(role in TARGETS for role in roles) and roles[0] in ("title", "nr", "objective"):
            years = [
                year_of(text) if role in TARGETS or concepts(text) & VALUE else None
                for role, text in zip(roles, texts, strict=True)
            ]
            numbered = "nr" in concepts(words[0].text)
            made = Measures(tuple(roles), tuple(years), begin, stop, numbered)
            if _names_enough(texts[-1]):
                return made
            found = found or made
    # what ends with a cell that names nothing may hold the first row
    return found


def _names_enough(text: str) -> bool:
    """Whether a cell is of a heading to its end: the row below may begin right behind its first words."""
    words = [word for word in text.split() if len(word) > _REST and fold(word) not in OPEN_WORDS]
    told = [word for word in words if concepts(word) or _YEAR.fullmatch(word)]
    return len(told) > _LEAST_NAMED * len(words)


def _with_years(lines: Sequence[Line]) -> list[Line]:
    """Lines of a heading with a year in brackets that begins one put to the end of the line above."""
    found: list[Line] = []
    for line in lines:
        year = _BRACKETED.match(line.text)
        if year is not None and found and not found[-1].text[-1:].isdigit():
            found[-1] = replace(found[-1], text=f"{found[-1].text} {year[1]}")
            line = replace(line, text=line.text[year.end() :].strip())
        found.append(line)
    return found


def _dated(texts: Sequence[str]) -> list[str]:
    """The cells of a heading, with a year, or ``[Year]``, that stands by itself in that it belongs to."""
    found: list[str] = []
    for text in texts:
        if found and (_YEAR.fullmatch(text) or (text[0] in "[(" and is_year_word(text))):
            found[-1] = f"{found[-1]} {text}"
        else:
            found.append(text)
    return found


def _named(text: str) -> tuple[str, float]:
    found = concepts(text)
    small = _SMALL if text[:1].islower() or text[:1] in "([" or _YEAR.match(text) else 0.0
    if "output" in concepts(text.split()[0]) and "indicator" not in found:
        return "output", _NAMED + small
    for concept in ("interim", "baseline", "target", "output", "indicator", "objective", "unit", "notes"):
        if concept in found:
            # "Target 2024" beside "Target 2025" is another column
            year = year_of(text) if concept in ("target", "objective") else None
            if concept == "target" and any(fold(word).startswith(_LAST) for word in text.split()):
                return "last target", _NAMED + small
            return concept if year is None else f"{concept} {year}", _NAMED + small
    beside = sorted(found & _BESIDE)
    if beside:
        return beside[0], _NAMED / 2 + small
    return "", _UNKNOWN + small


def unlabelled(lines: Sequence[Line], nr: str, *, has_result: bool) -> list[IndicatorLines]:
    """The indicators of a table whose rows no label begins: a title, its targets, its result."""
    runs = _runs(lines)
    found: list[IndicatorLines] = []
    at = 0
    for n, (_first, last) in enumerate(runs):
        after = runs[n + 1][0] if n + 1 < len(runs) else len(lines)
        stop = after if n + 1 == len(runs) else _begins_title(lines, last, after, has_result=has_result)
        own = tuple(lines[at:stop])
        found.append(IndicatorLines(nr, own[0].text, own))
        at = stop
    return found


def _runs(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Where lines of targets stand beside each other, behind a title."""
    found: list[tuple[int, int]] = []
    for at, line in enumerate(lines):
        if not is_values(line.text):
            continue
        if found and found[-1][1] == at:
            found[-1] = (found[-1][0], at + 1)
        elif at:
            found.append((at, at + 1))
    return found


def _begins_title(lines: Sequence[Line], begin: int, end: int, *, has_result: bool) -> int:
    """Where between the targets of two indicators the title of the second begins: at the widest gap."""
    if not has_result:
        return begin
    blank = [n for n in range(begin + 1, end) if lines[n].gap == BLANK or lines[n].page]
    block = [n for n in range(begin + 1, end) if lines[n].gap >= BLOCK]
    capital = [n for n in range(begin + 1, end) if lines[n].text[:1].isupper()]
    return (blank or block or capital or [begin])[-1]
