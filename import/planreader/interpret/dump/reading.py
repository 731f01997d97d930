"""A text dump as the rows of a grid, from which it is read as tables of every other format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, takewhile
from types import MappingProxyType
from typing import Final

from planreader.interpret.dump.checks import check_rows, check_sections, check_targets, check_text
from planreader.interpret.dump.columns import layout_of
from planreader.interpret.dump.heading import DumpHeading, head_before
from planreader.interpret.dump.indicators import indicator_rows
from planreader.interpret.dump.pieces import blocks, place_of
from planreader.interpret.dump.rows import action_rows
from planreader.interpret.dump.sections import DumpSection, sections_of
from planreader.interpret.dump.totals import total_rows
from planreader.interpret.gridrows import read_grid
from planreader.sources.form import Part, Sheet
from planreader.sources.grid import GridCell, GridRow
from planreader.sources.source import check_size
from planreader.sources.text.lines import BLANK, BLOCK, Line, logical_lines

_NONE: Final[Mapping[str, str]] = MappingProxyType({})


def read_dump(text: str, file: str, kinds: Mapping[str, str] = _NONE) -> Sheet:
    """Return the rows of a plan in a text dump; ``kinds`` says which names are sources or institutions.

    Raises UserError as ``read_grid`` does, and ``document_tool_text``, ``document_too_long``,
    ``document_truncated``, ``document_order_lost``, ``document_spaced`` or ``document_unlabelled``.
    """
    check_size(text, file)
    check_text(text, file)
    front, sections = sections_of(logical_lines(text))
    heads = _heads(sections)
    rows = [_line(block) for block in blocks(front)]
    objectives = [section for section in sections if section.kind == "objective"]
    behind = [section.lines[len(_title(section)) :] for section in objectives]
    check_targets([*([line] for line in front), *behind], file)
    # a page's end may have cut some of them
    head = max(heads.values(), key=lambda head: len(head.heading.columns), default=None)
    if head is not None:
        check_sections(sections, file)
        rows += _table(sections, min(heads), head, kinds, file)
    return read_grid(rows, file)


def _heads(sections: Sequence[DumpSection]) -> dict[int, DumpHeading]:
    """Return the heading above each first action of an objective; the lines of the section before it lose
    it."""
    heads: dict[int, DumpHeading] = {}
    for at, (before, section) in enumerate(pairwise(sections), 1):
        if section.kind == "action" != before.kind and (head := head_before(before.lines[1:])) is not None:
            heads[at] = head
            before.lines = before.lines[: -len(head.lines)]
    return heads


def _table(
    sections: Sequence[DumpSection], first: int, head: DumpHeading, kinds: Mapping[str, str], file: str
) -> Iterator[GridRow]:
    """Yield the rows of the sections; the heading stands above the ``first`` of the actions."""
    layout = layout_of(head.heading)
    actions = action_rows([section for section in sections if section.kind == "action"], layout, kinds)
    check_rows(actions, layout, file)
    rows = {
        "action": iter(actions),
        "indicator": iter(indicator_rows([section for section in sections if section.kind == "indicator"])),
    }
    for at, section in enumerate(sections):
        if at == first:
            yield head.row
        if section.kind in rows:
            yield next(rows[section.kind])
        elif section.kind == "total" and "budget" in layout.edges:
            parts = takewhile(lambda section: section.kind == "split", sections[at + 1 :])
            yield from total_rows([section, *parts], layout.edges["budget"])
        elif section.kind == "objective":
            yield _line(_title(section))


def _title(section: DumpSection) -> list[Line]:
    """Return the lines of an objective's title, which may go on below an empty line but begins no sentence
    there."""
    lines = section.lines
    for at, line in enumerate(lines[section.size :], section.size):
        if line.gap == BLANK or (line.gap == BLOCK and not line.text[0].islower()):
            return lines[:at]
    return lines


def _line(lines: Sequence[Line]) -> GridRow:
    """Return lines outside the tables as a row."""
    where = place_of(lines)
    parts = tuple(Part(line.text, line.gap if n else 0) for n, line in enumerate(lines))
    return GridRow((GridCell(0, 1, parts, where),), where)
