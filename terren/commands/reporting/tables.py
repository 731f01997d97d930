"""``terren report-from``, and how all commands tell and record what a table reports."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from language import Unreadable, _, counted
from language.commands import in_plan
from language.dates import date as day_words
from language.reading.documents import option_of
from language.reading.sources import source
from language.typed import rows_meant, rows_words
from store.db.database import Store
from store.db.errors import UserError
from store.edits.recording import Recording
from store.ledger.identity import headquarters_unit
from store.plan.lookup import plan_institutions
from terren import failures, output
from terren.asking import asked, at_terminal, confirm, is_typed
from terren.commands import options
from terren.declare import argument, command, flag, option, several
from terren.session import Session
from terren.values import pair

if TYPE_CHECKING:
    from planreader.review.recorded import TrackedTable
    from planreader.review.tracked import Tracker
    from store.edits.reported.comparison import Comparison

COLUMNS: Final = option(
    "What a column is: number, action, lead (who reports), status, status.in_progress (of marks), percent,"
    " reason, note, output_reached, next_steps, new_deadline, updated, spent.2026, spent.2026.capital,"
    " allocated.2026 or leave; repeatable.",
    "--column",
    type=pair("HEADING=ROLE"),
    multiple=True,
)
ASSUMED: Final = option(
    "What the table does not say: spent=2026 is the year of amounts without one, year=2026 that of a quarter"
    " without one, amounts=year that amounts of a quarter are those of the year so far (leave: of that"
    " quarter alone, and left out), day=30.06.2026 on which things stand so,"
    " status.WORDS=in_progress what words mean (leave: no status), unit.WORDS=17 whose the rows below them"
    " are (lead: of the unit that leads each action, -: they name no unit, leave: leave the rows out),"
    " unit=lead whose all rows are of which nothing says it, encoding=cp1250 that of a text; repeatable.",
    "--assume",
    type=pair("KEY=VALUE"),
    multiple=True,
)


class ColumnAnswers(NamedTuple):
    """What a person says of the columns of a table, and of what it does not say."""

    columns: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()


YES: Final = flag("Record without asking, also where something was not understood.")
_SHOWN: Final = 60
"""Changes that are told one by one."""


@command(
    "report-from",
    "Record what a table that somebody sent reports: FILE is a workbook, a Word file, a web page or text"
    " with columns. What changes is shown first; one undo takes it back.",
    records=True,
)
def report_from_command(
    session: Session,
    file: Path = argument("FILE"),
    unit: str | None = options.FOR_UNIT,
    person: str = option("Who sent the table.", "--by", metavar="NAME", default=""),
    on: date | None = options.STATUS_DAY,
    told: ColumnAnswers = several({"columns": COLUMNS, "assumed": ASSUMED}, ColumnAnswers),
    yes: bool = YES,
) -> int:
    session.speak_as_officer()
    with session.working() as store:
        # it speaks for somebody else: by a person's yes, as a form
        return record_tracker(
            store,
            file,
            told,
            unit=unit,
            person=person,
            on=on,
            yes=yes,
            keeps=not session.rehearses,
            confirms=not session.rehearses,
        )


def record_tracker(
    store: Store,
    file: Path,
    told: ColumnAnswers,
    *,
    unit: str | None,
    person: str = "",
    on: date | None = None,
    yes: bool,
    previews: bool = False,
    keeps: bool = True,
    confirms: bool = False,
) -> int:
    """Record what the table of a document reports, or only say what would be; the exit code.

    ``keeps`` writes beside the document what its columns are; what ``confirms`` needs a person's yes also
    where nobody can be asked.

    Raises UserError ``table_open`` where something has to be said first and nobody can be asked, and as
    :func:`record_shown`.
    """
    from planreader.review.mapped import mapping_typed
    from planreader.review.recorded import look_at_tracker, read_tracker

    today = date.today()
    with store.reading() as conn:
        units = plan_institutions(conn), headquarters_unit(conn)
    tracker = read_tracker(file, mapping_typed(*told, str(file)), *units)
    tracker = _answered(store, tracker, today, unit, on)
    tracked = look_at_tracker(store, tracker, Recording(today, unit), person=person, on=on)
    if keeps and not previews and (kept := tracker.keep()) is not None:
        output.tell(_("What the columns are is kept in {file}."), file=kept)
    return record_shown(store, tracked, yes=yes, previews=previews, confirms=confirms)


def _answered(store: Store, tracker: Tracker, today: date, unit: str | None, on: date | None) -> Tracker:
    """Return the tracker with all that has to be said of it besides its day ``on``, asked at the terminal."""
    from language.messages import message
    from planreader.review.recorded import open_answers

    while waiting := open_answers(store, tracker, today, unit):
        if on is not None:
            tracker, on = (
                (tracker.answered("day", on.isoformat(), today) if "day" in waiting else tracker),
                None,
            )
            continue
        if not at_terminal():
            output.tell(_("For instance: {options}"), options=_options(waiting))
            raise UserError(
                "table_open", file=str(tracker.path), found=", ".join(_called(key) for key in waiting)
            )
        key, likely = next(iter(waiting.items()))
        answer = asked(_question(key, likely)) or likely
        if answer == "q" or not answer:
            raise UserError("mapping_open", file=str(tracker.path))
        try:
            tracker = tracker.answered(key, rows_meant(answer), today)
        except (UserError, Unreadable) as error:
            output.tell(message(error.code, error.params))
    return tracker


def _called(key: str) -> str:
    return key.partition(".")[2] or key


def _options(waiting: Mapping[str, str]) -> str:
    return " ".join(_option(key, likely or "…") for key, likely in waiting.items())


def _option(key: str, value: str) -> str:
    if _is_column(key):
        return option_of("--column", f"{_called(key)}={value}")
    return option_of("--assume", f"{key}={value}")


def _is_column(key: str) -> bool:
    return key.startswith("column.")


def _question(key: str, likely: str) -> str:
    answers = rows_words()
    likely = answers.get(likely, likely)
    shown = f" [{likely}]" if likely else ""
    if key.startswith("status."):
        return _("“{words}” is the status (a code, its words, 1 to 6; a dash leaves it out){shown}:").format(
            words=_called(key), shown=shown
        )
    if _is_column(key):
        return _(
            "The column “{words}” holds names of units ({lead}: each row is of the unit that it names; a"
            " dash: it does not say whose the rows are){shown}:"
        ).format(words=_called(key), shown=shown, **answers)
    if key == "unit":
        return _(
            "Nothing says of which unit the rows are (name or code; {lead}: each of the unit that leads its"
            " action; {leave}: they are left out):"
        ).format(**answers)
    if key.startswith("unit."):
        return _(
            "“{words}”: of which unit are the rows below it (name or code; {lead}: each of the unit that"
            " leads its action; a dash: it names none; {leave}: they are left out):"
        ).format(words=_called(key), **answers)
    if key == "amounts":
        return _(
            "Some amounts name a part of a year ({year}: they are of the year so far; {leave}: of that part"
            " alone, and left out):"
        ).format(**answers)
    if key == "year":
        return _("A part of a year is named without the year. It is of{shown}:").format(shown=shown)
    if key == "day":
        return _("It is of a part of a year, and nothing says of which. The day on which things stand so:")
    return _("The amounts name no year: they are of{shown}:").format(shown=shown)


def record_shown(
    store: Store, tracked: TrackedTable, *, yes: bool, previews: bool, confirms: bool = False
) -> int:
    """Show what a table changes, ask where somebody can be asked, and record it; the exit code.

    Raises UserError ``table_declined``, or ``table_unconfirmed`` of what ``confirms`` where nobody can be.
    """
    from store.edits.reported.record import record_table, values_recorded

    table, recording, comparison = tracked
    output.tell(_("{file}, as of {day}:"), file=table.source.file, day=day_words(table.source.day))
    tell_comparison(comparison)
    waits = failures.WAITING if comparison.waits else failures.DONE
    if previews or not comparison.changes:
        return waits
    if not yes and (confirms or is_typed()):
        confirm(_("Record this? [y/N]"), "table_unconfirmed", "table_declined", file=table.source.file)
    changes = record_table(store, table, recording).changes
    recorded = counted("{n} value is recorded", "{n} values are recorded", values_recorded(changes))
    output.tell(
        in_plan(_("{recorded}, from {file} ({day}). “terren undo” takes it back.")).format(
            recorded=recorded, file=table.source.file, day=table.source.day.isoformat()
        )
    )
    return waits


def tell_comparison(comparison: Comparison) -> None:
    """Say what a table changes, cell by cell, and what of it was not understood."""
    from tui.report.table_words import comparison_words, unclear_words

    tell_changes(comparison)
    output.tell(*comparison_words(comparison))
    output.tell(*(f"- {unclear_words(row, comparison)}" for row in comparison.noticed))
    if comparison.unclear:
        output.tell(
            _("Not understood, and left out:"),
            *(f"- {unclear_words(of, comparison)}" for of in comparison.unclear),
        )


def tell_changes(comparison: Comparison, *, names_unit: bool = True) -> None:
    """Say the first changes of a comparison, each with its cell, and how many more there are."""
    from tui.report.table_words import cell_words

    for change in comparison.changes[:_SHOWN]:
        words = cell_words(change, comparison, names_unit=names_unit)
        place = f" [{source(change.where)}]" if change.where else ""
        output.tell(f"{'! ' if change.crossed else '  '}{words}{place}")
    if (more := len(comparison.changes) - _SHOWN) > 0:
        output.tell(_("… and {n} more").format(n=more))
