"""The windows of the report: a Word document of one's own, and the cover of all reports."""

from __future__ import annotations

from language import BY_CODE, N_, _
from language.numbers import number
from report.periodic.parameters import read_annexes
from schema.choices import ANNEX
from schema.registers import INSTITUTION
from store.db.database import Store
from store.db.errors import UserError
from store.db.places import Places
from store.db.regular import read_regular
from store.edits.published.institution import (
    EMBLEM,
    emblem_text,
    plan_language,
    read_institution,
    write_institution,
)
from store.ledger.change import Change
from tui.screens.folders import folder_of
from tui.screens.form import FormScreen, line_row
from tui.screens.memory import recall, remember
from tui.screens.oneline import AnswerScreen, PlaceScreen


def template_window(places: Places) -> PlaceScreen[str]:
    """Return the window in which a Word document of one's own is named, which a report then fills.

    It returns the file that was named, "" for the usual form.
    """

    def take(name: str) -> str:
        from report.periodic.forms.template import read_template

        if name:
            read_template(folder_of(name))
        remember(places, template=name)
        return name

    above = _("A Word document of your own to be filled; empty for the usual form")
    remembered = recall(places).get("template")
    start = remembered if isinstance(remembered, str) else ""
    return PlaceScreen(_("Word template"), above, start, take, enter=N_("choose"))


def cover_form(store: Store) -> FormScreen[list[Change]]:
    """Return the form of what stands on the cover of every report; it returns what was recorded."""
    with store.reading() as conn:
        institution, printed = read_institution(conn), plan_language(conn)
    hints = {
        "name": _("Its lines are parted by /."),
        "signatures": _("A place for each, parted by /."),
    }
    rows = [
        line_row(
            declared.name.replace(".", "_"),
            f"{BY_CODE[code].label} {_(declared.label)}",
            " / ".join(institution.values.get(declared.name, "").splitlines()),
            _lines if field in hints else str,
            hints.get(field, ""),
        )
        for declared in INSTITUTION.fields
        for field, _dot, code in (declared.name.partition("."),)
        if code and declared.name != f"plan.{printed}"
    ]
    size = len(institution.emblem)
    stands = _("{size} bytes stand.").format(size=number(size)) if size else _("There is none.")
    hint = _("The name of a PNG of at most 45,000 bytes; 0 for none. {stands}").format(stands=stands)
    rows.append(line_row(EMBLEM, _("Emblem"), "", _emblem, hint))

    def record(form: FormScreen[list[Change]]) -> list[Change]:
        return write_institution(store, {name.replace("_", "."): text for name, text in form.given().items()})

    return FormScreen(store, "cover", "cover", _("Cover of reports"), rows, record)


def _lines(text: str) -> str:
    return "\n".join(part.strip() for part in text.split("/")) if text.strip() else ""


def _emblem(text: str) -> str:
    """Return the picture of a file as it is kept. Raises UserError."""
    name = text.strip()
    if name in ("", "0"):
        return ""
    path = folder_of(name)
    try:
        return emblem_text(read_regular(path))
    except OSError as error:
        raise UserError("picture_missing", file=str(path), detail=error.strerror) from error


def annexes_window(letters: str | None) -> AnswerScreen[tuple[str | None]]:
    """Return the window in which annexes are chosen; it gives their letters, None for the usual ones."""
    named = "\n".join(f"{letter}  {name}" for letter, name in ANNEX.choices())
    above = f"{named}\n{_('Empty: all but the last. 0: none')}"
    start = "" if letters is None else ", ".join(letters) or "0"
    title = _("Annexes of the report")
    return AnswerScreen(title, above, start, lambda text: (read_annexes(text),), enter=N_("choose"))


def example_window() -> AnswerScreen[str]:
    """Return the window in which the file of an example is named, which is then written."""

    def write(name: str) -> str:
        from report.periodic.forms.example import write_example

        write_example(folder_of(name))
        return name

    above = _("A Word document with every field, to be changed and filled")
    return AnswerScreen(_("Word template"), above, "", write, enter=N_("write"))
