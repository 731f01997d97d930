"""``terren enter``: a paper form that came back, typed in at the terminal or from a script."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from language import Unreadable, _, counted, dates, ngettext
from language.commands import in_plan
from language.dates import parse_date
from language.messages import message
from language.reading.sources import source
from schema.paper import read_row, read_status
from store.db.database import Store
from store.db.errors import UserError
from store.edits.recording import Recording
from store.edits.reported.comparison import Comparison
from store.edits.reported.record import preview_table, record_table, values_recorded
from store.edits.reported.sources import recorded_sources
from store.edits.reported.table import ReportedTable, Unclear
from store.plan.lookup import printed_units
from store.query.paper import PaperForm, SaidRow, find_row, paper_form, paper_table
from terren import failures, output
from terren.asking import agreed, at_terminal, confirm
from terren.commands.exchange.forms import change_form
from terren.commands.reporting.lines import read_data, text_of
from terren.commands.reporting.tables import tell_comparison
from terren.declare import command, flag, option
from terren.session import Session
from terren.shapes import shaped
from terren.values import DAY, PERIOD
from terren.words import unit_words

if TYPE_CHECKING:
    from tui.screens.drafts import FormDraft

DRAFT: Final = "paper"
_HEAD: Final = ("code", "person", "day")
_SHOWN: Final = 20


@command(
    "enter",
    "Record a paper form (“terren form --paper”) that came back, or is read out by telephone: asks for each"
    " action in the order of the page, or reads lines such as “1.2.3 2 500” from standard input.",
    rehearses=True,
    prints="@entered",
)
def enter_command(
    session: Session,
    unit: str = option("The unit that filled it in.", metavar="CODE", required=True),
    period: str | None = option(
        "The period of the form; default: that of its code, else amounts are of the year of its day.",
        type=PERIOD,
    ),
    code: str | None = option("The form code at the top of each page.", metavar="CODE"),
    person: str | None = option("Who filled it in.", "--by", metavar="NAME"),
    on: date | None = option("The day that stands on it; default: today.", "--on", type=DAY),
    file: str | None = option(
        "Lines of FILE instead, or of standard input for -.", "--from", metavar="FILE|-"
    ),
    yes: bool = flag("Record without asking."),
) -> int:
    today = date.today()
    with session.working() as store:
        if file is None and at_terminal():
            draft = _draft(store, unit, period, today)
            table, paper = _typed(store, draft, unit, period, code, person, on, today)
            done = _record(session, store, paper, table, today, yes=yes)
            if not session.rehearses:
                draft.drop()
            return done
        paper = paper_form(store, unit, period, code or "", today)
        rows, wrong = _lines(store, paper, file or "-", today)
        table = paper_table(paper, rows, person=person or "", day=on or today, today=today)
        table = table._replace(unclear=tuple(wrong))
        return _record(session, store, paper, table, today, yes=yes, file=file or "-")


def _draft(store: Store, unit: str, period: str | None, today: date) -> FormDraft:
    """Return what was typed of a unit's paper form before, or nothing where it is not wanted any more."""
    from store.db.places import read_places
    from tui.screens.drafts import FormDraft

    # not the session's, which a rehearsal throws away
    draft = FormDraft(read_places(), store, DRAFT, paper_form(store, unit, period, "", today).unit)
    if draft.fields:
        lines = len({*draft.fields} - {*_HEAD})
        words = counted(
            "{n} action was typed and not recorded.", "{n} actions were typed and not recorded.", lines
        )
        if not agreed(f"{words} {_('Go on with that? [y/N]')}"):
            draft.drop()
    return draft


def _typed(
    store: Store,
    draft: FormDraft,
    unit: str,
    period: str | None,
    code: str | None,
    person: str | None,
    on: date | None,
    today: date,
) -> tuple[ReportedTable, PaperForm]:
    """Return what a person types at the terminal, and the form it is of."""
    from terren.commands.exchange.walk import answer, walk

    kept = draft.fields
    paper = answer(
        _("Form code at the top of the page (empty: not known)"),
        code,
        kept.get("code", ""),
        lambda text: paper_form(store, unit, period, text, today),
    )
    name = answer(_("Filled in by"), person, kept.get("person", ""), _named)
    day = answer(
        _("Day on the paper (empty: today)"),
        None if on is None else on.isoformat(),
        kept.get("day", ""),
        lambda text: _past(parse_date(text, today) if text else today, today),
    )
    head = {"code": paper.code, "person": name, "day": day.isoformat()}
    paper = paper.of_day(day)
    rows = walk(store, paper, draft, head, today)
    return paper_table(paper, rows, person=name, day=day, today=today), paper


def _named(text: str) -> str:
    if not text:
        raise UserError("paper_person_missing")
    return text


def _past(day: date, today: date) -> date:
    if day > today:
        raise UserError("paper_day_ahead", found=dates.date(day))
    return day


def _lines(store: Store, paper: PaperForm, file: str, today: date) -> tuple[list[SaidRow], list[Unclear]]:
    """Return what the lines of a file say, and those that cannot be read."""
    rows: list[SaidRow] = []
    wrong: list[Unclear] = []
    for n, line in enumerate(text_of(read_data(file), file).splitlines(), 1):
        number, _blank, rest = line.strip().partition(" ")
        if not number or number.startswith("#"):
            continue
        where = f"line {n}"
        try:
            row = find_row(store, paper, number)
            rows.append(SaidRow(row.id, read_row(*read_status(rest), today), where))
        except (UserError, Unreadable) as error:
            wrong.append(Unclear(where, error.code, error.params))
    return rows, wrong


def _refuse_wrong(table: ReportedTable, comparison: Comparison, file: str) -> None:
    """Say every line that is wrong. Raises UserError ``lines_refused`` where one is."""
    wrong = sorted(comparison.unclear, key=lambda unclear: int(unclear.where.removeprefix("line ") or 0))
    for unclear in wrong[:_SHOWN]:
        output.tell(f"{source(unclear.where)}: {message(unclear.code, unclear.params)}")
    if wrong:
        of = len({row.where for row in table.rows} | {unclear.where for unclear in wrong})
        raise UserError("lines_refused", file=file, found=len(wrong), of=of)


def _record(
    session: Session,
    store: Store,
    paper: PaperForm,
    table: ReportedTable,
    today: date,
    *,
    yes: bool,
    file: str = "-",
) -> int:
    """Show what a paper form changes, and record it by a person's yes; the exit code.

    Raises UserError ``lines_refused``, ``paper_unconfirmed`` or ``paper_declined``.
    """
    comparison = preview_table(store, table, Recording(today))
    _refuse_wrong(table, comparison, file)
    source_of = table.source
    with store.reading() as conn:
        before = next(iter(recorded_sources(conn, source_of.sha256)), None)
        unit_name = unit_words(paper.unit, printed_units(conn))
    if before is not None:
        output.tell(_("It was taken already on {when}.").format(when=dates.datetime(before.recorded_at)))
    if paper.revision != paper.form.revision:
        words = _("It was made for version {number} of the plan; its numbers are those of then.")
        output.tell(words.format(number=paper.revision))
    tell_comparison(comparison)
    recorded = 0
    if comparison.says_nothing:
        output.tell(_("It says nothing new."))
    elif comparison.changes:
        if not (yes or session.rehearses):
            question = _("Record this as the report of {unit}, by paper form, of {day}, from {person}? [y/N]")
            confirm(
                question.format(unit=unit_name, day=dates.date(source_of.day), person=source_of.person),
                "paper_unconfirmed",
                "paper_declined",
            )
        recorded = values_recorded(record_table(store, table, Recording(today)).changes)
        words = ngettext(
            "{n} value is recorded by paper form. “terren undo” takes it back.",
            "{n} values are recorded by paper form. “terren undo” takes them back.",
            recorded,
        )
        output.tell(in_plan(words), n=recorded)
    if output.manner().json:
        changes = [*map(change_form, comparison.changes)]
        given = {"changes": changes, "conflicts": comparison.crossed, "left": comparison.left}
        given |= {"recorded": recorded}
        output.print_json(
            shaped("entered", paper, **output.picked(source_of, "person", "day", "sha256"), **given)
        )
    return failures.WAITING if comparison.waits else failures.DONE
