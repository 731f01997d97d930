"""What has been read of a grid so far, and where in the plan its next row stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from planreader.interpret.griddeadlines import MARKED, with_marks, with_years
from planreader.interpret.gridpayers import without_figures
from planreader.interpret.headings import labels
from planreader.interpret.headings.headcolumns import completed
from planreader.interpret.headings.headfinding import heading_at
from planreader.interpret.headings.headings import Heading, below, texts_below
from planreader.interpret.headings.unitlines import UnitLine
from planreader.interpret.listing import Listing
from planreader.interpret.numbering import Numbering
from planreader.sources.form import Cell, Part, Row
from planreader.sources.grid import GridCell, GridRow
from planreader.vocabulary import money, numbers
from planreader.vocabulary.fold import fold, squeeze
from planreader.vocabulary.vocabulary import listed
from store.db.errors import UserError
from store.plan.model import Finding

OBJECTIVES: Final = ("strategic", "specific")
_NAMES: Final = ("institutions", "support", "funding")
AS_ABOVE: Final = "as_above"
OF_ACTION: Final = "objective_from_action"
_DITTO: Final = frozenset(listed("as_above"))
TOTALS: Final = ("total", "grand_total")


@dataclass(slots=True)
class GridReading:
    """The rows read, the headings in force, and the objectives that actions ``named`` by their numbers.

    ``owner`` is the objective that a line above indicators names, ``left`` are the rows that nothing took,
    ``missed`` those of them that hold a title or an amount, with the number of the action above.
    """

    file: str
    numbering: Numbering
    named: frozenset[str] = frozenset()
    headings: Mapping[int, Heading] = field(default_factory=dict[int, Heading])
    owner: str = ""
    numbers_owners: bool = False
    rows: list[Row] = field(default_factory=list[Row])
    left: list[GridRow] = field(default_factory=list[GridRow])
    missed: list[tuple[GridRow, str]] = field(default_factory=list[tuple[GridRow, str]])
    noticed: list[Finding] = field(default_factory=list[Finding])
    actions: Heading | None = None
    targets: Heading | None = None
    mode: str = ""
    table: int = 0
    years: list[int] = field(default_factory=list[int])
    splits: list[bool] = field(default_factory=list[bool])
    last: GridRow | None = None
    fresh: bool = False
    is_of_several: bool = False
    """Whether the last action goes on in further rows."""
    noted: bool = False
    objective_cells: set[str] = field(default_factory=set[str])
    roles: set[str] = field(default_factory=set[str])
    listing: Listing | None = None
    """What tells the numbers and objectives of a list, where the document does not."""
    grid: Sequence[GridRow] = ()
    lines: Sequence[UnitLine] = ()
    """Those that say in what money amounts are."""
    called: frozenset[str] = frozenset()
    """The words that the last objective is called by."""
    below: dict[frozenset[str], str] = field(default_factory=dict[frozenset[str], str])
    """The level of what words call that stand below an objective of the same number."""
    grand: GridRow | None = None
    """The row of a list's total that is the plan's as long as no action follows."""

    def take(self, heading: Heading, table: int) -> None:
        """Read rows under this heading from here on.

        Raises UserError ``document_year_twice``.
        """
        self.mode, self.table = heading.kind, table
        if heading.kind == "indicators":
            self.targets = heading
        elif heading.kind == "actions":
            twice = [year for year, n in Counter(heading.years).items() if n > 1]
            if twice:
                raise UserError("document_year_twice", file=self.file, year=twice[0], place=heading.place)
            self.use(heading)
            self.owner = ""

    def use(self, heading: Heading) -> None:
        """Read actions under this heading."""
        self.actions = heading
        self.roles |= heading.roles | ({"deadline"} if heading.has(MARKED) else set())
        self.years += [year for year in heading.years if year not in self.years]

    def knows(self, nr: str) -> bool:
        """Return whether an objective bears this number."""
        return nr in self.named or nr in self.numbering.places

    def add(self, row: Row, source: GridRow) -> None:
        """Keep a row; of an action's names what says "as above" is what stands above."""
        if row.kind == "action" and (at := self.above(["action"])) is not None:
            row = row._replace(cells={**row.cells, **_as_above(row.cells, self.rows[at].cells)})
        if not self.numbering.is_ghost or (row.kind == "indicator" and row.nr == self.owner):
            self.rows.append(row)
        self.last, self.fresh, self.noted, self.is_of_several = source, False, False, False

    def leave(self, row: GridRow, heading: Heading | None) -> None:
        """Pass a row over that stands below a heading of actions, or none.

        A line alone that a blank row or a total parts from the actions is a note, and so is the next.
        """
        at = self.above(["action"])
        nr = self.rows[at].nr if at is not None else ""
        ends = row.apart or (bool(self.rows) and self.rows[-1].kind in TOTALS)
        self.noted = len(row.filled) == 1 and (self.noted or ends)
        if heading is not None and nr and not self.noted and _is_missed(row, heading):
            self.missed.append((row, nr))
        else:
            self.left.append(row)

    def put(self, at: int, **cells: Cell) -> None:
        """Give a row read before other cells."""
        self.rows[at] = self.rows[at]._replace(cells={**self.rows[at].cells, **cells})

    def goes_on(self, kind: str) -> bool:
        """Return whether the last row is of a kind, and nothing has begun since."""
        is_open = self.listing is None or bool(self.listing.specific)
        return is_open and bool(self.rows) and self.rows[-1].kind == kind

    def above(self, kinds: Sequence[str]) -> int | None:
        """Return where the last row of these kinds stands."""
        return next((n for n in range(len(self.rows) - 1, -1, -1) if self.rows[n].kind in kinds), None)

    def add_objective(self, row: GridRow, label: labels.Label, cell: GridCell) -> None:
        """Begin an objective with its title in ``cell``, unless it is printed again, or is none."""
        kind, nr, outside = self._level(label), label.nr, row.table == 0
        titles = {
            own.kind: own.cells.get("title") for own in self.rows if own.kind in OBJECTIVES and own.nr == nr
        }
        earlier = titles.get(kind)
        is_other = fold(label.rest) not in {
            fold(title.text) for title in titles.values() if title is not None
        }
        is_current = not label.named and self.numbering.is_current(kind, nr)
        is_filled = not label.named and is_other and self.numbering.has_actions(kind, nr, self.rows)
        if not kind or is_current or is_filled:
            if is_other:
                # a result, a measure, a chapter of the same number
                self.left.append(row)
            return
        title = Cell("title", (Part(squeeze(label.rest)),) if label.rest else (), cell.place)
        again = not self.numbering.objective(kind, nr, cell.place, self.rows, outside=outside)
        if not again:
            # a label alone leaves the title that was said before
            self.add(Row(kind, nr, {"title": title if label.rest else earlier or title}, row.place), row)
            self.called = label.words
        elif is_other and label.rest:
            self.left.append(row)
        # indicators may stand below an objective that is printed again
        self.owner = nr if again else ""

    def _level(self, label: labels.Label) -> str:
        """Return the level of an objective, empty where its words are those of one below the specific ones.

        Of two labels of a number right below each other, in other words, the first is of the level above.
        """
        last = self.rows[-1] if self.rows else None
        if label.kind == "specific" or not label.words:
            return label.kind
        if (
            last is not None
            and last.kind in OBJECTIVES
            and last.nr == label.nr
            and label.words not in (self.called, *self.below)
            and fold(label.rest) not in ("", fold(last.text("title")))
        ):
            lowers = self._are_objectives(label) and (
                last.kind == "strategic" or not self.numbering.strategic
            )
            self.below[label.words] = "specific" if lowers else ""
            if lowers and last.kind == "specific":
                self.rows[-1] = last._replace(kind="strategic")
                self.numbering.strategic, self.numbering.specific = last.nr, None
        return self.below.get(label.words, label.kind)

    def _are_objectives(self, lower: labels.Label) -> bool:
        """Return whether labels in the words of a lower one hold actions: their numbers never begin again,
        and unless they are called objectives those above are too few for the numbers of actions."""
        lines = (row.filled[0].text for row in self.grid if len(row.filled) == 1)
        told = [label for text in lines if (label := self.label_of(text)) is not None]
        own = {(label.nr, fold(label.rest)) for label in told if label.words == lower.words}
        above = {label.nr for label in told if label.words != lower.words}
        return len({nr for nr, _title in own}) == len(own) and (lower.named or not self.named <= above)

    def label_of(self, text: str) -> labels.Label | None:
        """Return an objective's label in words that the vocabulary or the actions' numbers vouch for."""
        return labels.objective(text) or labels.numbered(text, self.named)

    def drop_grand_total(self) -> None:
        """Leave out a total of a list with actions behind it: it is of a part of the list."""
        if self.grand is not None:
            self.left.append(self.grand)
            self.rows = [row for row in self.rows if row.kind != "grand_total"]
            self.grand = None

    def take_level(self, options: Sequence[str], place: str) -> None:
        """Make the objective above an action the specific one where a plan has one level alone, or one that
        bears its title where the action's number names a level that the document does not print."""
        at = self.above(OBJECTIVES)
        if at is None:
            return
        if again := self.numbering.resumed(options[0]):
            # a table of the next year, with further actions of the same objectives
            self.rows.append(next(row for row in self.rows if (row.kind, row.nr) == ("specific", again)))
        elif self.numbering.takes_actions(options):
            self.rows[at] = self.rows[at]._replace(kind="specific")
            self.numbering.specific = self.numbering.strategic
        elif parent := self.numbering.unprinted(options[0]):
            title = self.rows[at].cells["title"]
            unsure = title._replace(certain=False, reason=f"{OF_ACTION}:number={numbers.bare(options[0])}")
            self.numbering.objective("specific", parent, place, self.rows)
            self.rows.append(Row("specific", parent, {"title": unsure}, place))


def _as_above(cells: Mapping[str, Cell], above: Mapping[str, Cell]) -> dict[str, Cell]:
    """Return the cells of names above, for those that say nothing but that they count again."""
    same = [role for role in _NAMES if role in cells and fold(cells[role].text).strip(" .") in _DITTO]
    return {
        role: above[role]._replace(place=cells[role].place, certain=False, reason=AS_ABOVE)
        for role in same
        if role in above
    }


def _is_missed(row: GridRow, heading: Heading) -> bool:
    """Return whether a row that was passed over has a title or an amount in its column."""
    first = row.filled[0]
    if labels.total(first.text) is not None or labels.split(first.text):
        return False
    for cell in row.filled:
        role = heading.role_of(cell) if len(heading.of(cell)) == 1 else ""
        is_title = role == "title" and any(map(str.isalpha, cell.text))
        if is_title or (role == "budget" and money.amount(cell.text) is not None):
            return True
    return False


def objectives_named(rows: Sequence[GridRow]) -> frozenset[str]:
    """Return the objectives that the numbers of actions name; of one level alone where these are 1.1."""
    actions: list[str] = []
    for row in rows:
        for cell in row.filled[:2] if row.table and len(row.filled) > 2 else ():
            tight = "".join(cell.text.split())
            label = labels.action(tight if numbers.is_number(tight) else cell.text)
            actions += [label.nr] if label is not None and numbers.depth(label.nr) > 1 else []
    specific = {nr.rpartition(".")[0] for nr in actions if numbers.depth(nr) > numbers.LEVELS}
    above = frozenset({*specific, *(nr.rpartition(".")[0] for nr in specific)})
    return above or frozenset(nr.partition(".")[0] for nr in actions)


def headings_of(rows: Sequence[GridRow]) -> dict[int, Heading]:
    """Return the headings by the row where they begin; ``other`` heads neither plan nor indicators."""
    headings: dict[int, Heading] = {}
    at = 0
    while at < len(rows):
        heading = heading_at(rows, at)
        if heading is not None:
            headings[at] = heading
        at += heading.size if heading is not None else 1
    for at, heading in list(headings.items()):
        if heading.kind == "actions":
            beside = (cell for row in below(rows, at, headings) for cell in row.filled)
            columns = completed(heading.columns, beside)
            named = [c if c.title else c._replace(title=f"#{n}") for n, c in enumerate(columns, 1)]
            headings[at] = replace(heading, columns=tuple(named))
            texts = texts_below(rows, at, headings)
            headings[at] = with_marks(with_years(without_figures(headings[at], texts), texts), texts)
    listing = [heading for heading in headings.values() if heading.kind == "actions"]
    best = max(listing, key=lambda heading: len(heading.roles) + bool(heading.years), default=None)
    if best is None or not best.has("budget"):
        return headings
    # a table of risks has measures and deadlines, too: the richest heading tells which lists actions
    poor = [at for at, heading in headings.items() if heading.kind == "actions" and not heading.has("budget")]
    return {**headings, **{at: replace(headings[at], kind="other") for at in poor}}
