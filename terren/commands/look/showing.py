"""``terren show``: everything about one action."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from time import time

from language import _, counted, current, dates, numbers, terms
from language.delivery import by_form_words
from language.reading.readings import field, reason
from language.registers import register, value
from schema.registers import MONEY
from store.account.money import YearMoney, add_money, has_recorded
from store.account.reviews import Review
from store.account.statuses import STATUSES, contradictions
from store.db.database import Store
from store.db.text import clean
from store.edits.assessment import RecordedResolution, resolution_entry, resolutions
from store.edits.entries import Note
from store.edits.indicators import indicators
from store.edits.named import SHORT_NAME
from store.plan.lookup import ObjectiveRow, printed_units
from store.plan.names import read_names
from store.plan.units import institution_names
from store.query.by_form import FormChange, Forms, form_changes, form_groups
from store.query.filters.filter import Filter, list_actions
from store.query.objectives import find_objective, objective_detail
from store.query.queries import ActionDetail, action_detail
from store.status.outline import progress_of
from store.status.record import UnitReport
from terren import output
from terren.commands import options
from terren.declare import argument, command, option
from terren.session import Session
from terren.shapes import shaped
from terren.values import NUMBER
from terren.words import in_words, planned_words, state_in_words, unit_words
from tui.screens.people import sent_by_form, who


@command(
    "show",
    "Show what the plan says about action NR, its progress, money, notes and changes; or of objective NR"
    " its progress, money and indicators.",
    prints="@shown_action",
)
def show_command(
    session: Session,
    nr: str = argument("NR"),
    revision: int | None = option("As revision N of the plan has the action.", type=NUMBER),
    as_of: date | None = options.AS_OF,
) -> None:
    day = as_of or date.today()
    with session.reading(or_shipped=True) as store:
        objective = None if revision is not None else find_objective(store, nr)
        if objective is not None:
            _show_objective(store, objective, day)
            return
        detail = action_detail(store, nr, today=day, revision=revision)
        agreed = resolutions(store, detail.row.ref)
        with store.reading() as conn:
            names, printed, forms = read_names(conn), printed_units(conn), form_changes(conn, detail.row.id)
    if output.manner().json:
        from terren.forms import shown_form

        output.print_json(shown_form(detail, agreed, names))
    else:
        output.lines(_text(detail, agreed, day, printed, forms))


def _show_objective(store: Store, objective: ObjectiveRow, day: date) -> None:
    from terren.commands.look.units import indicator_lines

    detail = objective_detail(store, objective, today=day)
    rows = list_actions(store, Filter(objective=objective.nr), today=day)
    measured = indicators(store, objective=objective.nr) if detail.indicators else ()
    progress = progress_of(rows, {})
    counts = {code: progress.statuses[code] for code in (*STATUSES, None)}
    if output.manner().json:
        from terren.forms import money_form

        output.print_json(
            shaped(
                "objective",
                detail,
                **output.picked(objective, "nr", "title"),
                actions=[row.nr for row in rows],
                statuses={code or "not_reported": n for code, n in counts.items()},
                overdue=progress.overdue,
                money=[*map(money_form, detail.money)],
                indicators=[shaped("indicator", row) for row in measured],
            )
        )
        return
    output.line(f"{objective.nr}  {objective.title}")
    output.line()
    output.line(counted("{n} action", "{n} actions", progress.total))
    for code, n in counts.items():
        if n:
            output.line(f"  {terms.status_mark(code)} {terms.status(code)}: {n}")
    if late := progress.overdue:
        output.line(f"  {terms.side_mark('overdue')} {_('Overdue')}: {late}")
    output.line()
    output.lines(_money(detail.money, detail.currency, detail.whole))
    for row in measured:
        output.line()
        output.lines(indicator_lines(row))


def _by_form(forms: Forms, printed: Mapping[str, str]) -> Iterator[str]:
    """Yield what came by form, and the unit's own file has not confirmed."""
    for came in form_groups(forms):
        fields = [register(*of) for of in came.registers]
        source = came.source.source
        words = by_form_words(source.person, source.file, fields, paper=source.paper)
        yield f"{terms.side_mark('form')} {unit_words(came.unit, printed)}, {words}"


def _text(
    detail: ActionDetail,
    agreed: Sequence[RecordedResolution],
    day: date,
    printed: Mapping[str, str],
    forms: Mapping[str, FormChange],
) -> Iterator[str]:
    row, action = detail.row, detail.action
    at_headquarters = detail.identity is not None and detail.identity.is_headquarters
    yield f"{row.nr}  {row.title}"
    yield ""
    yield _field(_("Status"), f"{terms.status_mark(row.status)} {terms.status(row.status)}")
    yield _field(_("Deadline"), action.deadline.raw)
    yield _field(_("Lead"), ", ".join(institution_names(action.lead, current())))
    yield _field(_("With"), ", ".join(institution_names(action.support, current())))
    yield _field(_("Funding"), ", ".join(action.funding))
    yield from (_field(_("Output"), text) for text in action.outputs or ("",))
    yield _field(_("Documents"), ", ".join(action.documents))
    for remark in action.remarks:
        yield _field(remark.heading or _("Remarks"), remark.text)
    for path, why in detail.corrected.items():
        yield f"≠ {field(path)}: {reason(why, path, currency=detail.currency)}"
    for is_so, words in (
        (row.overdue, _("Overdue")),
        (detail.early, _("Earlier than planned")),
        (row.conflict, _("In conflict: two values stand until somebody decides")),
        (row.unsent and at_headquarters, _("Not on the server yet")),
        (row.unsent and not at_headquarters, _("Not yet confirmed by headquarters")),
    ):
        if is_so:
            yield f"! {words}"
    yield from _by_form(detail.forms, printed)
    yield from _headquarters(detail, day)
    reviews = {verdict.unit: verdict for verdict in detail.reviews}
    for report in detail.reports:
        yield ""
        yield from _report(report, reviews.get(report.unit), printed)
    yield ""
    yield from _money(detail.money, detail.currency, action.budget_total)
    for heading, kind, notes in (
        (_("Notes"), "note", detail.notes),
        (_("Evidence"), "evidence", detail.evidence),
    ):
        if notes:
            yield ""
            yield heading
            yield from (_note(kind, note, printed) for note in notes)
    if agreed:
        yield ""
        yield _("Decisions")
        yield from map(_agreed, agreed)
    if detail.steps:
        yield ""
        yield _("Last changes")
        ids, now = {row.id: row.nr}, time()
        for step in detail.steps:
            when = dates.datetime(step.change.recorded_at)
            state = state_in_words(detail.states[step.change.id], now)
            by = who(step.change.officer, step.speaker, printed=printed) + sent_by_form(
                forms.get(step.change.id)
            )
            yield f"  {when}  {by}: {in_words(step, ids, printed)} ({state})"


def _field(name: str, text: str | None) -> str:
    return f"{name}: {text or numbers.NOTHING}"


def _headquarters(detail: ActionDetail, day: date) -> Iterator[str]:
    word = detail.assessment
    texts = {"status": word.status, "comment": word.comment}
    if detail.awaits_decision:
        yield from ("", _("Headquarters has not decided that it is cancelled."))
    if word.cancelled or any(texts.values()):
        yield ""
        since = f" ({dates.since(word.effective_on, day)})" if word.status else ""
        yield _("Assessment by headquarters") + since
    if word.cancelled:
        yield f"  {terms.status('cancelled')}, {dates.since(word.cancelled_on, day)}"
    for name, text in texts.items():
        if text is not None:
            yield f"  {register('assessment', name)}: {value('assessment', name, text)}"


def _report(report: UnitReport, verdict: Review | None, printed: Mapping[str, str]) -> Iterator[str]:
    since = f" ({dates.date(report.effective_on)})" if report.effective_on else ""
    yield _("Report of {unit}").format(unit=unit_words(report.unit, printed)) + since
    against = contradictions(report.values)
    for name, reported in report.values.items():
        mark = f"  ! {_('contradicts the status')}" if name in against else ""
        yield f"  {register('action', name)}: {value('action', name, reported)}{mark}"
    if (ahead := report.ahead) is not None:
        words = _("from {day}: {status}")
        yield f"  {words.format(day=dates.date(ahead.on), status=terms.status(ahead.status))}"
    if verdict is not None:
        words = terms.review(verdict.state, verdict.reason, verdict.stands)
        yield f"  {register('review', 'report')}: {words}"


def _money(years: tuple[YearMoney, ...], currency: str, whole: int | None) -> Iterator[str]:
    heads = (currency, _("Planned"), *(_(field.label) for field in MONEY.fields), "%")
    rows = [
        (
            str(year.year),
            planned_words(year.cell),
            numbers.money(year.allocated),
            numbers.money(year.capital),
            numbers.money(year.recurrent),
            numbers.percent(year.execution),
        )
        for year in years
    ]
    yield from output.columns(heads, rows, texts=0)
    if whole is not None:
        words = _("For all years: {planned} planned, {spent} spent")
        spent = numbers.money(add_money(years).spent)
        yield words.format(planned=numbers.money(whole), spent=spent)
    if has_recorded(year for year in years if year.of_unit and year.planned is not None):
        yield terms.money_of_unit()
    for year in years:
        if year.warning is not None:
            yield f"! {year.year}: {terms.money_warning(year.warning)}"


def _agreed(told: RecordedResolution) -> str:
    words = value("resolution", "", resolution_entry(told.resolution))
    when = dates.datetime(told.recorded_at)
    return f"  [{clean(told.entry)[:SHORT_NAME]}] {when}  {who(told.officer, told.unit)}: {words}"


def _note(kind: str, note: Note, printed: Mapping[str, str]) -> str:
    by = who(note.officer, note.speaker, note.unit, printed)
    name = clean(note.entry)[:SHORT_NAME]
    return f"  [{name}] {dates.datetime(note.recorded_at)}  {by}: {value(kind, '', note.value)}"
