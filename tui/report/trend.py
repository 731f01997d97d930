"""An indicator drawn: each year's measured value as a bar, the planned one as a tick on it, both in words."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from rich.cells import cell_len

from language import _, glyph
from store.plan.achievement import IndicatorRow
from store.plan.figures import PlanFigure, read_figure, read_measured
from store.plan.model import Target
from tui.widgets.draw import Line, bar, cut, safe

_WIDEST = 30
_NARROWEST = 6
_WORDS = 30
"""Cells for the words behind a bar."""


class _Year(NamedTuple):
    year: int
    planned: Target | None
    label: str
    measured: str | None
    met: bool | None


def trend_lines(row: IndicatorRow, width: int) -> list[Line]:
    """Return the years that have a planned or a measured value, in at most ``width`` cells each."""
    years = _years(row)
    figures = [f for y in years for f in (_planned(y), read_measured(y.measured)) if f is not None]
    top = max((figure.number for figure in figures), default=Fraction(0))
    if figures and all(figure.percent for figure in figures):
        top = max(top, Fraction(100))
    room = max(_NARROWEST, min(_WIDEST, width - _WORDS - 6))
    lines: list[Line] = []
    for year in years:
        drawn = _drawn(year, top, room)
        measured = cut(safe(year.measured) if year.measured is not None else "–", width - room - 8)
        rest = _rest(year)
        head = f"{year.year}  "
        if cell_len(head) + room + 2 + cell_len(measured) + 2 + cell_len(rest) <= width:
            lines.append(
                ((head, "dim"), (drawn, "going"), (f"  {measured}", "strong"), (f"  {rest}", _style(year)))
            )
            continue
        lines.append(((head, "dim"), (drawn, "going"), (f"  {measured}", "strong")))
        if rest:
            lines.append(((" " * len(head), ""), (cut(rest, width - len(head)), _style(year))))
    return lines


def _years(row: IndicatorRow) -> list[_Year]:
    plan = row.indicator
    named: dict[int, tuple[Target, str]] = {}
    for target, label in (
        (plan.baseline, _("Baseline")),
        (plan.interim, _("Target")),
        (plan.final, _("Target")),
    ):
        if target is not None and target.year is not None:
            named[target.year] = (target, label)
    met = {achieved.year: achieved.met for achieved in row.achievements}
    return [
        _Year(
            year,
            named[year][0] if year in named else None,
            named[year][1] if year in named else "",
            row.chosen[year].value if year in row.chosen else None,
            met.get(year),
        )
        for year in sorted({*named, *row.chosen})
    ]


def _planned(year: _Year) -> PlanFigure | None:
    return read_figure(year.planned.value) if year.planned is not None else None


def _drawn(year: _Year, top: Fraction, room: int) -> str:
    actual, planned = read_measured(year.measured), _planned(year)

    def share(figure: PlanFigure) -> float:
        return float(max(figure.number, Fraction(0)) / top) if top > 0 else 0.0

    drawn = bar(share(actual), room) if actual is not None else " " * room
    if planned is None:
        return drawn
    at = min(round(share(planned) * room), room - 1)
    return drawn[:at] + glyph("┆", "|") + drawn[at + 1 :]


def _rest(year: _Year) -> str:
    """Return the planned value in words, and whether it is met."""
    if year.planned is None:
        return ""
    value = safe(year.planned.value) if year.planned.value else _("not stated")
    met_words: dict[bool | None, Callable[[], str]] = {
        True: lambda: ", " + _("met"),
        False: lambda: ", " + _("not met"),
        None: lambda: "",
    }
    return f"{year.label} {value}{met_words[year.met]()}"


def _style(year: _Year) -> str:
    return {True: "good", False: "bad", None: "dim"}[year.met]
