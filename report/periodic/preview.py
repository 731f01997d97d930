"""The report as a few lines of text: what it will say, before it is written."""

from __future__ import annotations

from collections.abc import Iterator

from report.periodic.blocks import Chart, Heading, Paragraph
from report.periodic.chapters import drafts
from report.periodic.content import Content
from report.periodic.front import facts_of, in_other_words, report_title


def preview_lines(content: Content) -> Iterator[str]:
    """Title, facts, and the chapters with what is written in them."""
    yield report_title(content)
    for label, text in facts_of(content):
        yield f"{label}: {text}"
    if told := in_other_words(content):
        yield told
    for block in drafts(content):
        if isinstance(block, Heading):
            yield ""
            yield block.text
        elif isinstance(block, Paragraph) and not block.muted:
            yield block.text
        elif isinstance(block, Chart):
            yield from chart_lines(block)


def chart_lines(chart: Chart) -> Iterator[str]:
    """Yield the numbers of a chart, a line each label."""
    yield f"{chart.caption}:"
    for at, label in enumerate(chart.labels):
        numbers = " · ".join(
            f"{series.name} {series.shown[at]}" if len(chart.series) > 1 else series.shown[at]
            for series in chart.series
        )
        yield f"  {label}: {numbers}"
