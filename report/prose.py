"""Text with a little Markdown as data: headings, bold, italics, lists, links; all else stays as typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_RULES: Final = ("heading", "list", "emphasis", "link", "escape", "newline")
_LINKED: Final = ("http://", "https://", "mailto:")
"""What the address of a link begins with; any other stays text."""
_BULLET: Final = "•"


class Run(NamedTuple):
    """A piece of a line that looks the same; ``link`` is the address to which it leads, or empty."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""


class TextLine(NamedTuple):
    """A line: a heading, an entry of a list with its ``marker``, or a paragraph."""

    runs: tuple[Run, ...]
    marker: str = ""
    depth: int = 0
    """How deep in lists an entry stands, from 1."""
    is_heading: bool = False

    @property
    def text(self) -> str:
        """Return it without marks; an address stands behind what leads to it."""
        words = "".join(
            f"{run.text} ({run.link})" if run.link and run.link != run.text else run.text for run in self.runs
        )
        return f"{self.marker} {words}" if self.marker else words


@cache
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("zero").enable([*_RULES])


def lines(text: str) -> Iterator[TextLine]:
    """Yield the lines of a text; each line that was typed is one of its own."""
    markers: list[str] = []
    ordered: list[int] = []
    marker, is_heading = "", False
    for token in _reader().parse(text):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            ordered.append(int(token.attrGet("start") or 1) if token.type.startswith("ordered") else -1)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            ordered.pop()
        elif token.type == "list_item_open":
            marker = _BULLET if ordered[-1] < 0 else f"{token.info}{token.markup}"
            markers.append(marker)
        elif token.type == "list_item_close":
            markers.pop()
        elif token.type in ("heading_open", "heading_close"):
            is_heading = token.type == "heading_open"
        elif token.type == "inline":
            for runs in _broken(token.children or ()):
                yield TextLine(runs, marker, len(markers), is_heading)
                # of an entry of several lines the first is marked
                marker = ""


def plain(text: str) -> str:
    """Return a text without its marks."""
    return "\n".join(line.text for line in lines(text))


def _broken(tokens: Iterable[Token]) -> Iterator[tuple[Run, ...]]:
    """Yield the runs of each line."""
    runs: list[Run] = []
    bold = italic = 0
    link = ""
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            if runs:
                yield tuple(runs)
            runs = []
        elif token.type in ("strong_open", "strong_close"):
            bold += token.nesting
        elif token.type in ("em_open", "em_close"):
            italic += token.nesting
        elif token.type == "link_open":
            address = str(token.attrGet("href") or "")
            link = address if address.startswith(_LINKED) else ""
        elif token.type == "link_close":
            link = ""
        elif token.content:
            runs.append(Run(token.content, bold > 0, italic > 0, link))
    if runs:
        yield tuple(runs)
