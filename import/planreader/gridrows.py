"""From a grid to rows with roles: headings, objectives, indicators, actions and totals of any format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from planreader import gridcells, numbers, sections
from planreader.fold import squeeze
from planreader.form import ROLES, Cell, Part, Row, Sheet
from planreader.grid import GridCell, GridRow, with_above
from planreader.gridwhole import named_concepts, title_of, years_of_deadlines
from planreader.headings import Heading, completed, concepts, heading_at, is_heading_rest, languages
from planreader.lines import Line
from planreader.numbering import Numbering
from planreader.sections import Start
from store.errors import Refused


@dataclass(slots=True)
class _Reading:
    """What has been read so far, and where in the plan the next row stands."""

    file: str
    numbering: Numbering
    rows: list[Row] = field(default_factory=list[Row])
    actions: Heading | None = None
    targets: Heading | None = None
    mode: str = ""
    years: list[int] = field(default_factory=list[int])
    splits: list[bool] = field(default_factory=list[bool])
    last: GridRow | None = None
    fresh: bool = False
    is_open: bool = False
    is_torn: bool = False
    found: set[str] = field(default_factory=set[str])

    def take(self, heading: Heading) -> None:
        """From here on rows are read under this heading."""
        self.mode = heading.kind
        if heading.kind == "indicators":
            self.targets = heading
            return
        twice = [year for year, n in Counter(heading.years).items() if n > 1]
        if twice:
            raise Refused("document_year_twice", file=self.file, year=twice[0], place=heading.place)
        heading = completed(heading, self.actions)
        self.actions, self.is_open, self.is_torn = heading, True, False
        self.found |= {column.role for column in heading.columns if column.role}
        self.years += [year for year in heading.years if year not in self.years]

    def add(self, row: Row, source: GridRow) -> None:
        """Keep a row."""
        if not self.numbering.is_ghost:
            self.rows.append(row)
        self.last, self.fresh, self.is_open, self.is_torn = source, False, False, False


def read_grid(grid: Sequence[GridRow], file: str) -> Sheet:
    """The rows of a plan in the tables of a document.

    Raises Refused ``document_no_heading``, ``document_no_actions``, ``document_number_twice_at``,
    ``document_number_order_at``, ``document_year_twice`` or ``document_two_plans``.
    """
    rows = with_above(grid)
    reading = _Reading(file, Numbering(file))
    at = 0
    while at < len(rows):
        reading.fresh = reading.fresh or rows[at].cut
        # a heading with nothing below it on its page may go on over the page's end
        reading.is_torn = reading.is_torn or (rows[at].cut and reading.is_open)
        if reading.is_torn and is_heading_rest(rows[at]):
            at += 1
            continue
        heading = heading_at(rows, at)
        if heading is not None:
            reading.take(heading)
            at += heading.size
            continue
        _take_row(reading, rows[at])
        at += 1
    if reading.actions is None:
        seen = sorted(reading.found | named_concepts(rows))
        raise Refused(
            "document_no_heading", file=file, looked="action, deadline, budget", found=", ".join(seen) or "–"
        )
    if not any(row.kind == "action" for row in reading.rows):
        raise Refused("document_no_actions", file=file)
    texts = [cell.text for row in rows for cell in row.cells]
    votes = languages(texts)
    roles = tuple(role for role in ROLES if role in {column.role for column in reading.actions.columns})
    return Sheet(
        tuple(map(gridcells.with_support, reading.numbering.kept(reading.rows))),
        tuple(sorted(reading.years)) or years_of_deadlines(reading.rows, reading.found, file),
        max(votes, key=lambda language: votes[language], default="sq"),
        title_of(rows),
        roles,
        (len(reading.splits), sum(reading.splits)),
    )


def _take_row(reading: _Reading, row: GridRow) -> None:
    filled = row.filled
    if not filled:
        return
    fresh = reading.fresh
    if row.table == 0:
        _take_text(reading, row)
        return
    if _take_action(reading, row, filled) or _take_rest(reading, row, filled, fresh=fresh):
        return
    if _take_total(reading, row, filled) or _take_objective(reading, row, filled):
        return
    if _take_indicator(reading, row, filled):
        return
    _take_line(reading, row, filled)
    reading.fresh = False


def _line(text: str) -> Line:
    return Line(text, 0, 0)


def _start(text: str) -> Start | None:
    found = sections.starts([_line(text)])
    return found[0] if found else None


def _take_text(reading: _Reading, row: GridRow) -> None:
    """Text outside the tables: an objective's label stands there too, where each has a table of its own."""
    start = _start(row.cells[0].text)
    if start is not None and start.kind in ("strategic", "specific") and start.rest:
        _add_objective(reading, row, start.kind, start.nr, row.cells[0], start.rest)


def _take_action(reading: _Reading, row: GridRow, filled: Sequence[GridCell]) -> bool:
    heading = reading.actions
    if heading is None or len(filled) < 2 or reading.numbering.specific is None:
        return False
    first = row.cells[0] if row.cells[0].text else filled[0]
    roles = [column.role for column in heading.of(first)]
    if not roles or roles[0] not in ("nr", "title"):
        return False
    text = first.text
    if roles[0] == "nr" and numbers.is_number("".join(text.split())):
        # a narrow column cuts a long number
        text = "".join(text.split())
    options = first.options or (text,)
    words = text.split(None, 1)
    alone = any(numbers.is_number(option) for option in options)
    if roles[0] == "title" and any(column.role == "nr" for column in heading.columns):
        return False
    if not alone and not (roles[0] == "title" and numbers.key_like(text) and len(words) == 2):
        return False
    spread = len({column.role for cell in filled for column in heading.of(cell)[:1]} - {"", "nr"})
    if spread < 2 or _start(f"{words[0]} {filled[1].text}" if alone else text):
        return False
    number = reading.numbering.action(options if alone else (words[0],), first.place)
    if number is None:
        return False
    draft = gridcells.action_cells(row, heading)
    if not alone:
        draft.cells["title"] = replace(draft.cells["title"], parts=(Part(words[1]),))
    elif roles[0] == "title":
        _number_out_of_title(draft)
    nr, reason = number
    why = reason or first.reason
    draft.cells["nr"] = Cell("nr", (Part(nr),), first.place, not why, why)
    reading.mode = "actions"
    reading.add(draft.row("action", nr, row.place, heading.years), row)
    return True


def _number_out_of_title(draft: gridcells.Draft) -> None:
    """The number's column may have no heading of its own: the title's was merged over both."""
    cell = draft.cells["title"]
    draft.cells["title"] = replace(cell, parts=tuple(replace(part, gap=0) for part in cell.parts[1:]))


def _take_rest(reading: _Reading, row: GridRow, filled: Sequence[GridCell], *, fresh: bool) -> bool:
    """The rest of a row that a page's end cut: the edges of the row before, and nothing that begins one."""
    before = reading.last
    if not fresh or before is None or not reading.rows or not row.cut_edges(before):
        return False
    if _begins(reading, row, filled):
        return False
    last = reading.rows[-1]
    if last.kind == "action" and reading.actions is not None:
        draft = gridcells.action_cells(row, reading.actions)
    elif last.kind == "indicator":
        draft = gridcells.indicator_cells(row, reading.targets, row.cells[0], row.cells[0].text)
    elif last.kind in ("strategic", "specific"):
        draft = gridcells.Draft()
        draft.add("title", filled[-1])
    elif last.kind in ("total", "grand_total") and reading.actions is not None:
        draft = gridcells.total_cells(row, reading.actions, row.cells[0])
    else:
        return False
    reading.rows[-1] = gridcells.continued(last, draft, cut=True)
    reading.fresh = False
    return True


def _begins(reading: _Reading, row: GridRow, filled: Sequence[GridCell]) -> bool:
    """Whether a row begins something of its own."""
    text = filled[0].text
    if len(row.cells) == 1 and numbers.key_like(text):
        return True
    if numbers.is_number(text) and filled[0] is row.cells[0] and len(row.cells) > 1:
        return True
    if sections.begins_indicator(_line(text)) is not None or sections.is_split(_line(text)):
        return True
    start = _start(text) or _start(f"{text} :")
    if start is None:
        return False
    last = reading.rows[-1]
    return not (last.kind in ("total", "grand_total") and start.kind in ("strategic", "specific"))


def _take_total(reading: _Reading, row: GridRow, filled: Sequence[GridCell]) -> bool:
    heading = reading.actions
    if heading is None:
        return False
    label = filled[0]
    if (
        sections.is_split(_line(label.text))
        and reading.rows
        and reading.rows[-1].kind in ("total", "grand_total")
    ):
        draft = gridcells.total_cells(row, heading, label)
        blank = not draft.loose and not any(gridcells.money_text(cell) for cell in draft.budget.values())
        if not reading.numbering.is_ghost:
            reading.splits.append(blank)
        # what a page's end cuts from this row is no part of the total above
        reading.last, reading.fresh = None, False
        return True
    start = _start(f"{label.text} :")
    if start is None or start.kind not in ("total", "grand_total"):
        return False
    kind = start.kind
    if kind == "grand_total" and _is_bare_total(label.text) and not reading.numbering.has_total:
        kind = "total"
    draft = gridcells.total_cells(row, heading, label)
    reading.numbering.total(kind)
    reading.add(draft.row(kind, start.nr, row.place, heading.years), row)
    return True


def _is_bare_total(text: str) -> bool:
    """Whether a label says "total" and no more: an objective's own table may end so."""
    return not concepts(text) & {"plan", "action", "objective"}


def _take_objective(reading: _Reading, row: GridRow, filled: Sequence[GridCell]) -> bool:
    label = filled[0]
    numbered = any(numbers.is_number(option) for option in label.options or (label.text,))
    if numbered and len(filled) > 1:
        label = filled[1]
        start = _start(label.text) or _start(f"{filled[0].text} {label.text}")
        if start is not None and start.kind in ("strategic", "specific"):
            nr = reading.numbering.objective_number(start.kind, filled[0].options or (filled[0].text,))
            _add_objective(reading, row, start.kind, nr, label, start.rest, filled[0])
            return True
    else:
        start = _start(label.text)
        if start is not None and start.kind in ("strategic", "specific"):
            _add_objective(reading, row, start.kind, start.nr, label, start.rest)
            return True
    return _take_bare(reading, row, filled)


def _take_bare(reading: _Reading, row: GridRow, filled: Sequence[GridCell]) -> bool:
    """An objective without a label: a number of one or two components and a title, merged over the table."""
    first = filled[0]
    words = first.text.split(None, 1)
    if numbers.is_number(first.text) and len(filled) == 2:
        options, label, title = first.options or (first.text,), filled[1], filled[1].text
    elif len(filled) == 1 and len(words) == 2 and numbers.is_number(words[0]):
        options, label, title = (words[0],), first, words[1]
    else:
        return False
    wide = label.right - label.left > 0.5 * (row.cells[-1].right - row.cells[0].left)
    depth = numbers.depth(options[0])
    if not (reading.mode or wide) or depth > 2 or not any(c.isalpha() for c in title):
        return False
    kind = "strategic" if depth == 1 else "specific"
    if not reading.numbering.may_begin(kind, options):
        return False
    nr = reading.numbering.objective_number(kind, options)
    _add_objective(reading, row, kind, nr, label, title)
    return True


def _add_objective(
    reading: _Reading,
    row: GridRow,
    kind: str,
    nr: str,
    label: GridCell,
    title: str,
    number: GridCell | None = None,
) -> None:
    outside = row.table == 0
    if not reading.numbering.objective(kind, nr, label.place, reading.rows, outside=outside):
        return
    cells = {"title": Cell("title", (Part(squeeze(title)),), label.place)}
    if number is not None and number.options:
        cells["nr"] = Cell("nr", (Part(nr),), number.place, not number.reason, number.reason)
    reading.add(Row(kind, nr, cells, row.place), row)


def _take_indicator(reading: _Reading, row: GridRow, filled: Sequence[GridCell]) -> bool:
    numbered = numbers.is_number(filled[0].text) and len(filled) > 1
    label = filled[1] if numbered else filled[0]
    title = sections.begins_indicator(_line(label.text))
    under = reading.mode == "indicators" and reading.targets is not None and len(filled) > 2
    if title is None and under:
        held = [reading.targets.of(cell)[:1] for cell in filled] if reading.targets else []
        roles = {column.role for columns in held for column in columns}
        title = label.text if "title" in roles and roles & {"baseline", "interim", "final"} else None
    owner = reading.numbering.owner
    if title is None or owner is None:
        return False
    draft = gridcells.indicator_cells(row, reading.targets, label, title)
    reading.add(Row("indicator", owner, draft.cells, row.place), row)
    return True


def _take_line(reading: _Reading, row: GridRow, filled: Sequence[GridCell]) -> None:
    """A row without a number among actions: further lines of the action before it."""
    if not reading.rows or reading.rows[-1].kind != "action" or reading.actions is None:
        return
    last = reading.last
    if last is None or last.table != row.table or reading.numbering.is_ghost:
        return
    draft = gridcells.action_cells(GridRow(row.cells, row.place, row.table), reading.actions)
    if len(row.cells) == 1 or not draft.cells.keys() - {"notes"}:
        return
    reading.rows[-1] = gridcells.continued(reading.rows[-1], draft, cut=False)
