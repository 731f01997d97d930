"""Paper forms on the command line: ``terren form --paper``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from language import N_, _, counted
from store.db.errors import UserError
from terren import output
from terren.misuse import WrongUsage
from terren.session import Session

if TYPE_CHECKING:
    from store.query.unit_form import UnitForm


def write_paper(
    session: Session, unit: str | None, period: str | None, goal: Path, contact: str, *, replace: bool
) -> None:
    """Write the pages of a unit, or of all that report on something, into one file.

    Raises UserError ``form_no_actions``, ``pdf_missing``, or as :func:`store.query.unit_form.unit_forms` and
    :func:`store.db.durable.write_durably`.
    """
    from report.forms.paper import ENDINGS, paper_html, paper_pdf
    from store.account.reviews import resolve_reporting_unit
    from store.db.durable import write_durably
    from store.query.unit_form import form_units, unit_forms

    ending, today = goal.suffix.lower(), date.today()
    if ending not in ENDINGS:
        raise WrongUsage(N_("Pages to print are a PDF or a web page: the name ends in .pdf or .html."))
    with session.reading() as store:
        if unit is None:
            units = form_units(store, today)
        else:
            with store.reading() as conn:
                units = (resolve_reporting_unit(conn, unit),)
        forms = [form for form in unit_forms(store, units, period, today) if form.rows]
        if not forms:
            raise UserError("form_no_actions", unit=", ".join(units))
    data = paper_pdf(_told(forms), contact) if ending == ".pdf" else paper_html(forms, contact).encode()
    write_durably(goal, data, replace=replace)
    output.give(lambda: [goal], [str(goal)])
    output.tell(
        counted("{n} form is written.", "{n} forms are written.", len(forms)),
        _("When it comes back: terren enter --unit {unit}").format(unit=forms[0].unit if unit else "CODE"),
    )


def _told(forms: list[UnitForm]) -> Iterator[UnitForm]:
    """The forms, while a terminal is told how far they are."""
    for n, form in enumerate(forms):
        output.progress(_("{done} of {of} forms").format(done=n, of=len(forms)))
        yield form
