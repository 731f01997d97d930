"""Flat lists: actions without objectives, their numbers in any order, below objectives that are given."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from planreader.interpret import gridcells
from planreader.interpret.gridreading import Reading
from planreader.interpret.headings import labels
from planreader.interpret.headings.headings import Heading
from planreader.interpret.mapping.flatlines import LONGEST_TITLE, MOST, Line, bare, lines_of
from planreader.interpret.numbering import BY_ORDER, Numbering
from planreader.sources.form import GIVEN, Cell, Part, Row
from planreader.sources.grid import GridRow
from planreader.vocabulary import money, numbers
from planreader.vocabulary.deadlines import read_deadline
from planreader.vocabulary.fold import fold, squeeze
from store.db.errors import Refused

BY_TITLE: Final = "objective_by_title"
_SOME: Final = 1 / 3
"""Part of the titles that begin with a number, above which these are numbers of actions all the same."""
_FEWEST: Final = 3
"""Columns of a table over which a line may stand that names a group."""
_PRINT: Final = "page "
"""How the places of a print begin, in which rows are cut."""


def read_flat(
    rows: Sequence[GridRow], heads: Mapping[int, Heading], file: str, objective: str, title: str
) -> Reading:
    """The actions below the headings, within the ``objective`` that is named.

    A line over the whole table, and each text of a column of objectives, is a specific objective; where there
    is none of them the one bears the same name. ``title`` stands in for a name that nobody gave.
    Raises Refused ``document_number_twice_at``, or ``document_numbers_few`` where so many titles begin with a
    number that the others are no actions, and too few to be sure.
    """
    left: list[GridRow] = []
    lines = list(lines_of(rows, heads, left))
    numbered = [line for line in lines if line.number]
    begun = [line for line in lines if line.row.table and not line.row.above and line.cell("title")]
    if numbered and not (numbered[0].heading.has("nr") or len(numbered) >= MOST * len(begun)):
        if len(numbered) > _SOME * len(begun):
            place = next(line.row.place for line in begun if not line.number)
            raise Refused("document_numbers_few", file=file, place=place, found=len(numbered), of=len(begun))
        lines, numbered = [Line(line.row, line.heading, is_cut=line.is_cut) for line in lines], []
    flat = _Flat(Reading(file, Numbering(file), headings=heads, left=left), objective, bool(numbered))
    for line in lines:
        flat.take(line)
    name = objective or title
    said = name in ("", objective)
    whole = Cell("title", (Part(name),) if name else (), "", said, GIVEN if said else BY_TITLE)
    strategic = list(dict.fromkeys(nr.partition(".")[0] for nr in flat.titles)) or ["1"]
    for above in strategic:
        flat.reading.rows.append(Row("strategic", above, {"title": whole}, ""))
        for nr, cell in flat.titles.items():
            if nr.partition(".")[0] == above:
                own = flat.rows[nr]
                flat.reading.rows += [Row("specific", nr, {"title": cell}, own[0].place), *own]
    flat.reading.rows += flat.rows[""]
    flat.reading.left += flat.totals[:-1]
    return flat.reading


def _is_due(cells: Mapping[str, Cell]) -> bool:
    """Whether a whole deadline stands among cells."""
    return "deadline" in cells and not read_deadline(cells["deadline"].text).malformed


def _amounts(budget: Mapping[int, Cell]) -> set[int]:
    """The years of a budget that have a whole amount."""
    return {year for year, cell in budget.items() if money.amount(gridcells.money_text(cell)) is not None}


@dataclass(slots=True)
class _Flat:
    """Takes line after line; each row is kept with the specific objective that it belongs to.

    ``is_numbered`` says that most actions have a number: then a row without one is none.
    """

    reading: Reading
    objective: str
    is_numbered: bool
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    titles: dict[str, Cell] = field(default_factory=dict[str, Cell])
    places: dict[str, str] = field(default_factory=dict[str, str])
    counted: Counter[str] = field(default_factory=Counter[str])
    specific: str = ""
    band: Cell | None = None
    totals: list[GridRow] = field(default_factory=list[GridRow])

    def take(self, line: Line) -> None:
        """Take a line as a total, an objective, an action, or the rest of one behind a page's end."""
        row, heading = line.row, line.heading
        own = self.rows[self.specific] if self.specific else []
        self.reading.use(heading)
        label = labels.total(row.filled[0].text) if not line.number else None
        if label is not None and all(money.is_cell(cell.text) for cell in row.filled[1:]):
            self._total(line, is_grand=label.kind == "grand_total")
        elif self.specific and not line.number and (whole := gridcells.further(own[-1], row, heading)):
            own[-1] = whole
        elif self._goes_on(line):
            own[-1] = gridcells.continued(own[-1], gridcells.action_cells(row, heading))
        elif not line.number and self._is_band(line):
            self.band = Cell("title", row.filled[0].parts, row.filled[0].place)
            self.reading.left.append(row)
            self.specific = ""
        elif line.number or self._is_unnumbered(line):
            self._action(line)
        else:
            above = next((one.nr for one in own[-1:] if one.kind == "action" and not self.rows[""]), "")
            self.reading.leave(row, heading, above)

    def _total(self, line: Line, *, is_grand: bool) -> None:
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

    def _is_unnumbered(self, line: Line) -> bool:
        """Whether a line without a number is an action: where it has a title, and no other has a number."""
        return line.cell("title") is not None and not self.is_numbered

    def _goes_on(self, line: Line) -> bool:
        """Whether a line is the rest of the action above, which a page's end or a rule of a print cut.

        It has no number, and no deadline or amount beside one of the action. Where no action has a number it
        begins a page, and in small letters or without a title.
        """
        rows = self.rows[self.specific] if self.specific else []
        if line.number or line.is_wide or line.source is not None or not line.row.place.startswith(_PRINT):
            return False
        if not rows or rows[-1].kind != "action":
            return False
        if not self.is_numbered:
            title = line.cell("title")
            return line.is_cut and (title is None or title.text[:1].islower())
        draft, last = gridcells.action_cells(line.row, line.heading), rows[-1]
        is_dated = _is_due(draft.cells) and _is_due(last.cells)
        return not (is_dated or _amounts(draft.budget) & _amounts(last.budget or {}))

    def _is_band(self, line: Line) -> bool:
        """A line over the whole table or above it: the name of a group, in a row of its own."""
        row = line.row
        if not row.table:
            return True
        if len(row.filled) != 1 or row.above or len(line.heading.columns) < _FEWEST:
            return False
        cell = row.filled[0]
        return (line.is_wide or line.cell("title") is None) and len(cell.text.split()) <= LONGEST_TITLE

    def _action(self, line: Line) -> None:
        row, number, cell = line.row, line.number, line.source
        draft = gridcells.action_cells(row, line.heading)
        # totals with actions behind them are of a part of the list, for which a plan has no place
        self.reading.left += self.totals
        self.totals, self.rows[""] = [], []
        self.specific = self._begin(line)
        self.counted[self.specific] += not number
        nr = number if line.is_whole else f"{self.specific}.{number or self.counted[self.specific]}"
        if nr in self.places:
            where = {"place": row.place, "first": self.places[nr]}
            raise Refused("document_number_twice_at", file=self.reading.file, number=number or nr, **where)
        self.places[nr] = row.place
        if cell is not None and not line.title_at and not nr.endswith(bare(cell.text)):
            # a number that is written otherwise says something all the same
            draft.remark(squeeze(line.heading.of(cell)[0].title), cell)
        if line.title_at:
            head, *rest = draft.cells["title"].parts
            head = head._replace(text=squeeze(head.text)[line.title_at :])
            draft.cells["title"] = draft.cells["title"]._replace(parts=(head, *rest))
        place, reason = cell.place if cell is not None else row.place, "" if number else BY_ORDER
        draft.cells["nr"] = Cell("nr", (Part(nr),), place, not reason, reason)
        self.rows[self.specific].append(draft.row("action", nr, row.place, line.heading.years))

    def _begin(self, line: Line) -> str:
        """The specific objective that an action belongs to; it begins with its first action."""
        own = line.cell("objective", above=True)
        cell = Cell("title", own.parts, own.place) if own is not None else self.band
        # the number of an action names its objective
        above = line.number.rpartition(".")[0] if line.is_whole and numbers.is_number(line.number) else ""
        if cell is None:
            nr, cell = above or "1.1", Cell("title", (Part(self.objective),), "", True, GIVEN)
        else:
            text = fold(cell.text)
            known = (nr for nr, title in self.titles.items() if fold(title.text) == text)
            free = (f"1.{n}" for n in count(len(self.titles) + 1) if f"1.{n}" not in self.titles)
            nr = next(known, above if above and above not in self.titles else next(free))
        self.titles.setdefault(nr, cell)
        if cell is self.band:
            self.reading.left = [row for row in self.reading.left if row.filled[0].place != cell.place]
        return nr
