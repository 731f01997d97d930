"""What has been read of a grid so far, and where in the plan its next row stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from planreader.interpret.gridvouched import Vouched
from planreader.interpret.headings import labels
from planreader.interpret.headings.headcuts import extended, is_heading_rest
from planreader.interpret.headings.headfinding import heading_at
from planreader.interpret.headings.headings import Heading
from planreader.interpret.numbering import Numbering
from planreader.sources.form import Cell, Part, Row
from planreader.sources.grid import GridCell, GridRow
from planreader.vocabulary import numbers
from planreader.vocabulary.fold import squeeze
from store.db.errors import Refused

_ALIKE: Final = 0.6
"""A heading with fewer of the columns of the richest one heads another table."""
OBJECTIVES: Final = ("strategic", "specific")
IMPLIED: Final = "objective_from_action"


@dataclass(slots=True)
class Reading:
    """The rows read, the headings in force, and the numbers of objectives that the actions name.

    ``open`` are the kinds of headings below which nothing has stood yet, ``torn`` those that a page's end cut
    off from what stands below. ``owner`` is the objective that
    a line above indicators names. ``is_apart`` says that a blank row parts what follows from the rows read.
    """

    file: str
    numbering: Numbering
    parents: frozenset[str] = frozenset()
    vouched: Vouched = field(default_factory=Vouched)
    headings: Mapping[int, Heading] = field(default_factory=dict[int, Heading])
    owner: str = ""
    numbers_owners: bool = False
    rows: list[Row] = field(default_factory=list[Row])
    actions: Heading | None = None
    targets: Heading | None = None
    mode: str = ""
    table: int = 0
    years: list[int] = field(default_factory=list[int])
    splits: list[bool] = field(default_factory=list[bool])
    last: GridRow | None = None
    fresh: bool = False
    open: set[str] = field(default_factory=set[str])
    torn: set[str] = field(default_factory=set[str])
    is_apart: bool = False
    objective_cells: set[str] = field(default_factory=set[str])
    found: set[str] = field(default_factory=set[str])

    def take(self, heading: Heading, table: int) -> None:
        """From here on rows are read under this heading.

        Raises Refused ``document_year_twice``.
        """
        self.mode, self.table = heading.kind, table
        if heading.kind == "other":
            return
        if heading.kind == "indicators":
            self.targets = heading
            self.open.add("indicators")
            self.torn.discard("indicators")
            return
        twice = [year for year, n in Counter(heading.years).items() if n > 1]
        if twice:
            raise Refused("document_year_twice", file=self.file, year=twice[0], place=heading.place)
        self._use(heading)
        self.owner = ""
        # the heading repeated on a page parts one of indicators from its rest
        self.torn.discard("actions")
        self.open = {"actions"}

    def extends(self, row: GridRow) -> bool:
        """Join the rest of a heading that a page's end cut, if the row is that."""
        if "actions" not in self.torn or not is_heading_rest(row):
            return False
        if self.actions is not None:
            self._use(extended(self.actions, row))
        return True

    def _use(self, heading: Heading) -> None:
        self.actions = heading
        self.found |= heading.roles
        self.years += [year for year in heading.years if year not in self.years]

    def add(self, row: Row, source: GridRow) -> None:
        """Keep a row."""
        if not self.numbering.is_ghost or (row.kind == "indicator" and row.nr == self.owner):
            self.rows.append(row)
        self.last, self.fresh, self.open, self.torn = source, False, set(), set()
        self.is_apart = False

    def add_objective(
        self,
        row: GridRow,
        kind: str,
        nr: str,
        title: str,
        label: GridCell,
        number: GridCell | None = None,
        reason: str = "",
    ) -> None:
        """Begin an objective, unless it is printed again."""
        outside = row.table == 0
        self.owner = ""
        if title and self._is_untitled(nr):
            self._entitle(nr, title, label)
            return
        if not self.numbering.objective(kind, nr, label.place, self.rows, outside=outside):
            # indicators may stand below an objective that is printed again
            self.owner = nr
            return
        cells = {
            "title": Cell("title", (Part(squeeze(title)),) if title else (), label.place, not reason, reason)
        }
        if number is not None and number.options:
            cells["nr"] = Cell("nr", (Part(nr),), number.place, not number.reason, number.reason)
        self.add(Row(kind, nr, cells, row.place), row)

    def _is_untitled(self, nr: str) -> bool:
        return any(row.nr == nr and row.kind in OBJECTIVES and not row.text("title") for row in self.rows)

    def _entitle(self, nr: str, title: str, label: GridCell) -> None:
        """Give an objective that only the actions had told the title that is printed later."""
        at = next(n for n, row in enumerate(self.rows) if row.nr == nr and row.kind in OBJECTIVES)
        cell = Cell("title", (Part(squeeze(title)),), label.place)
        self.rows[at] = replace(self.rows[at], cells={**self.rows[at].cells, "title": cell})

    def label_of(self, text: str) -> labels.Label | None:
        """The label of an objective in any words that the vocabulary or the actions' numbers vouch for."""
        return labels.objective(text) or self.numbered(text)

    def numbered(self, text: str) -> labels.Label | None:
        """The label of an objective that the actions' numbers vouch for."""
        return labels.numbered(text, self.vouched.known, self.vouched.results)

    def may_begin(self, kind: str, options: Sequence[str]) -> bool:
        """Whether a number without a label is the next objective's, or was a mere mention so far."""
        mentioned = numbers.bare(options[0]) in self.numbering.places
        if mentioned and all(row.kind in OBJECTIVES for row in self.rows):
            return True
        return self.numbering.may_begin(kind, options)

    def imply(self, options: Sequence[str], row: GridRow) -> None:
        """Begin the objectives that an action's number tells and nothing has printed.

        Where a plan has one level of objectives alone, the one above the action is the specific one.
        """
        at = next((n for n in range(len(self.rows) - 1, -1, -1) if self.rows[n].kind in OBJECTIVES), None)
        if at is not None and self.numbering.takes_actions(options):
            self.rows[at] = replace(self.rows[at], kind="specific")
            self.numbering.specific = self.numbering.strategic
        for nr in self.numbering.missing(options):
            kind = "strategic" if numbers.depth(nr) == 1 else "specific"
            cell = GridCell(0, 1, (), row.place)
            self.add_objective(row, kind, nr, "", cell, reason=f"{IMPLIED}:number={options[0]}")


def headings_of(rows: Sequence[GridRow]) -> dict[int, Heading]:
    """The headings of a document by the row where they begin; ``other`` heads neither plan nor indicators."""
    found: dict[int, Heading] = {}
    at = 0
    while at < len(rows):
        heading = heading_at(rows, at)
        if heading is not None:
            found[at] = heading
        at += heading.size if heading is not None else 1
    listed = [heading for heading in found.values() if heading.kind == "actions"]
    best = max(listed, key=lambda h: len(h.roles) + bool(h.years), default=None)
    if best is None:
        return found
    return {at: _judged(heading, best) for at, heading in found.items()}


def _judged(heading: Heading, best: Heading) -> Heading:
    """A table of risks has measures and deadlines, too: the richest heading tells which lists actions."""
    if heading.kind != "actions" or heading.has("budget") or not best.has("budget"):
        return heading
    if heading.shared(best) > _ALIKE:
        # what a page's end left of the heading
        return heading
    return Heading("other", heading.columns, heading.size, heading.place)
