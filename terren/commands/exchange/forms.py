"""``terren form``, and what ``receive`` and ``sync`` do with forms that came back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from language import N_, _, counted, dates
from language.registers import change as told_change
from store.db.errors import Refused
from terren import output
from terren.asking import confirm
from terren.commands.exchange.paper import write_paper
from terren.declare import command, flag, option
from terren.misuse import WrongUsage
from terren.session import Session
from terren.streams import Written
from terren.values import PERIOD
from terren.words import unit_words

if TYPE_CHECKING:
    from planreader.workbook.form_table import TakenForm
    from store.db.database import Store
    from store.edits.reported.record import CellChange

_MOST_LOOKED: Final = 500
"""Files of a folder that are looked at for forms."""
_SHOWN: Final = 60


@command(
    "form",
    "Write the form of a unit as FILE.xlsx, for whoever reports without Terren; without --unit, those of all"
    " units into a folder. “terren receive FILE.xlsx” takes it back. With --paper as FILE.pdf or FILE.html,"
    " to be filled in by hand; “terren enter” takes it.",
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
    if paper:
        write_paper(session, unit, period, goal, contact, replace=force)
        return
    from report.forms.unit_form import form_workbook, write_forms
    from store.account.reviews import resolve_reporting_unit
    from store.db.durable import write_durably
    from store.query.unit_form import form_units, unit_forms

    today = date.today()
    with session.reading() as store:
        if unit is None:
            units = form_units(store, today)
            written = write_forms(
                unit_forms(store, units, period, today),
                goal,
                today=today,
                progress=lambda done: output.progress(
                    _("{done} of {of} forms").format(done=done, of=len(units))
                ),
                replace=force,
            )
        else:
            if goal.suffix.lower() != ".xlsx":
                raise WrongUsage(N_("A form is a workbook: its name ends in .xlsx."))
            with store.reading() as conn:
                code = resolve_reporting_unit(conn, unit)
            form = next(unit_forms(store, [code], period, today))
            if not form.rows:
                raise Refused("form_no_actions", unit=code)
            write_durably(goal, form_workbook(form, today), replace=force)
            written = [goal]
    output.give(lambda: written, map(str, written))
    output.tell(
        counted("{n} form is written.", "{n} forms are written.", len(written)),
        _("When it comes back: terren receive FILE.xlsx"),
    )


def take_form(session: Session, store: Store, path: Path, *, yes: bool) -> dict[str, Any]:
    """Show what a form changes, and record it by a person's yes; returns it as plain data.

    Raises Refused as :func:`planreader.workbook.form_table.look_at_form`, ``form_unconfirmed`` or
    ``form_declined``.
    """
    from planreader.workbook.form_table import look_at_form, record_form

    today = date.today()
    taken = look_at_form(store, path, today)
    _tell(taken, path)
    recorded = 0
    if taken.comparison.changes:
        if not (yes or session.rehearses):
            refused = (Refused(code, file=str(path)) for code in ("form_unconfirmed", "form_declined"))
            question = _("Record this as the report of {unit}, by form, from {person}? [y/N]")
            confirm(
                question.format(unit=unit_words(taken.form.unit), person=taken.form.person),
                unasked=next(refused),
                declined=next(refused),
            )
        # the source is a change of its own
        recorded = len(record_form(store, taken, today).changes) - 1
        output.tell(
            counted(
                "{n} value is recorded by form. “terren undo” takes it back.",
                "{n} values are recorded by form. “terren undo” takes them back.",
                recorded,
            )
        )
    return {
        "form": str(path),
        **output.picked(taken.form, "unit", "person", "day", "period"),
        "sha256": taken.table.source.sha256,
        "changes": [*map(change_form, taken.comparison.changes)],
        "conflicts": taken.comparison.crossed,
        "recorded": recorded,
    }


def change_form(change: CellChange) -> dict[str, Any]:
    """One change of a form as plain data; money in euros."""
    from store.plan.form import euros

    is_money = change.register.kind == "money"
    before, after = (
        euros(value) if is_money and isinstance(value, int) else value
        for value in (change.before, change.after)
    )
    return {
        **output.picked(change, "nr", "field", "where", "crossed"),
        "before": before,
        "after": after,
    }


def _tell(taken: TakenForm, path: Path) -> None:
    form, comparison = taken.form, taken.comparison
    head = _("{file}: the form of {unit}, filled in by {person}, as of {day}.")
    output.tell(
        head.format(file=path.name, unit=unit_words(form.unit), person=form.person, day=dates.date(form.day))
    )
    if taken.before is not None:
        when = dates.datetime(taken.before.recorded_at)
        output.tell(_("It was taken already on {when}.").format(when=when))
    if taken.older is not None:
        output.tell(
            _("It was made for version {number} of the plan; its numbers are those of then.").format(
                number=taken.older
            )
        )
    output.tell(*_change_lines(taken))
    if not comparison.changes:
        output.tell(_("It says nothing new."))
    if comparison.crossed:
        output.tell(
            counted(
                "{n} value was changed here meanwhile: both stand until somebody decides (terren conflicts).",
                "{n} values were changed here meanwhile: both stand until somebody decides (terren"
                " conflicts).",
                comparison.crossed,
            )
        )


def _change_lines(taken: TakenForm) -> Iterator[str]:
    from language.reading.sources import source

    changes = taken.comparison.changes
    for change in changes[:_SHOWN]:
        register = change.register
        words = told_change(
            register.kind,
            change.nr,
            register.field,
            change.before,
            change.after,
            taken.comparison.currency,
        )
        yield f"{'!' if change.crossed else ' '} {words} [{source(change.where)}]"
    if more := len(changes[_SHOWN:]):
        yield _("… and {n} more").format(n=more)


def tell_forms(folder: Path, *, is_headquarters: bool) -> list[Path]:
    """Say at headquarters which forms lie in a folder, and how they are taken."""
    if not is_headquarters:
        return []
    forms = list(_forms_in(folder))
    if forms:
        output.tell(
            counted(
                "{n} form that came back lies there. Look at it and take it:",
                "{n} forms that came back lie there. Look at them and take them:",
                len(forms),
            ),
            *(f"  terren receive {path}" for path in forms),
        )
    return forms


def _forms_in(folder: Path) -> Iterator[Path]:
    from planreader.workbook.forms import is_form

    try:
        paths: Sequence[Path] = [*islice(folder.glob("*.xlsx"), _MOST_LOOKED)]
    except OSError:
        # what is wrong with the folder has been said
        return
    yield from sorted(path for path in paths if is_form(path))
