"""A form that came back, as what its unit reports: looked at, then recorded or refused as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from planreader.sources.package import LIMIT
from planreader.sources.source import load
from planreader.workbook.forms import FormLine, ReadForm, form_apart, forms_in
from store.db.database import Connection, Store
from store.db.errors import UserError
from store.edits.recording import Recording
from store.edits.reported.comparison import Comparison
from store.edits.reported.record import RecordedTable, preview_table, record_table
from store.edits.reported.sources import RecordedSource, recorded_sources
from store.edits.reported.table import ReportedCell, ReportedRow, ReportedTable, Source
from store.ledger.identity import read_identity, required_identity
from store.plan.lookup import ActionRef, current_numbers, current_revision


class TakenForm(NamedTuple):
    """A form with what it changes; ``before`` is when it was taken already, ``older`` the plan's version that
    it was made for where another one is in force now."""

    form: ReadForm
    table: ReportedTable
    comparison: Comparison
    before: RecordedSource | None
    older: int | None


def waiting_forms(store: Store, folder: Path) -> list[Path]:
    """Return at headquarters the forms of a folder of which nothing that stands was recorded; else none."""
    with store.reading() as conn:
        identity = read_identity(conn)
        taken = {of.source.sha256 for of in recorded_sources(conn)}
    if identity is None or not identity.is_headquarters:
        return []
    return [path for path in forms_in(folder) if sha256(load(path, LIMIT)).hexdigest() not in taken]


def look_at_form(store: Store, path: Path, today: date) -> TakenForm:
    """Return what a form changes; nothing is recorded.

    Raises UserError ``headquarters_only``, ``form_other_plan``, as
    :func:`planreader.workbook.forms.form_apart`, or ``file_wrong`` with every cell that cannot be taken.
    """
    with store.reading() as conn:
        if not required_identity(conn, store.path).is_headquarters:
            raise UserError("headquarters_only")
    digest = sha256(load(path, LIMIT)).hexdigest()
    form = form_apart(path)
    with store.reading() as conn:
        older = _version(conn, form, str(path))
        numbers = current_numbers(conn)
        before = next(iter(recorded_sources(conn, digest)), None)
    wrong = list(form.wrong)
    wrong += [
        ("form_action_gone", {"place": line.place, "found": line.nr})
        for line in form.lines
        if line.action not in numbers and _says_something(line)
    ]
    source = Source(path.name, digest, form.day, form.person, form=True)
    rows = tuple(_row(line, form.unit) for line in form.lines if line.action in numbers)
    table = ReportedTable(source, rows)
    comparison = preview_table(store, table, Recording(today))
    told = {figures.get("place") for _code, figures in wrong}
    wrong += [
        ("cell_unclear", {"place": unclear.where, "code": unclear.code, "params": dict(unclear.params)})
        for unclear in comparison.unclear
        if unclear.where not in told
    ]
    if wrong:
        raise UserError("file_wrong", file=str(path), problems=wrong)
    return TakenForm(form, table, comparison, before, older)


def record_form(store: Store, taken: TakenForm, today: date) -> RecordedTable:
    """Record a form that was looked at, by the yes of a person at headquarters: one batch.

    Raises UserError as :func:`store.edits.reported.record.record_table`.
    """
    return record_table(store, taken.table, Recording(today))


def _version(conn: Connection, form: ReadForm, file: str) -> int | None:
    revision = current_revision(conn)
    plan_id = str(conn.execute("SELECT id FROM plan WHERE revision = ?", (revision,)).fetchone()[0])
    if form.plan != plan_id:
        raise UserError("form_other_plan", file=file, found=form.plan, known=plan_id)
    if form.revision > revision:
        raise UserError("form_newer_plan", file=file, found=form.revision, known=revision)
    return form.revision if form.revision < revision else None


def _says_something(line: FormLine) -> bool:
    return line.confirmed or any(cell.value not in (None, "", cell.base) for cell in line.cells.values())


def _row(line: FormLine, unit: str) -> ReportedRow:
    cells: Mapping[str, ReportedCell] = {
        field: ReportedCell(cell.value, cell.place, base=cell.base) for field, cell in line.cells.items()
    }
    action = ActionRef(line.action, line.nr)
    return ReportedRow(action, cells, unit=unit, where=line.place, confirmed=line.confirmed)
