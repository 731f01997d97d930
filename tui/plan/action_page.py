"""What the right side says of an action."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from rich.cells import cell_len

from language import _, current
from language.dates import date as day_words
from language.dates import since as since_words
from language.numbers import percent, priced
from language.reading.readings import field as field_read
from language.reading.readings import reason as why_read
from language.registers import value
from language.terms import money_of_unit, review, side_mark, status, status_mark
from schema.registers import ACTION_DETAILS
from store.account.money import YearMoney, add_money, has_recorded
from store.account.statuses import contradictions
from store.edits.entries import Note
from store.ledger.identity import own_unit
from store.plan.lookup import nearest_year
from store.plan.units import institution_names, unit_name
from store.query.queries import ActionDetail
from store.status.record import Ahead
from tui.commands.catalogue import by_id
from tui.report.words import (
    KA,
    change_state_words,
    days_left,
    expected_words,
    form_tail,
    joined,
    money_rows,
    money_warning,
    planned,
    recorded_day,
    show_forms,
    step_words,
)
from tui.screens.people import who
from tui.widgets.draw import bar, safe, safe_lines
from tui.widgets.page import SPACIOUS, Page

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

ROOMY = 58
"""From this width on everything is said in full, in reading order."""

ENTRIES = 50
"""How many notes, and how many pieces of evidence, show: the newest."""

_STYLES = {"implemented": "good", "in_progress": "going", "partially_implemented": "going"}


def action_lines(detail: ActionDetail, width: int, today: date) -> Page:
    """Return the page of an action. In little room the most needed comes first."""
    page = Page(width, max(map(cell_len, _labels(detail))) + 1)
    roomy = width >= ROOMY
    whole = page.paragraph(
        f"{safe(detail.row.nr)}  {safe(detail.action.title)}", "strong", most=0 if roomy else 3
    )
    page.gap()
    if width >= SPACIOUS:
        _columns(page, detail, today)
        return page
    _status(page, detail, today)
    if roomy:
        _particulars(page, detail)
        _money_table(page, detail)
        _entries(page, detail, "note")
    else:
        year = nearest_year(tuple(year.year for year in detail.money), today)
        _money_block(page, next(row for row in detail.money if row.year == year), detail.currency)
        _entries(page, detail, "note")
        page.gap()
        if not whole:
            page.field(_("Title"), safe(detail.action.title))
        _particulars(page, detail)
        for row in (row for row in detail.money if row.year != year):
            _money_block(page, row, detail.currency)
        _whose_money(page, detail.money)
    _entries(page, detail, "evidence")
    _changes(page, detail, today)
    return page


def _columns(page: Page, detail: ActionDetail, today: date) -> None:
    """Add the action and its money at the left, what was written of it at the right."""
    left, right = page.parted(0.58)
    _status(left, detail, today)
    _particulars(left, detail)
    _money_table(left, detail)
    _entries(right, detail, "note")
    _entries(right, detail, "evidence")
    _changes(right, detail, today)
    page.beside(left, right)


def _labels(detail: ActionDetail) -> tuple[str, ...]:
    plan = (_("Status"), _("Deadline"), _("Lead"), _("With"), _("Funding"), _("Output"), _("Documents"))
    word = detail.assessment
    is_official = word.cancelled or word.status is not None or detail.awaits_decision
    official = (_("Headquarters"),) if is_official else ()
    reviewed = (_("Review"),) if detail.reviews else ()
    whole = (_("Budget of all years"),) if detail.action.budget_total is not None else ()
    money = (_("Planned"), _("Allocated"), _("Capital"), _("Recurrent"), _("Spent"))
    return (*plan, *whole, *official, *reviewed, *money)


def _status(page: Page, detail: ActionDetail, today: date) -> None:
    row, own = detail.row, detail.own
    sign = f"{status_mark(row.status)} {safe(status(row.status))}"
    since = own.effective_on if own.values.get("status") == row.status else None
    words = "  " + safe(since_words(since, today)) if since is not None else ""
    page.field(_("Status"), sign, _STYLES.get(row.status or "", "strong"), after=((words, "dim"),))
    if own.ahead is not None:
        page.field("", _ahead(own.ahead), "dim")
    if (unit := own_unit(detail.identity)) is not None and unit not in detail.expected:
        page.field("", _("not asked of your unit"), "dim")
    if row.conflict:
        page.field("", f"{side_mark('conflict')} {_('competing values: to be decided')}", "bad")
    if detail.early:
        page.field("", _("implemented before its first year"), "dim")
    # what the own unit calls cancelled stays overdue
    left = days_left(detail.deadline_day, today, None if row.overdue else row.status)
    if row.overdue:
        left = f"{side_mark('overdue')} {left}"
    after = (("  " + left, "bad" if row.overdue else "dim"),) if left else ()
    page.field(_("Deadline"), safe(row.deadline), after=after)
    against = contradictions(own.values)
    for field in sorted(ACTION_DETAILS, key=lambda field: field.page):
        if (recorded := own.values.get(field.name)) is not None:
            contradicts = f"  {side_mark('overdue')} {_('contradicts the status')}"
            mark = ((contradicts, "bad"),) if field.name in against else ()
            page.field(_(field.named(field.page_label)), safe(field.type.show(recorded)), after=mark)
    _reviews(page, detail)
    _assessment(page, detail, today)
    if detail.identity is not None and not detail.identity.is_headquarters:
        show_forms(page, detail.forms)
    else:
        _reports(page, detail)


def _reviews(page: Page, detail: ActionDetail) -> None:
    """Add what headquarters said of the reports; whose, where several units' show."""
    everybody = detail.identity is None or detail.identity.is_headquarters
    for n, verdict in enumerate(detail.reviews):
        mark = f"{side_mark('returned')} " if verdict.is_returned else ""
        whose = f"{_unit(verdict.unit)}: " if everybody else ""
        words = safe(review(verdict.state, verdict.reason, verdict.stands))
        style = "warn" if verdict.is_returned else "good" if verdict.is_approved else "dim"
        page.field("" if n else _("Review"), f"{mark}{whose}{words}", style)


def _ahead(ahead: Ahead) -> str:
    sign = f"{status_mark(ahead.status)} {status(ahead.status)}"
    return safe(_("from {day}: {status}").format(day=day_words(ahead.on), status=sign))


def _assessment(page: Page, detail: ActionDetail, today: date) -> None:
    """Add headquarters' own word, apart from what units say."""
    word = detail.assessment
    if word.cancelled:
        since = safe(since_words(word.cancelled_on, today))
        page.field(_("Headquarters"), _("cancelled the action"), "strong", after=((f"  {since}", "dim"),))
    if detail.awaits_decision:
        page.field(_("Headquarters"), _("has not decided that it is cancelled"), "warn")
    if word.status is not None:
        sign = f"{status_mark(word.status)} {safe(status(word.status))}"
        since = safe(since_words(word.effective_on, today))
        page.field(
            _("Headquarters"), sign, _STYLES.get(word.status, "strong"), after=((f"  {since}", "dim"),)
        )
    if isinstance(word.comment, str):
        for line in safe_lines(word.comment):
            page.field("", line)


def _reports(page: Page, detail: ActionDetail) -> None:
    if not detail.reports:
        return
    page.field(_("Reports"), expected_words(detail))
    for report in detail.reports:
        code = report.values.get("status")
        status_code = code if isinstance(code, str) else None
        name = _unit(report.unit)
        page.field("", f"{status_mark(status_code)} {name}: {safe(status(status_code))}")
        if report.ahead is not None:
            page.field("", f"  {_ahead(report.ahead)}", "dim")
        show_forms(page, detail.forms, report.unit)


def _particulars(page: Page, detail: ActionDetail) -> None:
    page.field(_("Lead"), joined(institution_names(detail.action.lead, current())))
    page.field(_("With"), joined(institution_names(detail.action.support, current())))
    page.field(_("Funding"), joined(detail.action.funding))
    if detail.action.budget_total is not None:
        page.field(_("Budget of all years"), priced(detail.action.budget_total, detail.currency))
    for n, output in enumerate(detail.action.outputs or ("–",)):
        page.field("" if n else _("Output"), safe(output))
    page.field(_("Documents"), joined(detail.action.documents))
    for n, remark in enumerate(detail.action.remarks):
        page.field("" if n else _("Remarks"), safe(": ".join(filter(None, remark))))
    for path, why in detail.corrected.items():
        reason = why_read(why, path, currency=detail.currency)
        page.field("", safe(f"{side_mark('conflict')} {field_read(path)}: {reason}"), "dim")


def _money_table(page: Page, detail: ActionDetail) -> None:
    """Add the money of all years; a block for each where there is no room for a table."""
    page.gap()
    years, all_years = detail.money, add_money(detail.money)
    head = [*((str(year.year), "heading") for year in years), (_("Total"), "heading")]
    rows = [(row.label, [*row.cells, (row.total, "strong")], "dim") for row in money_rows(years)]
    shares = [*((_share(year.execution), "") for year in years), (_share(all_years.execution), "strong")]
    if page.table([(detail.currency, head, "dim"), *rows, (_("Spent, %"), shares, "dim")]):
        for year in years:
            _money_warning(page, year)
        if any(planned(year.cell) == KA for year in years):
            page.paragraph(_("KA: administrative cost, in the institution's own budget"), "dim")
    else:
        for year in years:
            _money_block(page, year, detail.currency)
    _whose_money(page, years)


def _whose_money(page: Page, years: Iterable[YearMoney]) -> None:
    """Say, where a unit's amounts stand beside it, that what is planned is of all units."""
    if has_recorded(year for year in years if year.of_unit and year.planned is not None):
        page.paragraph(money_of_unit(), "dim")


def _share(ratio: Fraction | None) -> str:
    return f"{bar(float(ratio), 2)} {percent(ratio)}" if ratio is not None else "–"


def _money_block(page: Page, year: YearMoney, currency: str) -> None:
    page.heading(f"{_('Money {year}').format(year=year.year)}, {currency}")
    *rows, spent = money_rows((year,))
    for row in rows:
        page.field(row.label, *row.cells[0])
    share = year.execution
    after = () if share is None else ((f"  {percent(share)} {bar(float(share), 3)}", ""),)
    page.field(spent.label, spent.total, after=after)
    _money_warning(page, year)


def _money_warning(page: Page, year: YearMoney) -> None:
    if year.warning is not None:
        page.paragraph(f"{side_mark('money')} {money_warning(year.warning, year.year)}", "warn")


def _entries(page: Page, detail: ActionDetail, kind: str) -> None:
    """Say the notes, or the evidence, and how many older ones do not show."""
    entries, older = detail.notes if kind == "note" else detail.evidence, detail.older.get(kind, 0)
    if not entries:
        return
    heading = _("Notes ({n})") if kind == "note" else _("Evidence ({n})")
    page.heading(heading.format(n=len(entries) + older))
    for entry in entries:
        head = _head(entry, detail)
        text = str(entry.value) if kind == "note" else value(kind, "", entry.value)
        for n, line in enumerate(safe_lines(text)):
            page.entry(head if n == 0 else " " * cell_len(head), line)
    if older:
        words = _("… and {n} more: {key} (history)")
        page.paragraph(words.format(n=older, key=by_id("history").sign()), "dim")


def _head(note: Note, detail: ActionDetail) -> str:
    """Return the day of an entry, and whose it is where it is another unit's."""
    day = day_words(recorded_day(note.recorded_at))
    foreign = detail.identity is None or note.unit != detail.identity.unit
    return f"{day} {_unit(note.unit)}" if foreign else day


def _unit(code: str) -> str:
    return safe(unit_name(code, current()))


def _changes(page: Page, detail: ActionDetail, today: date) -> None:
    if not detail.steps:
        return
    page.heading(_("Last changes"))
    for step in detail.steps:
        change = step.change
        own = detail.identity is not None and change.replica == detail.identity.replica
        where = change_state_words(detail.states[change.id], today, own=own)
        head = day_words(recorded_day(change.recorded_at))
        if not own:
            head += f" {safe(who(change.officer, step.speaker))}:"
        page.entry(head, step_words(step), (f"{where}  {form_tail(detail.forms, change)}".strip(), "dim"))
