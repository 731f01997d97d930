"""The plan of its workbook: read without a question, or refused with every cell that cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Final

from planreader.build.builder import made_title
from planreader.build.marks import Marks
from planreader.findings.findings import find
from planreader.sources.form import LISTS
from planreader.sources.workbook import PLAN as MARKER
from planreader.sources.workbook import BookSheet, marker_of, read_sheets
from planreader.vocabulary.deadlines import read_deadline
from planreader.vocabulary.fold import slug
from planreader.vocabulary.targets import TARGETS
from planreader.workbook import columns as declared
from planreader.workbook.cells import Cells
from planreader.workbook.columns import ACTION, NONE, SPECIFIC, STRATEGIC, TOTAL, means
from planreader.workbook.sheets import Sheets
from store.db.errors import UserError
from store.plan.form import FORMAT, cell_to_form, plan_from_form
from store.plan.model import Plan

_OF_ROWS: Final = {column.code: column.kinds for column in declared.PLAN_COLUMNS}


def is_plan_workbook(data: bytes) -> bool:
    """Return whether a file is a workbook of a plan, of this layout or a later one."""
    return marker_of(data).startswith("terren-plan-")


def read_workbook(data: bytes, file: str) -> Plan:
    """Return the plan of a workbook; each field has the cell as its place.

    Without a sheet of findings it was written by hand, and what is noticed is found now. Raises UserError as
    :func:`planreader.sources.workbook.read_sheets`, ``workbook_newer``, or ``file_wrong`` with all that
    cannot be read.
    """
    if (marker := marker_of(data)) != MARKER:
        raise UserError("workbook_newer", file=file, found=marker, known=MARKER)
    sheets = [sheet for sheet in read_sheets(data, file) if sheet.title != MARKER]
    reader = _PlanReader(sheets)
    form, wrong = reader.form(), reader.wrong
    if wrong:
        raise UserError("file_wrong", file=file, problems=wrong)
    plan = plan_from_form(form)
    if reader.has_findings:
        return plan
    return plan._replace(findings=tuple(find(plan, _marks(plan))))


def _marks(plan: Plan) -> Marks:
    """Return what findings are found from besides a plan that was written by hand."""
    roles = [role for role, name in LISTS.items() if any(getattr(action, name) for action in plan.actions())]
    if any(cell is not None for action in plan.actions() for cell in action.budget.values()):
        roles.append("budget")
    return Marks(
        provenance=dict(plan.provenance),
        malformed={action.nr for action in plan.actions() if read_deadline(action.deadline.raw).malformed},
        labels={objective.nr: "" for objective in plan.specific_objectives() if objective.is_totalled},
        roles=tuple(roles),
    )


def _set_apart(actions: Sequence[dict[str, Any]]) -> None:
    """Give new actions an id where their number is the id of another, which has moved."""
    ids = {action["id"] for action in actions if "id" in action}
    for action in actions:
        if "id" not in action and action["nr"] in ids:
            # what never was an id in force, but of this very action
            action["id"] = f"{action['nr']}@{sha256(action['title'].encode()).hexdigest()[:8]}"


class _PlanReader(Sheets):
    """Makes the plain form of a plan of its sheets, and notes all that is wrong."""

    def __init__(self, sheets: Sequence[BookSheet]) -> None:
        super().__init__(sheets)
        self.provenance: dict[str, dict[str, str]] = {}
        self._objectives: dict[str, dict[str, Any]] = {}

    def form(self) -> dict[str, Any]:
        """Return the form; what could not be read is missing in it."""
        about = self.about()
        currency = about.get("currency") or "EUR"
        objectives, years = self._plan(currency)
        self._indicators()
        findings = [*self.findings()]
        title = about.get("title") or (made_title(about["language"], years) if years else "")
        return {
            "format": FORMAT,
            "id": about.get("id") or slug(title),
            "title": title,
            "language": about["language"],
            "currency": currency,
            "years": years,
            "strategic_objectives": objectives,
            "findings": findings,
            "provenance": self.provenance,
        }

    def _plan(self, currency: str) -> tuple[list[dict[str, Any]], list[int]]:
        strategic: list[dict[str, Any]] = []
        sheet = self.sheet(declared.PLAN)
        if sheet is None:
            return strategic, []
        cells = Cells(sheet, declared.PLAN_COLUMNS, self.wrong, currency)
        if not cells.years:
            self.wrong.append(("heading_no_year", {"place": sheet.place(1, 1)}))
        if not cells.require("kind", "nr", "title", "deadline", "lead"):
            return strategic, [*cells.years]
        specific: list[dict[str, Any]] = []
        has_actions = False
        for row in cells.rows:
            kind = cells.kind(row)
            if not kind:
                if cells.cell(row, "kind") is None:
                    cells.missing(row, "kind")
                continue
            self._check_stray(cells, row, kind)
            has_actions = has_actions or kind == ACTION
            above = strategic[-1:] if kind == SPECIFIC else specific[-1:]
            if kind in (SPECIFIC, ACTION, TOTAL) and not above:
                self.wrong.append(("row_order", {"place": sheet.place(row, cells.at["kind"])}))
                continue
            nr = cells.number(row, "nr") if kind != TOTAL else ""
            if kind != TOTAL:
                self.once(cells, row, "nr", nr, kind)
            if kind == STRATEGIC:
                strategic.append(self._objective(cells, row, nr, kind) | {"specific_objectives": []})
                specific = strategic[-1]["specific_objectives"]
            elif kind == SPECIFIC:
                specific.append(self._objective(cells, row, nr, kind) | {"actions": []})
            elif kind == ACTION:
                above[0]["actions"].append(self._action(cells, row, nr))
            else:
                self._total(cells, row, above[0])
        if not has_actions:
            self.wrong.append(("plan_no_actions", {"place": sheet.place(2, cells.at["kind"])}))
        _set_apart(
            [action for of in strategic for own in of["specific_objectives"] for action in own["actions"]]
        )
        return strategic, [*cells.years]

    def _check_stray(self, cells: Cells, row: int, kind: str) -> None:
        """Note what stands in a column that says nothing of such a row."""
        columns = {column: code for code, column in cells.at.items()}
        columns |= dict.fromkeys(cells.years.values(), "budget") | dict.fromkeys(cells.remarks, "remark")
        for column, cell in cells.rows[row].items():
            if (code := columns.get(column)) in _OF_ROWS and kind not in _OF_ROWS[code]:
                cells.note("cell_stray", cell, found=cell.text, kind=declared.KIND.labels[kind])

    def _place(self, cells: Cells, row: int, code: str, path: str) -> None:
        if (cell := cells.cell(row, code)) is not None:
            self.provenance[path] = {"place": cell.place}

    def _title(self, cells: Cells, row: int, nr: str) -> str:
        self._place(cells, row, "title", f"{nr}/title")
        title = cells.text(row, "title")
        if not title:
            cells.missing(row, "title")
        return "" if title == NONE else title

    def _objective(self, cells: Cells, row: int, nr: str, kind: str) -> dict[str, Any]:
        objective: dict[str, Any] = {"nr": nr, "title": self._title(cells, row, nr), "indicators": []}
        self._objectives.setdefault(nr, objective)
        self._objectives.setdefault(f"{kind} {nr}", objective)
        return objective

    def _action(self, cells: Cells, row: int, nr: str) -> dict[str, Any]:
        for code in ("deadline", "funding", "lead", "support", "outputs", "documents"):
            self._place(cells, row, code, f"{nr}/{code}")
        budget: dict[str, Any] = {}
        for year, column in cells.years.items():
            cell = cells.rows[row].get(column)
            budget[str(year)] = cell_to_form(cells.amount(cell))
            if cell is not None:
                self.provenance[f"{nr}/budget/{year}"] = {"place": cell.place}
        form: dict[str, Any] = {
            "nr": nr,
            "title": self._title(cells, row, nr),
            "deadline": self._deadline(cells, row),
            "budget": budget,
            **{code: [*cells.names(row, code)] for code in ("funding", "lead", "support")},
            **{code: [*cells.entries(row, code)] for code in ("outputs", "documents")},
            "remarks": [
                {"heading": heading, "text": "" if cell.text == NONE else cell.text}
                for column, heading in cells.remarks.items()
                if (cell := cells.rows[row].get(column)) is not None
            ],
        }
        whole = cells.amount(cells.cell(row, "budget_total"))
        if isinstance(whole, int):
            form["budget_total"] = cell_to_form(whole)
        if identity := cells.number(row, "id", needed=False):
            form["id"] = identity
            self.once(cells, row, "id", identity, "id")
        return form

    def _deadline(self, cells: Cells, row: int) -> dict[str, Any]:
        raw = cells.text(row, "deadline")
        read, malformed = read_deadline(raw)
        cell = cells.cell(row, "deadline")
        if malformed and cell is not None and not any(cells.cell(row, code) for code in ("from", "to")):
            cells.note("cell_deadline", cell, found=raw)
        start = cells.month(row, "from", (read.start, read.start_month))
        end = cells.month(row, "to", (read.end, read.end_month))
        form = {"raw": raw, "from": start[0], "to": end[0], "from_month": start[1], "to_month": end[1]}
        return {key: value for key, value in form.items() if value is not None}

    def _total(self, cells: Cells, row: int, objective: dict[str, Any]) -> None:
        if "totals" in objective:
            figures = {"place": self._kind_place(cells, row), "found": objective["nr"]}
            self.wrong.append(("row_total_twice", figures))
        objective["total_label"] = cells.text(row, "title") or None
        told = {year: cells.rows[row].get(column) for year, column in cells.years.items()}
        for year, cell in told.items():
            if cell is not None:
                self.provenance[f"{objective['nr']}/totals/{year}"] = {"place": cell.place}
        amounts = {str(year): cell_to_form(cells.amount(cell)) for year, cell in told.items()}
        objective["totals"] = amounts if any(told.values()) else {}

    def _kind_place(self, cells: Cells, row: int) -> str:
        return cells.sheet.place(row, cells.at["kind"])

    def _indicators(self) -> None:
        sheet = self.sheet(declared.INDICATORS, needed=False)
        if sheet is None:
            return
        cells = Cells(sheet, declared.INDICATOR_COLUMNS, self.wrong)
        if not cells.require("objective", "title"):
            return
        for row in cells.rows:
            name = cells.number(row, "objective")
            cell = cells.cell(row, "objective")
            if (objective := self._called(name)) is None:
                if name and cell is not None:
                    cells.note("cell_objective", cell, found=name)
                continue
            nr, indicators = objective["nr"], objective["indicators"]
            path = f"{nr}/indicators/{len(indicators) + 1}"
            self._place(cells, row, "title", f"{path}/title")
            form: dict[str, Any] = {"title": self._indicator_title(cells, row)}
            for role in TARGETS:
                form[role] = self._target(cells, row, role)
                self._place(cells, row, role, f"{path}/{role}")
            form["result"] = cells.text(row, "result") or None
            if identity := cells.number(row, "id", needed=False):
                form["id"] = identity
                self.once(cells, row, "id", identity, "indicator")
            indicators.append(form)

    def _called(self, name: str) -> dict[str, Any] | None:
        """Return the objective of a number, or where two levels bear it, of a kind and a number."""
        words, _blank, nr = name.rpartition(" ")
        kinds = (kind for kind in (STRATEGIC, SPECIFIC) if means(words, declared.KIND.labels[kind]))
        return self._objectives.get(name) or self._objectives.get(f"{next(kinds, '')} {nr}")

    def _indicator_title(self, cells: Cells, row: int) -> str:
        title = cells.text(row, "title")
        if not title:
            cells.missing(row, "title")
        return "" if title == NONE else title

    def _target(self, cells: Cells, row: int, role: str) -> dict[str, Any] | None:
        value, year = cells.text(row, role), cells.year(row, f"{role}_year")
        if not value and year is None:
            return None
        return {"value": None if not value or (value == NONE and year is None) else value, "year": year}
