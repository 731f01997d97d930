"""Charts as SVG: bars with their labels and values, in colours that a style sheet may change."""

from __future__ import annotations

from html import escape
from typing import Final

from report.periodic.blocks import Chart, Series
from store.db.text import clean

COLOURS: Final = {
    "implemented": "2E7D4F",
    "partially_implemented": "7FB069",
    "in_progress": "E0A030",
    "not_started": "9AA5B1",
    "not_implemented": "C0392B",
    "not_reported": "D9DEE4",
    "planned": "9DB4CE",
    "spent": "1F4E79",
}
"""Colours of series: those of the statuses, and of money."""

_ON: Final = {"implemented": "#ffffff", "not_implemented": "#ffffff"}
"""Colours of numbers that stand in a bar; else dark."""

_WIDTH: Final = 680
_LABEL: Final = 250
_BAR: Final = 16
_GAP: Final = 14
_VALUE: Final = 90
_LETTERS: Final = 36


def svg_chart(chart: Chart, number: int) -> str:
    """Return the chart; it names itself to whoever cannot see it, and a table beside it has its numbers."""
    rows = 1 if chart.stacked else len(chart.series)
    step = rows * _BAR + _GAP
    legend = _legend(chart)
    height = step * len(chart.labels) + 18 + 18 * (1 + max((row for _x, row, _s in legend), default=-1))
    most = _most(chart)
    room = _WIDTH - _LABEL - _VALUE
    caption = _safe(chart.caption)
    lines = [
        f'<svg class="chart" viewBox="0 0 {_WIDTH} {height}" font-size="12" role="img"'
        f' aria-labelledby="chart-{number}">',
        f'<title id="chart-{number}">{caption}</title>',
    ]
    for at, label in enumerate(chart.labels):
        top = at * step + 4
        lines.append(_words(0, top + rows * _BAR / 2 + 4, _cut(label)))
        left = float(_LABEL)
        for n, series in enumerate(chart.series):
            length = room * series.values[at] / most
            y = top if chart.stacked else top + n * _BAR
            lines.append(
                f'<rect class="{series.code}" x="{left:.1f}" y="{y}" width="{length:.1f}"'
                f' height="{_BAR - 2}" fill="#{COLOURS.get(series.code, "555555")}"></rect>'
            )
            if not chart.stacked:
                lines.append(_words(_LABEL + length + 6, y + _BAR - 5, series.shown[at]))
            elif length > 16:
                lines.append(_words(left + length / 2, y + _BAR - 5, series.shown[at], inside=series.code))
            left += length if chart.stacked else 0
    for x, row, series in legend:
        y = step * len(chart.labels) + 14 + row * 18
        lines.append(
            f'<rect class="{series.code}" x="{x}" y="{y}" width="11" height="11"'
            f' fill="#{COLOURS.get(series.code, "555555")}"></rect>'
        )
        lines.append(_words(x + 15, y + 10, series.name))
    return "".join((*lines, "</svg>"))


def _legend(chart: Chart) -> list[tuple[int, int, Series]]:
    """Return the place of each name of a series: from the left, and in which row."""
    places: list[tuple[int, int, Series]] = []
    x = row = 0
    for series in chart.series if len(chart.series) > 1 else ():
        width = 30 + 8 * len(series.name)
        if x and x + width > _WIDTH:
            x, row = 0, row + 1
        places.append((x, row, series))
        x += width
    return places


def _most(chart: Chart) -> float:
    if chart.percent:
        return 100.0
    if chart.stacked:
        sums = [sum(series.values[at] for series in chart.series) for at in range(len(chart.labels))]
        return max(sums, default=0) or 1.0
    return max((value for series in chart.series for value in series.values), default=0) or 1.0


def _safe(text: str) -> str:
    return escape(clean(text))


def _cut(label: str) -> str:
    return label if len(label) <= _LETTERS else f"{label[: _LETTERS - 1]}…"


def _words(x: float, y: float, text: str, *, inside: str = "") -> str:
    ink = _ON.get(inside, "#16202c") if inside else "currentColor"
    middle = ' text-anchor="middle"' if inside else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{ink}"{middle}>{_safe(text)}</text>'
