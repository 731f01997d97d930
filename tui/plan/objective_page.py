"""What the right side says of an objective."""

from __future__ import annotations

from rich.cells import cell_len

from language import _, current, ngettext
from language.numbers import money, percent, priced
from language.terms import side_mark, status, status_mark
from store.account.money import add_money
from store.account.statuses import STATUSES
from store.plan.achievement import IndicatorRow
from store.plan.model import Target
from store.plan.units import unit_name
from store.query.objectives import ObjectiveDetail
from store.status.outline import Progress
from tui.report.trend import trend_lines
from tui.tree.tree_rows import STATUS_STYLES
from tui.widgets.draw import bar, safe
from tui.widgets.page import SPACIOUS, Page


def objective_lines(
    detail: ObjectiveDetail,
    progress: Progress,
    measured: tuple[IndicatorRow, ...],
    width: int,
) -> Page:
    """Return the page of an objective: its progress, money and indicators with what was measured of them."""
    labels = (_("Planned"), _("Allocated"), _("Printed total"), _("Baseline"), _("Interim"), _("Final"))
    page = Page(width, max(map(cell_len, labels)) + 1)
    page.paragraph(f"{safe(detail.row.nr)}  {safe(detail.row.title)}", "strong")
    if width >= SPACIOUS and measured:
        page.gap()
        left, right = page.parted(0.56)
        _progress(left, progress, detail)
        _money(left, detail)
        for row in measured:
            _indicator(right, row)
        page.beside(left, right)
        return page
    _progress(page, progress, detail)
    _money(page, detail)
    _whole(page, detail)
    for row in measured:
        _indicator(page, row)
    return page


def _progress(page: Page, progress: Progress, detail: ObjectiveDetail) -> None:
    names, width = [status(code) for code in (*STATUSES, None)], page.width
    words = (
        ngettext("Progress of {n} action", "Progress of {n} actions", progress.total)
        if progress.total == detail.actions
        else _("Progress of {n} of {total} actions")
    )
    page.heading(words.format(n=progress.total, total=detail.actions))
    label = max(map(cell_len, names)) + 3
    for code in (*STATUSES, None):
        count = progress.statuses[code]
        if count:
            drawn = bar(count / progress.total, max(1, min(24, width - label - 5)))
            sign = f"{status_mark(code)} {status(code)}"
            style = STATUS_STYLES.get(code, "")
            page.lines.append(
                ((sign + " " * (label - cell_len(sign)), ""), (f"{count:>4} ", "strong"), (drawn, style))
            )
    # without a unit of its own it is headquarters, whose changes nobody confirms
    unsent = _("not on the server yet") if detail.spender is None else _("not confirmed by headquarters")
    for name, count, words in (
        ("overdue", progress.overdue, _("overdue")),
        ("unsent", progress.unsent, unsent),
        ("conflict", progress.conflict, _("in conflict")),
        ("returned", progress.returned, _("returned")),
        ("money", progress.money_warning, _("with a money warning")),
    ):
        if count:
            page.paragraph(f"{side_mark(name)} {words}: {count}", "warn")


def _money(page: Page, detail: ObjectiveDetail) -> None:
    # sums over many actions: whole euros say enough and leave room for all years
    years, total = detail.money, add_money(detail.money)
    page.heading(
        ngettext("Money of {n} action", "Money of all {n} actions", detail.actions).format(n=detail.actions)
    )
    if detail.spender is not None:
        whose = safe(unit_name(detail.spender, current()))
        page.paragraph(_("spent: by {unit} alone").format(unit=whose), "dim")
    rows = [(detail.currency, [*((str(y.year), "heading") for y in years), (_("Total"), "heading")], "dim")]
    sums = [money(y.planned, 0) for y in years]
    rows.append((_("Planned"), [*((text, "") for text in sums), (money(total.planned, 0), "strong")], "dim"))
    if detail.printed:
        printed = [money(detail.printed.get(y.year), 0) for y in years]
        different = [
            detail.printed.get(y.year) is not None and detail.printed.get(y.year) != y.planned for y in years
        ]
        cells = [(text, "warn" if odd else "") for text, odd in zip(printed, different, strict=True)]
        rows.append((_("Printed total"), [*cells, ("", "")], "dim"))
    if total.of_unit:
        # what the unit's spending is measured against
        own = [*((money(y.allocated, 0), "") for y in years), (money(total.allocated, 0), "strong")]
        rows.append((_("Allocated"), own, "dim"))
    spent = [money(y.spent, 0) for y in years]
    rows.append((_("Spent"), [*((text, "") for text in spent), (money(total.spent, 0), "strong")], "dim"))
    if total.execution is not None:
        shares = [percent(y.execution) for y in years]
        cells = [*((text, "") for text in shares), (percent(total.execution), "strong")]
        rows.append((_("Spent, %"), cells, "dim"))
    if not page.table(rows):
        for n, year in enumerate(years):
            page.heading(f"{_('Money {year}').format(year=year.year)}, {detail.currency}")
            for name, cells, _style in rows[1:]:
                page.field(name, cells[n][0], cells[n][1])


def _whole(page: Page, detail: ObjectiveDetail) -> None:
    """Add what no year's sums hold."""
    if detail.whole is not None:
        page.paragraph(f"{_('Budget of all years')}: {priced(detail.whole, detail.currency)}")


def _indicator(page: Page, row: IndicatorRow) -> None:
    indicator = row.indicator
    page.heading(_("Indicator"))
    page.paragraph(safe(indicator.title))
    for name, target in (
        (_("Baseline"), indicator.baseline),
        (_("Interim"), indicator.interim),
        (_("Final"), indicator.final),
    ):
        if target is not None:
            page.field(name, _target(target))
    if indicator.result:
        page.field(_("Result"), safe(indicator.result))
    if row.measurements:
        page.gap()
        page.lines += trend_lines(row, page.width)
    for measurement in row.measurements:
        if measurement.conflict or measurement.year not in row.chosen:
            page.field(str(measurement.year), safe(f"{measurement.value} · {measurement.unit}"), "warn")
        elif measurement.source:
            page.field(str(measurement.year), safe(measurement.source), "dim")


def _target(target: Target) -> str:
    value = safe(target.value) if target.value else _("not stated")
    return f"{value} ({target.year})" if target.year is not None else value
