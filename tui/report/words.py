"""What was reported in words that several screens say, and the rows of its money."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

import language
from language import _, glyph, ngettext
from language.delivery import by_form_words
from language.numbers import NOTHING, money, number
from language.registers import change_state, is_redaction, present, register, since, value, value_after
from language.terms import side_mark, status
from schema.registers import ENTRIES
from store.account.money import MONEY_FIELDS, YearMoney, add_money
from store.account.statuses import OVER, STATUSES
from store.exchange.delivery import ChangeState
from store.history.steps import Step
from store.plan.model import ADMIN, BudgetCell
from store.plan.units import unit_name
from store.query.by_form import Forms, form_groups, is_by_form
from tui.widgets.draw import Span, safe

if TYPE_CHECKING:
    from language.amounts import TypedAmount
    from store.ledger.change import Change
    from store.query.queries import ActionDetail
    from tui.widgets.page import Page

KA = "KA"
"""How plans print administrative cost."""


def planned(cell: BudgetCell) -> str:
    """Return a budget cell: an amount, KA, or a dash."""
    return KA if cell == ADMIN else money(cell if isinstance(cell, int) else None)


class MoneyRow(NamedTuple):
    """A row of a table of money: a cell a year, and in all; ``field`` is what can be recorded in it."""

    label: str
    cells: list[Span]
    total: str
    field: str | None = None


def amount_question(amount: TypedAmount, currency: str) -> str:
    """Return what is asked of an amount that can be read in two ways, before it is stored."""
    question = _("Is {amount} meant? Enter stores it.").format(amount=amount.shown(currency=currency))
    return f"{question} " + _("For {others} write it with two decimals.").format(others=amount.other_shown())


def money_rows(years: Sequence[YearMoney]) -> list[MoneyRow]:
    """Return what was planned, allocated and spent; marked where two values stand, or a sum is unusual."""
    total, labels = add_money(years), (_("Allocated"), _("Capital"), _("Recurrent"))
    rows = [MoneyRow(_("Planned"), [(planned(year.cell), "") for year in years], money(total.planned))]
    for label, field in zip(labels, MONEY_FIELDS, strict=True):
        rows.append(
            MoneyRow(label, [_amount(year, field) for year in years], money(total.amount(field)), field)
        )
    return [*rows, MoneyRow(_("Spent"), [_spent(year) for year in years], money(total.spent))]


def _amount(year: YearMoney, field: str) -> Span:
    words = money(year.amount(field))
    return (f"{side_mark('conflict')} {words}", "bad") if field in year.disputed else (words, "")


def _spent(year: YearMoney) -> Span:
    words = money(year.spent)
    return (words, "") if year.warning is None else (f"{side_mark('money')} {words}", "warn")


def days_left(day: date | None, today: date, reported: str | None) -> str:
    """Return how far a deadline is, or how long past; "" without one, or where the status ends the action."""
    if day is None or reported in OVER:
        return ""
    days = (day - today).days
    if days < 0:
        return ngettext("overdue by {n} day", "overdue by {n} days", -days).format(n=number(-days))
    return ngettext("{n} day left", "{n} days left", days).format(n=number(days))


def money_warning(code: str, year: int) -> str:
    """Return what deserves a second look in a year's money."""
    words = {
        "spent_against_admin": _("{year}: money was spent although the plan says administrative cost"),
        "spent_without_budget": _("{year}: money was spent although the plan has no budget"),
        "spent_beyond_plan": _("{year}: more was spent than planned"),
    }
    return words.get(code, code).format(year=year)


def show_forms(page: Page, forms: Forms, unit: str | None = None) -> None:
    """Say what of all units, or of one, came by a form, and that the unit has not confirmed it."""
    for came in form_groups(forms, unit):
        source, fields = came.source.source, [register(*names) for names in came.registers]
        words = by_form_words(source.person, source.file, fields, paper=source.paper)
        page.field("", f"{side_mark('form')} {safe(words)}", "warn")


def form_tail(forms: Forms, change: Change) -> str:
    """Return the sign and words behind a change that brought what came by a form alone; "" behind others."""
    return f"{side_mark('form')} {_('by form')}" if is_by_form(forms, change) else ""


def change_state_words(state: ChangeState, today: date, *, own: bool) -> str:
    """Return where a change stands; "" where another's counts, as most do."""
    if not own and state.state == "accepted":
        return ""
    code, days = "", 0
    if state.file is not None:
        sent_on = recorded_day(state.file.at)
        code, days = state.file.check_code, 0 if sent_on is None else (today - sent_on).days
    return safe(change_state(state.state, code=code, days=days, reason=state.reason))


def recorded_day(recorded_at: int) -> date | None:
    """Return the day of a moment in the computer's own time zone; None for one that no calendar holds."""
    try:
        return datetime.fromtimestamp(recorded_at).date()
    except (ValueError, OverflowError, OSError):
        return None


def joined(names: tuple[str, ...]) -> str:
    """Return names in one line; a dash where there are none."""
    return glyph(" · ", ", ").join(map(safe, names)) or NOTHING


def step_words(step: Step, *, dated: bool = True) -> str:
    """Return a change of one action in words, ``dated`` with the day from which it counts."""
    change = step.change
    label = register(change.kind, change.field)
    if step.whose:
        label = f"{unit_name(step.whose, language.current())}, {label}"
    stands = present(step.after, step.gone_by)
    after = value_after(change.kind, change.field, stands, step.currency, step.beside, step.before)
    if step.beside:
        return safe(f"{label}: {after}")
    if (change.kind in ENTRIES or is_redaction(change.kind, change.field)) and step.before is None:
        return safe(f"{label}: {after}")
    arrow = glyph("→", "->")
    before = value(change.kind, change.field, step.before, step.currency)
    recorded = recorded_day(change.recorded_at)
    # a status mostly counts from the day on which it was recorded, which stands beside it
    told = change.kind == "money" or recorded is None or change.effective_on != recorded.isoformat()
    day = since(change.kind, change.field, change.effective_on) if told and dated else ""
    # a review of another report stands, of which nobody should think that it was given just now
    if before == value(change.kind, change.field, stands, step.currency) and change.kind != "review":
        return safe(f"{label}: {after}{day}")
    return safe(f"{label}: {before} {arrow} {after}{day}")


def expected_words(detail: ActionDetail) -> str:
    """Return how many have reported on an action of those that are expected to."""
    expected = len(detail.expected)
    return _("{n} of {total} expected reports").format(n=len(detail.reports), total=expected)


def reported_words(detail: ActionDetail) -> str:
    """Return what units have reported of an action, counted by status, beside how many are expected to."""
    words = expected_words(detail)
    counted = Counter(report.values.get("status") for report in detail.reports)
    counts = [f"{status(code)}: {counted[code]}" for code in STATUSES if counted[code]]
    return f"{words} · {', '.join(counts)}" if counts else words
