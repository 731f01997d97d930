"""What headquarters wrote for a chapter, as blocks."""

from __future__ import annotations

from collections.abc import Iterator

from language import _
from language.dates import period_words
from report.periodic.blocks import Block, Heading, Paragraph
from report.periodic.content import Content
from report.prose import lines


def written(content: Content, chapter: str, objective: str = "") -> Iterator[Block]:
    """Yield what headquarters wrote: headings, and a paragraph each line, or entry of a list."""
    if content.span.cumulative and content.text(chapter, objective):
        # it writes of single periods
        words = _("On {period}:").format(period=period_words(content.span.period.code))
        yield Paragraph(words, muted=True)
    for line in lines(content.text(chapter, objective)):
        if line.is_heading:
            yield Heading(line.text, 3, line)
        else:
            yield Paragraph(line.text, line=line)


def written_below(
    content: Content, chapter: str, title: str, objective: str = "", level: int = 1
) -> Iterator[Block]:
    """Yield a chapter under its heading; nothing where headquarters wrote nothing."""
    if content.text(chapter, objective):
        yield Heading(title, level)
        yield from written(content, chapter, objective)
