"""Flat lists: actions without objectives, their numbers in any order, below objectives that are given."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from planreader.interpret import gridcells
from planreader.interpret.gridreading import IMPLIED, Reading
from planreader.interpret.headings import labels
from planreader.interpret.headings.headfinding import counts_columns
from planreader.interpret.headings.headings import Heading
from planreader.interpret.mapping.outside import LONGEST_TITLE, objective_lines
from planreader.interpret.numbering import BY_ORDER, Numbering
from planreader.sources.form import GIVEN, Cell, Part, Passed, Row
from planreader.sources.grid import GridCell, GridRow
from planreader.sources.text.lines import WRAP
from planreader.vocabulary import money, numbers
from planreader.vocabulary.fold import fold, squeeze
from store.db.errors import Refused

_IN_FRONT: Final = re.compile(
    r"(\d{1,3}(?:\.\d{1,3}){0,2}(?=\s*[-–—:).])|\d{1,3}(?:\.\d{1,3}){1,2}(?=\s))[-–—:).\s]+(?=[^\W\d_]|[“\"„«'(])"
)
"""``12 - Refresh``, ``12. Refresh``, ``1.2 Refresh``: the number of an action before its title."""
_CAPTION: Final = re.compile(r"(?:[^\W\d_]+\s+){0,2}(\d{1,3})\s?[-–—.:)]\s*(?=[^\W\d_])")
"""``Priority 2: …``, ``2. …``: the line above a table whose actions are numbered 2.1."""
_NUMBER: Final = re.compile(r"\d{1,3}(?:\.\d{1,3}){0,2}\.?")
BY_TITLE: Final = "objective_by_title"
_MOST: Final = 0.6
"""Part of the titles that begin with a number, before it is the actions' number."""
_SLACK: Final = 0.01
"""Part of a table's width by which the edges of one that goes on with it may lie beside."""
_LEVELS: Final = 3


@dataclass(frozen=True, slots=True)
class _Line:
    """A row with the heading that it stands under, its number and its cell of that, empty where it has none.

    ``caption`` is the line above its table that bears the first part of its number."""

    row: GridRow
    heading: Heading
    number: str = ""
    source: GridCell | None = None
    caption: Cell | None = None


def read_flat(
    rows: Sequence[GridRow], heads: Mapping[int, Heading], file: str, objective: str, title: str
) -> tuple[Reading, list[Passed]]:
    """The actions below the headings, within the ``objective`` that is named, and lines that name nothing.

    A line over the whole table, and each text of a column of objectives, is a specific objective; where there
    is none of them the one bears the same name. ``title`` stands in for a name that nobody gave.
    Raises Refused ``document_number_twice_at``.
    """
    reading = Reading(file, Numbering(file), headings=heads)
    flat = _Flat(reading, objective, title)
    lines = list(_lines(rows, heads, objective_lines(rows), {}))
    numbered = [line for line in lines if line.number]
    if not _are_numbered(lines, numbered):
        lines = [replace(line, number="") for line in lines]
    flat.levels = min((numbers.depth(line.number) for line in lines if line.number), default=0)
    for line in lines:
        reading.actions = line.heading
        reading.found |= line.heading.roles
        reading.years += [year for year in line.heading.years if year not in reading.years]
        flat.take(line)
    reading.rows = flat.rows()
    return reading, [Passed(cell.place, cell.text, 1) for cell in flat.unused]


def _lines(
    rows: Sequence[GridRow],
    heads: Mapping[int, Heading],
    titles: Collection[int],
    captions: dict[str, Cell],
) -> Iterator[_Line]:
    """The rows below the headings, also those of tables that go on without one of their own, and ``titles``.

    ``captions`` are the numbered lines outside the tables, as far as they have been passed.
    """
    heading: Heading | None = None
    table, until = 0, 0
    for at, row in enumerate(rows):
        if at in heads:
            heading = heads[at] if heads[at].kind == "actions" else None
            table, until = row.table, at + heads[at].size
        if not row.table and len(row.filled) == 1 and (match := _CAPTION.match(row.filled[0].text)):
            captions[match[1]] = _behind(row.filled[0], match.end())
        if at in titles:
            yield _Line(row, heading or next(one for one in heads.values() if one.kind == "actions"))
        if heading is None or at < until or not row.table or not row.filled or counts_columns(row):
            continue
        if row.table == table or _has_edges(row, heading):
            line = _numbered(row, heading)
            above = captions.get(line.number.partition(".")[0]) if "." in line.number else None
            yield replace(line, caption=above)


def _behind(cell: GridCell, start: int) -> Cell:
    return Cell("title", (Part(cell.text[start:]),), cell.place)


def _has_edges(row: GridRow, heading: Heading) -> bool:
    """Whether a row of another table is as wide, and its cells have the edges of the heading's columns."""
    left, right = heading.edges
    slack = _SLACK * (right - left)
    lefts, rights = (list(edges) for edges in zip(*_edges(heading), strict=True))
    whole = abs(row.cells[0].left - left) <= slack and abs(row.cells[-1].right - right) <= slack
    return whole and all(
        min(abs(cell.left - edge) for edge in lefts) <= slack
        and min(abs(cell.right - edge) for edge in rights) <= slack
        for cell in row.cells
    )


def _edges(heading: Heading) -> list[tuple[float, float]]:
    return [(column.left, column.right) for column in heading.columns]


def _numbered(row: GridRow, heading: Heading) -> _Line:
    for cell in row.filled:
        if [column.role for column in heading.of(cell)[:1]] == ["nr"]:
            text = "".join((cell.options or (cell.text,))[0].split())
            return _Line(row, heading, numbers.bare(text) if _NUMBER.fullmatch(text) else "", cell)
    for cell in row.filled if not heading.has("nr") else ():
        if [column.role for column in heading.of(cell)[:1]] == ["title"]:
            match = _IN_FRONT.match(cell.text)
            return _Line(row, heading, match[1] if match else "", cell if match else None)
    return _Line(row, heading)


def _are_numbered(lines: Sequence[_Line], numbered: Sequence[_Line]) -> bool:
    """Whether the numbers are the actions': in a column of their own, or in front of most titles."""
    if not numbered or numbered[0].heading.has("nr"):
        return bool(numbered)
    inside = [line for line in lines if line.row.table and not line.row.above and _spans_none(line)]
    begun = [line for line in inside if _title(line) is not None]
    return len(numbered) >= _MOST * len(begun)


def _spans_none(line: _Line) -> bool:
    return all(cell.rows == 1 for cell in line.row.cells)


def _title(line: _Line) -> GridCell | None:
    cells = (c for c in line.row.filled if [x.role for x in line.heading.of(c)[:1]] == ["title"])
    return next(cells, None)


class _Flat:
    """Takes line after line; rows are kept by the specific objective that they belong to."""

    def __init__(self, reading: Reading, objective: str, title: str) -> None:
        self.reading, self.objective, self.title = reading, objective, title
        self.levels = 0
        self.groups: dict[str, list[Row]] = {}
        self.titles: dict[str, Cell] = {}
        self.totals: list[Row] = []
        self.places: dict[str, str] = {}
        self.by_text: dict[str, str] = {}
        self.specific = ""
        self.band: Cell | None = None
        self.unused: list[Cell] = []

    def take(self, line: _Line) -> None:
        row = line.row
        label = labels.total(row.filled[0].text) if not line.number else None
        if label is not None and all(money.is_cell(cell.text) for cell in row.filled[1:]):
            draft = gridcells.total_cells(row, line.heading, row.filled[0])
            kind = "grand_total" if not self.band or label.kind == "grand_total" else "total"
            made = draft.row(kind, self.specific if kind == "total" else "", row.place, line.heading.years)
            (self.groups[self.specific] if kind == "total" and self.specific else self.totals).append(made)
            return
        if not line.number and self._is_band(line):
            cell = row.filled[0]
            self.band = Cell("title", cell.parts, cell.place)
            self.unused.append(self.band)
            self.specific = ""
            return
        if line.number or (not self.levels and _title(line) is not None):
            self._action(line)
        elif self.specific and self.groups[self.specific]:
            draft = gridcells.action_cells(GridRow(row.cells, row.place, row.table), line.heading)
            torn = bool(row.above) or not _spans_none(line)
            if torn:
                draft.cells = {role: _wrapped(cell) for role, cell in draft.cells.items()}
                draft.remarks = {name: _wrapped(cell) for name, cell in draft.remarks.items()}
            own = self.groups[self.specific]
            own[-1] = gridcells.continued(own[-1], draft, cut=False)

    def _is_band(self, line: _Line) -> bool:
        """A line over the whole table or above it: the name of a group, in a row of its own."""
        row = line.row
        if not row.table:
            return True
        if len(row.filled) != 1 or row.above or not _spans_none(line) or len(line.heading.columns) < _LEVELS:
            return False
        cell = row.filled[0]
        wide = len(line.heading.of(cell)) > 1 or len(row.cells) == 1
        return (wide or _title(line) is None) and len(cell.text.split()) <= LONGEST_TITLE

    def _action(self, line: _Line) -> None:
        row = line.row
        draft = gridcells.action_cells(row, line.heading)
        reason = "" if line.number else BY_ORDER
        specific = self._objective_of(line)
        count = sum(one.kind == "action" for one in self.groups[specific])
        if not line.number:
            nr = f"{specific}.{count + 1}"
        else:
            nr = f"{specific}.{line.number}" if self.levels == 1 else self._whole(line.number)
        if nr in self.places:
            raise Refused(
                "document_number_twice_at",
                file=self.reading.file,
                number=line.number or nr,
                place=row.place,
                first=self.places[nr],
            )
        self.places[nr] = row.place
        if line.number and not line.heading.has("nr"):
            draft.cells["title"] = _without_number(draft.cells["title"])
        place = line.source.place if line.source is not None else row.place
        draft.cells["nr"] = Cell("nr", (Part(nr),), place, not reason, reason)
        if not line.number and line.source is not None and line.heading.has("nr"):
            # a number of another form says something all the same
            column = line.heading.of(line.source)[0]
            draft.remark(squeeze(column.title), line.source)
        self.groups[specific].append(draft.row("action", nr, row.place, line.heading.years))

    def _whole(self, number: str) -> str:
        return number if self.levels == _LEVELS else f"1.{number}"

    def _objective_of(self, line: _Line) -> str:
        """The specific objective that an action belongs to; it begins with its first action."""
        named = self._named(line)
        if line.number and self.levels > 1:
            nr = self._whole(line.number).rpartition(".")[0]
            while numbers.depth(nr) >= _LEVELS:
                nr = nr.rpartition(".")[0]
            cell = named or line.caption or self.band
            cell = cell or Cell("title", (), line.row.place, False, f"{IMPLIED}:number={line.number}")
            return self._begin(nr, cell)
        cell = named or self.band
        if cell is None:
            return self._begin("1.1", Cell("title", (Part(self.objective),), "", True, GIVEN))
        text = fold(cell.text)
        nr = self.by_text.setdefault(text, f"1.{len(self.by_text) + 1}")
        return self._begin(nr, cell)

    def _named(self, line: _Line) -> Cell | None:
        cells = ((c, line.heading.of(c)[:1]) for c in (*line.row.cells, *line.row.above) if c.text)
        found = next((c for c, columns in cells if [x.role for x in columns] == ["objective"]), None)
        return None if found is None else Cell("title", found.parts, found.place)

    def _begin(self, nr: str, cell: Cell) -> str:
        self.groups.setdefault(nr, [])
        self.unused = [band for band in self.unused if band is not cell]
        if cell.parts or nr not in self.titles:
            self.titles.setdefault(nr, cell)
        self.specific = nr
        return nr

    def rows(self) -> list[Row]:
        """All rows, the objectives above what belongs to them."""
        found: list[Row] = []
        alone = len({nr.rpartition(".")[0] for nr in self.groups}) == 1
        name = (self.objective or self.title) if alone else ""
        said = name in ("", self.objective)
        whole = Cell("title", (Part(name),) if name else (), "", said, GIVEN if said else BY_TITLE)
        strategic = ""
        for nr, own in self.groups.items():
            above = nr.rpartition(".")[0]
            if above != strategic:
                strategic = above
                found.append(Row("strategic", above, {"title": whole}, ""))
            found.append(Row("specific", nr, {"title": self.titles[nr]}, own[0].place))
            found += own
        return [*found, *self.totals]


def _wrapped(cell: Cell) -> Cell:
    """A cell whose text goes on in mid-sentence."""
    return replace(cell, parts=tuple(replace(part, gap=WRAP) for part in cell.parts))


def _without_number(cell: Cell) -> Cell:
    first, *rest = cell.parts
    match = _IN_FRONT.match(squeeze(first.text))
    if match is None:
        return cell
    return replace(cell, parts=(replace(first, text=squeeze(first.text)[match.end() :]), *rest))
