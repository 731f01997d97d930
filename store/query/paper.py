"""Paper forms: what is printed of a unit's form, its code, and what somebody typed from the page as a table.

The code stands on every page. Its first part is the version of the plan whose numbers the page has, its
second where the ledger stood when it was printed (lamport); its end tells a wrong code, unit or period, and
of a page without a period the year of which it asks amounts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Final, NamedTuple

from schema.paper import SPENT, TypedRow
from store.account.calendar import read_calendar
from store.account.reviews import resolve_reporting_unit
from store.db.database import Connection, Store
from store.db.errors import UserError
from store.edits.reported.table import ReportedCell, ReportedRow, ReportedTable, Source
from store.ledger.change import canonical_json
from store.ledger.identity import required_identity
from store.plan.lookup import ActionRef, current_revision, find_action_id, plan_years
from store.query.unit_form import FormRow, UnitForm, unit_forms

PAPER: Final = "A4"
"""Stands for a code that is not known, in every language."""
_CODE: Final = re.compile(r"(\d{1,6})\W+(\d{1,15})\W+(\d{4})", re.ASCII)


class PaperForm(NamedTuple):
    """A form whose page somebody has in hand: ``rows`` in the order and with the numbers of the page.

    ``code`` is empty where it is not known which page that is; then it counts as printed now. ``revision``
    is the plan's version of the page, ``since`` where the ledger stood when it was printed.
    """

    form: UnitForm
    rows: tuple[FormRow, ...]
    revision: int
    code: str = ""
    since: int | None = None

    @property
    def unit(self) -> str:
        """The unit's code."""
        return self.form.unit

    @property
    def money(self) -> tuple[str, ...]:
        """The fields of what was spent in the year of the page, in its order."""
        return spent_fields(self.form)

    def of_day(self, day: date) -> PaperForm:
        """Return the form filled in on a day: of a page that is not known amounts are of that year."""
        return self if self.code or self.form.period else self._replace(form=_until(self.form, day.year))


class SaidRow(NamedTuple):
    """What was typed of one action, and where."""

    action: str
    typed: TypedRow
    where: str = ""


def spent_fields(form: UnitForm) -> tuple[str, ...]:
    """Return the fields of what was spent in the last year that a form asks for, in the order of a page."""
    year = max(field[:4] for field in form.money)
    return tuple(f"{year}.{name}" for name in SPENT)


def _until(form: UnitForm, year: int) -> UnitForm:
    """Return the form with amounts of one year: the last of its own that is not after ``year``."""
    years = sorted({int(field[:4]) for field in form.money})
    last = max((of for of in years if of <= year), default=years[0])
    return form._replace(money=tuple(field for field in form.money if int(field[:4]) == last))


def paper_code(form: UnitForm) -> str:
    """Return the code of the page that is printed of a form."""
    return _code(form, form.revision, form.lamport, form.period or _of_year(spent_fields(form)[0][:4]))


def _of_year(year: object) -> str:
    """Return what a code has for the period of a page without one: a year that is no period's code."""
    return f"year {year}"


def _code(form: UnitForm, revision: int, lamport: int, period: str) -> str:
    of = canonical_json([form.plan, form.unit, period, revision, lamport])
    check = int.from_bytes(sha256(of.encode()).digest()[:8], "big") % 10_000
    return f"{revision}-{lamport}-{check:04}"


def paper_form(store: Store, unit: str, period: str | None, code: str, today: date) -> PaperForm:
    """Return the form of a unit as the page of this code has it, or as one printed now where it is empty.

    The period is that of the code where none is given. Raises UserError ``headquarters_only``,
    ``unit_unknown``, ``form_no_actions``, ``paper_code_wrong``, ``form_newer_plan``, or of a period as
    :func:`store.query.unit_form.unit_forms`.
    """
    with store.reading() as conn:
        if not required_identity(conn, store.path).is_headquarters:
            raise UserError("headquarters_only")
        unit = resolve_reporting_unit(conn, unit)
        form = next(unit_forms(store, [unit], period, today))
        if not form.rows:
            raise UserError("form_no_actions", unit=unit)
        if not code.strip():
            return PaperForm(form, form.rows, form.revision)
        years = {_of_year(year): year for year in plan_years(conn)} if period is None else {}
        periods = [asked.period.code for asked in read_calendar(conn)] if period is None else [form.period]
        revision, lamport, of_period = _read_code(form, code, [*years, *periods])
        if revision > form.revision:
            raise UserError("form_newer_plan", file=code.strip(), found=revision, known=form.revision)
        if of_period in years:
            form = _until(form, years[of_period])
        elif of_period != form.period:
            form = next(unit_forms(store, [unit], of_period, today))
        rows = form.rows if revision == form.revision else _renumbered(conn, form, revision)
        return PaperForm(form, rows, revision, _code(form, revision, lamport, of_period), lamport)


def _read_code(form: UnitForm, code: str, periods: Sequence[str]) -> tuple[int, int, str]:
    """Return the version, the lamport and the period of a code."""
    if match := _CODE.fullmatch(code.strip()):
        revision, lamport = int(match[1]), int(match[2])
        for period in periods:
            if _code(form, revision, lamport, period).endswith(f"-{match[3]}"):
                return revision, lamport, period
    raise UserError("paper_code_wrong", found=code.strip(), unit=form.unit)


def _renumbered(conn: Connection, form: UnitForm, revision: int) -> tuple[FormRow, ...]:
    """The rows with the numbers and in the order of an earlier version of the plan."""
    rows = {row.id: row for row in form.rows}
    return tuple(
        rows[action]._replace(nr=nr, title=title)
        for action, nr, title in conn.execute(
            "SELECT id, nr, title FROM action WHERE revision = ? ORDER BY position", (revision,)
        )
        if action in rows
    )


def find_row(store: Store, paper: PaperForm, typed: str) -> FormRow:
    """Return the row of the page that a number means.

    Raises UserError ``action_unknown``, ``action_left``, or ``paper_not_on_form`` where it has no such row.
    """
    by_id = {row.id: row for row in paper.rows}
    with store.reading() as conn:
        action = find_action_id(conn, typed, paper.revision)
        if action in by_id:
            return by_id[action]
        if paper.revision != current_revision(conn):
            # of an action that left the plan its own refusal says in which version it was
            find_action_id(conn, ActionRef(action, typed))
    raise UserError("paper_not_on_form", nr=typed, unit=paper.unit)


def paper_table(
    paper: PaperForm, said: Sequence[SaidRow], *, person: str, day: date, today: date
) -> ReportedTable:
    """Return what was typed from a page as a table.

    Of a page there is no file: the digest is of what was typed, with the page's code, the person and the day.
    Raises UserError ``paper_person_missing`` or ``paper_day_ahead``.
    """
    if not person.strip():
        raise UserError("paper_person_missing")
    if day > today:
        raise UserError("paper_day_ahead", found=day)
    paper = paper.of_day(day)
    fields = dict(zip(SPENT, paper.money, strict=True))
    numbers = {row.id: row.nr for row in paper.rows}
    rows = tuple(
        ReportedRow(
            ActionRef(row.action, numbers[row.action]),
            {
                fields.get(field, field): ReportedCell(value, row.where, clears=value is None)
                for field, value in row.typed.values.items()
            },
            unit=paper.unit,
            on=row.typed.on,
            where=row.where,
        )
        for row in said
    )
    typed = [[row.action, dict(row.typed.values), str(row.typed.on or "")] for row in said]
    of = [paper.form.plan, paper.unit, paper.form.period, paper.code, person.strip(), day.isoformat(), typed]
    digest = sha256(canonical_json(of).encode()).hexdigest()
    source = Source(paper.code or PAPER, digest, day, person, form=True, paper=True)
    return ReportedTable(source, rows, since=paper.since)
