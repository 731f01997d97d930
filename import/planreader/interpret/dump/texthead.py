"""The heading of a table of actions in a text dump: which of its words make a cell, and what each names.

A dump parts cells by empty lines, but not all of them, so that of all ways to make cells of a heading's words
the one is taken in which most cells name a column.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from planreader.interpret.dump.sections import begins_indicator, is_sentence
from planreader.interpret.dump.targetforms import holds_values
from planreader.interpret.headings.headcells import HeadCell, Way, Word, text_of, ways, words_of
from planreader.interpret.headings.headcolumns import is_year_word, supporting, titled
from planreader.interpret.headings.headings import Column
from planreader.sources.text.lines import Line
from planreader.sources.text.words import SPACE
from planreader.vocabulary import numbers
from planreader.vocabulary.fold import fold
from planreader.vocabulary.headwords import concepts, role_of, year_of
from planreader.vocabulary.money import is_currency
from planreader.vocabulary.targets import told_alone

_LONGEST_HEADING: Final = 70
"""Lines of a heading."""
_LONGEST_CELL: Final = 12
"""Lines of an objective in a column of its own."""
_SAME: Final = 0.8
"""The part of a heading's lines by which one printed again is known."""
_LEAST: Final = 4
"""Columns that a heading names at least."""
_NAMED: Final = 1.0
_YEAR: Final = 0.9
_CELL: Final = -0.35
"""What it is worth that a cell names a column or a year, and what each cell costs."""
_UNKNOWN: Final = -0.7
_WORD: Final = -0.15
"""What a cell costs that names nothing, and each word of it."""
_TARGET: Final = -1.5
"""What it costs that a cell is of a table of indicators."""
_SMALL: Final = -1.0
"""What it costs beside that a cell begins with a small letter."""
_STRANGE: Final = "?"
_OF_TARGETS: Final = "target"
"""What cells are of that name nothing, or columns of indicators."""
_FEW: Final = 2
_FOREIGN: Final = 4
"""Columns that a heading may hold of which nothing is known, and the words of each."""
_SHORTEST: Final = 3
"""Letters of a heading."""
_MANY: Final = 5
_OF_ACTIONS: Final = frozenset({"action", "deadline", "funding", "institution", "support", "documents"})
_SINGLE: Final = frozenset({"nr", "title", "deadline", "funding", "output", "documents"})
"""Columns that a table has once."""
_FREE: Final = frozenset({"", "budget", "sum"})
_CAPTION: Final = re.compile(r"tab(?:ela|ele|le)\s+(?:nr\.?\s*|br\.?\s*|no\.?\s*)?(?:\d+|[ivx]+)\b")
_YEARS: Final = re.compile(r"(?:19|20)\d\d\.?")
_DATED: Final = re.compile(r"(?:(?:19|20)\d\d \(\d[^)]*\)\s*){2}")
"""Targets behind their years: ``2026 (93%) 2028 (39%)``."""


@dataclass(frozen=True, slots=True)
class TextHeading:
    """The columns of a heading, and the lines where it begins and ends."""

    columns: tuple[Column, ...]
    begin: int
    end: int
    lines: tuple[tuple[str, int], ...]
    """The text of each of its lines with the gap before it, by which one printed again is known."""

    @property
    def years(self) -> list[int]:
        """Years that it names, in order."""
        return list(dict.fromkeys(column.year for column in self.columns if column.year is not None))


def heading_before(lines: Sequence[Line], begin: int, end: int) -> TextHeading | None:
    """The heading that ends at a line and begins behind another; None where there is none."""
    begin = max(begin, end - _LONGEST_HEADING)
    begin = next((n + 1 for n in range(end - 1, begin - 1, -1) if _is_no_heading(lines[n].text)), begin)
    words = words_of(lines, begin, end)
    best: tuple[Way, list[Column]] | None = None
    for at, way in enumerate(ways(words, _named, single=_SINGLE, free=_FREE)):
        if words[at].gap == SPACE or (best is not None and way.score <= best[0].score):
            continue
        columns = _columns(words, way.cells)
        opens = next((cell.role for cell in way.cells if cell.role), "")
        if _is_heading(words, columns, way.cells) and opens in ("nr", "title", "objective", "notes"):
            best = way, columns
    if best is None:
        return None
    cells = _from_number(best[0].cells)
    told = next(cell for cell in cells if not _says_nothing(text_of(words, cell)))
    first = words[told.begin].line
    return TextHeading(tuple(_columns(words, cells)), first, end, _as_printed(lines[first:end]))


def _is_no_heading(text: str) -> bool:
    """Whether a line is prose or a table's title, or holds the targets of an indicator."""
    told = (
        is_sentence(text)
        or _CAPTION.match(fold(text)) is not None
        or holds_values(text)
        or _DATED.search(text) is not None
    )
    return told or bool(told_alone(text))


def end_above_indicators(lines: Sequence[Line], begin: int, end: int) -> int:
    """Where a heading of actions ends that indicators stand below; the end of the lines where none does."""
    at = next((n for n in range(begin, end) if begins_indicator(lines[n]) is not None), begin)
    return at if at > begin and heading_before(lines, begin, at) is not None else end


def end_above_objective(lines: Sequence[Line], end: int) -> int:
    """Where a heading ends: at a line, or above an objective in a column of its own that ends there."""
    first = max(0, end - _LONGEST_CELL)
    begins = [at for at in range(end - 1, first, -1) if numbers.is_number(lines[at].text)]
    return next((at for at in [end, *begins] if heading_before(lines, 0, at) is not None), end)


def _from_number(cells: Sequence[HeadCell]) -> Sequence[HeadCell]:
    """A heading's cells from the column of numbers on, where only words like a remark's stand before it.

    "Risks from floods fall" above a heading is the result of an indicator.
    """
    at = next((n for n, cell in enumerate(cells) if cell.role == "nr"), 0)
    return cells[at:] if all(cell.role == "notes" for cell in cells[:at]) else cells


def _as_printed(lines: Sequence[Line]) -> tuple[tuple[str, int], ...]:
    return tuple((line.text, line.gap) for line in lines)


def _is_heading(words: Sequence[Word], columns: Sequence[Column], cells: Sequence[HeadCell]) -> bool:
    """Whether cells name enough columns of actions, and hardly anything else."""
    unknown = [text_of(words, cell) for cell in cells if cell.role == _STRANGE]
    if any(cell.role == _OF_TARGETS for cell in cells):
        return False
    if any(len(text.split()) > _FOREIGN or any(map(str.isdigit, text)) for text in unknown):
        return False
    if len(unknown) > max(_FEW, len(columns) // 4):
        return False
    roles = {column.role for column in columns} - {"", "notes", "sum", "nr"}
    return len(roles) >= _LEAST and "title" in roles and bool(roles & {"deadline", "budget"})


def same_before(lines: Sequence[Line], end: int, known: Sequence[TextHeading]) -> TextHeading | None:
    """A known heading that is printed again, line for line, before a line; None where none is."""
    for heading in known:
        begin = end - len(heading.lines)
        if begin >= 0 and _as_printed(lines[begin:end]) == heading.lines:
            return replace(heading, begin=begin, end=end)
    return None


@dataclass(slots=True)
class Printed:
    """What pages may repeat of a document's ``lines``: headings, and the rows above its first objective."""

    lines: Sequence[Line] = ()
    headings: list[frozenset[str]] = field(default_factory=list[frozenset[str]])
    rows: tuple[str, ...] = ()
    _known: set[str] = field(default_factory=set[str])

    def add(self, lines: Iterable[str]) -> None:
        """Take the lines of a heading."""
        heading = frozenset(map(fold, lines))
        if heading not in self.headings:
            self.headings.append(heading)
            self._known |= heading

    def end_at(self, at: int, end: int) -> int | None:
        """Where a heading ends that a page repeats at a line; None where it does not."""
        text = fold(self.lines[at].text)
        if self.rows and text == self.rows[0]:
            stop = at + len(self.rows)
            if tuple(fold(line.text) for line in self.lines[at:stop]) == self.rows:
                return min(end, stop)
        if text not in self._known:
            return None
        stop = at
        while stop < end and fold(self.lines[stop].text) in self._known:
            stop += 1
        if stop - at < _LEAST:
            return None
        own = {fold(line.text) for line in self.lines[at:stop]}
        if any(len(own & heading) >= _SAME * len(heading) for heading in self.headings):
            return stop
        return stop if len({role_of(line.text) for line in self.lines[at:stop]} - {""}) >= _LEAST else None


def printed_again(lines: Sequence[Line], first: int) -> tuple[str, ...]:
    """The longest run of lines before a line, folded, that stands in the document once more; none where none.

    Such are the rows that a table has above its first objective, and above each page.
    """
    texts = [fold(line.text) for line in lines]
    where: dict[str, list[int]] = defaultdict(list)
    for at in range(first, len(texts)):
        where[texts[at]].append(at)
    for begin in range(max(0, first - _LONGEST_HEADING), first - _LEAST + 1):
        run = texts[begin:first]
        if any(texts[at : at + len(run)] == run for at in where[texts[begin]]):
            return tuple(run)
    return ()


def _named(text: str) -> tuple[str, float]:
    """What a cell names, and what that is worth."""
    words = text.split()
    if _says_nothing(text):
        return "", 0.0
    role = role_of(text)
    if not role and _YEARS.search(text) is None and any(is_currency(word.strip("()")) for word in words):
        # "Value in euro"
        role = "budget"
    if role in ("", "sum") and _is_year(words):
        return "budget", _YEAR + _CELL
    found = concepts(text)
    small = _SMALL if text[:1].islower() else 0.0
    of_money = role == "budget" and any(
        is_currency(word.strip("()")) or concepts(word) == {"budget"} for word in words
    )
    if found & {"baseline", "target", "interim"} and not (found & _OF_ACTIONS or of_money):
        return _OF_TARGETS, _TARGET
    if not role or (role == "notes" and "indicator" in found):
        return _STRANGE, _UNKNOWN + _WORD * len(words) + _CELL + small
    return role, _NAMED + _CELL + _WORD * max(0, len(words) - _MANY) + small


def _says_nothing(text: str) -> bool:
    """Whether a cell counts columns, or says "year" without naming one."""
    return (text.isdigit() and len(text) <= 2) or is_year_word(text)


def _is_year(words: Sequence[str]) -> bool:
    """Whether a cell says a year and nothing else but that it is one, or of what money."""
    others = [word for word in words if not _YEARS.fullmatch(word)]
    return len(others) == len(words) - 1 and all(
        "year" in concepts(word) or is_currency(word.strip("()")) for word in others
    )


def _columns(words: Sequence[Word], cells: Sequence[HeadCell]) -> list[Column]:
    """The columns of a heading's cells; years that stand in a second row belong to the budget's column."""
    found: list[Column] = []
    for n, cell in enumerate(cells):
        text = text_of(words, cell)
        if _says_nothing(text) or (cell.role == _STRANGE and sum(map(str.isalpha, text)) < _SHORTEST):
            continue
        role = "notes" if cell.role in (_STRANGE, _OF_TARGETS) else cell.role
        year = year_of(text) if cell.role in ("budget", "sum") else None
        found.append(Column(n, n + 1, role or "notes", year, text))
    return titled(supporting(_once(_below(found))))


def _once(columns: Sequence[Column]) -> list[Column]:
    """Columns without those whose heading goes on with the words of the one before."""
    found: list[Column] = []
    for n, column in enumerate(columns):
        again = column.role in _SINGLE and any(column.role == known.role for known in found)
        later = column.role in ("nr", "title")
        if not (again and (later or column.role == columns[n - 1].role)):
            found.append(column)
    return found


def _below(columns: Sequence[Column]) -> list[Column]:
    """Columns with the years of a second row in the place of the budget that they belong to.

    A budget's heading without a year is that of all years; a sum behind the years is a column of its own.
    """
    years = [n for n, c in enumerate(columns) if c.year is not None]
    if not years:
        return list(columns)
    above = [n for n, c in enumerate(columns) if c.role == "budget" and c.year is None]
    above = above or [n for n, c in enumerate(columns[: years[0]]) if c.role == "sum"]
    inner = list(years)
    for n, column in enumerate(columns):
        if column.role == "sum" and n not in above and n - 1 in inner:
            inner.append(n)
    at = min([years[0], *above])
    outer = [n for n in range(len(columns)) if n not in inner and n not in above]
    order = [
        *(n for n in outer if n < at),
        *(n for n in inner if n not in above),
        *(n for n in outer if n > at),
    ]
    return [columns[n] for n in order]
