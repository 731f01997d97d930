"""``terren period``: the reporting calendar of headquarters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from language import N_, _, counted, dates, terms
from language.delivery import arrived_words
from language.figure_rules import ARRIVED_LATE
from report.lists.late import asked_words, late_words
from store.account.calendar import AskedPeriod, read_calendar
from store.account.reviews import resolve_reporting_unit
from store.account.spans import plan_span
from store.edits.calendar import close_period, open_period
from store.edits.issues import Issue, read_issues
from store.exchange.delivery import change_states
from store.history.steps import Step, named_steps
from store.ledger.identity import own_unit, read_identity
from store.plan.lookup import action_numbers, printed_units
from store.query.owing import RETURNED, UnitOwing, late_changes, named_period, owing
from terren import output
from terren.commands import options
from terren.commands.list_forms import ListForm, list_forms
from terren.commands.reporting.recording import tell_recorded
from terren.declare import argument, command, flag, option
from terren.forms import changes_form
from terren.groups import Group
from terren.session import Session
from terren.shapes import shaped
from terren.values import DAY, DUE_DAY, PERIOD
from terren.words import in_words, tell_passed, unit_words
from tui.screens.people import who

period_command = Group("period", help=N_("Ask for the reports of a period, close it, list all."))


@period_command.add("open", "Ask all units for their reports of period P until a day.", records=True)
def open_command(
    session: Session,
    period: str = argument("P", type=PERIOD),
    due: date = option("The day until which reports are asked for.", type=DUE_DAY, required=True),
) -> None:
    with session.working() as store:
        tell_recorded(store, open_period(store, period, due))
        tell_passed(due, date.today())


@period_command.add(
    "close", "Close period P; what is recorded for it later is kept, and listed as late.", records=True
)
def close_command(
    session: Session,
    period: str = argument("P", type=PERIOD),
    on: date | None = option("The day on which it is closed; today if not given.", type=DAY),
) -> None:
    with session.working() as store:
        tell_recorded(store, close_period(store, period, on or date.today()))
        for line in late_words(store, period, date.today()):
            output.tell(line)


@period_command.add("list", "List the periods that are asked for.", prints="@period*")
def list_command(session: Session) -> None:
    with session.reading() as store, store.reading() as conn:
        periods = read_calendar(conn)
    if (
        output.give(lambda: [shaped("period", asked) for asked in periods], map(_line, periods))
        and not periods
    ):
        output.tell(_("No period is asked for yet."))


def _line(asked: AskedPeriod) -> str:
    closed = "" if asked.closed is None else _("closed on {day}").format(day=dates.date(asked.closed))
    mark = _("In conflict") if asked.conflict else ""
    due = _("due on {day}").format(day=dates.date(asked.due))
    return "  ".join(filter(None, (asked.period.code.ljust(7), due, closed, mark)))


@period_command.add(
    "owing", "List the outstanding reports of each unit for period P: missing or returned.", prints="@owing"
)
def owing_command(
    session: Session,
    period: str | None = argument("[P]", type=PERIOD),
    unit: str | None = option(
        "Only of this unit; on an officer's computer your own if not given.", metavar="UNIT"
    ),
    form: ListForm = list_forms(csv=False),
) -> None:
    with session.reading() as store, store.reading() as conn:
        asked = named_period(conn, period, date.today())
        whose = own_unit(read_identity(conn)) if unit is None else resolve_reporting_unit(conn, unit)
        units, printed = owing(conn, asked, whose), printed_units(conn)
    if form.is_table:
        from report.lists.unit_lists import owing_list

        form.give(owing_list(asked, units, printed))
        return
    if not form.json:
        output.tell(asked_words(asked, units, date.today()))
        if asked.closed is not None and any(owing_unit.owed for owing_unit in units):
            output.tell(_("“terren list --owed” does not list a closed period."))
        if any(owing_unit.late for owing_unit in units):
            output.tell(_(ARRIVED_LATE))
    each = whose is not None or len(units) == 1
    output.give(
        lambda: shaped(
            "owing",
            asked,
            units=[shaped("unit_owing", owed, name=unit_words(owed.unit, printed)) for owed in units],
        ),
        (line for owing_unit in units for line in _owing_lines(owing_unit, printed, each=each)),
    )


def _owing_lines(owing_unit: UnitOwing, printed: Mapping[str, str], *, each: bool) -> Iterator[str]:
    words = arrived_words(owing_unit.reported, owing_unit.asked, len(owing_unit.owed), owing_unit.returned)
    yield f"{unit_words(owing_unit.unit, printed)}: {words}"
    if each:
        for report in owing_unit.owed:
            why = f" ({terms.review('returned', report.reason)})" if report.state == RETURNED else ""
            yield f"    {report.nr}  {report.title}{why}"


@period_command.add(
    "late", "List what was recorded for period P after it was closed, or due.", prints="@change*"
)
def late_command(session: Session, period: str | None = argument("[P]", type=PERIOD)) -> None:
    with session.reading() as store, store.reading() as conn:
        asked = named_period(conn, period, date.today())
        steps = named_steps(conn, tuple(late_changes(conn, asked)))
        numbers = action_numbers(conn)
        states = change_states(conn, read_identity(conn), [step.change for step in steps])
    if output.give(lambda: changes_form(steps, numbers, states), (_late(step, numbers) for step in steps)):
        output.tell(counted("{n} late change", "{n} late changes", len(steps)))


@period_command.add(
    "issued", "List the reports that headquarters issued, on period P or on all.", prints="@issue*"
)
def issued_command(session: Session, period: str | None = argument("[P]", type=PERIOD)) -> None:
    with session.reading() as store, store.reading() as conn:
        issues = read_issues(conn, None if period is None else plan_span(conn, period).code)
    if (
        output.give(lambda: [shaped("issue", issue) for issue in issues], map(_issue_line, issues))
        and not issues
    ):
        output.tell(_("No report has been issued yet."))


def _issue_line(issue: Issue) -> str:
    signed = _("signed by {officer}, key {key}").format(officer=issue.officer, key=issue.signer[:8])
    parts = (
        issue.period.ljust(7),
        _("no. {n}").format(n=issue.number),
        dates.date(issue.issued_on),
        issue.digest,
        signed,
        _("In conflict") if issue.conflict else "",
    )
    return "  ".join(filter(None, parts))


def _late(step: Step, numbers: Mapping[str, str]) -> str:
    by = who(step.change.officer, step.speaker)
    return f"{dates.datetime(step.change.recorded_at)}  {by}: {in_words(step, numbers)}"


@command(
    "remind",
    "Write a reminder letter into a folder for each unit with an outstanding report, as text and as a"
    " Word document.",
    prints="text*",
)
def remind_command(
    session: Session,
    period: str | None = options.PERIOD_IN_HAND,
    unit: str | None = option("Only to this unit.", metavar="UNIT"),
    folder: Path = option("The folder into which they are written.", "-o", metavar="FOLDER", required=True),
    force: bool = flag("Replace letters that are there already."),
) -> None:
    from report.reminders import remind

    with session.reading() as store:
        written = remind(store, folder, period, unit, today=date.today(), replace=force)
    output.give(lambda: written, map(str, written))
    n = len(written) // 2
    output.tell(counted("{n} letter is written.", "{n} letters are written.", n))
