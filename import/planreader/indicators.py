"""The indicator rows of a text dump: title, baseline, interim and final target, result."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from planreader.fold import fold
from planreader.form import Cell, Part, Row
from planreader.lines import WRAP, Line, place
from planreader.vocabulary import OPEN_WORDS
from store.plan import Target

TARGETS: Final = ("baseline", "interim", "final")
_YEAR: Final = r"(?:19|20)\d\d"
_VALUE_YEAR: Final = re.compile(rf"(?P<value>[^()]*?)\s*[(\[]\s*(?P<year>{_YEAR})\s*[)\]]")
_YEAR_VALUE: Final = re.compile(rf"(?P<year>{_YEAR})\s*[(\[:]\s*(?P<value>[^()\[\]]+?)\s*(?:[)\]]|$)")
_BARE: Final = re.compile(r"^(?:[<>≤≥~]?\s*\d[\d.,]*\s*%?|n/?a|N/?A|-|–)$")


@dataclass(frozen=True, slots=True)
class IndicatorLines:
    """The lines of one indicator, the text behind its label on the first, and the number of its objective."""

    nr: str
    head: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    text: str
    year: int | None
    line: Line


def read_target(text: str) -> Target | None:
    """A target cell (``50% (2021)``, ``2021 (50%)``, ``(2021)``, ``50%``); None where it is blank."""
    bare = " ".join(text.split())
    if not bare.strip("-–— "):
        return None
    match = _YEAR_VALUE.fullmatch(bare) or _VALUE_YEAR.fullmatch(bare)
    if match:
        return Target(match["value"].strip() or None, int(match["year"]))
    if re.fullmatch(_YEAR, bare):
        return Target(None, int(bare))
    return Target(bare, None)


def _targets_in(block: Sequence[Line]) -> list[_Found]:
    """The targets that the lines of one block hold, if it holds nothing else before the last of them."""
    found: list[_Found] = []
    pending: list[str] = []
    for line in block:
        text = " ".join([*pending, line.text])
        swapped = re.fullmatch(rf"{_YEAR}(?:\s*\([^()]*\))?", text)
        if swapped:
            if "(" in text:
                match = _YEAR_VALUE.fullmatch(text)
                if match:
                    found.append(_Found(text, int(match["year"]), line))
                pending = []
            else:
                pending = [text]
            continue
        end = 0
        for match in _VALUE_YEAR.finditer(text):
            found.append(_Found(match.group().strip(), int(match["year"]), line))
            end = match.end()
        rest = text[end:].strip()
        pending = [rest] if rest and not (end and rest) else []
        if end and rest:
            break
    return found


def _is_target_line(line: Line) -> bool:
    words = line.text.split()
    return 0 < len(words) <= 3 and all(_BARE.match(word) for word in words)


def _scan(indicator: IndicatorLines) -> tuple[list[Line], list[_Found], list[Line]]:
    """Lines of the title, the targets, and the lines after them."""
    lines = indicator.lines
    at = 1
    while at < len(lines):
        stop = at + 1
        while stop < len(lines) and lines[stop].gap == WRAP:
            stop += 1
        block = lines[at:stop]
        found = _targets_in(block)
        if found:
            break
        if _is_target_line(lines[at]):
            found = [_Found(word, None, lines[at]) for word in lines[at].text.split()]
            break
        at += 1 if lines[at].gap == WRAP and at + 1 < len(lines) and lines[at + 1].gap == WRAP else stop - at
    else:
        return list(lines[1:]), [], []
    title, last = list(lines[1:at]), found[-1].line
    after = list(lines[lines.index(last) + 1 :])
    while after:
        stop = 1
        while stop < len(after) and after[stop].gap == WRAP:
            stop += 1
        more = _targets_in(after[:stop]) if len(found) < len(TARGETS) else []
        if not more and _is_target_line(after[0]) and len(found) < len(TARGETS):
            more = [_Found(word, None, after[0]) for word in after[0].text.split()]
        if not more:
            break
        found += more
        after = after[after.index(more[-1].line) + 1 :]
    return title, found, after


def indicator_rows(indicators: Sequence[IndicatorLines]) -> list[Row]:
    """Rows of cells for indicators; where targets are missing, the years of the others tell which."""
    scans = [_scan(indicator) for indicator in indicators]
    usual = [
        Counter(found[n].year for _t, found, _r in scans if len(found) == len(TARGETS)).most_common(1)
        for n in range(len(TARGETS))
    ]
    years = [common[0][0] if common else None for common in usual]
    return [_row(indicator, *scan, years) for indicator, scan in zip(indicators, scans, strict=True)]


def _row(
    indicator: IndicatorLines,
    title: list[Line],
    found: list[_Found],
    after: list[Line],
    years: list[int | None],
) -> Row:
    heads = [indicator.head] if indicator.head.strip() else []
    words = " ".join([*heads, *(line.text for line in title)]).split()
    result = list(after)
    for at, line in enumerate(after):
        open_title = bool(words) and fold(words[-1]) in OPEN_WORDS
        if line.page and at and open_title and line.text[:1].islower():
            result, title = after[:at], [*title, *after[at:]]
            break
    first = indicator.lines[0]
    cells = {"title": _cell("title", title, first, heads)}
    for role, target in zip(_places(found, years), found, strict=False):
        cells[role] = Cell(
            role, (Part(target.text),), target.line.place, target.year is not None or len(found) == 3
        )
    if result:
        cells["result"] = _cell("result", result, result[0], [])
    return Row("indicator", indicator.nr, cells, place(first.first, indicator.lines[-1].last))


def _places(found: Sequence[_Found], years: Sequence[int | None]) -> list[str]:
    """Which target each one is: by order, or by year where some are missing."""
    if len(found) < len(TARGETS) and all(target.year in years for target in found):
        return [TARGETS[years.index(target.year)] for target in found]
    return list(TARGETS[: len(found)])


def _cell(role: str, lines: Sequence[Line], first: Line, heads: Sequence[str]) -> Cell:
    parts = [*(Part(head) for head in heads), *(Part(line.text, line.gap) for line in lines)]
    begin = min([first.first, *(line.first for line in lines)])
    return Cell(role, tuple(parts), place(begin, max([first.last, *(line.last for line in lines)])))
