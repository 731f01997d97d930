"""The few styles that lines are drawn with, taken from the theme in force.

They are built once a theme: looking styles up through the style sheet costs a search each.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.style import Style
from textual.color import Color

if TYPE_CHECKING:
    from textual.app import App


def styles(app: App[object], ground: str) -> dict[str, Style]:
    """Styles by name on a ground (``background`` or ``surface``); "" is plain text."""
    return _styles(app.theme, ground, app)


@lru_cache(maxsize=16)
def _styles(_theme: str, ground: str, app: App[object]) -> dict[str, Style]:
    colors = app.theme_variables
    below, text = Color.parse(colors[ground]), Color.parse(colors["foreground"])
    primary = Color.parse(colors["primary"])

    def on(color: Color, share: float) -> str:
        return below.blend(color, share).rich_color.name

    def ink(name: str) -> str:
        return Color.parse(colors[name]).rich_color.name

    base = Style(color=on(text, 0.95), bgcolor=below.rich_color.name)
    return {
        "": base,
        "dim": base + Style(color=on(text, 0.6)),
        "strong": base + Style(bold=True),
        "heading": base + Style(color=ink("text-primary"), bold=True),
        "good": base + Style(color=ink("text-success")),
        "going": base + Style(color=ink("text-primary")),
        "bad": base + Style(color=ink("text-error"), bold=True),
        "warn": base + Style(color=ink("text-warning")),
        "cursor": Style(bgcolor=on(primary, 0.35), bold=True),
        "cursor-blurred": Style(bgcolor=on(primary, 0.15)),
        "cell": base + Style(bgcolor=on(text, 0.1)),
        "cell-cursor": base
        + Style(color=primary.get_contrast_text(1.0).rich_color.name, bgcolor=on(primary, 1.0), bold=True),
    }
