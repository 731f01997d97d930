"""The overview drawn with characters: rates, statuses, money by year, indicators and what is overdue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rich.cells import cell_len

import language
from language import _, glyph
from language.figure_rules import BY_LEAD
from language.figures import figure_name
from language.numbers import NOTHING, money, percent
from language.terms import amounts_of_all_years, money_left_out, side_mark, status, status_mark
from store.account.money import YearMoney
from store.account.statuses import STATUSES
from store.plan.achievement import IndicatorRow
from store.plan.units import unit_name
from store.query.filters.filter import NOT_REPORTED, Filter
from store.query.overview import Overview, OverviewGroup
from store.status.outline import ActionRow
from tui.tree.tree_rows import STATUS_STYLES
from tui.widgets.draw import Line, Span, bar, bar_on_track, cut, fit, safe, wrap
from tui.widgets.linked_lines import Linked

_LEAST_TITLE = 12
_LONGEST_BAR = 80


def plan_page(
    overview: Overview,
    indicators: Sequence[IndicatorRow],
    overdue: Sequence[ActionRow],
    width: int,
) -> list[Linked]:
    """Return all of the plan or of one group; every figure leads to its list (a Filter, or a number)."""
    group = overview.groups[0]
    lines = [*_rate(group, width), Linked(())]
    lines += _statuses(group, width)
    lines += [Linked(()), _heading(f"{_('Money by year')}, {overview.currency}", width)]
    if overview.money_left_out:
        lines += [Linked(((line, "dim"),)) for line in wrap(money_left_out(overview.year), width)]
    else:
        lines += _money(group.spending, overview, width)
    if overview.wholes:
        words = amounts_of_all_years(overview.wholes, overview.currency)
        lines.append(Linked(((cut(safe(words), width), "dim"),)))
    if indicators:
        lines += [Linked(()), _heading(_("Indicators"), width)]
        for indicator in indicators:
            lines += _indicator(indicator, width)
    lines += [Linked(()), _heading(_("Overdue ({n})").format(n=len(overdue)), width)]
    lines += [_overdue(row, width) for row in overdue]
    return lines


def groups_page(overview: Overview, width: int) -> list[Linked]:
    """Return one line a group: implemented of those due as a bar, the rate, coverage, money and execution."""
    names = [_name(group, overview.by) for group in overview.groups]
    numbers = [_figures(group) for group in overview.groups]
    budget = figure_name("allocated" if overview.is_of_units else "planned")
    heads = (_("Due"), _("Rate"), _("Coverage"), _("Overdue"), budget, _("Spent"), "%")
    drawn = max(4, min(16, width // 8))
    columns = _columns(heads, numbers, width - _LEAST_TITLE - drawn - 2)
    # a line is read across: no gap wider than the longest name between a name and its figures
    room = min(
        width - drawn - 2 - sum(size for _at, size in columns),
        max([_LEAST_TITLE, *(cell_len(name) + 4 for name in names)]),
    )
    head: list[Span] = [(fit(overview.currency, room + drawn + 2), "dim")]
    head += [(fit(heads[at], size, right=True), "dim") for at, size in columns]
    lines = [Linked(head)]
    for group, name, figures in zip(overview.groups, names, numbers, strict=True):
        indent = "  " if group.parent is not None else ""
        style = "" if group.parent is not None or overview.by != "objective" else "strong"
        share = float(group.tally.rate) if group.tally.rate is not None else 0.0
        line: list[Span] = [(fit(indent + name, room), style), (" ", "")]
        line += [*bar_on_track(share, drawn, "good"), (" ", "")]
        line += [(fit(figures[at], size, right=True), "") for at, size in columns]
        lines.append(Linked(line, group.wanted))
    if overview.by == "lead":
        lines += [Linked(()), *(Linked(((line, "dim"),)) for line in wrap(_(BY_LEAD), width))]
    return lines


def _name(group: OverviewGroup, by: str) -> str:
    name = group.name(by, language.current())
    has_number = group.key.isdigit() if by == "unit" else by != "lead"
    return safe(f"{group.key} {name}" if has_number else name) or NOTHING


def _figures(group: OverviewGroup) -> tuple[str, ...]:
    tally, spent = group.tally, group.money
    return (
        f"{tally.implemented}/{tally.due}",
        percent(tally.rate, 0),
        percent(tally.coverage, 0),
        str(tally.overdue),
        money(spent.budget, 0),
        money(spent.spent, 0),
        percent(spent.execution),
    )


_KEPT = (0, 1, 6, 3, 2, 5, 4)
"""The order in which columns are kept where there is little room."""


def _columns(heads: Sequence[str], rows: Iterable[Sequence[str]], room: int) -> list[tuple[int, int]]:
    """Return the positions and widths of the columns that fit, in the order of the table."""
    cells = list(rows)
    widths = [max([cell_len(heads[n]), *(cell_len(row[n]) for row in cells)]) + 2 for n in range(len(heads))]
    chosen: list[int] = []
    for at in _KEPT:
        if widths[at] <= room:
            chosen.append(at)
            room -= widths[at]
    return [(at, widths[at]) for at in sorted(chosen)]


def _heading(text: str, width: int) -> Linked:
    return Linked(((cut(text, width), "heading"),))


def _rate(group: OverviewGroup, width: int) -> Iterator[Linked]:
    tally = group.tally
    words = _("{n} of {total} due").format(n=tally.implemented, total=tally.due)
    label = max(cell_len(_("Implementation rate")), cell_len(_("Coverage"))) + 2
    reported = f"{tally.reported}/{tally.expected}"
    # one room for both, or bars of the same thing would have two scales
    room = width - label - 9 - max(cell_len(words), cell_len(reported)) - 4
    for name, share, note in (
        (_("Implementation rate"), tally.rate, words),
        (_("Coverage"), tally.coverage, reported),
    ):
        line: list[Span] = [(fit(name, label), "dim"), (f"{percent(share, 2):>9}", "strong")]
        if room >= 8:
            line += [("  ", ""), *bar_on_track(float(share or 0), min(room, 40), "good")]
        due = name == _("Implementation rate") and tally.due > 0
        yield Linked((*line, (f"  {note}", "dim")), _list(group, due=group.money.year) if due else None)
    if tally.changed:
        changed = _("{n} of those due were cancelled, removed or postponed; without them {rate}.")
        words = changed.format(n=tally.changed, rate=percent(tally.rate_without_changed, 2))
        yield Linked(((cut(words, width), "dim"),))


def _list(group: OverviewGroup, **conditions: Any) -> Filter | None:
    """Return the actions of a group that meet conditions besides."""
    return group.wanted._replace(**conditions) if group.wanted is not None else None


def _statuses(group: OverviewGroup, width: int) -> Iterator[Linked]:
    names = [f"{status_mark(code)} {status(code)}" for code in (*STATUSES, None)]
    label = max(map(cell_len, names)) + 2
    total = group.tally.actions
    yield _heading(_("Actions ({n})").format(n=total), width)
    for code, name in zip((*STATUSES, None), names, strict=True):
        count = group.tally.statuses.get(code, 0)
        drawn = bar(count / total if total else 0, max(4, min(40, width - label - 8))).rstrip(" .")
        line: Line = (
            (fit(name, label), STATUS_STYLES.get(code, "")),
            (f"{count:>5}  ", "strong"),
            (drawn, STATUS_STYLES.get(code, "")),
        )
        yield Linked(line, _list(group, statuses=frozenset({code or NOT_REPORTED})) if count else None)


def _money(years: Sequence[YearMoney], overview: Overview, width: int) -> Iterator[Linked]:
    most = max((max(year.budget or 0, year.spent or 0) for year in years), default=0) or 1
    labels = (_("allocated") if overview.is_of_units else _("planned"), _("spent"))
    label = max(map(cell_len, labels))
    amounts = [money(amount, 0) for year in years for amount in (year.budget, year.spent)]
    size = max(map(cell_len, amounts), default=1)
    room = max(4, min(_LONGEST_BAR, width - 6 - label - size - 3 - 8))
    for year in years:
        for n, (name, amount) in enumerate(zip(labels, (year.budget, year.spent), strict=True)):
            head = str(year.year) if n == 0 else "    "
            drawn = bar((amount or 0) / most, room).rstrip(" .")
            share = f" {percent(year.execution)}" if n else ""
            yield Linked(
                (
                    (f"{head}  ", "strong"),
                    (
                        f"{fit(name, label)} {fit(money(amount, 0), size, right=True)}  ",
                        "dim" if n == 0 else "",
                    ),
                    (drawn, "going" if n == 0 else "good"),
                    (share, "strong"),
                )
            )


def _indicator(row: IndicatorRow, width: int) -> Iterator[Linked]:
    link = Filter(objective=row.objective)
    number = f"{safe(row.objective)}  "
    title = cut(safe(row.indicator.title), width - cell_len(number))
    yield Linked(((number, "strong"), (title, "")), link)
    arrow = glyph("→", "->")
    start, goal = (
        NOTHING if target is None or target.value is None else safe(target.value)
        for target in (row.indicator.baseline, row.indicator.final or row.indicator.interim)
    )
    done = row.achieved
    actual = NOTHING if done is None else f"{safe(row.chosen[done.year].value)} ({done.year})"
    line: list[Span] = [("    ", ""), (f"{start} {arrow} {actual} {arrow} {goal}", "dim")]
    if done is not None and done.progress is not None:
        room = width - sum(cell_len(text) for text, _style in line) - 10
        if room >= 6:
            line += [("  ", ""), *bar_on_track(float(done.progress), min(20, room), "good")]
            line.append((f" {percent(done.progress, 0)}", "good"))
    yield Linked([(cut(text, width), style) for text, style in line])


def _overdue(row: ActionRow, width: int) -> Linked:
    end = f"  {safe(row.deadline)}"
    head = f"{side_mark('overdue')} {status_mark(row.status)} {safe(row.nr)}  "
    title = fit(safe(row.title), width - cell_len(head) - cell_len(end))
    return Linked(((head, "bad"), (title, ""), (end, "dim")), row.nr)


def overview_title(overview: Overview, day: str, *, group: OverviewGroup | None = None) -> str:
    """Return what is counted, in one line; ``group`` is the one whose figures show alone."""
    dot = glyph(" · ", " - ")
    whose = _("all units together") if overview.unit is None else unit_name(overview.unit, language.current())
    names = [_name(group, overview.by)] if group is not None else []
    if group is None or overview.by != "unit":
        names.append(safe(whose))
    return dot.join((_("Overview"), str(overview.year), _("as of {day}").format(day=day), *names))
