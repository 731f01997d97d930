"""Flat lists: actions without objectives, their numbers in any order, below objectives that are given."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from planreader.interpret import gridcells
from planreader.interpret.gridreading import Reading
from planreader.interpret.headings import labels
from planreader.interpret.headings.headfinding import counts_columns
from planreader.interpret.headings.headings import Heading
from planreader.interpret.numbering import BY_ORDER, Numbering
from planreader.sources.form import GIVEN, Cell, Part, Row
from planreader.sources.grid import GridCell, GridRow
from planreader.vocabulary import money, numbers
from planreader.vocabulary.fold import fold, squeeze
from planreader.vocabulary.headwords import concepts
from store.db.errors import Refused

_IN_FRONT: Final = re.compile(
    r"(?P<words>(?:[^\W\d_]+(?:\.\s*|\s+)){0,2})(?P<nr>\d{1,3}(?:/?[a-z])?)"
    r"\s*[-–—:).](?!\d)[-–—:).\s]*(?=[^\W_]|[“\"„«'(])"
)
"""``12 - Refresh``, ``12a. Refresh``, ``Measure 12: 5 schools``: the number of an action before its title."""
_NUMBER: Final = re.compile(r"\d{1,3}(?:/?[a-z])?\.?")
BY_TITLE: Final = "objective_by_title"
_LONGEST_TITLE: Final = 30
"""Words of the longest line that names a group of actions, outside a table or over all of it."""
_MOST: Final = 0.6
"""Part of the titles that begin with a number, and of the objectives named outside that have a table below,
before any of them counts."""
_FEWEST: Final = 3
"""Columns of a table over which a line may stand that names a group."""
_LETTER: Final = re.compile(r"^((?:[^\W\d_]+\s+){1,3})[A-Z](?=[.:)]|\s[-–—])")
"""``Objective A. …``: a letter that counts objectives as a number does."""


class _Line(NamedTuple):
    """A row with the heading that it stands under, its number, empty without one, and the cell of that.

    ``title_at`` is where its title begins behind a number in the same cell.
    """

    row: GridRow
    heading: Heading
    number: str = ""
    source: GridCell | None = None
    title_at: int = 0

    def cell(self, role: str, *, above: bool = False) -> GridCell | None:
        """The first cell with text in a column of this role; with ``above`` also one that spans the row."""
        cells = (*self.row.filled, *(self.row.above if above else ()))
        return next((cell for cell in cells if cell.text and self.heading.role_of(cell) == role), None)


def read_flat(
    rows: Sequence[GridRow], heads: Mapping[int, Heading], file: str, objective: str, title: str
) -> Reading:
    """The actions below the headings, within the ``objective`` that is named.

    A line over the whole table, and each text of a column of objectives, is a specific objective; where there
    is none of them the one bears the same name. ``title`` stands in for a name that nobody gave.
    Raises Refused ``document_number_twice_at``.
    """
    left: list[GridRow] = []
    lines = list(_lines(rows, heads, left))
    numbered = [line for line in lines if line.number]
    begun = [line for line in lines if line.row.table and not line.row.above and line.cell("title")]
    if numbered and not (numbered[0].heading.has("nr") or len(numbered) >= _MOST * len(begun)):
        lines, numbered = [_Line(line.row, line.heading) for line in lines], []
    highest = max((numbers.value(line.number) for line in numbered), default=None)
    flat = _Flat(Reading(file, Numbering(file), headings=heads, left=left), objective, highest)
    for line in lines:
        flat.take(line)
    name = objective or title
    said = name in ("", objective)
    whole = Cell("title", (Part(name),) if name else (), "", said, GIVEN if said else BY_TITLE)
    flat.reading.rows = [Row("strategic", "1", {"title": whole}, "")]
    for nr, cell in flat.titles.items():
        own = flat.rows[nr]
        flat.reading.rows += [Row("specific", nr, {"title": cell}, own[0].place), *own]
    flat.reading.rows += flat.rows[""]
    flat.reading.left += flat.totals[:-1]
    return flat.reading


def _lines(rows: Sequence[GridRow], heads: Mapping[int, Heading], left: list[GridRow]) -> Iterator[_Line]:
    """The rows below the headings, also those of tables that go on without one, and lines of objectives.

    Rows of other edges are ``left``.
    """
    heading: Heading | None = None
    table, until = 0, 0
    titles = _objective_lines(rows)
    for at, row in enumerate(rows):
        if at in heads:
            heading, table, until = heads[at], row.table, at + heads[at].size
        if at in titles:
            yield _Line(row, heading or next(iter(heads.values())))
        elif heading is None or at < until or not row.table or not row.filled or counts_columns(row):
            continue
        elif row.table == table or heading.bounds(row):
            yield _numbered(_Line(row, heading))
        else:
            left.append(row)


def _objective_lines(rows: Sequence[GridRow]) -> Collection[int]:
    """The lines outside the tables that name objectives, where most of them have a table below.

    A list of objectives in front of the tables says nothing of what belongs to which.
    """
    labelled = {
        at: label
        for at, row in enumerate(rows)
        if not row.table and len(row.filled) == 1 and len(row.filled[0].text.split()) <= _LONGEST_TITLE
        if (label := labels.objective(_LETTER.sub(r"\g<1>1", row.filled[0].text))) is not None
    }
    lines = [at for at, label in labelled.items() if label.kind == "specific"] or list(labelled)
    ends = [*lines, len(rows)][1:]
    below = [at for at, end in zip(lines, ends, strict=True) if any(row.table for row in rows[at:end])]
    names = {fold(rows[at].filled[0].text) for at in lines}
    return below if len(below) >= _MOST * len(names) else []


def _numbered(line: _Line) -> _Line:
    if line.heading.has("nr"):
        cell = line.cell("nr")
        text = "".join((cell.options or (cell.text,))[0].split()) if cell is not None else ""
        return line._replace(number=numbers.bare(text) if _NUMBER.fullmatch(text) else "", source=cell)
    cell = line.cell("title")
    match = _IN_FRONT.match(cell.text) if cell is not None else None
    # words before the number say that it is a number, or an action's
    if match is None or (match["words"] and not concepts(match["words"]) & {"action", "nr"}):
        return line
    return line._replace(number=numbers.bare(match["nr"]), source=cell, title_at=match.end())


@dataclass(slots=True)
class _Flat:
    """Takes line after line; each row is kept with the specific objective that it belongs to.

    ``highest`` is the highest of the numbers that are read, None where there are none.
    """

    reading: Reading
    objective: str
    highest: int | None
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    titles: dict[str, Cell] = field(default_factory=dict[str, Cell])
    places: dict[str, str] = field(default_factory=dict[str, str])
    counted: Counter[str] = field(default_factory=Counter[str])
    specific: str = ""
    band: Cell | None = None
    totals: list[GridRow] = field(default_factory=list[GridRow])

    def take(self, line: _Line) -> None:
        """Take a line as a total, an objective, an action, or the rest of one behind a page's end."""
        row, heading = line.row, line.heading
        self.reading.use(heading)
        label = labels.total(row.filled[0].text) if not line.number else None
        if label is not None and all(money.is_cell(cell.text) for cell in row.filled[1:]):
            self._total(line, is_grand=label.kind == "grand_total")
        elif not line.number and self._is_band(line):
            self.band = Cell("title", row.filled[0].parts, row.filled[0].place)
            self.reading.left.append(row)
            self.specific = ""
        elif line.number or self._is_unnumbered(line):
            self._action(line)
        elif self.specific and (whole := gridcells.further(self.rows[self.specific][-1], row, heading)):
            self.rows[self.specific][-1] = whole
        elif row.cut and self.specific:
            rows = self.rows[self.specific]
            rows[-1] = gridcells.continued(rows[-1], gridcells.action_cells(row, heading))
        else:
            self.reading.left.append(row)

    def _total(self, line: _Line, *, is_grand: bool) -> None:
        """Take a total of a group, where all groups before have theirs, else of the plan: its last counts."""
        row, years = line.row, line.heading.years
        draft = gridcells.total_cells(row, line.heading, row.filled[0])
        if row.filled[1:] and not any(map(gridcells.money_text, (*draft.budget.values(), *draft.loose))):
            # what it says of columns that are left out can be compared with nothing
            self.reading.left.append(row)
            return
        open_ones = [nr for nr in self.titles if all(own.kind != "total" for own in self.rows[nr])]
        if self.band and not is_grand and open_ones == [self.specific]:
            self.rows[self.specific].append(draft.row("total", self.specific, row.place, years))
            return
        self.totals.append(row)
        self.rows[""] = [draft.row("grand_total", "", row.place, years)]

    def _is_unnumbered(self, line: _Line) -> bool:
        """Whether a line without a number is an action; among numbered ones it has more than its title."""
        if line.cell("title") is None:
            return False
        if self.highest is None:
            return True
        said = {line.heading.role_of(cell) for cell in line.row.filled}
        known = line.source is not None or not line.heading.has("nr")
        return known and not line.row.cut and bool(said - {"", "nr", "notes", "objective", "title"})

    def _is_band(self, line: _Line) -> bool:
        """A line over the whole table or above it: the name of a group, in a row of its own."""
        row = line.row
        if not row.table:
            return True
        if len(row.filled) != 1 or row.above or len(line.heading.columns) < _FEWEST:
            return False
        cell = row.filled[0]
        wide = len(line.heading.of(cell)) > 1 or len(row.cells) == 1
        return (wide or line.cell("title") is None) and len(cell.text.split()) <= _LONGEST_TITLE

    def _action(self, line: _Line) -> None:
        row, number, cell = line.row, line.number, line.source
        draft = gridcells.action_cells(row, line.heading)
        # totals with actions behind them are of a part of the list, for which a plan has no place
        self.reading.left += self.totals
        self.totals, self.rows[""] = [], []
        self.specific = self._begin(line)
        # behind all that are read: a number between them may be that of another action
        self.counted[self.specific] += not number
        nr = f"{self.specific}.{number or (self.highest or 0) + self.counted[self.specific]}"
        if nr in self.places:
            where = {"place": row.place, "first": self.places[nr]}
            raise Refused("document_number_twice_at", file=self.reading.file, number=number or nr, **where)
        self.places[nr] = row.place
        if line.title_at:
            head, *rest = draft.cells["title"].parts
            head = head._replace(text=squeeze(head.text)[line.title_at :])
            draft.cells["title"] = draft.cells["title"]._replace(parts=(head, *rest))
        elif cell is not None and not number:
            # a number of another form says something all the same
            draft.remark(squeeze(line.heading.of(cell)[0].title), cell)
        place, reason = cell.place if cell is not None else row.place, "" if number else BY_ORDER
        draft.cells["nr"] = Cell("nr", (Part(nr),), place, not reason, reason)
        self.rows[self.specific].append(draft.row("action", nr, row.place, line.heading.years))

    def _begin(self, line: _Line) -> str:
        """The specific objective that an action belongs to; it begins with its first action."""
        own = line.cell("objective", above=True)
        cell = Cell("title", own.parts, own.place) if own is not None else self.band
        if cell is None:
            nr, cell = "1.1", Cell("title", (Part(self.objective),), "", True, GIVEN)
        else:
            text = fold(cell.text)
            known = (nr for nr, title in self.titles.items() if fold(title.text) == text)
            nr = next(known, f"1.{len(self.titles) + 1}")
        self.titles.setdefault(nr, cell)
        if cell is self.band:
            self.reading.left = [row for row in self.reading.left if row.filled[0].place != cell.place]
        return nr
