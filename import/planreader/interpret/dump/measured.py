"""The indicators of a text dump as rows of a grid: title, baseline, interim and last target, result."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from planreader.interpret.dump.cut import Section
from planreader.sources.form import Part
from planreader.sources.grid import GridCell, GridRow
from planreader.sources.text.lines import WRAP, Line, place
from planreader.vocabulary.fold import fold
from planreader.vocabulary.targets import TARGETS
from planreader.vocabulary.vocabulary import OPEN_WORDS

_YEAR: Final = r"(?:19|20)\d\d"
_TARGET: Final = re.compile(
    rf"(?P<first>{_YEAR})\s*\(\s*(?!{_YEAR}\s*\))[^()]{{1,30}}\)"
    rf"|(?:(?<![\w(/-])(?P<value>[<>≤≥~]?\s?\d[\d.,]*(?:\s?(?:%|€|EUR))?)\s*)?\(\s*(?P<year>{_YEAR})\s*\)"
)
"""A target with its year in brackets, where the value may be blank, or behind its year: ``2021 (50%)``."""
_VALUE: Final = r"(?:[<>≤≥~]?\s?\d[\d.,]*(?:/\d+)?(?:\s?(?:%|€|EUR))?|[-–/]|n/?a)(?!\S)"
_VALUES: Final = re.compile(rf"{_VALUE}(?:\s+{_VALUE})*")
"""Values without years, where a line holds nothing else."""
_BRACKETED: Final = re.compile(rf"\((?!{_YEAR}\))[^()]{{1,20}}\)")


class Target(NamedTuple):
    """A target's text and year, the line where it stands, and where it begins and ends in its block."""

    text: str
    year: int | None
    line: Line
    begin: int
    end: int


def indicator_rows(sections: Sequence[Section]) -> list[GridRow]:
    """Rows of cells. Where targets are missing, the years of the others tell which they are."""
    scans = [_scan(section.lines) for section in sections]
    most = max((len(found) for _title, found, _after in scans), default=0)
    places = TARGETS if most == len(TARGETS) else ("baseline", "final")
    usual = [
        Counter(found[n].year for _t, found, _a in scans if len(found) == len(places)).most_common(1)
        for n in range(len(places))
    ]
    years = [common[0][0] if common else None for common in usual]
    return [_row(section, scan, places, years) for section, scan in zip(sections, scans, strict=True)]


def _scan(lines: Sequence[Line]) -> tuple[list[Line], list[Target], list[Line]]:
    """The title's lines, the targets, and the lines behind them."""
    title: list[Line] = []
    found: list[Target] = []
    after: list[Line] = []
    for line in _paired(lines):
        own = targets_of(line)
        if not own or after or len(found) + len(own) > len(TARGETS):
            (after if found else title).append(line)
            continue
        head, tail = line.text[: own[0].begin].strip(), line.text[own[-1].end :].strip()
        if head and not found:
            title.append(line._replace(text=head))
        found += own
        if tail:
            after.append(line._replace(text=tail))
    return title, found, after


def targets_of(line: Line) -> list[Target]:
    """The targets of a line: with their years, or side by side where it holds nothing else."""
    found = [
        Target(match.group().strip(), int(match["year"] or match["first"]), line, *match.span())
        for match in _TARGET.finditer(line.text)
    ]
    if found or line.gap == WRAP or not _VALUES.fullmatch(line.text):
        return found
    return [
        Target(match.group(), None, line, *match.span())
        for match in re.finditer(rf"(?<!\S){_VALUE}", line.text)
    ]


def _paired(lines: Sequence[Line]) -> list[Line]:
    """Lines with each year and the value in brackets below it on one."""
    found: list[Line] = []
    for line in lines:
        if found and re.fullmatch(_YEAR, found[-1].text) and _BRACKETED.fullmatch(line.text):
            found[-1] = found[-1]._replace(text=f"{found[-1].text} {line.text}", last=line.last)
        else:
            found.append(line)
    return found


def _row(
    section: Section,
    scan: tuple[list[Line], list[Target], list[Line]],
    places: Sequence[str],
    years: Sequence[int | None],
) -> GridRow:
    title, found, after = scan
    cut = next((n for n, line in enumerate(after) if line.page and n and line.text[:1].islower()), None)
    if cut is not None and title and fold(title[-1].text.split()[-1]) in OPEN_WORDS:
        # a page's end cut the title
        title, after = [*title, *after[cut:]], after[:cut]
    own = dict(zip(_places(found, places, years), found, strict=False))
    where = section.place
    cells = [GridCell(0, 1, _parts(title), where)]
    for at, role in enumerate(places, 1):
        target = own.get(role)
        parts = (Part(target.text),) if target is not None else ()
        cells.append(GridCell(at, at + 1, parts, target.line.place if target is not None else where))
    at = len(cells)
    cells.append(
        GridCell(at, at + 1, _parts(after), place(after[0].first, after[-1].last) if after else where)
    )
    return GridRow(tuple(cells), where, 1)


def _parts(lines: Sequence[Line]) -> tuple[Part, ...]:
    return tuple(Part(line.text, max(line.gap, WRAP)) for line in lines)


def _places(found: Sequence[Target], places: Sequence[str], years: Sequence[int | None]) -> list[str]:
    """Which target each one is: by order, or by year or the blank lines of others where some are missing."""
    if len(found) < len(places) and all(target.year in years for target in found):
        return [places[years.index(target.year)] for target in found]
    missing, at = len(places) - len(found), 0
    taken: list[str] = []
    for target in found:
        if missing > 0 and target.line.blanks:
            missing, at = missing - 1, at + 1
        taken += places[at : at + 1]
        at += 1
    return taken
