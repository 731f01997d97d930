"""The few styles that lines are drawn with, taken from the theme in force.

Each is made once a theme: looking styles up through the style sheet costs a search each.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rich.style import Style
from textual.color import Color

from tui.widgets.contrast import readable

if TYPE_CHECKING:
    from textual.app import App

CURSORS: Final = {"cursor": 0.35, "cursor-blurred": 0.15}
"""Rows on which a cursor stands, and how much of the primary colour lies under them."""


_SHARES: Final = {"": 0.95, "dim": 0.6, "strong": 0.95}
"""Inks by how much of the colour of text is in them."""
_INKS: Final = {
    "heading": "text-primary",
    "good": "text-success",
    "going": "text-primary",
    "bad": "text-error",
    "warn": "text-warning",
}
"""Inks by the colour of the theme."""
_BOLD: Final = frozenset({"strong", "heading", "bad"})


def styles(app: App[object], ground: str) -> dict[str, Style]:
    """Styles by name on a ground (``background`` or ``surface``); "" is plain text."""
    return _styles(app.theme, ground, app)


@lru_cache(maxsize=16)
def _styles(_theme: str, ground: str, app: App[object]) -> dict[str, Style]:
    return _Styles(app.theme_variables, ground)


class _Styles(dict[str, Style]):
    """Styles by name, each made when it is first asked for: most screens need a third of them."""

    def __init__(self, colors: Mapping[str, str], ground: str) -> None:
        super().__init__()
        self._colors = colors
        self._below, self._text, self._primary = (
            Color.parse(colors[name]) for name in (ground, "foreground", "primary")
        )

    def __missing__(self, name: str) -> Style:
        row, _, ink = name.rpartition(" ")
        if name == "cell":
            drawn = _drawn(self._text, self._below.blend(self._text, 0.1), bold=False)
        elif name == "cell-cursor":
            drawn = _drawn(self._below, self._primary, bold=True)
        else:
            on = self._below.blend(self._primary, CURSORS[row]) if row else self._below
            drawn = _drawn(self._ink(ink), on, bold=row == "cursor" or ink in _BOLD)
        self[name] = drawn
        return drawn

    def _ink(self, name: str) -> Color:
        if name in _SHARES:
            return self._below.blend(self._text, _SHARES[name])
        return Color.parse(self._colors[_INKS[name]])


def _drawn(ink: Color, on: Color, *, bold: bool) -> Style:
    return Style(color=readable(ink, on).rich_color.name, bgcolor=on.rich_color.name, bold=bold)


def under(row: str, name: str) -> str:
    """The name of a style within a row on which a cursor stands; "" is no such row."""
    return f"{row} {name}" if row else name
