"""A line of a PDF's cell with the widths of its letters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_SEGMENT: Final = re.compile(r"^[^\s\-–/]+(?:[-/]\d[^\s\-–/]*)*[\-–/]?|^\S")
"""No line breaks between a hyphen or a slash and a digit (Unicode line breaking, rule LB25)."""


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line's text with its trailing space, its edges, and the widths of its letters."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    widths: tuple[float, ...]

    @property
    def width(self) -> float:
        """Its width without the trailing space."""
        return sum(self.widths[: len(self.text.rstrip())])

    @property
    def size(self) -> float:
        """Its height."""
        return self.bottom - self.top

    @property
    def space(self) -> float:
        """The width of its spaces."""
        at = self.text.find(" ")
        return self.widths[at] if at >= 0 else 0.33 * self.size

    def segment(self) -> float:
        """The width of what would have to fit on the line before: up to a space, a hyphen or a slash."""
        match = _SEGMENT.match(self.text)
        return sum(self.widths[: len(match.group())]) if match else 0.0
