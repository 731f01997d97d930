"""``terren form``, and what ``receive`` and ``sync`` do with forms that came back."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from language import N_, _, counted
from language.commands import in_plan
from store.db.errors import UserError
from terren import output
from terren.misuse import WrongUsage
from terren.session import Session

if TYPE_CHECKING:
    from store.query.unit_form import UnitForm


from typing import TYPE_CHECKING, Any, TypeAlias

from terren.asking import confirm
from terren.declare import command, flag, option
from terren.shapes import shaped
from terren.streams import Written
from terren.values import PERIOD

if TYPE_CHECKING:
    from planreader.workbook.form_table import TakenForm
    from store.db.database import Store
    from store.edits.reported.comparison import CellChange


@command(
    "form",
    "Write the form of a unit as FILE.xlsx, for whoever reports without Terren; without --unit, those of all"
    " units into a folder. “terren receive FILE.xlsx” takes it back. With --paper as FILE.pdf or FILE.html,"
    " to be filled in by hand; “terren enter” takes it.",
    prints="text*",
)
def form_command(
    session: Session,
    unit: str | None = option("The unit that the form is for.", metavar="CODE"),
    period: str | None = option("The period that is reported.", type=PERIOD),
    goal: Path = option(
        "The file of one form, or the folder of all.", "-o", type=Written("FILE|FOLDER"), required=True
    ),
    paper: bool = flag("Pages to print, for whoever has no computer; of all units in one file."),
    contact: str = option("Where the pages are sent, or called in: stands on them.", default=""),
    force: bool = flag("Replace files that are there."),
) -> None:
    from report.forms.unit_form import write_forms
    from store.account.reviews import resolve_reporting_unit
    from store.db.durable import write_durably
    from store.query.unit_form import form_units, unit_forms

    today = date.today()
    write = _paper_writer(goal, contact) if paper else _workbook_writer(goal, today, single=unit is not None)
    with session.reading() as store:
        if unit is None:
            units = form_units(store, today)
        else:
            with store.reading() as conn:
                units = (resolve_reporting_unit(conn, unit),)
        forms = unit_forms(store, units, period, today)
        if write is None:
            written = write_forms(_counted(forms, len(units)), goal, today=today, replace=force)
            number = len(written)
        else:
            filled = [form for form in forms if form.rows]
            if not filled:
                raise UserError("form_no_actions", unit=", ".join(units))
            write_durably(goal, write(filled), replace=force)
            written, number = [goal], len(filled)
    back = _("When it comes back: terren receive FILE.xlsx")
    if paper:
        words = in_plan(_("When it comes back: terren enter --unit {unit}"))
        back = words.format(unit="CODE" if unit is None else quote(unit) if " " in unit else unit)
    output.give(lambda: written, map(str, written))
    output.tell(counted("{n} form is written.", "{n} forms are written.", number), back)


_Writer: TypeAlias = "Callable[[list[UnitForm]], bytes]"


def _workbook_writer(goal: Path, today: date, *, single: bool) -> _Writer | None:
    """Return what makes the workbook of one unit; None where each of all has its own."""
    from report.forms.unit_form import form_workbook

    if single and goal.suffix.lower() != ".xlsx":
        raise WrongUsage(N_("A form is a workbook: its name ends in .xlsx."))
    return (lambda forms: form_workbook(forms[0], today)) if single else None


def _paper_writer(goal: Path, contact: str) -> _Writer:
    """Return what makes the pages of all forms."""
    from report.forms.paper import ENDINGS, paper_html, paper_pdf

    ending = goal.suffix.lower()
    if ending not in ENDINGS:
        raise WrongUsage(N_("Pages to print are a PDF or a web page: the name ends in .pdf or .html."))
    if ending == ".pdf":
        return lambda forms: paper_pdf(_counted(forms, len(forms)), contact)
    return lambda forms: paper_html(forms, contact).encode()


def _counted(forms: Iterable[UnitForm], number: int) -> Iterator[UnitForm]:
    """Yield the forms, while a terminal is told how far they are."""
    for n, form in enumerate(forms):
        output.progress(_("{done} of {of} forms").format(done=n, of=number))
        yield form


def take_form(session: Session, store: Store, path: Path, *, yes: bool) -> dict[str, Any]:
    """Show what a form changes, and record it by a person's yes; returns it as plain data.

    Raises UserError as :func:`planreader.workbook.form_table.look_at_form`, ``form_unconfirmed`` or
    ``form_declined``.
    """
    from planreader.workbook.form_table import look_at_form, record_form
    from store.edits.reported.record import values_recorded
    from tui.report.table_words import form_question

    today = date.today()
    taken = look_at_form(store, path, today)
    _tell(taken, path)
    recorded = 0
    if taken.comparison.changes:
        if not (yes or session.rehearses):
            question = " ".join((form_question(taken), _("[y/N]")))
            confirm(question, "form_unconfirmed", "form_declined", file=str(path))
        recorded = values_recorded(record_form(store, taken, today).changes)
        output.tell(
            counted(
                "{n} value is recorded by form. “terren undo” takes it back.",
                "{n} values are recorded by form. “terren undo” takes them back.",
                recorded,
            )
        )
    return shaped(
        "taken_form",
        taken.form,
        form=str(path),
        sha256=taken.table.source.sha256,
        changes=[*map(change_form, taken.comparison.changes)],
        conflicts=taken.comparison.crossed,
        left=taken.comparison.left,
        recorded=recorded,
    )


def change_form(change: CellChange) -> dict[str, Any]:
    """Return one change of a form as plain data; money in euros."""
    from store.plan.form import euros

    is_money = change.register.kind == "money"
    before, after = (
        euros(value) if is_money and isinstance(value, int) else value
        for value in (change.before, change.after)
    )
    return shaped("cell_change", change, before=before, after=after)


def _tell(taken: TakenForm, path: Path) -> None:
    from terren.commands.reporting.tables import tell_changes
    from tui.report.table_words import comparison_words, form_words, unclear_words

    comparison = taken.comparison
    output.tell(*form_words(taken, path.name))
    tell_changes(comparison, names_unit=False)
    if comparison.says_nothing:
        output.tell(_("It says nothing new."))
    output.tell(*comparison_words(comparison))
    output.tell(*(f"- {unclear_words(of, comparison)}" for of in comparison.noticed))


def tell_forms(forms: Sequence[Path]) -> None:
    """Say which forms lie in a folder and were not taken yet, and how they are taken."""
    if forms:
        output.tell(
            counted(
                "{n} form that came back lies there. Look at it and take it:",
                "{n} forms that came back lie there. Look at them and take them:",
                len(forms),
            ),
            *(f"  terren receive {_for_shell(path)}" for path in forms),
        )


def _for_shell(path: Path) -> str:
    """Return a path as a command line takes it, whatever is in its name."""
    return quote(str(path)) if os.name == "posix" else f'"{path}"'
