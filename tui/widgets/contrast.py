"""How far colours stand out from each other, by the rules of WCAG 2."""

from __future__ import annotations

from typing import Final

from textual.color import Color

LEAST: Final = 4.5
"""What text needs at least (level AA)."""

_WHITE, _BLACK = Color(255, 255, 255), Color(0, 0, 0)


def contrast(colour: Color, other_colour: Color) -> float:
    """Return how two opaque colours stand out, from 1 to 21."""
    dark, bright = sorted((_luminance(colour), _luminance(other_colour)))
    return (bright + 0.05) / (dark + 0.05)


def _luminance(color: Color) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def readable(ink: Color, *grounds: Color) -> Color:
    """Return ``ink``, moved towards white or black until it stands out enough on all grounds."""

    def worst(color: Color) -> float:
        return min(contrast(color, ground) for ground in grounds)

    end = max(_WHITE, _BLACK, key=worst)
    steps = (ink.blend(end, share / 10) for share in range(10))
    return next((color for color in steps if worst(color) >= LEAST), end)
