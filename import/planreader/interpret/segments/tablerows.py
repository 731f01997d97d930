"""The action rows of a text dump: chunks labelled with columns in passes, each learning from the last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from planreader.interpret.segments.chunks import Chunk, amounts_of, chunks_of
from planreader.interpret.segments.layout import FIGURES, Layout, whole_years
from planreader.interpret.segments.learned import Learned, Widths, Wrap
from planreader.interpret.segments.partners import part_names
from planreader.interpret.segments.segment import Row, Segmenter
from planreader.sources.form import Part
from planreader.sources.grid import GridCell, GridRow
from planreader.sources.text.lines import BLOCK, WRAP, Line, place
from planreader.sources.text.words import SPACE
from planreader.vocabulary.deadlines import read_deadline

_LONGEST_PAGE: Final = 3
"""Digits of a page's number."""


class ActionLines(NamedTuple):
    """The lines of one action, with its number, its objective's, how many words of the first line
    they take, and whether a blank paragraph follows."""

    nr: str
    objective: str
    lines: tuple[Line, ...]
    skip: int
    blank_end: bool = False


def action_rows(actions: Sequence[ActionLines], layout: Layout, known: Mapping[str, str]) -> list[GridRow]:
    """Rows of a grid for actions; ``known`` as in ``part_names``."""
    roles = layout.roles
    segmenter = Segmenter(layout)
    rows = [
        segmenter.row(chunks_of(action.lines, action.skip), blank_end=action.blank_end) for action in actions
    ]
    chunks = [row.chunks for row in rows]
    _part_names(rows, roles, known)
    learned = Learned(segmenter.roles, chunks, [row.labels for row in rows])
    widths = _widths(roles, actions, rows)
    for action, row in zip(actions, rows, strict=True):
        row.labels = segmenter.again(row, learned, widths[action.objective])
    _part_names(rows, roles, known)
    labels = [row.labels for row in rows]
    if ("budget", "funding") in pairwise(roles):
        labels = [admin_as_source(row.chunks, row.labels, roles, learned) for row in rows]
    return [_row(*found, layout) for found in zip(actions, chunks, labels, strict=True)]


def _part_names(rows: Sequence[Row], roles: Sequence[str], known: Mapping[str, str]) -> None:
    """Draw the edge between sources and institutions that stand beside each other anew."""
    if ("funding", "institutions") in pairwise(roles):
        chunks, labels = [row.chunks for row in rows], [row.labels for row in rows]
        for row, found in zip(rows, part_names(chunks, labels, known), strict=True):
            row.labels = found


def _widths(roles: Sequence[str], actions: Sequence[ActionLines], rows: Sequence[Row]) -> dict[str, Widths]:
    """The widths of each objective's table, from lines that wrapped within one cell."""
    wide: dict[str, list[list[Wrap]]] = defaultdict(list)
    of: dict[str, dict[str, list[list[Wrap]]]] = {action.objective: defaultdict(list) for action in actions}
    for action, row in zip(actions, rows, strict=True):
        cells: dict[str, list[Wrap]] = defaultdict(list)
        labelled = list(zip(row.chunks, row.labels, strict=True))
        for chunk, role in labelled:
            cells[role] += chunk.wraps
        for (chunk, role), (after, next_role) in pairwise(labelled):
            joined = next_role == role and after.gap == WRAP and not after.page
            if joined and chunk.lines[-1] in chunk.full:
                cells[role].append(chunk.wrap(after.words[0]))
        for role, wraps in cells.items():
            of[action.objective][role].append(wraps)
            wide[role].append(wraps)
    return {objective: Widths(roles, samples, wide) for objective, samples in of.items()}


def _row(action: ActionLines, chunks: Sequence[Chunk], labels: Sequence[str], layout: Layout) -> GridRow:
    parts: dict[str, list[Part]] = defaultdict(list)
    spans: dict[str, list[Line]] = defaultdict(list)
    doubts: dict[str, str] = {}
    before: str | None = None
    for n, (chunk, role) in enumerate(zip(chunks, labels, strict=True)):
        blank = (chunk.kinds == ["dash"] and chunk.full) or _is_page_number(chunks, n)
        if blank and role not in FIGURES:
            continue
        spans[role] += chunk.lines
        joined = chunk.gap == SPACE and before == role
        if joined:
            last = parts[role][-1]
            parts[role][-1] = last._replace(text=f"{last.text} {chunk.text}")
        else:
            gap = WRAP if chunk.page and before != role else chunk.gap
            parts[role].append(Part(chunk.text, max(gap, WRAP)))
        if before is not None and before != role and (doubt := _doubt(chunk, before, role)):
            doubts[role] = doubt
            doubts.setdefault(before, doubt)
        before = role
    where = place(action.lines[0].first, action.lines[-1].last)
    cells = [GridCell(*layout.number, (Part(action.nr),), where)]
    for role, found in parts.items():
        if role != "budget":
            reason = doubts.get(role, "")
            cells.append(GridCell(*layout.edges[role], tuple(found), _span(spans[role]), reason=reason))
    if "budget" in layout.edges:
        money = [chunk for chunk, role in zip(chunks, labels, strict=True) if role == "budget"]
        tokens = whole_years(amounts_of(money), layout)
        amounts = tuple(map(Part, tokens.texts))
        cells.append(GridCell(*layout.edges["budget"], amounts, tokens.place or where, tokens=tokens))
    return GridRow(tuple(sorted(cells, key=lambda cell: cell.left)), where, 1)


def _is_page_number(chunks: Sequence[Chunk], at: int) -> bool:
    """Whether a number ends a row, alone behind a blank paragraph: no text ends so."""
    chunk = chunks[at]
    return (
        0 < at == len(chunks) - 1 and chunk.kinds == ["number"]
        and len(chunk.text) <= _LONGEST_PAGE and chunk.gap >= BLOCK and len(chunk.lines) == 1
    )  # fmt: skip


def _span(lines: Sequence[Line]) -> str:
    return place(min(line.first for line in lines), max(line.last for line in lines))


def _doubt(chunk: Chunk, before: str, role: str) -> str:
    """Why the edge between two cells is not certain, or nothing where it is."""
    if chunk.page:
        return f"page_break:line={chunk.line.first}"
    if {before, role} & {"budget", "deadline"}:
        return ""
    where = {SPACE: "parted_in_line", WRAP: "parted_in_block"}.get(chunk.gap)
    return f"{where}:line={chunk.line.first}" if where else ""


def admin_as_source(
    chunks: Sequence[Chunk], labels: list[str], roles: Sequence[str], learned: Learned
) -> list[str]:
    """The roles of a row's chunks, with the last administrative cost as source of funding where it is one.

    The deadline then has one year less than there are cells with money, and what was taken for the source
    mostly stands in the next column, or there is none.
    """
    money = [n for n, role in enumerate(labels) if role == "budget" and chunks[n].kinds[0] != "currency"]
    if len(money) < 2 or chunks[money[-1]].kinds[0] != "admin" or not _is_beyond(chunks, labels, money):
        return labels
    named = [n for n, role in enumerate(labels) if role == "funding"]
    after = roles[roles.index("funding") + 1 :][:1]
    if named:
        words = [word for n in named for word in chunks[n].words]
        told = dict(zip(roles, learned.scores(words, "funding"), strict=True))
        if not after or named[0] < money[-1] or told["funding"] > told[after[0]]:
            return labels
    moved = list(labels)
    for n in named:
        moved[n] = after[0]
    moved[money[-1]] = "funding"
    return moved


def _is_beyond(chunks: Sequence[Chunk], labels: Sequence[str], money: Sequence[int]) -> bool:
    """Whether a row has one cell with money more than its deadline has years."""
    due = " ".join(chunk.text for chunk, role in zip(chunks, labels, strict=True) if role == "deadline")
    deadline = read_deadline(due).deadline
    if deadline.start is None or deadline.end is None:
        return False
    filled = sum(chunks[n].kinds[0] != "dash" for n in money)
    return filled == deadline.end - deadline.start + 2
