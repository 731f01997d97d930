"""What headquarters wrote for a chapter, as blocks."""

from __future__ import annotations

from collections.abc import Iterator

from report.periodic.blocks import Block, Heading, Paragraph
from report.periodic.content import Content


def written(content: Content, chapter: str, objective: str = "") -> Iterator[Block]:
    """Yield what headquarters wrote, a paragraph each line."""
    text = content.text(chapter, objective)
    for part in filter(None, (line.strip() for line in text.split("\n"))):
        yield Paragraph(part)


def written_below(
    content: Content, chapter: str, title: str, objective: str = "", level: int = 1
) -> Iterator[Block]:
    """Yield a chapter under its heading; nothing where headquarters wrote nothing."""
    if content.text(chapter, objective):
        yield Heading(title, level)
        yield from written(content, chapter, objective)
