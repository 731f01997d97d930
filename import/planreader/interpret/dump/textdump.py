"""A text dump, cell by cell, read into rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType
from typing import Final, TypeAlias

from planreader.interpret.dump import sections, textwhole
from planreader.interpret.dump.indicators import IndicatorLines, indicator_rows, parted, without_number
from planreader.interpret.dump.outline import outline
from planreader.interpret.dump.pages import without_page_numbers, without_running, without_titles
from planreader.interpret.dump.sections import Start
from planreader.interpret.dump.starts import starts as starts_of
from planreader.interpret.dump.targetforms import is_values
from planreader.interpret.dump.textactions import action_lines, first_action
from planreader.interpret.dump.textcards import with_cards
from planreader.interpret.dump.textfront import names_owners, owned_indicators
from planreader.interpret.dump.texthead import (
    Printed,
    end_above_indicators,
    end_above_objective,
    heading_before,
    printed_again,
)
from planreader.interpret.dump.textlayout import without_sums
from planreader.interpret.dump.textletters import without_letters
from planreader.interpret.dump.textmeasures import measures_at, unlabelled
from planreader.interpret.dump.textreading import TextReading
from planreader.interpret.dump.texttotals import with_totals_behind, with_years_apart
from planreader.interpret.dump.totals import total_row
from planreader.interpret.headings.gridyears import told_by_year
from planreader.interpret.headings.lettered import as_printed
from planreader.interpret.segments.figures import figures_of
from planreader.interpret.segments.tablerows import ActionLines, action_rows
from planreader.sources.form import Cell, Part, Row, Sheet
from planreader.sources.source import check_size
from planreader.sources.text.lines import BLANK, BLOCK, Line, logical_lines, place
from planreader.sources.text.tooltext import refuse_tool_text
from planreader.sources.text.tornlines import has_cents, with_figures
from planreader.vocabulary import numbers

_NONE: Final[Mapping[str, str]] = MappingProxyType({})
_SUMS: Final = ("total", "grand_total")
_LONGEST_LINE: Final = 10
"""Words of a line of a title."""
_Slot: TypeAlias = "Row | ActionLines | IndicatorLines | tuple[Start, int]"


def read_dump(text: str, file: str, kinds: Mapping[str, str] = _NONE) -> Sheet:
    """The rows of a plan in a text dump. ``kinds`` says which names are known as sources or institutions.

    Raises Refused ``document_no_heading``, ``document_no_actions``, ``document_truncated``,
    ``document_number_twice``, ``document_number_order``, ``document_number_twice_at``,
    ``document_two_plans``, ``document_year_twice``, ``document_order_lost``, ``document_tool_text``,
    ``document_number_order_at`` or ``document_too_long``.
    """
    check_size(text, file)
    refuse_tool_text(text, file)
    text = without_titles(without_page_numbers(without_running(text)))
    reading, order, slots = _taken(text, file)
    return _sheet(reading, order, slots, text, kinds)


def _taken(text: str, file: str) -> tuple[TextReading, list[tuple[Start, int]], list[_Slot]]:
    """The lines of each action and indicator, the objectives and totals with where they end, all in order."""
    lines = with_cards(with_figures(logical_lines(text), cents=has_cents(text)))
    texts = [line.text for line in lines]
    lines, printed = without_letters(with_years_apart(lines))
    starts = starts_of(lines)
    if not any(start.kind == "specific" for start in starts):
        textwhole.refuse_heading(lines, starts, file)
    if not printed:
        lines, printed = without_letters(lines, [start for start in starts if start.kind == "specific"])
    lines = with_totals_behind(lines, starts)
    starts = starts_of(lines)
    above = measures_at(lines, 0, starts[0].line)
    order = outline(lines, starts, file)
    starts = [start for start, _end in order]
    reading = TextReading(lines, file)
    reading.numbers, reading.texts = printed, texts
    reading.printed = Printed(lines, rows=printed_again(lines, starts[0].line))
    if above is not None:
        reading.take_measures(above)
    reading.owned = owned_indicators(lines, starts)
    slots: list[_Slot] = []
    for start, end in order:
        slots += [(start, end)] if start.kind in _SUMS else _objective(reading, start, end)
    if not reading.actions:
        textwhole.refuse_heading(lines, starts, file)
    if not reading.layouts:
        # a heading of indicators may stand below that of the actions
        front = above is not None and heading_before(lines, 0, above.begin) is not None
        end = above.begin if above is not None and front else starts[0].line
        reading.take_heading(0, end_above_objective(lines, end))
    return reading, list(order), slots


def _sheet(
    reading: TextReading,
    order: Sequence[tuple[Start, int]],
    slots: Sequence[_Slot],
    text: str,
    kinds: Mapping[str, str],
) -> Sheet:
    lines, file, starts = reading.lines, reading.file, [start for start, _end in order]
    layout, title = reading.layout, textwhole.title_of(lines, starts)
    roles = layout.roles
    years = tuple(sorted(reading.years)) or textwhole.years_told(reading.actions, title, roles, file)
    figures = figures_of(text, years)
    totals = [total_row(lines, start, end, figures=figures) for start, end in order if start.kind in _SUMS]
    if layout.sums:
        summed = without_sums([row for row, _blank in totals], len(years))
        totals = [(row, blank) for row, (_row, blank) in zip(summed, totals, strict=True)]
    known = textwhole.known_names(totals, kinds)
    made = action_rows(reading.actions, layout, len(years), known, figures=figures)
    own, told = told_by_year([*made, *(row for row, _blank in totals)])
    if told:
        years = told
        made = list(own[: len(made)])
        totals = [(row, blank) for row, (_row, blank) in zip(own[len(made) :], totals, strict=True)]
    textwhole.check_order(lines, reading.actions, made, roles, file)
    textwhole.check_end(lines, starts, reading.actions, file)
    textwhole.check_numbers(lines, order, reading.actions, file)
    indicators = [slot for slot in slots if isinstance(slot, IndicatorLines)]
    measured = indicator_rows(
        [replace(one, result=False) for one in indicators] if reading.lacks_results else indicators,
        interim=textwhole.has_interim(lines[: reading.table]),
    )
    rows = tuple(_in_order(slots, iter(made), iter(measured), (row for row, _blank in totals)))
    splits = [blank for _row, blanks in totals for blank in blanks]
    rows = as_printed(rows, reading.numbers, reading.texts)
    return Sheet(
        rows, years, textwhole.language_of(lines), title, roles, (len(splits), sum(splits)), flows=True,
    )  # fmt: skip


def _in_order(
    slots: Sequence[_Slot], made: Iterator[Row], measured: Iterator[Row], summed: Iterator[Row]
) -> Iterator[Row]:
    """The rows in the order of the document."""
    for slot in slots:
        if isinstance(slot, Row):
            yield slot
        elif isinstance(slot, ActionLines):
            yield next(made)
        elif isinstance(slot, IndicatorLines):
            yield next(measured)
        else:
            yield next(summed)


def _objective(reading: TextReading, start: Start, end: int) -> list[_Slot]:
    """An objective's own row, its indicators, and the lines of its actions."""
    lines = reading.lines
    first = first_action(lines, start, end) if start.kind == "specific" else None
    upper = end if first is None else first
    # a table of several objectives has its heading above the first of them
    heads = first is not None or start.kind == "strategic"
    heading = reading.take_heading(start.body + 1, upper, above=first is None) if heads else None
    below = upper if heading is not None or not heads else end_above_indicators(lines, start.body + 1, upper)
    if below < upper:
        heading = reading.take_heading(start.body + 1, below)
    limit = upper if heading is None else heading
    measures = measures_at(lines, start.body + 1, limit)
    if measures is not None:
        reading.take_measures(measures)
    title = [Part(start.rest)] if start.rest else []
    at = start.body + 1
    ends = limit if measures is None else measures.begin
    valued = reading.measures is not None and measures is None and _holds_targets(lines[at:ends])
    while at < ends and not (
        _ends_title(lines[at], bool(title)) or (valued and title and _is_apart(lines[at]))
    ):
        title.append(Part(lines[at].text, lines[at].gap))
        at += 1
    where = place(lines[start.line].first, lines[at - 1].last)
    cell = Cell("title", tuple(title), where)
    rows: list[_Slot] = [Row(start.kind, start.nr, {"title": cell}, where)]
    own: Sequence[IndicatorLines] = ()
    if measures is None or not names_owners(measures):
        own = _indicators(reading, start.nr, at if measures is None else measures.end, limit)
        own = own or (_indicators(reading, start.nr, below, upper) if below < upper else ())
    rows += own or reading.owned.get(start.nr, ())
    if first is not None:
        reading.table = reading.table or first
        actions = action_lines(lines, start, first, end, reading.file, printed=reading.printed)
        reading.actions += actions
        rows += actions
    return rows


def _indicators(reading: TextReading, nr: str, begin: int, end: int) -> list[IndicatorLines]:
    """The lines of each indicator of an objective: behind labels, or told by their targets."""
    measures = reading.measures
    own = _without_repeats(reading, begin, end)
    if measures is not None and measures.numbered:
        counted = [without_number(line) if _is_counted(line) else line for line in own]
        own = [line for line in counted if line is not None]
    lines = parted(own, len(measures.targets) if measures is not None else 0)
    labelled = [at for at, line in enumerate(lines) if sections.begins_indicator(line) is not None]
    if labelled:
        found = [
            IndicatorLines(nr, sections.begins_indicator(lines[at]) or "", tuple(lines[at:stop]))
            for at, stop in pairwise([*labelled, len(lines)])
        ]
    else:
        has_result = measures is None or measures.has_result
        found = unlabelled(lines, nr, has_result=has_result)
        if not found and measures is not None:
            alone = parted(own, len(measures.targets), single=True)
            found = unlabelled(alone, nr, has_result=has_result)
    return found if measures is None else [replace(one, targets=measures.targets) for one in found]


def _is_counted(line: Line) -> bool:
    word, _space, rest = line.text.partition(" ")
    return numbers.is_number(word) and numbers.depth(word) == 1 and rest[:1].isupper()


def _without_repeats(reading: TextReading, begin: int, end: int) -> list[Line]:
    """The lines between two, less the headings that pages repeat."""
    found: list[Line] = []
    at = begin
    while at < end:
        stop = reading.printed.end_at(at, end)
        if stop is None:
            found.append(reading.lines[at])
        at = at + 1 if stop is None else stop
    return found


def _ends_title(line: Line, begun: bool) -> bool:
    """Whether an objective's title is over: an indicator, a blank paragraph or a heading follows."""
    if sections.begins_indicator(line) is not None or (begun and line.gap == BLANK):
        return True
    if begun and line.gap >= BLOCK and _is_paragraph(line.text):
        return True
    return sections.begins_heading(line)


def _is_apart(line: Line) -> bool:
    return line.gap >= BLOCK and line.text[:1].isupper()


def _holds_targets(lines: Sequence[Line]) -> bool:
    """Whether indicators stand below a title without a heading of their own."""
    return any(is_values(line.text) for line in lines)


def _is_paragraph(text: str) -> bool:
    """Whether what stands below a title is prose on the objective."""
    return text[:1].isupper() and (sections.is_sentence(text) or len(text.split()) > _LONGEST_LINE)
