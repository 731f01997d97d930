"""How the name of a municipality is written within an Albanian sentence."""

from __future__ import annotations


def inflected(name: str, official: str) -> tuple[str, str]:
    """Return a name in the definite form, and what the official one has behind ``Komuna e``."""
    if name.endswith("ë"):
        definite = f"{name[:-1]}a"
    else:
        definite = name if name[-1] in "aeiou" else f"{name}{'u' if name[-1] in 'kgh' else 'i'}"
    return definite, official.partition(" e ")[2] or official
