"""A plan written as a workbook, and the blank one: headings, help in notes, lists to choose from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from language import _
from language.reading.findings import finding
from planreader.vocabulary.deadlines import read_deadline
from planreader.vocabulary.targets import TARGETS
from planreader.workbook import columns as declared
from planreader.workbook.book import Book, Value
from planreader.workbook.columns import ADMIN_WORDS, KIND, NONE
from planreader.workbook.reading import read_workbook
from store.db.errors import UserError
from store.plan.form import finding_to_form, plan_to_form
from store.plan.model import (
    Action,
    BudgetCell,
    Deadline,
    Indicator,
    Plan,
    Remark,
    SpecificObjective,
    StrategicObjective,
)

_BLANK_ROWS: Final = 300
"""Rows of a blank sheet that are ready to be filled in."""


def plan_workbook(plan: Plan, file: str) -> bytes:
    """Return the workbook of a plan, which reads back as the same plan.

    Raises UserError ``library_missing``, or ``plan_not_in_cells`` where a text of the plan has a form that no
    cell keeps.
    """
    book = Book()
    years = plan.years
    headings = remark_headings(plan)
    book.plan(years, headings, _plan_rows(plan, headings))
    book.sheet(declared.INDICATORS, declared.INDICATOR_COLUMNS, _indicator_rows(plan))
    book.about(plan.title, plan.language, plan.currency, plan.id)
    book.sheet(declared.FINDINGS, declared.FINDING_COLUMNS, _finding_rows(plan))
    data = book.bytes()
    _check(plan, data, file)
    return data


def blank_workbook(years: Sequence[int], language: str) -> bytes:
    """Return a workbook to fill in, with an example beside it. Raises UserError ``library_missing``."""
    book = Book()
    book.plan(years, (), [], rows_ready=_BLANK_ROWS)
    book.sheet(declared.INDICATORS, declared.INDICATOR_COLUMNS, [], rows_ready=_BLANK_ROWS)
    book.about("", language, "EUR", "")
    book.plan(years, (), _example(years), title=declared.EXAMPLE)
    return book.bytes()


def remark_headings(plan: Plan) -> tuple[str, ...]:
    """Return the headings of remarks, so that those of each action stand in their order."""
    headings: list[str] = []
    for action in plan.actions():
        at = 0
        for remark in action.remarks:
            if remark.heading in headings[at:]:
                at += headings[at:].index(remark.heading) + 1
            else:
                headings.insert(at, remark.heading)
                at += 1
    return tuple(headings)


def _check(plan: Plan, data: bytes, file: str) -> None:
    """Raise UserError ``plan_not_in_cells`` unless the workbook says what the plan does."""
    try:
        again = read_workbook(data, file)
    except UserError as refused:
        problems = refused.params.get("problems")
        place = problems[0][1].get("place") if isinstance(problems, list) else None
        raise UserError("plan_not_in_cells", file=file, where=place or file) from refused
    wanted, read_back = (_stripped(plan_to_form(told)) for told in (plan, again))
    if (where := _difference(wanted, read_back, "plan")) is not None:
        raise UserError("plan_not_in_cells", file=file, where=where)


def _stripped(value: Any) -> Any:
    """Return plain data without the blanks around its texts; an empty text is none."""
    if isinstance(value, dict):
        return {key: _stripped(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_stripped(inner) for inner in value]
    return (value.strip() or None) if isinstance(value, str) else value


def _difference(wanted: Any, read_back: Any, where: str) -> str | None:
    if isinstance(wanted, dict) and isinstance(read_back, dict) and wanted.keys() == read_back.keys():
        pairs = [(wanted[key], read_back[key], f"{where}/{key}") for key in wanted]
    elif isinstance(wanted, list) and isinstance(read_back, list) and len(wanted) == len(read_back):
        pairs = [(*pair, f"{where}/{n}") for n, pair in enumerate(zip(wanted, read_back, strict=True), 1)]
    else:
        return None if wanted == read_back else where
    return next((told for pair in pairs if (told := _difference(*pair)) is not None), None)


def _plan_rows(plan: Plan, headings: Sequence[str]) -> list[dict[str, Value]]:
    rows: list[dict[str, Value]] = []
    for strategic in plan.strategic_objectives:
        rows.append(_row("strategic", strategic.nr, strategic.title))
        for objective in strategic.specific_objectives:
            rows.append(_row("specific", objective.nr, objective.title))
            rows += [_action_row(action, plan.years, headings) for action in objective.actions]
            if objective.total_label is not None or objective.totals:
                # all years blank are no totals at all, unless the plan says so of each
                is_blank = all(cents is None for cents in objective.totals.values())
                blank = NONE if objective.totals and is_blank else None
                totals = {
                    f"budget {year}": blank if (cents := objective.totals.get(year)) is None else cents / 100
                    for year in plan.years
                }
                rows.append({"kind": _(KIND.labels["total"]), "title": objective.total_label, **totals})
    return rows


def _row(kind: str, nr: str, title: str) -> dict[str, Value]:
    return {"kind": _(KIND.labels[kind]), "nr": nr, "title": title or NONE}


def _action_row(action: Action, years: Sequence[int], headings: Sequence[str]) -> dict[str, Value]:
    row = _row("action", action.nr, action.title)
    row["deadline"] = action.deadline.raw or None
    row["from"], row["to"] = _span(action.deadline)
    for year in years:
        row[f"budget {year}"] = _amount(action.budget.get(year))
    row["budget_total"] = _amount(action.budget_total)
    for code in ("funding", "lead", "support", "outputs", "documents"):
        row[code] = "\n".join(entry.replace("\n", "\n  ") for entry in getattr(action, code)) or None
    row["id"] = action.id or None
    for n, remark in zip(_places(action.remarks, headings), action.remarks, strict=True):
        row[f"remark {n}"] = remark.text or NONE
    return row


def _places(remarks: Sequence[Remark], headings: Sequence[str]) -> list[int]:
    places: list[int] = []
    for remark in remarks:
        places.append(headings.index(remark.heading, places[-1] + 1 if places else 0))
    return places


def _span(deadline: Deadline) -> tuple[str | None, str | None]:
    """Return from and to, where the words of a deadline are read otherwise, or have not the form of one."""
    read, malformed = read_deadline(deadline.raw)
    ends = ((deadline.start, deadline.start_month), (deadline.end, deadline.end_month))
    if not (malformed and deadline.raw) and ends == (
        (read.start, read.start_month),
        (read.end, read.end_month),
    ):
        return None, None
    first, last = (
        NONE if year is None else f"{year}-{month:02}" if month else str(year) for year, month in ends
    )
    return first, last


def _amount(cell: BudgetCell) -> Value:
    if cell is None:
        return None
    return cell / 100 if isinstance(cell, int) else _(ADMIN_WORDS)


def _indicator_rows(plan: Plan) -> list[dict[str, Value]]:
    rows: list[dict[str, Value]] = []
    called: dict[str, str] = {}
    of_objectives: list[tuple[str, str, Indicator]] = []
    # a plan that has just been read has no ids yet
    has_ids = all(action.id for action in plan.actions())
    for strategic in plan.strategic_objectives:
        objectives: tuple[StrategicObjective | SpecificObjective, ...]
        objectives = (strategic, *strategic.specific_objectives)
        for objective in objectives:
            kind = "strategic" if objective is strategic else "specific"
            # of two levels that bear one number the second is called by its kind as well
            is_first = called.setdefault(objective.nr, kind) == kind
            name = objective.nr if is_first else f"{_(KIND.labels[kind])} {objective.nr}"
            of_objectives += [
                (name, f"{objective.nr}/{n}" if has_ids and is_first else "", indicator)
                for n, indicator in enumerate(objective.indicators, 1)
            ]
    for name, nr, indicator in of_objectives:
        row: dict[str, Value] = {
            "objective": name,
            "title": indicator.title or NONE,
            "result": indicator.result,
            "id": indicator.id or nr or None,
        }
        for role in TARGETS:
            if (target := getattr(indicator, role)) is not None:
                row[role] = target.value if target.value or target.year else NONE
                row[f"{role}_year"] = target.year
        rows.append(row)
    return rows


def _finding_rows(plan: Plan) -> list[dict[str, Value]]:
    rows: list[dict[str, Value]] = []
    for noticed in plan.findings:
        form = finding_to_form(noticed)
        code, where, place = (form.pop(key) for key in ("code", "where", "source"))
        figures = json.dumps(form, ensure_ascii=False) if form else None
        words = finding(noticed.code, noticed.where, noticed.figures, plan.currency)
        rows.append(
            {"words": words, "code": code, "where": where, "figures": figures, "source": place or None}
        )
    return rows


def _example(years: Sequence[int]) -> list[dict[str, Value]]:
    first, last = years[0], years[-1]
    money: dict[str, Value] = {f"budget {year}": 45_000 for year in years}
    strategic, specific, pipes, losses, total = map(_, declared.EXAMPLE_TITLES)
    return [
        _row("strategic", "1", strategic),
        _row("specific", "1.1", specific),
        {
            **_row("action", "1.1.1", pipes),
            **money,
            "deadline": f"{first}-{last}" if last > first else str(first),
            "funding": _("Municipal budget"),
            "lead": _("Directorate of Public Services"),
            "support": "KRU",
            "outputs": _("4 km of pipes replaced"),
        },
        {
            **_row("action", "1.1.2", losses),
            "deadline": f"Q4 {first}",
            f"budget {first}": _(ADMIN_WORDS),
            "funding": _("Municipal budget"),
            "lead": "KRU",
            "outputs": _("Four reports on losses"),
        },
        {"kind": _(KIND.labels["total"]), "title": total, **money},
    ]
