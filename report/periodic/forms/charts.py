"""Charts as SVG: bars with their labels and values, in colours that a style sheet may change."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from textwrap import wrap
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

FONTS: Final = "Arial, Liberation Sans, Helvetica, Noto Sans, DejaVu Sans, sans-serif"
"""Fonts of charts, and of what stands at the margin of a printed page."""
_ON: Final = {"implemented": "#ffffff", "not_implemented": "#ffffff"}
"""Colours of numbers that stand in a bar; else dark."""

_WIDTH: Final = 480
_LINE: Final = 16
_BAR: Final = 16
_GAP: Final = 10
_VALUE: Final = 90
_LETTERS: Final = 66
"""Letters of a line of a label, which stands above its bars and is never cut."""


def svg_chart(chart: Chart, number: int) -> str:
    """Return the chart; it names itself to whoever cannot see it, and a table beside it has its numbers."""
    rows = 1 if chart.stacked else len(chart.series)
    labels = [wrap(clean(label), _LETTERS) for label in chart.labels]
    tops = [0]
    for words in labels:
        tops.append(tops[-1] + _LINE * len(words) + rows * _BAR + _GAP)
    legend = _legend(chart)
    height = tops[-1] + 18 * (1 + max((row for _x, row, _s in legend), default=-1)) + 4
    caption = _safe(chart.caption)
    lines = [
        f'<svg class="chart" viewBox="0 0 {_WIDTH} {height}" font-size="12"'
        f' font-family="{FONTS}" role="img" aria-labelledby="chart-{number}">',
        f'<title id="chart-{number}">{caption}</title>',
    ]
    for at, words in enumerate(labels):
        lines += [_words(0, tops[at] + n * _LINE + 12, line) for n, line in enumerate(words)]
        lines += _bars(chart, at, tops[at] + _LINE * len(words))
    for x, row, series in legend:
        y = tops[-1] + row * 18
        lines.append(_bar(series, x, y, 11, 11))
        lines.append(_words(x + 15, y + 10, series.name))
    return "".join((*lines, "</svg>"))


def _bars(chart: Chart, at: int, top: int) -> Iterator[str]:
    """Yield the bars of a label with their values: on each other's end, or below each other."""
    left, most = 0.0, _most(chart)
    for n, series in enumerate(chart.series):
        length = (_WIDTH - _VALUE) * series.values[at] / most
        y = top if chart.stacked else top + n * _BAR
        yield _bar(series, left, y, length, _BAR - 2)
        if not chart.stacked:
            yield _words(length + 6, y + _BAR - 5, series.shown[at])
        elif length > 16:
            yield _words(left + length / 2, y + _BAR - 5, series.shown[at], inside=series.code)
        left += length if chart.stacked else 0


def _bar(series: Series, x: float, y: int, width: float, height: int) -> str:
    colour = COLOURS.get(series.code, "555555")
    return (
        f'<rect class="{series.code}" x="{x:.1f}" y="{y}" width="{width:.1f}" height="{height}"'
        f' fill="#{colour}"></rect>'
    )


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


def _words(x: float, y: float, text: str, *, inside: str = "") -> str:
    ink = _ON.get(inside, "#16202c") if inside else "currentColor"
    middle = ' text-anchor="middle"' if inside else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{ink}"{middle}>{_safe(text)}</text>'
