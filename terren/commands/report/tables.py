"""``terren report-from``, and how all commands tell and record what a table reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from language import _, counted
from language.messages import message
from language.reading.documents import option_of
from language.reading.sources import source
from language.registers import change as told_change
from store.db.errors import Refused
from store.edits.recording import Recording
from terren import failures, output
from terren.asking import agreed, asked, at_terminal
from terren.commands import options
from terren.declare import argument, command, flag, option
from terren.session import Session
from terren.values import pair
from terren.words import unit_words

if TYPE_CHECKING:
    from planreader.review.tracked import Tracker
    from store.db.database import Store
    from store.edits.reported.record import CellChange, Comparison
    from store.edits.reported.table import ReportedTable
    from store.plan.model import Plan

COLUMNS: Final = option(
    "What a column is: number, action, status, percent, reason, note, output_reached, next_steps,"
    " new_deadline, updated, spent.2026, spent.2026.capital, allocated.2026 or leave; repeatable.",
    "--column",
    type=pair("HEADING=ROLE"),
    multiple=True,
)
ASSUMED: Final = option(
    "What the table does not say: spent=2026 is the year of amounts without one,"
    " status.WORDS=in_progress what words mean, encoding=cp1250 that of a text; repeatable.",
    "--assume",
    type=pair("KEY=VALUE"),
    multiple=True,
)
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
    columns: tuple[str, ...] = COLUMNS,
    assumed: tuple[str, ...] = ASSUMED,
    yes: bool = YES,
) -> int:
    session.speak_as_officer()
    with session.working() as store:
        return record_tracker(store, file, columns, assumed, unit=unit, person=person, on=on, yes=yes)


def record_tracker(
    store: Store,
    file: Path,
    columns: tuple[str, ...],
    assumed: tuple[str, ...],
    *,
    unit: str | None,
    person: str = "",
    on: date | None = None,
    yes: bool,
    previews: bool = False,
) -> int:
    """Record what the table of a document reports, or only say what would be; the exit code.

    Raises Refused ``table_open`` where something has to be said first and nobody can be asked.
    """
    from planreader.review.mapped import said
    from planreader.review.tracked import read_tracker
    from store.plan.lookup import plan_years

    today = date.today()
    tracker = read_tracker(file, said(columns, assumed, str(file)))
    with store.reading() as conn:
        years = plan_years(conn)
    tracker = _answered(tracker, years, today)
    with store.reading() as conn:
        table = tracker.table(conn, today=today, on=on, unit=unit)
    table = table._replace(source=table.source._replace(person=person))
    if not previews and (kept := tracker.keep()) is not None:
        output.tell(_("What the columns are is kept in {file}."), file=kept)
    return record_shown(store, table, Recording(today, unit), yes=yes, previews=previews)


def tells_progress(plan: Plan) -> bool:
    """Return whether the document of a plan has a column that tells how actions stand."""
    from planreader.vocabulary.tracking import STATUS, reported_role

    headings = {remark.heading for action in plan.actions() for remark in action.remarks}
    return any(reported_role(heading, numbers=False, words=True) == STATUS for heading in headings)


def _answered(tracker: Tracker, years: tuple[int, ...], today: date) -> Tracker:
    """The tracker with all that has to be said of it, asked at the terminal."""
    from planreader.interpret.mapping.given import Mapping as Said
    from planreader.interpret.mapping.given import refuse_wrong

    while waiting := tracker.open(years, today):
        if not at_terminal():
            output.tell(_("For instance: {options}"), options=_options(waiting))
            raise Refused(
                "table_open", file=str(tracker.path), found=", ".join(_called(key) for key in waiting)
            )
        key, likely = next(iter(waiting.items()))
        answer = asked(_question(key, likely)) or likely
        if answer == "q" or not answer:
            raise Refused("mapping_open", file=str(tracker.path))
        try:
            if key.startswith("status."):
                from schema.choices import STATUS

                answer = STATUS.parse(answer, today)
            refuse_wrong(key, answer, str(tracker.path))
        except (Refused, ValueError) as error:
            code, params = (getattr(error, "code", ""), getattr(error, "params", {}))
            output.tell(message(code, params))
            continue
        tracker = tracker._replace(mapping=Said(assume=((key, answer),)).after(tracker.mapping))
    return tracker


def _called(key: str) -> str:
    return key.partition(".")[2] or key


def _options(waiting: Mapping[str, str]) -> str:
    return " ".join(
        option_of("--assume", f"{key}={likely or 'in_progress'}") for key, likely in waiting.items()
    )


def _question(key: str, likely: str) -> str:
    shown = f" [{likely}]" if likely else ""
    if key.startswith("status."):
        return _("“{words}” is the status (a code, its words, 1 to 6){shown}:").format(
            words=_called(key), shown=shown
        )
    return _("The amounts name no year: they are of{shown}:").format(shown=shown)


def record_shown(
    store: Store, table: ReportedTable, recording: Recording, *, yes: bool, previews: bool = False
) -> int:
    """Show what a table changes, ask where somebody can be asked, and record it; the exit code."""
    from store.edits.reported.record import preview_table, record_table

    comparison = preview_table(store, table, recording)
    tell_comparison(comparison)
    waits = failures.WAITING if comparison.unclear or comparison.crossed else failures.DONE
    if previews or not comparison.changes:
        return waits
    if not yes and at_terminal() and not agreed(_("Record this? [y/N]")):
        raise Refused("table_declined", file=table.source.file)
    changes = record_table(store, table, recording).changes
    recorded = counted("{n} value is recorded", "{n} values are recorded", len(changes) - 1)
    output.tell(
        _("{recorded}, from {file} ({day}). “terren undo” takes it back.").format(
            recorded=recorded, file=table.source.file, day=table.source.day.isoformat()
        )
    )
    return waits


def tell_comparison(comparison: Comparison) -> None:
    """Say what a table changes, cell by cell, and what of it was not understood."""
    for change in comparison.changes[:_SHOWN]:
        output.tell(_change_words(change, comparison.currency))
    if (more := len(comparison.changes) - _SHOWN) > 0:
        output.tell(_("… and {n} more").format(n=more))
    if comparison.unchanged:
        output.tell(counted("{n} cell says what stands", "{n} cells say what stands", comparison.unchanged))
    if comparison.crossed:
        output.tell(
            counted(
                "{n} value crosses one that was recorded meanwhile: both stand until somebody decides.",
                "{n} values cross ones that were recorded meanwhile: both stand until somebody decides.",
                comparison.crossed,
            )
        )
    output.tell(*_unclear_words(comparison))


def _change_words(change: CellChange, currency: str) -> str:
    kind, _target, unit, field = change.register
    target = f"{change.nr}, {unit_words(unit)}" if unit else change.nr
    words = told_change(kind, target, field, change.before, change.after, currency)
    mark = "! " if change.crossed else "  "
    return f"{mark}{words} [{source(change.where)}]" if change.where else f"{mark}{words}"


def _unclear_words(comparison: Comparison) -> Iterator[str]:
    for row in comparison.noticed:
        unit = row.params.get("unit")
        params = {**row.params, "unit": unit_words(str(unit)) if unit else ""}
        yield f"- {message(row.code, params)} [{source(row.where)}]"
    if comparison.unclear:
        yield _("Not understood, and left out:")
    for row in comparison.unclear:
        yield f"- {message(row.code, row.params)} [{source(row.where)}]"
