"""How the name of a municipality is written within an Albanian sentence."""

from __future__ import annotations

import re
from typing import Final

_BEFORE_U: Final = re.compile(r"(?:[kg]|(?<![sztxd])h)$")


def inflected(name: str, official: str) -> tuple[str, str]:
    """Return a name in the definite form, and what the official one has behind ``Komuna e``."""
    if name.endswith("ë"):
        definite = f"{name[:-1]}a"
    else:
        definite = name if name[-1] in "aeiou" else f"{name}{'u' if _BEFORE_U.search(name) else 'i'}"
    return definite, official.partition(" e ")[2] or official


def shortened(name: str) -> tuple[str, ...]:
    """Return what a name of several words is called with the initial of the first: ``F. Kosovë``."""
    first, *others = (word for word in name.split() if word not in ("e", "i"))
    if not others or first in ("Komuna", "Opština"):
        return ()
    return tuple(f"{first[0]}{point}{' '.join(others)}" for point in (". ", ".", " "))
