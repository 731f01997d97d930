"""The few styles that lines are drawn with, taken from the theme in force.

They are built once a theme: looking styles up through the style sheet costs a search each.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rich.style import Style
from textual.color import Color

from tui.widgets.contrast import readable

if TYPE_CHECKING:
    from textual.app import App

CURSORS: Final = {"cursor": 0.35, "cursor-blurred": 0.15}
"""Rows on which a cursor stands, and how much of the primary colour lies under them."""


def styles(app: App[object], ground: str) -> dict[str, Style]:
    """Styles by name on a ground (``background`` or ``surface``); "" is plain text."""
    return _styles(app.theme, ground, app)


@lru_cache(maxsize=16)
def _styles(_theme: str, ground: str, app: App[object]) -> dict[str, Style]:
    colors = app.theme_variables
    below, text, primary = (Color.parse(colors[name]) for name in (ground, "foreground", "primary"))
    inks = {
        "": (below.blend(text, 0.95), False),
        "dim": (below.blend(text, 0.6), False),
        "strong": (below.blend(text, 0.95), True),
        "heading": (Color.parse(colors["text-primary"]), True),
        "good": (Color.parse(colors["text-success"]), False),
        "going": (Color.parse(colors["text-primary"]), False),
        "bad": (Color.parse(colors["text-error"]), True),
        "warn": (Color.parse(colors["text-warning"]), False),
    }

    def drawn(ink: Color, on: Color, *, bold: bool) -> Style:
        return Style(color=readable(ink, on).rich_color.name, bgcolor=on.rich_color.name, bold=bold)

    found = {name: drawn(ink, below, bold=bold) for name, (ink, bold) in inks.items()}
    for row, share in CURSORS.items():
        on = below.blend(primary, share)
        for name, (ink, bold) in inks.items():
            found[under(row, name)] = drawn(ink, on, bold=bold or row == "cursor")
    found["cell"] = drawn(text, below.blend(text, 0.1), bold=False)
    found["cell-cursor"] = drawn(below, primary, bold=True)
    return found


def under(row: str, name: str) -> str:
    """The name of a style within a row on which a cursor stands; "" is no such row."""
    return f"{row} {name}" if row else name
