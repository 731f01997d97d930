"""The cells of one row of a grid, put under the columns of its heading."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from planreader.interpret.griddeadlines import MARKED, of_marks, role_of_day, take_deadline, until
from planreader.interpret.gridpayers import HEADED, parted, payer_beside, tells_both
from planreader.interpret.headings.headings import Heading, RoleColumn
from planreader.interpret.headings.moneyunits import in_full
from planreader.interpret.headings.unitcolumns import UNIT, in_unit, unit_beside
from planreader.interpret.mapping.given import LEAVE
from planreader.sources.form import Cell, Part, Row, Tokens
from planreader.sources.grid import UNSAVED, GridCell, GridRow
from planreader.sources.listing import is_text
from planreader.sources.text.lines import BLANK, BLOCK
from planreader.vocabulary import money
from planreader.vocabulary.fold import fold, squeeze

MERGED_ROWS: Final = "merged_over_rows"
MERGED_YEARS: Final = "merged_over_years"
MERGED_COLUMNS: Final = "merged_over_columns"
PARTS: Final = "sum_of_parts"
ROWS: Final = "sum_of_rows"
YEARS: Final = "sum_of_years"
ONE_AMOUNT: Final = "one_amount"
ABOUT: Final = "about_so_much"
_OPEN: Final = re.compile(r" $|\w[-–/]$")
"""The end of a line that goes on: a space where it wrapped, or the sign that it was cut at."""


@dataclass(slots=True)
class DraftRow:
    """A row in the making: cells by role, the budget by year, and amounts whose year is not told.

    It ``goes_on`` where a further row is added: then amounts of one year are summed.
    """

    cells: dict[str, Cell] = field(default_factory=dict[str, Cell])
    budget: dict[int, Cell] = field(default_factory=dict[int, Cell])
    loose: list[Cell] = field(default_factory=list[Cell])
    remarks: dict[str, Cell] = field(default_factory=dict[str, Cell])
    sums: dict[str, Cell] = field(default_factory=dict[str, Cell])
    """Amounts in columns that may be the sum of others, by the column's heading."""
    tokens: Tokens | None = None
    goes_on: bool = False

    def add_payer(self, name: str, cell: GridCell) -> None:
        """Add the source that heads a cell, unless it is listed already."""
        listed = self.cells["funding"].parts if "funding" in self.cells else ()
        if fold(name) not in {fold(part.text) for part in listed}:
            self.add("funding", cell._replace(parts=(Part(name),)), HEADED)

    def add(self, role: str, cell: GridCell, reason: str = "") -> None:
        """Put a cell's text under a role, behind what stands there; a dash beside a text says nothing."""
        earlier = self.cells.get(role)
        why = reason or cell.reason
        if earlier is None or (cell.parts and not is_text(earlier.text)):
            self.cells[role] = Cell(role, cell.parts, cell.place, not why, why)
        elif role == "deadline" and is_text(cell.text):
            self.cells[role] = until(earlier, cell, why)
        elif is_text(cell.text):
            self.cells[role] = joined(earlier, Cell(role, cell.parts, cell.place, not why, why), BLANK)

    def remark(self, heading: str, cell: GridCell) -> None:
        """Keep what stands in a column that a plan has no field for."""
        if cell.parts and heading:
            made = Cell("notes", cell.parts, cell.place)
            earlier = self.remarks.get(heading)
            self.remarks[heading] = made if earlier is None else joined(earlier, made, BLANK)

    def row(self, kind: str, nr: str, place: str, years: Sequence[int]) -> Row:
        """Return the row; its budget by year where the columns tell the year."""
        tokens = self.tokens
        if tokens is None and (self.loose or not (years or self.budget)):
            filled = [*(self.budget[year] for year in years if year in self.budget), *self.loose]
            filled = [cell for cell in filled if money_text(cell)]
            texts = tuple(cell.text for cell in filled)
            told = filled or self.loose
            reason, printed = (told[0].reason, told[0].printed) if len(told) == 1 else ("", "")
            tokens = Tokens(texts, filled[0].place if filled else place, reason, printed)
        budget = self.budget if tokens is None else None
        return Row(kind, nr, self.cells, place, budget, tokens, self.remarks, self.sums)


def money_text(cell: Cell) -> str:
    """Return a budget cell's text, empty where it is blank or a dash."""
    return cell.text.strip(money.BLANK)


def joined(first: Cell, second: Cell, gap: int) -> Cell:
    """Return a cell with the text of another behind its own; ``gap`` lies between."""
    if not second.parts:
        return first
    head, *rest = second.parts
    parts = (*first.parts, head._replace(gap=gap if first.parts else 0), *rest)
    place = (
        first.place if first.place == second.place or not second.place else f"{first.place}; {second.place}"
    )
    return Cell(first.role, parts, place, first.certain and second.certain, first.reason or second.reason)


def action_cells(row: GridRow, heading: Heading, draft: DraftRow | None = None) -> DraftRow:
    """Return an action's cells; those merged over several rows count for each, amounts for the first."""
    draft = draft or DraftRow()
    both = [(cell, "") for cell in row.cells] + [(cell, MERGED_ROWS) for cell in row.above]
    unit = unit_beside(row, heading)
    for cell, reason in sorted(both, key=lambda pair: pair[0].left):
        columns = heading.of(cell)
        if not columns:
            continue
        role = role_of_day(columns[0].role, draft.cells.get("deadline"), cell)
        payer, is_marked = payer_beside(cell, heading)
        if payer:
            draft.add_payer(payer, cell)
        if is_marked:
            continue
        if role == "budget":
            if columns[0].is_part:
                # the sum stands in the plan, who pays what of it beside the action
                draft.remark(squeeze(columns[0].title), cell)
            _budget(draft, in_unit(cell, unit, heading), heading, reason)
        elif role in ("", "notes", UNIT):
            draft.remark(squeeze(columns[0].title), cell)
        elif role == "sum" and any(map(str.isdigit, cell.text)):
            if not reason:
                title, made = squeeze(columns[0].title), Cell("sum", in_full(cell, heading).parts, cell.place)
                draft.sums[title] = added(draft.sums[title], made, ROWS) if title in draft.sums else made
        elif role == "sum":
            # words below what looks like a sum are kept; administrative cost says nothing new there
            if is_text(cell.text) and not money.is_admin(cell.text):
                draft.remark(squeeze(columns[0].title), cell)
        elif tells_both(columns[0], heading) and (pair := parted(cell)) is not None:
            _budget(draft, pair[0], heading, reason)
            draft.add(role, pair[1], reason)
        elif role not in ("objective", LEAVE, MARKED):
            several = {column.role for column in columns} - {"", "nr", columns[0].role}
            draft.add(role, cell, reason or (MERGED_COLUMNS if several and cell.parts else ""))
    if (marked := of_marks(heading, row)) is not None and "deadline" not in draft.cells:
        draft.cells["deadline"] = marked
    take_deadline(draft.cells, heading, [cell for cell, _reason in both if is_text(cell.text)])
    return draft


def _budget(draft: DraftRow, printed: GridCell, heading: Heading, reason: str = "") -> None:
    """Put a cell under its years; one that several share, if it is an amount, has none yet."""
    columns, cell = heading.of(printed), in_full(printed, heading)
    if cell.tokens is not None:
        draft.tokens = cell.tokens
        return
    why = reason or cell.reason or (ABOUT if money.is_about(cell.text) else "")
    made = Cell("budget", cell.parts, cell.place, not why, why, _printed(printed))
    text = money_text(made)
    admin = money.is_admin(text)
    if reason and text and not admin:
        made, text = made._replace(parts=()), ""
    years = list(dict.fromkeys(column.year for column in columns if column.year is not None))
    if by_year := money.by_year(text) if not years and not draft.goes_on else {}:
        for year, amount in by_year.items():
            own = in_full(cell._replace(parts=(Part(amount),), number=None), heading)
            draft.budget[year] = made._replace(parts=own.parts, certain=not own.reason, reason=own.reason)
        return
    is_part, sum_of = columns[0].is_part or draft.goes_on, ROWS if draft.goes_on else PARTS
    if text and not years and is_part and draft.loose:
        draft.loose = [added(draft.loose[0], made, sum_of)]
    elif text and len(years) > 1 and not admin:
        total, before = made._replace(role="budget_total"), draft.cells.get("budget_total")
        draft.cells["budget_total"] = total if before is None else added(before, total, YEARS)
        none = made._replace(parts=(), certain=True, reason=MERGED_YEARS)
        draft.budget.update(dict.fromkeys(years, none))
    elif not years and (text or why == UNSAVED):
        draft.loose.append(made)
    elif len(years) == 1 and is_part and years[0] in draft.budget:
        draft.budget[years[0]] = added(draft.budget[years[0]], made, sum_of)
    elif len(years) > 1 and text:
        draft.budget.update(dict.fromkeys(years, made._replace(certain=False, reason=reason or MERGED_YEARS)))
    else:
        draft.budget.update(dict.fromkeys(years, made))


def _printed(cell: GridCell) -> str:
    """Return what a budget's cell shows: of a workbook's number all decimals, which its text leaves out."""
    value, divisor = cell.number or (0, 1)
    return f"{value / divisor:.15g}" if isinstance(value, float) or divisor > 1 else cell.text


def added(first: Cell, other: Cell, reason: str) -> Cell:
    """Return what two cells of a year come to; of administrative cost and an amount the amount counts."""
    texts = money_text(first), money_text(other)
    if not all(texts):
        return first if texts[0] else other
    a, b = map(money.amount, texts)
    if a is not None and b is not None:
        total = (Part(money.figure(a + b)),)
        whole = joined(first, other, BLANK)._replace(parts=total, certain=False, reason=reason)
        return whole._replace(printed=f"{first.printed} · {other.printed}")
    for text, beside in zip(texts, (other, first), strict=True):
        if money.is_admin(text):
            return beside._replace(certain=False, reason=reason)
    return joined(first, other, BLANK)


def total_cells(row: GridRow, heading: Heading, label: GridCell) -> DraftRow:
    """Return the cells of a row of totals: label, an amount a year, what strayed into other columns."""
    draft, unit = DraftRow(), unit_beside(row, heading)
    draft.add("label", label)
    for cell in row.cells:
        columns = heading.of(cell) if cell is not label else []
        if columns and columns[0].role == "budget":
            _budget(draft, in_unit(cell, unit, heading), heading)
        elif cell.text and cell.left > label.left and not _is_other_sum(columns, cell):
            draft.add("stray", cell)
    return draft


def _is_other_sum(columns: Sequence[RoleColumn], cell: GridCell) -> bool:
    """Return whether a cell of totals is the sum of columns that are no budget: of what was spent."""
    role = columns[0].role if columns else ""
    return role in ("sum", LEAVE) or (role == "notes" and money.is_cell(cell.text))


def continued(row: Row, draft: DraftRow) -> Row:
    """Return a row with the rest of its cells that a page's end cut."""
    budget = dict(row.budget) if row.budget is not None else None
    for year, cell in draft.budget.items():
        if budget is not None and money_text(cell):
            begun = budget.get(year)
            budget[year] = cell if begun is None else _resumed_amount(begun, cell)
    tokens = row.tokens
    if tokens is not None and tokens.texts and draft.loose:
        # the only cell of a budget that names its years goes on
        text = " ".join((tokens.texts[-1], *(cell.text for cell in draft.loose)))
        tokens = tokens._replace(texts=(*tokens.texts[:-1], text))
    cells = {role: cell for role, cell in draft.cells.items() if cell.parts and role != "nr"}
    sums = {
        title: _resumed_amount(row.sums[title], rest) if title in row.sums else rest
        for title, rest in draft.sums.items()
    }
    return row._replace(
        cells=_all_resumed(row.cells, cells),
        budget=budget,
        tokens=tokens,
        remarks=_all_resumed(row.remarks, draft.remarks),
        sums={**row.sums, **sums},
    )


def _all_resumed(begun: Mapping[str, Cell], rest: Mapping[str, Cell]) -> dict[str, Cell]:
    return {
        **begun,
        **{key: _resumed(begun[key], cell) if key in begun else cell for key, cell in rest.items()},
    }


def _resumed(first: Cell, rest: Cell) -> Cell:
    """Go on with a cell behind a page's end: in mid-paragraph, or with a new one where the last had ended."""
    if first.parts and rest.parts and _OPEN.search(first.parts[-1].text):
        last = first.parts[-1]._replace(text=first.parts[-1].text + rest.parts[0].text)
        whole = first._replace(parts=(*first.parts[:-1], last))
        return joined(
            whole, rest._replace(parts=rest.parts[1:]), rest.parts[1].gap if len(rest.parts) > 1 else 0
        )
    return joined(first, rest, BLOCK)


def _resumed_amount(first: Cell, rest: Cell) -> Cell:
    """Return an amount goes on in mid-figure, or behind a space; what is neither stands side by side."""
    whole = _resumed(first, rest)
    for text in (whole.text, f"{first.text}{rest.text}"):
        if money.is_admin(text) or money.amount(text) is not None:
            return first._replace(parts=(Part(text),))
    return whole
