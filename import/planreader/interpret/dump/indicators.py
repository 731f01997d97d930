"""The indicator rows of a text dump: title, baseline, interim and final target, result."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Final

from planreader.interpret.dump.targetforms import (
    APART,
    BRACKETED,
    MIXED,
    SINGLE,
    TARGET,
    VALUE,
    VALUES,
    YEAR_ALONE,
    YEAR_BELOW,
    YEARS_FIRST,
    are_years_first,
    is_bare,
    is_values,
    run_of_years_first,
    value_of,
    words_of,
    year_of,
)
from planreader.sources.form import Cell, Part, Row
from planreader.sources.text.lines import BLOCK, WRAP, Line, place
from planreader.sources.text.words import is_open
from planreader.vocabulary.fold import fold
from planreader.vocabulary.targets import TARGETS, told_alone, told_within
from planreader.vocabulary.vocabulary import OPEN_WORDS

YEAR_OF_HEADING: Final = "year_from_heading"


@dataclass(frozen=True, slots=True)
class IndicatorLines:
    """The lines of one indicator, the text behind its label on the first, and the number of its objective.

    ``targets`` are the columns of targets with their years, where a heading tells them; ``result`` says
    whether what stands behind them may be the result.
    """

    nr: str
    head: str
    lines: tuple[Line, ...]
    targets: tuple[tuple[str, int | None], ...] = ()
    result: bool = True


@dataclass(frozen=True, slots=True)
class _Found:
    text: str
    year: int | None
    line: Line


def without_number(line: Line) -> Line | None:
    """A line without the number in front of it; None where nothing is left."""
    rest = line.text.partition(" ")[2].strip()
    return replace(line, text=rest) if rest else None


def parted(lines: Sequence[Line], count: int, *, single: bool = False) -> list[Line]:
    """Lines of a table of indicators with its ``count`` targets apart from the title and result beside.

    With ``single`` a row may have one alone, where the others are blank.
    """
    found: list[Line] = []
    lines = _paired(lines)
    for line in _apart(lines, count) if count > 1 else lines:
        match = VALUES.search(line.text) if count > 1 and not is_values(line.text) else None
        if match is None and single and count > 1:
            match = next((one for one in SINGLE.finditer(line.text) if one.start()), None)
        if match is None:
            found.append(line)
            continue
        values = [one.group().strip() for one in re.finditer(VALUE, match.group())]
        values = words_of(match.group()) if is_bare(match.group()) else values
        text = " ".join(values[-count:])
        at, end = match.span()
        if (run := run_of_years_first(line.text)) is not None:
            at, end = run.span()
        elif text in line.text:
            at = line.text.rindex(text, 0, end)
        pieces = (line.text[:at].strip(), line.text[at:end].strip(), line.text[end:].strip())
        own = [(piece, line.gap if not n else BLOCK) for n, piece in enumerate(pieces) if piece]
        found += [replace(line, text=piece, gap=gap) for piece, gap in own]
    return found


def _apart(lines: Sequence[Line], count: int) -> list[Line]:
    """Lines with targets right between a title and a result apart, and a first one behind a title's end."""
    found: list[Line] = []
    ended = False
    for at, line in enumerate(lines):
        bare = line.gap == WRAP and is_bare(line.text) and len(words_of(line.text)) == count
        bare = bare and not (at + 1 < len(lines) and YEAR_BELOW.match(lines[at + 1].text))
        line = replace(line, gap=BLOCK) if bare or (ended and line.gap == WRAP) else line
        ended = bare
        space = APART.search(line.text)
        if space is None:
            found.append(line)
            continue
        found.append(replace(line, text=line.text[: space.start()]))
        found.append(replace(line, text=line.text[space.end() :], gap=BLOCK, page=False))
    return found


def _paired(lines: Sequence[Line]) -> list[Line]:
    """Lines with each value and its year that stand below each other on one: a year above a value in brackets
    over an empty line, a year in brackets below a value, be it moved to the right."""
    found: list[Line] = []
    for line in lines:
        before = found[-1] if found else None
        apart = before is not None and (line.gap > WRAP or line.page)
        if before is not None and apart and (_is_year_of(before.text, line.text) or _is_dated(before, line)):
            found[-1] = replace(before, text=f"{before.text} {line.text}", last=line.last)
        elif before is not None and (title := _title_above(before.text, line.text)):
            year = before.text[len(title) :].strip()
            found[-1] = replace(before, text=title)
            found.append(replace(line, text=f"{year} {line.text}", first=before.last, gap=BLOCK, page=False))
        else:
            found.append(line)
    return found


def _title_above(text: str, below: str) -> str:
    """The title in front of a year on its line, whose value in brackets stands on the line below."""
    title, _space, year = text.rpartition(" ")
    told = YEAR_ALONE.fullmatch(year) and BRACKETED.fullmatch(below) and any(map(str.isdigit, below))
    return title if told and title[-1:].isalpha() and not is_open(title.split()[-1]) else ""


def _is_dated(before: Line, line: Line) -> bool:
    """Whether a line is the year in brackets of the value on the line right above it."""
    return (
        line.first == before.last + 1 and YEAR_BELOW.fullmatch(line.text) is not None and is_bare(before.text)
    )


def _is_year_of(text: str, below: str) -> bool:
    return bool(YEAR_ALONE.fullmatch(text) and BRACKETED.fullmatch(below))


def _blocks(lines: Sequence[Line]) -> list[list[Line]]:
    blocks: list[list[Line]] = []
    for n, line in enumerate(lines):
        if n and line.gap == WRAP and not line.page:
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _scan(
    indicator: IndicatorLines, *, years_first: bool
) -> tuple[list[Part], list[_Found], list[Part], list[Line]]:
    """Pieces of the title, the targets, the pieces after them, and the lines of those pieces."""
    title: list[Part] = []
    found: list[_Found] = []
    most = max(len(TARGETS), len(indicator.targets))
    after: list[Part] = []
    rest: list[Line] = []
    for n, block in enumerate(_blocks(indicator.lines)):
        texts = [line.text for line in block]
        if n == 0:
            texts[0] = indicator.head
        own = _targets_in(block, texts, first=n == 0, years_first=years_first)
        targets = own if len(found) < most and not after else []
        if not targets:
            parts = [Part(text, line.gap) for text, line in zip(texts, block, strict=True) if text]
            (after if found else title).extend(parts)
            rest += block if found else []
            continue
        before, behind, line = targets[0][0], targets[-1][1], targets[-1][2].line
        text = " ".join(texts)
        if text[:before].strip():
            title.append(Part(text[:before].strip(), block[0].gap))
        found += [target for _start, _end, target in targets]
        if text[behind:].strip():
            after.append(Part(text[behind:].strip(), block[0].gap))
            rest += block[block.index(line) :]
    return title, found[:most], after, rest


def _targets_in(
    block: Sequence[Line], texts: Sequence[str], *, first: bool, years_first: bool
) -> list[tuple[int, int, _Found]]:
    """Targets in a block with where they begin and end in its text; none where it only mentions years."""
    text = " ".join(texts)
    offsets = [sum(len(t) + 1 for t in texts[:n]) for n in range(len(texts))]
    found: list[tuple[int, int, _Found]] = []
    # beside a target with its year others may stand without, under headings that name theirs
    values = " ".join(takewhile(is_values, texts)) if not first else ""
    pattern, until = (MIXED, len(values)) if TARGET.search(values) else (TARGET, len(text))
    if years_first:
        pattern, until = YEARS_FIRST, len(text)
    for match in pattern.finditer(text, 0, until):
        if pattern is MIXED and match["bare"] is not None:
            line = max(n for n, offset in enumerate(offsets) if offset <= match.start())
            found.append((match.start(), match.end(), _Found(match["bare"], None, block[line])))
            continue
        begin = match.start()
        line = max(n for n, offset in enumerate(offsets) if offset <= begin)
        gap = text[found[-1][1] if found else (0 if not first else begin) : begin].strip()
        value = value_of(match)
        if gap and not value and len(gap.split()) <= 6 and not first:
            begin = found[-1][1] if found else 0
        elif gap and found:
            break
        elif gap and not first and begin != offsets[line] and not value:
            continue
        printed = text[begin : match.end()].strip()
        found.append((begin, match.end(), _Found(printed, year_of(match), block[line])))
    if not found and not first and is_bare(texts[0]):
        words = words_of(text if all(map(is_bare, texts)) else texts[0])
        ends = [len(" ".join(words[: n + 1])) for n in range(len(words))]
        return [(e - len(w), e, _Found(w, None, block[0])) for w, e in zip(words, ends, strict=True)]
    return found


def indicator_rows(indicators: Sequence[IndicatorLines], *, interim: bool = True) -> list[Row]:
    """Rows of cells for indicators. ``interim`` says whether the document's heading has interim targets.

    Where targets are missing, the years of the others tell which they are.
    """
    told = [_told(indicator) for indicator in indicators]
    texts = (" ".join([i.head, *(line.text for line in i.lines[1:])]) for i in indicators)
    years_first = are_years_first(texts)
    scans = [_scan(indicator, years_first=years_first) for indicator in indicators]
    full = sum(len(found) == len(TARGETS) for _t, found, _a, _r in scans)
    places = TARGETS if interim or full * 2 > len(scans) else ("baseline", "final")
    usual = [
        Counter(found[n].year for _t, found, _a, _r in scans if len(found) == len(places)).most_common(1)
        for n in range(len(places))
    ]
    years = [common[0][0] if common else None for common in usual]
    return [
        _told_row(indicator, title, values) if values else _row(indicator, scan, places, years)
        for indicator, scan, (title, values) in zip(indicators, scans, told, strict=True)
    ]


def _told(indicator: IndicatorLines) -> tuple[str, dict[str, str]]:
    """An indicator's title and the values that its text names, within it or in a sentence of their own."""
    texts = [indicator.head, *(line.text for line in indicator.lines[1:])]
    title, values = told_within("\n".join(texts))
    for at in range(1, len(texts)) if not values else ():
        alone = dict(told_alone(" ".join(texts[at:])))
        if len(alone) > 1:
            return " ".join(texts[:at]), alone
    return title, values


def _told_row(indicator: IndicatorLines, title: str, values: Mapping[str, str]) -> Row:
    """The row of an indicator whose text names its values."""
    where = place(indicator.lines[0].first, indicator.lines[-1].last)
    cells = {role: Cell(role, (Part(text),), where) for role, text in {"title": title, **values}.items()}
    return Row("indicator", indicator.nr, cells, where)


def _row(
    indicator: IndicatorLines,
    scan: tuple[list[Part], list[_Found], list[Part], list[Line]],
    places: Sequence[str],
    years: Sequence[int | None],
) -> Row:
    title, found, after, rest = scan
    told = dict(indicator.targets)
    if told:
        places = [role for role, _year in indicator.targets]
        years = [year for _role, year in indicator.targets]
    words = " ".join(part.text for part in title).split()
    first, lines = indicator.lines[0], indicator.lines
    cut = next((n for n, line in enumerate(rest) if line.page and n and line.text[:1].islower()), None)
    if cut is not None and words and fold(words[-1]) in OPEN_WORDS:
        texts = [line.text for line in rest[cut:]]
        title = [*title, *(Part(text) for text in texts)]
        after, rest = [part for part in after if part.text not in texts], rest[:cut]
    where = place(first.first, lines[-1].last)
    cells = {"title": Cell("title", tuple(title), where)}
    for role, target in zip(_places(found, places, years), found, strict=False):
        if role not in TARGETS:
            continue
        own = target.year is not None or len(found) == len(places)
        year = told.get(role) if target.year is None else None
        text = f"{target.text} ({year})" if year is not None else target.text
        reason = YEAR_OF_HEADING if year is not None else ""
        cells[role] = Cell(role, (Part(text),), target.line.place, own and not reason, reason)
    for role, year in told.items():
        if role in TARGETS and role not in cells and year is not None:
            cells[role] = Cell(role, (Part(f"({year})"),), where, False, YEAR_OF_HEADING)
    if after and indicator.result:
        cells["result"] = Cell("result", tuple(after), place(rest[0].first, rest[-1].last) if rest else where)
    return Row("indicator", indicator.nr, cells, where)


def _places(found: Sequence[_Found], places: Sequence[str], years: Sequence[int | None]) -> list[str]:
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
