"""``terren spend`` and ``measure``: money of a year, and values of indicators."""

from __future__ import annotations

from datetime import date
from typing import Final

import language
from language import N_, _
from language import amounts as typed
from language.terms import achieved, money_warning
from store.account.money import SPENT
from store.db.database import Store
from store.edits.edits import Amount, report_money
from store.edits.indicators import find_indicator, indicators, measure
from store.plan.lookup import plan_currency
from store.query.queries import action_detail
from terren import output
from terren.asking import confirm
from terren.commands import options
from terren.commands.reporting.recorder import recorder
from terren.declare import argument, command, flag, option, several
from terren.misuse import WrongUsage
from terren.session import Session
from terren.values import AMOUNT, DAY, YEAR

_AMOUNTS: Final = {
    "capital": option("Spent, capital.", type=AMOUNT),
    "recurrent": option("Spent, recurrent.", type=AMOUNT),
    "spent": option(
        "Spent in all, where the split is not known: what is not capital counts as recurrent.", type=AMOUNT
    ),
    "allocated": option("Allocated by the unit's own budget.", type=AMOUNT),
}


def _by_field(
    capital: str | None, recurrent: str | None, spent: str | None, allocated: str | None
) -> dict[str, str | None]:
    return {"allocated": allocated, "capital.spent": capital, "recurrent.spent": recurrent, SPENT: spent}


@command(
    "spend",
    "Report money of one year for action NR. An amount A is written 12500, 12 500,50 or +500 (added to"
    " what stands); an empty one clears.",
    records=True,
)
def spend_command(
    session: Session,
    nr: str = argument("NR"),
    year: int = option("The year of the plan.", type=YEAR, required=True),
    given: dict[str, str | None] = several(_AMOUNTS, _by_field),
    spent_on: date | None = option(
        "The day on which it was spent, or allocated; by default that on which it is recorded.", type=DAY
    ),
    yes: bool = flag("Store amounts as they are understood, without asking."),
    how: options.How = options.how("unit", "decide", "meeting"),
) -> None:
    texts = {field: text for field, text in given.items() if text is not None}
    if not texts:
        raise WrongUsage(N_("Give an amount: --capital, --recurrent, --spent or --allocated."))
    if {"recurrent.spent", SPENT} <= texts.keys():
        raise WrongUsage(N_("--spent is what is recurrent as well: give one of --recurrent and --spent."))
    with recorder(session, how) as work:
        store = work.store
        with store.reading() as conn:
            currency = plan_currency(conn)
        amounts: dict[str, Amount | None] = {}
        for field, text in texts.items():
            amount = understood(text, currency, yes=yes)
            amounts[field] = None if amount is None else Amount(amount.cents, amount.relative)
        work.record(lambda how: report_money(store, nr, year, amounts, how, spent_on=spent_on))
        _tell_warning(store, nr, year)


def understood(text: str, currency: str, *, yes: bool = False) -> typed.TypedAmount | None:
    """Return the amount that ``text`` means in the plan's ``currency``, None for an empty one.

    An ambiguous one is asked about unless ``yes``. Raises UserError ``amount_ambiguous`` or
    ``amount_declined``, and as :func:`language.amounts.read_amount`.
    """
    if not text.strip():
        return None
    amount = typed.read_amount(text, language.current(), currency)
    if amount.ambiguous and not yes:
        meant = amount.shown(currency=currency)
        question = _("“{found}” is understood as {understood}. Store it? [y/N]")
        confirm(
            question.format(found=text, understood=meant),
            "amount_ambiguous",
            "amount_declined",
            found=text,
            understood=meant,
            alternatives=amount.other_shown(),
        )
    return amount


def _tell_warning(store: Store, nr: str, year: int) -> None:
    for row in action_detail(store, nr, today=date.today(), last=0).money:
        if row.year == year and row.warning is not None:
            output.tell(f"{year}: {money_warning(row.warning)}")


@command(
    "measure",
    "Record the measured VALUE of an indicator of objective NR in a year. NR may be what “indicators”"
    " prints, such as 1.1/2. An empty value clears.",
    records=True,
)
def measure_command(
    session: Session,
    objective: str = argument("NR"),
    value: str = argument("VALUE"),
    year: int = option("The year that was measured.", type=YEAR, required=True),
    indicator: int | None = options.INDICATOR,
    source: str = option("Where the value comes from.", default=""),
    how: options.How = options.how("unit", "decide", "meeting"),
) -> None:
    with recorder(session, how) as work:
        changes = work.record(
            lambda how: measure(
                work.store, objective, year, value, indicator=indicator, source=source, recording=how
            )
        )
        if value.strip():
            unit = changes[0].unit if changes else how.unit
            _tell_achievement(work.store, objective, indicator, year, unit)


def _tell_achievement(store: Store, nr: str, indicator: int | None, year: int, unit: str | None) -> None:
    """Say what the value achieves against the target of the year, or the next one."""
    with store.reading() as conn:
        named = find_indicator(conn, nr, indicator)
    row = indicators(store, objective=named.objective, unit=unit)[named.position - 1]
    for achievement in row.achievements:
        if (
            achievement.year == year
            and achievement.target is not None
            and achievement.target.value is not None
        ):
            output.tell(
                achieved(
                    achievement.met, achievement.target.value, achievement.target.year, achievement.progress
                )
            )
