"""From rows of cells to the plan: where the rows of every format become actions, money and provenance."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from planreader.build import budget
from planreader.build.entries import documents, outputs
from planreader.build.grouping import ObjectiveGroup, grouped
from planreader.build.marks import Marks
from planreader.build.names import Lexicon
from planreader.build.namesigns import LEADS, SUPPORTS
from planreader.build.rowsums import columns_of_sums, sums_and_others
from planreader.sources.form import LISTS, Currency, Row, Sheet, Tokens
from planreader.sources.grid import UNSAVED
from planreader.vocabulary import money, numbers
from planreader.vocabulary.currency import named
from planreader.vocabulary.deadlines import read_deadline
from planreader.vocabulary.fold import slug, squeeze
from planreader.vocabulary.targets import TARGETS, read_target
from planreader.vocabulary.vocabulary import ACTION_PLAN
from store.plan.model import (
    Action,
    BudgetCell,
    Deadline,
    Finding,
    Indicator,
    Institutions,
    Plan,
    Provenance,
    Remark,
    SpecificObjective,
    StrategicObjective,
)

OF_YEAR: Final = "year_of_plan"
"""Says that a deadline names months alone, in a plan of one year."""
_ONE_YEAR: Final = re.compile(r"((?:19|20)\d\d)\s*[-–—]\s*\1\.?")
"""A range from a year to the same: ``2023-2023``."""
_NAMES: Final = ("funding", "institutions", "support")
"""Cells that list names."""
_FEWEST: Final = 3
"""How often a range from a year to the same must stand to be a way of writing, and no slip."""


def made_title(language: str, years: Sequence[int]) -> str:
    """Return the title of a plan whose document prints none."""
    span = f"{years[0]}-{years[-1]}" if len(years) > 1 else str(years[0])
    return f"{ACTION_PLAN.get(language, '')} {span}"


def assemble(
    sheet: Sheet,
    *,
    title: str | None = None,
    plan_id: str | None = None,
    names: Sequence[str] = (),
    currency: str = "",
) -> tuple[Plan, Marks]:
    """Return the plan without its findings, and what these need; ``currency`` if somebody said."""
    groups = grouped(sheet.rows)
    builder = _Builder(sheet, groups, names)
    strategic, marks = tuple(map(builder.strategic, groups)), builder.marks
    builder.place_grand(sheet.rows, strategic)
    name = title or sheet.title or made_title(sheet.language, sheet.years)
    plan = Plan(
        id=plan_id or slug(name),
        title=name,
        language=sheet.language,
        years=sheet.years,
        strategic_objectives=strategic,
        currency=marks.currency(currency),
        provenance=marks.provenance,
    )
    return plan, marks


def _numbered(text: str) -> dict[str, str]:
    """Return the number that a row begins with, as a figure of a finding; none where it begins with none."""
    first = text.partition(" ")[0]
    return {"number": numbers.bare(first)} if numbers.is_number(first) and "." in first.rstrip(".") else {}


class _Builder:
    """Makes the parts of a plan of rows, by the habits of their document, and marks what it notices."""

    def __init__(self, sheet: Sheet, groups: Sequence[ObjectiveGroup], names: Sequence[str]) -> None:
        self.years = sheet.years
        self.of_year: set[str] = set()
        self.marks = Marks(
            splits=sheet.splits, roles=sheet.roles, passed=sheet.passed, money=list(sheet.money)
        )
        self.marks.findings += sheet.noticed
        self.marks.findings += [
            Finding("row_passed", nr, {"text": row.text, **_numbered(row.text)}, row.place)
            for nr, row in sheet.missed
        ]
        self.marks.findings += [
            Finding("row_struck", "plan", {"text": row.text}, row.place) for row in sheet.struck
        ]
        self.marks.findings += [
            Finding("rows_hidden", "plan", {"found": len(sheet.hidden)}, place) for place in sheet.hidden[:1]
        ]
        self.marks.findings += [
            Finding(
                "sheet_hidden", "plan", {"found": place.removeprefix("sheet ").rpartition(", ")[0]}, place
            )
            for place in sheet.hidden_sheets
        ]
        rows = [row for above in groups for objective in above.objectives for row in objective.actions]
        lists = [row.cells[role] for row in rows for role in _NAMES if role in row.cells]
        self.names = Lexicon(lists, names)
        self.sums = columns_of_sums(rows)
        self.apart = any("support" in row.cells for row in rows)
        # whether deadlines of one year are ranges
        self.ranges = sum(bool(_ONE_YEAR.fullmatch(row.text("deadline"))) for row in rows) >= _FEWEST

    def place_grand(self, rows: Sequence[Row], strategic: Sequence[StrategicObjective]) -> None:
        """Place the total of the plan: the sum of its actions or that of the objectives' printed totals."""
        sums = budget.sums(
            [objective for group in strategic for objective in group.specific_objectives], self.years
        )
        for row in rows:
            if row.kind == "grand_total" and all(
                cell.reason != UNSAVED for cell in (row.budget or {}).values()
            ):
                line = self._line(row, None, "plan")
                self.marks.grand_total = budget.place_sum(line, self.years, sums)
                self.marks.grand_place = row.place
                self._whole(row, "plan")

    def strategic(self, group: ObjectiveGroup) -> StrategicObjective:
        nr = group.nr or group.objectives[0].nr.split(".")[0]
        self.marks.note(f"{nr}/title", group.title)
        return StrategicObjective(
            nr=nr,
            title=group.title.text if group.title else "",
            indicators=self._indicators(nr, group.indicators),
            specific_objectives=tuple(map(self._specific, group.objectives)),
        )

    def _indicators(self, nr: str, rows: Sequence[Row]) -> tuple[Indicator, ...]:
        indicators: list[Indicator] = []
        for n, row in enumerate(rows, 1):
            for role, cell in row.cells.items():
                self.marks.note(f"{nr}/indicators/{n}/{role}", cell)
            baseline, interim, final = (read_target(row.text(role)) for role in TARGETS)
            indicators.append(
                Indicator(row.text("title"), baseline, interim, final, row.text("result") or None)
            )
            self.marks.provenance.setdefault(f"{nr}/indicators/{n}/title", Provenance(row.place))
        return tuple(indicators)

    def _specific(self, group: ObjectiveGroup) -> SpecificObjective:
        nr = group.nr
        self.marks.note(f"{nr}/title", group.title)
        deadlines = [self._deadline(row) for row in group.actions]
        lines = [self._line(row, due, row.nr) for row, due in zip(group.actions, deadlines, strict=True)]
        total = self._line(group.total, None, nr) if group.total else None
        placed, totals = budget.place(lines, total, self.years)
        actions = tuple(
            self._action(row, due, self._money(row, f"{row.nr}/budget", placing, nr))
            for row, due, placing in zip(group.actions, deadlines, placed, strict=True)
        )
        if group.total:
            self.marks.note(f"{nr}/total_label", group.total.cells.get("label"))
            self.marks.labels[nr] = group.total.nr if group.total.kind == "total" else ""
            if "stray" in group.total.cells:
                self.marks.stray[nr] = group.total.cells["stray"]
            self._money(group.total, f"{nr}/totals", totals, nr)
            self._whole(group.total, nr)
        return SpecificObjective(
            nr=nr,
            title=group.title.text if group.title else "",
            indicators=self._indicators(nr, group.indicators),
            actions=actions,
            total_label=group.total.text("label") or None if group.total else None,
            totals={y: cell if isinstance(cell := totals.cells.get(y), int) else None for y in self.years},
        )

    def _deadline(self, row: Row) -> Deadline:
        reading = read_deadline(row.text("deadline"))
        due = reading.deadline
        if due.start is None and len(self.years) == 1:
            # "March" in a plan of one year
            dated = read_deadline(f"{due.raw} {self.years[0]}")
            if not dated.malformed and dated.deadline.start_month is not None:
                self.of_year.add(row.nr)
                return dated.deadline._replace(raw=due.raw)
        # a column that the document does not have is in no wrong form
        usual = "deadline" not in self.marks.roles or (self.ranges and _ONE_YEAR.fullmatch(due.raw))
        if reading.malformed and not usual:
            self.marks.malformed.add(row.nr)
        return due

    def _action(self, row: Row, due: Deadline, amounts: dict[int, BudgetCell]) -> Action:
        cells = row.cells
        for role, cell in cells.items():
            if role == "deadline" and row.nr in self.of_year:
                cell = cell._replace(certain=False, reason=OF_YEAR)
            if role != "notes":
                self.marks.note(f"{row.nr}/{LISTS.get(role, role)}", cell)
        sums, others = sums_and_others(row, self.sums)
        self.marks.row_sums[row.nr] = sums
        notes = {"": cells["notes"]} if "notes" in cells else {}
        # columns that a plan has no field for, where they hold more than a dash
        lead, support = self._institutions(row)
        remarked = [
            (name, remark)
            for name, remark in {**notes, **row.remarks, **others}.items()
            if remark.text.strip(" -–—/")
        ]
        for n, (_heading, cell) in enumerate(remarked, 1):
            self.marks.note(f"{row.nr}/remarks/{n}", cell)
        return Action(
            nr=row.nr,
            title=row.text("title"),
            deadline=due,
            budget=amounts,
            funding=self.names.entries(cells["funding"]) if "funding" in cells else (),
            lead=lead,
            support=support,
            outputs=outputs(cells["output"]) if "output" in cells else (),
            documents=documents(cells["documents"]) if "documents" in cells else (),
            remarks=tuple(Remark(heading, cell.text) for heading, cell in remarked),
            budget_total=self._of_all_years(row, row.nr),
        )

    def _institutions(self, row: Row) -> Institutions:
        """Return who leads and who supports: by two columns, or by one that lists both."""
        cell, apart = row.cells.get("institutions"), row.cells.get("support")
        if self.apart:
            lead, support = (
                self.names.institutions(column, usual) if column is not None else Institutions()
                for column, usual in ((cell, LEADS), (apart, SUPPORTS))
            )
            return Institutions(lead.lead + support.lead, lead.support + support.support)
        if cell is None:
            return Institutions()
        institutions = self.names.institutions(cell)
        if institutions.support:
            self.marks.note(f"{row.nr}/support", cell)
        return institutions

    def _of_all_years(self, row: Row, where: str) -> int | None:
        """Return the amount of a row that is one for all years."""
        cell = row.cells.get("budget_total")
        amount = self._cell(cell.text, None, where, cell.place) if cell is not None else None
        return amount if isinstance(amount, int) else None

    def _whole(self, row: Row, where: str) -> None:
        amount = self._of_all_years(row, where)
        if amount is not None:
            self.marks.wholes[where] = amount

    def _line(self, row: Row, due: Deadline | None, where: str) -> budget.BudgetLine:
        """Return a row's budget cells to be placed: of all years where columns are known, else its tokens."""
        span = None
        if due is not None and due.start is not None and due.end is not None and due.start <= due.end:
            span = due.start, due.end
        tokens, by_year = row.tokens or Tokens((), row.place), row.budget
        texts: list[tuple[str, int | None]] = [(text, None) for text in tokens.texts[: len(self.years)]]
        if by_year is not None:
            texts = [(by_year[year].text if year in by_year else "", year) for year in self.years]
        return budget.BudgetLine(tuple(self._cell(*pair, where, tokens.place) for pair in texts), span)

    def _cell(self, text: str, year: int | None, where: str, place: str) -> BudgetCell:
        self.marks.money += [Currency(code, place, squeeze(text), where) for code in named(text)]
        try:
            return money.cell(text)
        except ValueError:
            figures = {"found": squeeze(text)} | ({"year": year} if year is not None else {})
            self.marks.findings.append(Finding("amount_unreadable", where, figures, place))
            return None

    def _money(
        self, row: Row, path: str, placing: budget.PlacedCells, objective: str
    ) -> dict[int, BudgetCell]:
        """Return the amounts of a row by year, with the place of each, and why it stands in that year."""
        told = {"total": f":objective={objective}", "deadline": f":deadline={row.text('deadline')}"}
        why = f"placed_by_{placing.reason}{told.get(placing.reason, '')}" if placing.reason else ""
        tokens = row.tokens or Tokens(())
        text = tokens.printed or " ".join(tokens.texts)
        for year in self.years:
            cell = row.budget.get(year) if row.budget is not None else None
            reason = why or (cell.reason if cell else tokens.reason)
            where = cell.place if cell else tokens.place or row.place
            certain = not reason or (cell is not None and cell.certain and not why)
            self.marks.provenance[f"{path}/{year}"] = Provenance(where, certain, reason)
            self.marks.sources[f"{path}/{year}"] = (cell.printed or cell.text) if cell else text
        return {year: placing.cells.get(year) for year in self.years}
