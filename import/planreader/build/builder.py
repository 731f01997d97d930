"""From rows of cells to the plan: where the rows of every format become actions, money and provenance."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from planreader.build import budget
from planreader.build.edges import with_known_edges
from planreader.build.entries import documents, outputs
from planreader.build.grouping import Group, grouped
from planreader.build.marks import Marks
from planreader.build.names import Lexicon
from planreader.sources.form import LISTS, Currency, Row, Sheet, Tokens
from planreader.vocabulary import money
from planreader.vocabulary.currency import named
from planreader.vocabulary.deadlines import read_deadline
from planreader.vocabulary.fold import fold, slug, squeeze
from planreader.vocabulary.targets import TARGETS, read_target
from planreader.vocabulary.vocabulary import ACTION_PLAN
from store.plan.model import (
    Action,
    BudgetCell,
    Deadline,
    Finding,
    Indicator,
    Plan,
    Provenance,
    Remark,
    SpecificObjective,
    StrategicObjective,
)

_FAR: Final = 15
"""Years from a plan's last one: a deadline beyond is mistyped, as 2052 for 2025."""
_ONE_YEAR: Final = re.compile(r"((?:19|20)\d\d)\s*[-–—]\s*\1\.?")
_FEWEST: Final = 3
"""How often a range from a year to the same must stand to be a way of writing, and no slip."""


class _Habits(NamedTuple):
    """How a document writes: what tells the entries of lists apart, and deadlines of one year."""

    names: Lexicon
    cited: frozenset[str]
    """The words, folded, that begin cells of references."""
    ranges: bool
    """Whether deadlines of one year are ranges."""


def made_title(language: str, years: Sequence[int]) -> str:
    """The title of a plan whose document prints none."""
    span = f"{years[0]}-{years[-1]}" if len(years) > 1 else str(years[0])
    return f"{ACTION_PLAN.get(language, '')} {span}"


def assemble(
    sheet: Sheet,
    *,
    title: str | None = None,
    plan_id: str | None = None,
    known: Sequence[str] = (),
    currency: str = "",
) -> tuple[Plan, Marks]:
    """The plan without its findings, and what these are found from besides; ``currency`` if somebody said."""
    marks = Marks(splits=sheet.splits, roles=sheet.roles, passed=sheet.passed, money=list(sheet.money))
    groups = grouped(sheet.rows)
    rows = [row for strategic in groups for objective in strategic.objectives for row in objective.actions]
    names = Lexicon(
        [row.cells[role] for row in rows for role in ("funding", "institutions") if role in row.cells],
        known,
    )
    cited = frozenset(fold(row.text("documents").split()[0]) for row in rows if row.text("documents"))
    habits = _Habits(names, cited, sum(_is_of_one_year(row.text("deadline")) for row in rows) >= _FEWEST)
    strategic = tuple(_strategic(group, sheet.years, habits, marks) for group in groups)
    _place_grand(sheet, strategic, marks)
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
    if sheet.flows:
        plan, moved = with_known_edges(plan, sheet.roles)
        marks.provenance.update(moved)
    return plan, marks


def _place_grand(sheet: Sheet, strategic: Sequence[StrategicObjective], marks: Marks) -> None:
    """The total of the plan: the sum of its actions or that of the objectives' printed totals."""
    sums = budget.sums([one for group in strategic for one in group.specific_objectives], sheet.years)
    for row in sheet.rows:
        if row.kind == "grand_total":
            line = _line(row, None, sheet.years, marks, "plan")
            marks.grand_total = budget.place_sum(line, sheet.years, sums).cells
            marks.grand_place = row.place


def _strategic(group: Group, years: Sequence[int], habits: _Habits, marks: Marks) -> StrategicObjective:
    nr = group.nr or group.objectives[0].nr.split(".")[0]
    marks.note(f"{nr}/title", group.title)
    return StrategicObjective(
        nr=nr,
        title=group.title.text if group.title else "",
        indicators=_indicators(nr, group.indicators, marks),
        specific_objectives=tuple(
            _specific(objective, years, habits, marks) for objective in group.objectives
        ),
    )


def _indicators(nr: str, rows: Sequence[Row], marks: Marks) -> tuple[Indicator, ...]:
    found: list[Indicator] = []
    for n, row in enumerate(rows, 1):
        for role, cell in row.cells.items():
            marks.note(f"{nr}/indicators/{n}/{role}", cell)
        baseline, interim, final = (read_target(row.text(role)) for role in TARGETS)
        found.append(Indicator(row.text("title"), baseline, interim, final, row.text("result") or None))
        marks.provenance.setdefault(f"{nr}/indicators/{n}/title", Provenance(row.place))
    return tuple(found)


def _is_of_one_year(raw: str) -> bool:
    """Whether a deadline is a range from a year to the same: ``2023-2023``."""
    return _ONE_YEAR.fullmatch(squeeze(raw)) is not None


def _specific(group: Group, years: Sequence[int], habits: _Habits, marks: Marks) -> SpecificObjective:
    nr = group.nr
    marks.note(f"{nr}/title", group.title)
    deadlines = [_deadline(row, years, habits, marks) for row in group.actions]
    lines = [_line(row, due, years, marks, row.nr) for row, due in zip(group.actions, deadlines, strict=True)]
    total = _line(group.total, None, years, marks, nr) if group.total else None
    placed, totals = budget.place(lines, total, years)
    actions = tuple(
        _action(row, due, _money(row, f"{row.nr}/budget", found, years, nr, marks), habits, marks)
        for row, due, found in zip(group.actions, deadlines, placed, strict=True)
    )
    if group.total:
        marks.note(f"{nr}/total_label", group.total.cells.get("label"))
        marks.labels[nr] = group.total.nr
        if "stray" in group.total.cells:
            marks.stray[nr] = group.total.cells["stray"]
        _money(group.total, f"{nr}/totals", totals, years, nr, marks)
    return SpecificObjective(
        nr=nr,
        title=group.title.text if group.title else "",
        indicators=_indicators(nr, group.indicators, marks),
        actions=actions,
        total_label=group.total.text("label") or None if group.total else None,
        totals={year: cell if isinstance(cell := totals.cells.get(year), int) else None for year in years},
    )


def _deadline(row: Row, years: Sequence[int], habits: _Habits, marks: Marks) -> Deadline:
    reading = read_deadline(row.text("deadline"))
    due = reading.deadline
    far = due.start is not None and abs(due.start - years[-1]) > _FAR
    # a column that the document does not have is in no wrong form
    usual = "deadline" not in marks.roles or (habits.ranges and _is_of_one_year(due.raw))
    if (reading.malformed and not usual) or far:
        marks.malformed.add(row.nr)
    return due


def _action(row: Row, due: Deadline, amounts: dict[int, BudgetCell], habits: _Habits, marks: Marks) -> Action:
    cells = row.cells
    for role, cell in cells.items():
        if role != "notes":
            marks.note(f"{row.nr}/{LISTS.get(role, role)}", cell)
    notes = {"": cells["notes"]} if "notes" in cells else {}
    # columns that a plan has no field for, where they hold more than a dash
    remarked = [(name, one) for name, one in {**notes, **row.remarks}.items() if one.text.strip(" -–—/")]
    for n, (_heading, cell) in enumerate(remarked, 1):
        marks.note(f"{row.nr}/remarks/{n}", cell)
    return Action(
        nr=row.nr,
        title=row.text("title"),
        deadline=due,
        budget=amounts,
        funding=habits.names.entries(cells["funding"]) if "funding" in cells else (),
        institutions=habits.names.entries(cells["institutions"]) if "institutions" in cells else (),
        outputs=outputs(cells["output"]) if "output" in cells else (),
        documents=documents(cells["documents"], habits.cited) if "documents" in cells else (),
        remarks=tuple(Remark(heading, cell.text) for heading, cell in remarked),
    )


def _line(row: Row, due: Deadline | None, years: Sequence[int], marks: Marks, where: str) -> budget.Line:
    """A row's budget cells for placing: all years in order where the columns are known, else its tokens."""
    span = None
    if due is not None and due.start is not None and due.end is not None and due.start <= due.end:
        span = due.start, due.end
    if row.budget is not None:
        known = row.budget
        texts = [(year, known[year].text if year in known else "") for year in years]
        return budget.Line(tuple(_cell(text, year, where, row.place, marks) for year, text in texts), span)
    tokens = row.tokens or Tokens(())
    cells = [_cell(text, None, where, tokens.place, marks) for text in tokens.texts[: len(years)]]
    return budget.Line(tuple(cells), span)


def _cell(text: str, year: int | None, where: str, place: str, marks: Marks) -> BudgetCell:
    marks.money += [Currency(code, place, squeeze(text), where) for code in named(text)]
    try:
        return money.cell(text)
    except ValueError:
        figures = {"found": squeeze(text)} | ({"year": year} if year is not None else {})
        marks.findings.append(Finding("amount_unreadable", where, figures, place))
        return None


def _money(
    row: Row, path: str, found: budget.Placed, years: Sequence[int], objective: str, marks: Marks
) -> dict[int, BudgetCell]:
    """The amounts of a row by year, with the place of each, and why it stands in that year."""
    told = {"total": f":objective={objective}", "deadline": f":deadline={row.text('deadline')}"}
    why = f"placed_by_{found.reason}{told.get(found.reason, '')}" if found.reason else ""
    place, text = (row.tokens.place, " ".join(row.tokens.texts)) if row.tokens else ("", "")
    for year in years:
        known = row.budget.get(year) if row.budget is not None else None
        reason = why or (known.reason if known else "")
        where = known.place if known else place or row.place
        marks.provenance[f"{path}/{year}"] = Provenance(where, not reason, reason)
        marks.sources[f"{path}/{year}"] = known.text if known else text
    return {year: found.cells.get(year) for year in years}
