"""The indicators of a text dump as rows of a grid: title, baseline, interim and last target, result."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from planreader.interpret.dump.pieces import place_of
from planreader.interpret.dump.sections import DumpSection
from planreader.sources.form import Part
from planreader.sources.grid import GridCell, GridRow
from planreader.sources.text.lines import WRAP, Line
from planreader.sources.text.words import is_open
from planreader.vocabulary.targets import TARGETS

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


class TargetText(NamedTuple):
    """A target's text and year, and the line where it stands."""

    text: str
    year: int | None
    line: Line


class _Indicator(NamedTuple):
    """An indicator's title, its targets, and the lines behind them."""

    title: list[Line]
    targets: list[TargetText]
    result: list[Line]


def indicator_rows(sections: Sequence[DumpSection]) -> list[GridRow]:
    """Return rows of cells. Where targets are missing, the years of the others tell which they are."""
    indicators = [_indicator(section.lines) for section in sections]
    most = max((len(indicator.targets) for indicator in indicators), default=0)
    places = TARGETS if most == len(TARGETS) else ("baseline", "final")
    whole = [indicator.targets for indicator in indicators if len(indicator.targets) == len(places)]
    years = [
        Counter(target.year for target in column).most_common(1)[0][0] for column in zip(*whole, strict=True)
    ]
    return [
        _row(section, indicator, places, years)
        for section, indicator in zip(sections, indicators, strict=True)
    ]


def _indicator(lines: Sequence[Line]) -> _Indicator:
    indicator = _Indicator([], [], [])
    for line in _paired(lines):
        own = targets_of(line)
        if not own or indicator.result or len(indicator.targets) + len(own) > len(TARGETS):
            (indicator.result if indicator.targets else indicator.title).append(line)
            continue
        head, _sign, rest = line.text.partition(own[0].text)
        head, tail = head.strip(), (rest.rpartition(own[-1].text)[2] if len(own) > 1 else rest).strip()
        if head and not indicator.targets:
            indicator.title.append(line._replace(text=head))
        indicator.targets.extend(own)
        if tail:
            indicator.result.append(line._replace(text=tail))
    return indicator


def targets_of(line: Line) -> list[TargetText]:
    """Return the targets of a line: with their years, or side by side where it holds nothing else."""
    targets = [
        TargetText(match.group().strip(), int(match["year"] or match["first"]), line)
        for match in _TARGET.finditer(line.text)
    ]
    if targets or line.gap == WRAP or not _VALUES.fullmatch(line.text):
        return targets
    return [TargetText(match.group(), None, line) for match in re.finditer(rf"(?<!\S){_VALUE}", line.text)]


def _paired(lines: Sequence[Line]) -> list[Line]:
    """Return lines with each year and the value in brackets below it on one."""
    paired: list[Line] = []
    for line in lines:
        if paired and re.fullmatch(_YEAR, paired[-1].text) and _BRACKETED.fullmatch(line.text):
            paired[-1] = paired[-1]._replace(text=f"{paired[-1].text} {line.text}", last=line.last)
        else:
            paired.append(line)
    return paired


def _row(
    section: DumpSection, indicator: _Indicator, places: Sequence[str], years: Sequence[int | None]
) -> GridRow:
    title, targets, result = indicator
    cut = next((n for n, line in enumerate(result) if line.page and n and line.text[0].islower()), None)
    if cut is not None and title and is_open(title[-1].text.split()[-1]):
        # a page's end cut the title
        title, result = [*title, *result[cut:]], result[:cut]
    own = dict(zip(places, targets, strict=False))
    if len(targets) < len(places) and all(target.year in years for target in targets):
        own = {places[years.index(target.year)]: target for target in targets}
    where = place_of(section.lines)
    cells = [GridCell(0, 1, _parts(title), where)]
    for at, role in enumerate(places, 1):
        target = own.get(role)
        parts = (Part(target.text),) if target is not None else ()
        cells.append(GridCell(at, at + 1, parts, target.line.place if target is not None else where))
    at = len(cells)
    cells.append(GridCell(at, at + 1, _parts(result), place_of(result) or where))
    return GridRow(tuple(cells), where, 1)


def _parts(lines: Sequence[Line]) -> tuple[Part, ...]:
    return tuple(Part(line.text, max(line.gap, WRAP)) for line in lines)
