"""Lists: actions whose numbers are any or none, below objectives that have any number or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, pairwise
from typing import Final, NamedTuple

from planreader.interpret.headings import labels
from planreader.interpret.headings.headings import Heading
from planreader.interpret.listnumbers import (
    Number,
    letter_as_number,
    lines_of_tables,
    numbers_of,
    objective_lines,
)
from planreader.interpret.listsums import rows_of_sums
from planreader.interpret.mapping.given import LEVELS
from planreader.sources.form import GIVEN, Cell, Part, Row, without_start
from planreader.sources.grid import GridCell, GridRow
from planreader.vocabulary import numbers
from planreader.vocabulary.fold import fold
from store.db.errors import UserError

BY_TITLE: Final = "objective_by_title"


class Objective(NamedTuple):
    """An objective's title as it is printed, and its number where a label tells one."""

    cell: Cell
    nr: str = ""
    kind: str = ""
    row: GridRow | None = None
    """The row that holds nothing else."""


def objective_of(cell: GridCell, row: GridRow | None = None) -> Objective:
    """Return the objective that a cell names, without the label in front of its title."""
    text = letter_as_number(cell.text)
    label = labels.objective(text) or labels.numbered(text)
    before = cell.text[: len(cell.text) - len(label.rest)].strip() if label is not None else ""
    # "Lagjja 3 Rrugët" is a name: a number stands alone, behind letters of a code, or before a sign
    is_label = label is not None and (label.named or " " not in before or before[-1:] in ":.)–—-")
    if label is None or not label.rest or not label.nr or not is_label:
        return Objective(Cell("title", cell.parts, cell.place), row=row)
    parts = without_start(cell.parts, len(cell.text) - len(label.rest))
    # a letter counts as a number does, and is none
    nr = label.nr if text == cell.text else ""
    return Objective(Cell("title", parts, cell.place), nr, label.kind, row)


@dataclass(slots=True)
class Listing:
    """What a list has shown so far.

    ``objective`` is the name of the one that somebody gave, ``title`` stands in for it. ``numbers`` are those
    of all rows below its headings, by the row's id. Where it ``is_numbered`` a row without a number is no
    action. ``lines`` are the ids of rows outside or above its tables that name an objective.
    """

    file: str
    objective: str
    title: str
    numbers: Mapping[int, Number]
    is_numbered: bool
    lines: frozenset[int]
    levels: Sequence[str] = ()
    """The headings of the columns that name objectives, the highest first."""
    ditto: frozenset[str] = frozenset()
    """Those of them in which a blank stands for what is above."""
    sections: Collection[int] = ()
    """The ids of rows that name the objective of those below, and say what these come to."""
    totals: Collection[int] = ()
    """Those of rows that say what the actions above come to, whatever they are called."""
    group: Objective | None = None
    above: Objective | None = None
    specific: str = ""
    strategic: str = ""
    titles: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    """The numbers of specific objectives, by the strategic one's number and their folded titles."""
    tops: dict[str, str] = field(default_factory=dict[str, str])
    places: dict[str, str] = field(default_factory=dict[str, str])
    counted: Counter[str] = field(default_factory=Counter[str])
    summed: set[str] = field(default_factory=set[str])
    _last: dict[str, Cell] = field(default_factory=dict[str, Cell])

    def is_within(self, row: GridRow) -> bool:
        """Return whether a row stands below a heading of the list."""
        return id(row) in self.numbers

    def begin_group(self, objective: Objective) -> None:
        """Let the actions below belong to an objective; a specific one goes on below a strategic one."""
        if objective.kind == "specific" and self.group is not None and self.group.kind == "strategic":
            self.above = self.group
        elif objective.kind == "strategic":
            self.above = None
        self.group, self.specific = objective, ""

    def objectives(self, row: GridRow, heading: Heading, number: Number) -> list[Row]:
        """Return the rows of objectives that begin with an action, which may be printed again."""
        named = self._named(row, heading)
        lowest = named.get(self.levels[-1]) if self.levels else None
        lowest = lowest or (named.get(self.levels[0]) if self.levels else None) or self.group
        highest = named.get(self.levels[0]) if len(self.levels) == LEVELS else self.above
        # the number of an action names its objective
        parent = number.text.rpartition(".")[0] if number.is_whole and numbers.is_number(number.text) else ""
        before = self.strategic, self.specific
        self.strategic = self._top(highest, parent if "." in parent or lowest is None else "")
        self.specific = self._below(lowest, parent)
        if (self.strategic, self.specific) == before:
            return []
        specific = Row("specific", self.specific, {"title": self._title(lowest)}, row.place)
        if self.strategic == self.specific and lowest is None:
            return [specific]
        title = highest.cell if highest else self._whole()
        return [Row("strategic", self.strategic, {"title": title}, ""), specific]

    def _named(self, row: GridRow, heading: Heading) -> dict[str, Objective]:
        """Return the objectives that columns name beside an action, by the column's heading."""
        objectives: dict[str, Objective] = {}
        for cell in (*row.cells, *row.above):
            column = next(iter(heading.of(cell)), None)
            if column is not None and column.title in self.levels and cell.text:
                objectives[column.title] = objective_of(cell)
                self._last[column.title] = objectives[column.title].cell
        for title in self.ditto - objectives.keys():
            if title in self._last:
                objectives[title] = Objective(self._last[title])
        return objectives

    def _top(self, highest: Objective | None, parent: str) -> str:
        if highest is None:
            return parent.partition(".")[0] or "1"
        text = fold(highest.cell.text)
        if text not in self.tops:
            taken = set(self.tops.values())
            free = (str(n) for n in count(len(self.tops) + 1) if str(n) not in taken)
            told = highest.nr if numbers.depth(highest.nr or "1.1") == 1 else ""
            self.tops[text] = told if told and told not in taken else next(free)
        return self.tops[text]

    def _below(self, lowest: Objective | None, parent: str) -> str:
        # what nothing names is below an objective of its own
        key = self.strategic, fold(lowest.cell.text) if lowest is not None else parent
        if key not in self.titles:
            whole = {number.text for number in self.numbers.values() if number.is_whole}
            taken = {*self.titles.values(), *self.places, *whole}
            size = sum(above == self.strategic for above, _text in self.titles)
            free = (f"{self.strategic}.{n}" for n in count(size + 1) if f"{self.strategic}.{n}" not in taken)
            own = lowest.nr if lowest is not None else ""
            told = parent or (own if numbers.depth(own or "1") == numbers.LEVELS else "")
            self.titles[key] = told if told and told not in taken else next(free)
        return self.titles[key]

    def _title(self, lowest: Objective | None) -> Cell:
        if lowest is not None:
            return lowest.cell
        # with a name of its own it stands beside others
        return self._whole() if self.levels else Cell("title", (Part(self.objective),), "", True, GIVEN)

    def _whole(self) -> Cell:
        """Return the title of the objective above all others."""
        name = self.objective or self.title
        is_given = name in ("", self.objective)
        reason = GIVEN if is_given else BY_TITLE
        return Cell("title", (Part(name),) if name else (), "", is_given, reason)

    def number(self, number: Number, place: str) -> str:
        """Return the number of an action of the objective. Raises UserError ``document_number_twice_at``."""
        self.counted[self.specific] += not number.text
        own = number.text or str(self.counted[self.specific])
        is_whole = number.is_whole or number.text.rpartition(".")[0] == self.specific
        nr = number.text if is_whole else f"{self.specific}.{own}"
        if nr in self.places:
            where = {"place": place, "first": self.places[nr]}
            raise UserError("document_number_twice_at", file=self.file, number=number.text or nr, **where)
        self.places[nr] = place
        return nr

    def is_total_of_group(self, kind: str) -> bool:
        """Return whether a total is that of the group above: where all groups before have theirs."""
        unsummed = set(self.titles.values()) - self.summed
        return self.group is not None and kind != "grand_total" and unsummed == {self.specific}


def listing_of(
    rows: Sequence[GridRow], heads: Mapping[int, Heading], file: str, objective: str, title: str
) -> Listing:
    """Return what a list's rows tell before any is read.

    Raises UserError ``document_numbers_few`` where so many titles begin with a number that the others are no
    actions, and too few to be sure.
    """
    numbers_by_row, is_numbered = numbers_of(rows, heads, file)
    own = [row for row in rows if id(row) in numbers_by_row]
    texts = _texts_by_column(own, heads)
    levels = sorted(texts, key=lambda heading: len(set(map(fold, filter(None, texts[heading])))))
    blanks = frozenset(
        heading
        for heading, listed in texts.items()
        if not any(above and above == text for above, text in pairwise(listed))
    )
    lines = frozenset(id(rows[at]) for at in (*objective_lines(rows), *lines_of_tables(rows, heads)))
    sums = ((), ()) if is_numbered else rows_of_sums(rows, heads)
    return Listing(file, objective, title, numbers_by_row, is_numbered, lines, levels[:LEVELS], blanks, *sums)


def _texts_by_column(rows: Sequence[GridRow], heads: Mapping[int, Heading]) -> dict[str, list[str]]:
    """Return the texts of each column of objectives, blank where a row has none."""
    columns = {c.title: c for heading in heads.values() for c in heading.columns if c.role == "objective"}
    heading = next(iter(heads.values()))
    texts_by_title: dict[str, list[str]] = {title: [] for title in columns}
    for row in rows:
        titles = {
            column.title: cell.text
            for cell in (*row.cells, *row.above)
            for column in heading.of(cell)[:1]
            if cell.text
        }
        for title, texts in texts_by_title.items():
            texts.append(titles.get(title, ""))
    return texts_by_title
