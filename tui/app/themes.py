"""The themes: dark, light, high contrast, and one that a person writes in ``theme.toml``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from textual.app import App
from textual.color import Color, ColorParseError
from textual.theme import BUILTIN_THEMES, Theme

from store.db.errors import UserError
from store.db.places import Places
from store.db.regular import read_regular
from store.db.toml import parse_toml
from tui.widgets.contrast import readable

NAMES: Final = {"dark": "textual-dark", "light": "terren-light", "contrast": "terren-contrast"}
"""The themes that always exist, by the name that the configuration and the memory know."""

USER: Final = "user"
_USER_THEME: Final = "terren-user"
COLOURS: Final = (
    *("primary", "secondary", "accent", "foreground", "background", "surface", "panel", "boost"),
    *("success", "warning", "error"),
)
"""What a theme of one's own may name."""


_FIELD: Final = 0.08
"""How much the ground of a field differs from that of its window, where the theme does not say."""
_INKS: Final = ("primary", "secondary", "accent", "success", "warning", "error")


def _legible(theme: Theme) -> Theme:
    """Return the theme with inks that can be read on all its grounds, also where its colours are too near."""
    colors = theme.to_color_system().generate()
    grounds = [Color.parse(colors[name]) for name in ("background", "surface", "panel")]
    variables = {
        f"text-{ink}": readable(
            Color.parse(colors[f"text-{ink}"]), *grounds, Color.parse(colors[f"{ink}-muted"])
        ).hex
        for ink in _INKS
    }
    if not Color.parse(colors["boost"]).a:
        # Textual leaves it out of light themes, and of those that name a panel: fields would be invisible
        variables["boost"] = theme.boost or Color.parse(colors["surface"]).get_contrast_text(_FIELD).hex
    return replace(theme, variables={**theme.variables, **variables})


def _light() -> Theme:
    return replace(BUILTIN_THEMES["textual-light"], name=NAMES["light"])


def _contrast() -> Theme:
    """Return black and white with few strong colours: for poor screens, bright halls and weak eyes."""
    return Theme(
        name=NAMES["contrast"],
        primary="#ffff00",
        secondary="#00ffff",
        accent="#00ffff",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#303030",
        boost="#303030",
        success="#00ff00",
        warning="#ffff00",
        error="#ff8080",
        dark=True,
        luminosity_spread=0.25,
    )


_MADE: Final = {"light": _light, "contrast": _contrast}


def user_theme(file: Path) -> Theme | None:
    """Return the theme of ``theme.toml``: colours by name and ``dark``; None where there is no file.

    Raises UserError ``theme_unreadable``.
    """
    if not file.is_file():
        return None
    try:
        values = parse_toml(read_regular(file).decode("utf-8"))
    except (OSError, ValueError) as error:
        raise UserError("theme_unreadable", file=str(file), detail=str(error)) from error
    if unknown := sorted(values.keys() - {*COLOURS, "dark"}):
        raise UserError("theme_unreadable", file=str(file), detail=unknown[0])
    if type(values.get("dark", True)) is not bool:
        raise UserError("theme_unreadable", file=str(file), detail="dark")
    if "primary" not in values:
        raise UserError("theme_unreadable", file=str(file), detail="primary")
    for name in COLOURS:
        if name in values:
            _checked(file, name, values[name])
    return Theme(name=_USER_THEME, **values)


def _checked(file: Path, name: str, value: object) -> None:
    try:
        Color.parse(str(value))
    except ColorParseError as error:
        raise UserError("theme_unreadable", file=str(file), detail=f"{name} = {value}") from error


def choose(app: App[Any], places: Places, name: str) -> None:
    """Put a theme in force, or leave all as it is: UserError ``theme_unknown`` or ``theme_unreadable``."""
    if name in _MADE:
        app.register_theme(_legible(_MADE[name]()))
    elif name == USER:
        theme = user_theme(places.config / "theme.toml")
        if theme is None:
            raise UserError("theme_unknown", found=name, known=list(NAMES))
        app.register_theme(_legible(theme))
        app.theme = _USER_THEME
        return
    elif name not in NAMES:
        raise UserError("theme_unknown", found=name, known=[*NAMES, USER])
    app.theme = NAMES[name]


def available(places: Places) -> tuple[str, ...]:
    """Return the names of the themes that there are, in the order in which a key goes through them."""
    return (*NAMES, USER) if (places.config / "theme.toml").is_file() else tuple(NAMES)
