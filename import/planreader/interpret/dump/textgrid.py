"""A text dump as the rows of a grid, from which it is read as tables of every other format."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import takewhile
from types import MappingProxyType
from typing import Final

from planreader.interpret.dump.cut import Section, sections_of
from planreader.interpret.dump.heads import Head, head_before
from planreader.interpret.dump.measured import indicator_rows
from planreader.interpret.dump.sums import total_rows
from planreader.interpret.dump.trust import check_rows, check_sections, check_targets, check_text
from planreader.interpret.gridrows import read_grid
from planreader.interpret.segments.layout import layout_of
from planreader.interpret.segments.tablerows import ActionLines, action_rows
from planreader.sources.form import Part, Sheet
from planreader.sources.grid import GridCell, GridRow
from planreader.sources.source import check_size
from planreader.sources.text.lines import BLANK, BLOCK, WRAP, Line, logical_lines, place

_NONE: Final[Mapping[str, str]] = MappingProxyType({})


def read_dump(text: str, file: str, kinds: Mapping[str, str] = _NONE) -> Sheet:
    """The rows of a plan in a text dump. ``kinds`` says which names are known as sources or institutions.

    Raises UserError as ``read_grid`` does, and ``document_tool_text``, ``document_too_long``,
    ``document_truncated``, ``document_order_lost``, ``document_spaced`` or ``document_unlabelled``.
    """
    check_size(text, file)
    check_text(text, file)
    lines = logical_lines(text)
    front, sections = sections_of(lines)
    heads = _heads(sections)
    whole = _without_repeats(lines, heads.values())
    if whole != lines:
        front, sections = sections_of(whole)
        heads = _heads(sections)
    rows = [_line(block) for block in _blocks(front)]
    behind = [one.lines[len(_title(one)) :] for one in sections if one.kind == "objective"]
    check_targets([*([line] for line in front), *behind], file)
    # a page's end may have cut some of them
    head = max(heads.values(), key=lambda head: len(head.heading.columns), default=None)
    if head is not None:
        check_sections(sections, file)
        layout = layout_of(head.heading)
        actions = action_rows(_actions(sections), layout, kinds)
        check_rows(actions, layout, file)
        rows += _table(sections, next(iter(heads)), head, actions)
    return read_grid(rows, file)


def _heads(sections: Sequence[Section]) -> dict[int, Head]:
    """The heading above each first action of an objective; the lines of the section before it lose it."""
    found: dict[int, Head] = {}
    for at in range(1, len(sections)):
        before = sections[at - 1]
        if sections[at].kind == "action" != before.kind:
            head = head_before(before.lines[1:], found.values())
            if head is not None:
                found[at] = head
                before.lines = before.lines[: -len(head.lines)]
    return found


def _without_repeats(lines: Sequence[Line], heads: Collection[Head]) -> list[Line]:
    """The lines without the headings that pages repeat among the actions."""
    dropped: set[int] = set()
    begins = {head.lines[0].first for head in heads}
    texts = [line.text for line in lines]
    for run in {tuple(line.text for line in head.lines) for head in heads}:
        size = len(run)
        for at in range(len(texts) - size):
            if texts[at] == run[0] and tuple(texts[at : at + size]) == run and lines[at].first not in begins:
                dropped.update(range(at, at + size))
    return [line for at, line in enumerate(lines) if at not in dropped]


def _table(
    sections: Sequence[Section], first: int, head: Head, actions: Sequence[GridRow]
) -> Iterator[GridRow]:
    """The rows of the sections; the heading stands above the ``first`` of the actions."""
    taken = iter(actions)
    measured = iter(indicator_rows([one for one in sections if one.kind == "indicator"]))
    budget = layout_of(head.heading).edges.get("budget")
    for at, section in enumerate(sections):
        if at == first:
            yield from head.rows
        if section.kind == "action":
            yield next(taken)
        elif section.kind == "indicator":
            yield next(measured)
        elif section.kind == "total" and budget is not None:
            parts = takewhile(lambda section: section.kind == "split", sections[at + 1 :])
            yield from total_rows(section, list(parts), budget)
        elif section.kind == "objective":
            yield _line(_title(section))


def _actions(sections: Sequence[Section]) -> list[ActionLines]:
    found: list[ActionLines] = []
    objective = ""
    for at, section in enumerate(sections):
        if section.kind == "objective":
            objective = section.nr
        if section.kind == "action":
            after = sections[at + 1 : at + 2]
            blank = any(one.lines[0].blanks > (0 if one.kind == "action" else 1) for one in after)
            found.append(ActionLines(section.nr, objective, tuple(section.lines), section.skip, blank))
    return found


def _title(section: Section) -> list[Line]:
    """The lines of an objective's title, which may go on below an empty line but begins no sentence there."""
    lines = section.lines
    for at, line in enumerate(lines[section.size :], section.size):
        if line.gap == BLANK or (line.gap == BLOCK and not line.text[0].islower()):
            return lines[:at]
    return lines


def _blocks(lines: Sequence[Line]) -> list[list[Line]]:
    found: list[list[Line]] = []
    for line in lines:
        if found and line.gap == WRAP and not line.page:
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _line(lines: Sequence[Line]) -> GridRow:
    """Lines outside the tables."""
    where = place(lines[0].first, lines[-1].last)
    parts = tuple(Part(line.text, line.gap if n else 0) for n, line in enumerate(lines))
    return GridRow((GridCell(0, 1, parts, where),), where)
