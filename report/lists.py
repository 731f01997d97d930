"""Lists and matrices as tables that the screen and the command line write as CSV or as a workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

import language
from language import _, terms
from language.registers import FIELDS, value
from report.periodic.forms.package import csv_text
from report.periodic.forms.xlsx import table_workbook
from report.periodic.table import AMOUNT, DATE, NUMBER, SHARE, Cell, Column, Table
from store.db.durable import write_durably
from store.db.errors import Refused
from store.db.text import clean
from store.edits.calendar import AskedPeriod
from store.edits.entries import Note
from store.plan.achievement import IndicatorRow
from store.plan.model import BudgetCell, Target
from store.plan.units import unit_name
from store.query.bulk import BulkAction
from store.query.matrix import Matrix
from store.query.overview import Overview
from store.query.owing import RETURNED, UnitOwing
from store.query.unit_overview import UnitOverview

REPORTED: Final = (
    "percent",
    "reason",
    "reason_text",
    "new_deadline",
    "output_reached",
    "next_steps",
)
"""The fields of a unit's report beside its status."""

FORMS: Final[dict[str, Callable[[Table], bytes]]] = {
    ".csv": lambda table: csv_text(table).encode("utf-8"),
    ".xlsx": table_workbook,
}
"""What is written, by the ending of the file."""


def write_table(path: Path, table: Table, *, replace: bool = False) -> None:
    """Write a table durably, as the file's ending says.

    Raises Refused ``table_kind``, ``library_missing``, or as :func:`store.db.durable.write_durably`.
    """
    form = FORMS.get(path.suffix.lower())
    if form is None:
        raise Refused("table_kind", file=str(path), known=[*FORMS])
    if not replace and path.exists():
        raise Refused("file_exists", file=str(path))
    write_durably(path, form(table), replace=replace)


def actions_list(
    facts: Iterable[BulkAction], years: Sequence[int], *, own: str | None, words: bool = True
) -> Table:
    """Actions with everything that is known of them; ``own`` is the unit whose report alone is shown.

    Statuses and reasons are in ``words``, or codes for scripts.
    """
    money = {
        "allocated": _("Allocated"),
        "capital": _("Capital"),
        "recurrent": _("Recurrent"),
        "spent": _("Spent"),
    }
    columns = (
        Column("nr", _("No.")),
        Column("title", _("Action")),
        Column("status", _("Status")),
        Column("deadline", _("Deadline")),
        Column("institutions", _("Institutions")),
        Column("funding", _("Funding")),
        Column("outputs", _("Outputs")),
        Column("documents", _("Documents")),
        *(
            Column(code, name, NUMBER)
            for code, name in (
                ("overdue", _("Overdue")),
                ("unsent", _("Not confirmed")),
                ("conflict", _("In conflict")),
                ("money_warning", _("Money warning")),
            )
        ),
        Column("currency", _("Currency")),
        *(Column(f"budget_{year}", f"{_('Planned')} {year}", AMOUNT) for year in years),
        Column("returned", _("Returned"), NUMBER),
        Column("objective", _("Objective")),
        Column("objective_title", _("Title of the objective")),
        Column("strategic", _("Strategic objective")),
        Column("strategic_title", _("Title of the strategic objective")),
        Column("expected", _("Expected to report")),
        Column("reported", _("Reported")),
        *(Column(name, _(FIELDS["action"][name])) for name in REPORTED),
        Column("assessment", _("Assessment by headquarters")),
        Column("assessment_comment", _("Comment")),
        Column("cancelled_on", _("Cancelled")),
        Column("reviews", _("Review")),
        Column("notes", _("Notes")),
        Column("evidence", _("Evidence")),
        *(
            Column(f"{code}_{year}", f"{name} {year}", AMOUNT)
            for year in years
            for code, name in money.items()
        ),
    )
    rows = tuple(tuple(_action(one, years, own, words)) for one in facts)
    return Table("actions", _("Actions"), columns, rows)


def _action(one: BulkAction, years: Sequence[int], own: str | None, words: bool) -> Iterable[Cell]:
    row, action, word = one.row, one.action, one.assessment
    money = {year.year: year for year in one.money}
    yield from (clean(action.nr), clean(action.title))
    yield (terms.status(row.status) if words else row.status)
    yield clean(action.deadline.raw)
    for names in (action.institutions, action.funding, action.outputs, action.documents):
        yield clean("; ".join(names))
    yield from map(int, (row.overdue, row.unsent, row.conflict, row.money_warning))
    yield one.currency
    yield from (_planned(action.budget.get(year), words) for year in years)
    yield from (int(row.returned), one.specific.nr, one.specific.title, one.strategic.nr, one.strategic.title)
    yield from (_units(one.expected, words), _units((report.unit for report in one.reports), words))
    for name in REPORTED:
        yield _reported(one, name, own, words)
    yield (terms.status(word.status) if words and word.status else word.status)
    yield from (word.comment, word.cancelled_on)
    yield _lines(
        f"{_unit(said.unit, words)}: "
        f"{terms.review(said.state, said.reason, said.stands) if words else said.state}"
        for said in one.reviews
    )
    yield _lines(_entry("note", note) for note in one.notes)
    yield _lines(_entry("evidence", note) for note in one.evidence)
    for year in years:
        of = money.get(year)
        yield from (None,) * 4 if of is None else (of.allocated, of.capital, of.recurrent, of.spent)


def _planned(cell: BudgetCell, words: bool) -> Cell:
    return _("administrative cost") if words and isinstance(cell, str) else cell


def _unit(code: str, words: bool) -> str:
    return unit_name(code, language.current()) if words else code


def _units(codes: Iterable[str], words: bool) -> str | None:
    return "; ".join(_unit(code, words) for code in codes) or None


def _reported(one: BulkAction, name: str, own: str | None, words: bool) -> str | None:
    """A field as the own unit reported it, or of each unit that did."""
    said = {report.unit: report.values[name] for report in one.reports if name in report.values}
    texts = {unit: value("action", name, held) if words else str(held) for unit, held in said.items()}
    if own is not None:
        return texts.get(own)
    return _lines(f"{_unit(unit, words)}: {text}" for unit, text in texts.items())


def _entry(kind: str, note: Note) -> str:
    return value(kind, "", note.value)


def _lines(texts: Iterable[str]) -> str | None:
    return "\n".join(texts) or None


def only_columns(table: Table, codes: Sequence[str]) -> Table:
    """The columns with these codes alone, in their order."""
    at = [[column.code for column in table.columns].index(code) for code in codes]
    return table._replace(
        columns=tuple(table.columns[n] for n in at),
        rows=tuple(tuple(row[n] for n in at) for row in table.rows),
    )


def matrix_list(found: Matrix, *, words: bool = True) -> Table:
    """The matrix: a column for each unit, ``not_reported`` where a report is expected."""
    columns = (
        Column("nr", _("No.")),
        Column("title", _("Action")),
        Column("status", _("Status")),
        Column("assessed", _("Assessed"), NUMBER),
        Column("conflicts", _("In conflict")),
        *(
            Column(unit, unit_name(unit, language.current(), found.printed) if words else unit)
            for unit in found.units
        ),
    )

    def cell(held: str | None) -> str:
        return terms.status(held) if words else held or "not_reported"

    rows = tuple(
        (
            row.nr,
            row.title,
            terms.status(row.status) if words else row.status,
            int(row.assessed),
            _units(sorted(row.conflicts), words),
            *(cell(row.cells[unit]) if unit in row.cells else None for unit in found.units),
        )
        for row in found.rows
    )
    return Table("matrix", _("Actions by units"), columns, rows)


def overview_list(found: Overview) -> Table:
    """The groups of an overview with their figures."""
    columns = (
        Column("key", _("No.")),
        Column("title", _("Title")),
        Column("actions", _("Actions"), NUMBER),
        Column("due", _("Due"), NUMBER),
        Column("implemented", _("Implemented"), NUMBER),
        Column("rate", _("Rate"), SHARE),
        Column("coverage", _("Coverage"), SHARE),
        Column("overdue", _("Overdue"), NUMBER),
        Column("planned", _("Planned"), AMOUNT),
        Column("spent", _("Spent"), AMOUNT),
        Column("execution", "%", SHARE),
    )
    rows = tuple(
        (
            group.key,
            group.title or unit_name(group.key, language.current()),
            group.tally.actions,
            group.tally.due,
            group.tally.implemented,
            group.tally.rate,
            group.tally.coverage,
            group.tally.overdue,
            group.money.planned,
            group.money.spent,
            group.money.execution,
        )
        for group in found.groups
    )
    return Table("overview", f"{_('Overview')} {found.as_of.isoformat()}", columns, rows)


def units_list(found: Iterable[UnitOverview], revisions: Mapping[str, int]) -> Table:
    """How each unit stands; ``revisions`` are those under which replicas work."""
    columns = (
        Column("unit", _("Code")),
        Column("name", _("Unit")),
        Column("officers", _("Officer")),
        Column("heard_on", _("Last heard"), DATE),
        Column("revision", _("Revision"), NUMBER),
        Column("expected", _("Expected"), NUMBER),
        Column("reported", _("Reported"), NUMBER),
        Column("returned", _("Returned"), NUMBER),
        Column("approved", _("Approved"), NUMBER),
        Column("unreviewed", _("To be reviewed"), NUMBER),
        Column("owed", _("Owed"), NUMBER),
    )
    rows = tuple(
        (
            one.unit,
            one.name or unit_name(one.unit, language.current()),
            "; ".join(laptop.officer for laptop in one.laptops) or None,
            None if one.heard_at is None else date.fromtimestamp(one.heard_at),
            max((revisions[at.replica] for at in one.laptops if at.replica in revisions), default=None),
            one.expected,
            one.reported,
            one.returned,
            one.approved,
            one.unreviewed,
            one.owed,
        )
        for one in found
    )
    return Table("units", _("Units"), columns, rows)


def owing_list(asked: AskedPeriod, found: Iterable[UnitOwing], printed: Mapping[str, str]) -> Table:
    """Every report that is owed for a period, by unit; ``printed`` are the names that the plan has."""
    columns = (
        Column("unit", _("Code")),
        Column("name", _("Unit")),
        Column("nr", _("No.")),
        Column("title", _("Action")),
        Column("due", _("Due"), DATE),
        Column("state", _("What is owed")),
        Column("reason", _("Reason")),
    )
    rows = tuple(
        (
            of.unit,
            unit_name(of.unit, language.current(), printed),
            one.nr,
            one.title,
            asked.due,
            terms.review(one.state) if one.state == RETURNED else _("not reported"),
            one.reason or None,
        )
        for of in found
        for one in of.owed
    )
    return Table("owing", f"{_('Who owes what')} {asked.period.code}", columns, rows)


def indicators_list(found: Iterable[IndicatorRow]) -> Table:
    """Indicators: what the plan prints, and a line for each measurement."""
    columns = (
        Column("objective", _("Objective")),
        Column("position", _("No."), NUMBER),
        Column("title", _("Indicator")),
        *(
            Column(code, name)
            for code, name in (
                ("baseline", _("Baseline")),
                ("interim", _("Interim")),
                ("final", _("Final")),
                ("measured", _("Measured")),
            )
        ),
        Column("progress", _("Progress"), SHARE),
    )

    def target(held: Target | None) -> str | None:
        return None if held is None else f"{held.value or ''} ({held.year or ''})".strip()

    rows = tuple(
        (
            row.objective,
            row.position,
            clean(row.indicator.title),
            *(target(held) for held in (row.indicator.baseline, row.indicator.interim, row.indicator.final)),
            _lines(
                f"{one.year}: {one.value} ({unit_name(one.unit, language.current())})"
                for one in row.measurements
            ),
            row.achievements[-1].progress if row.achievements else None,
        )
        for row in found
    )
    return Table("indicators", _("Indicators"), columns, rows)
