"""The money of an action on the right side: a table of its years, or a block a year."""

from __future__ import annotations

from fractions import Fraction

from language import _
from language.numbers import money, percent
from language.terms import side_mark
from store.query.money import YearMoney, money_total
from store.query.queries import ActionDetail
from tui.report.words import (
    KA,
    money_warning,
    planned,
    recorded,
)
from tui.widgets.draw import Span, bar
from tui.widgets.page import Page


def money_table(page: Page, detail: ActionDetail) -> None:
    page.gap()
    years = detail.money
    total = money_total(years)
    mark = side_mark("money")
    spent = [
        (f"{mark} {money(year.spent)}", "warn") if year.warning else (money(year.spent), "") for year in years
    ]

    def share(ratio: Fraction | None) -> str:
        return f"{bar(float(ratio), 2)} {percent(ratio)}" if ratio is not None else "–"

    fitted = page.table(
        [
            (
                detail.currency,
                [*((str(year.year), "heading") for year in years), (_("Total"), "heading")],
                "dim",
            ),
            (
                _("Planned"),
                [*((planned(y.planned), "") for y in years), (money(total.planned), "strong")],
                "dim",
            ),
            (
                _("Allocated"),
                [*(_amount(y, "allocated", page) for y in years), (money(total.allocated), "strong")],
                "dim",
            ),
            (
                _("Capital"),
                [*(_amount(y, "capital.spent", page) for y in years), (money(total.capital), "strong")],
                "dim",
            ),
            (
                _("Recurrent"),
                [*(_amount(y, "recurrent.spent", page) for y in years), (money(total.recurrent), "strong")],
                "dim",
            ),
            (_("Spent"), [*spent, (money(total.spent), "strong")], "dim"),
            (
                _("Spent, %"),
                [*((share(y.execution), "") for y in years), (share(total.execution), "strong")],
                "dim",
            ),
        ]
    )
    if not fitted:
        for year in years:
            money_block(page, year, detail.currency)
        return
    _remarks(page, years)


def _amount(year: YearMoney, field: str, page: Page) -> Span:
    """A recorded amount, marked where another one stands as well."""
    cents = {"allocated": year.allocated, "capital.spent": year.capital, "recurrent.spent": year.recurrent}
    disputed = field in year.disputed
    return recorded(cents[field], disputed), "bad" if disputed else ""


def _remarks(page: Page, years: tuple[YearMoney, ...]) -> None:
    for year in years:
        if year.warning is not None:
            mark = side_mark("money")
            page.paragraph(f"{mark} {money_warning(year.warning, year.year)}", "warn")
    if any(planned(year.planned) == KA for year in years):
        page.paragraph(_("KA: administrative cost, in the institution's own budget"), "dim")


def money_block(page: Page, year: YearMoney, currency: str) -> None:
    page.heading(f"{_('Money {year}').format(year=year.year)}, {currency}")
    page.field(_("Planned"), planned(year.planned))
    page.field(_("Allocated"), *_amount(year, "allocated", page))
    page.field(_("Capital"), *_amount(year, "capital.spent", page))
    page.field(_("Recurrent"), *_amount(year, "recurrent.spent", page))
    after: tuple[tuple[str, str], ...] = ()
    if year.execution is not None:
        after = ((f"  {percent(year.execution)} {bar(float(year.execution), 3)}", ""),)
    page.field(_("Spent"), money(year.spent), after=after)
    if year.warning is not None:
        page.paragraph(f"{side_mark('money')} {money_warning(year.warning, year.year)}", "warn")
