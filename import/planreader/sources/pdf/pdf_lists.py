"""Lists within a PDF's cell: entries that begin with a sign and go on below their text, not below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from planreader.sources.pdf.pdf_line import PdfLine

_SIGN: Final = re.compile(r"[•▪●·➢✓–-]\s+(?=\S)")
_NEAR: Final = 1.5
"""Points by which lines below each other differ at the left."""


class Hanging(NamedTuple):
    """A cell's lines without the signs of its list, what is left of its width, and the signs by line."""

    lines: Sequence[PdfLine]
    width: float
    signs: dict[int, str]


def hanging(lines: Sequence[PdfLine], width: float) -> Hanging:
    """The lines of a list whose entries all stand in, as they are where they are no such list.

    A word that ends such a line was cut by what is left of the cell's width beside the signs.
    """
    matches = {n: match for n, line in enumerate(lines) if (match := _SIGN.match(line.text))}
    if not matches or len(matches) == len(lines):
        return Hanging(lines, width, {})
    edges = [_edge(line, matches[n].end() if n in matches else 0) for n, line in enumerate(lines)]
    indent = edges[0] - min(lines[n].left for n in matches)
    # what a page's end cut from an entry stands without its sign, in as far as the rest
    if max(edges) - min(edges) > _NEAR or indent < _NEAR:
        return Hanging(lines, width, {})
    bare = [_without(line, matches[n].end()) if n in matches else line for n, line in enumerate(lines)]
    return Hanging(bare, width - indent, {n: match[0] for n, match in matches.items()})


def _edge(line: PdfLine, begin: int) -> float:
    """Where a line's text begins behind its sign."""
    return line.left + sum(line.widths[:begin])


def _without(line: PdfLine, begin: int) -> PdfLine:
    return replace(line, text=line.text[begin:], left=_edge(line, begin), widths=line.widths[begin:])
