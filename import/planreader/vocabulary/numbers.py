"""Numbers of objectives and actions (``1.1.1``, ``I.1.1``, ``1.10``): text whose order alone is read."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

NUMBER: Final = re.compile(
    r"^(?:\d{1,3}|[IVX]{1,5})(?:\.(?:\d{1,3}|[IVX]{1,5})){0,4}(?:(?<=\.\d)\.[a-z])?[.):]?$"
    r"|^(?:\d{1,2}|[IVX]{1,5})(?:\.\d{1,2}){2,3}/?[a-z][.):]?$"
)
_INSERTED: Final = re.compile(r"(\d{1,3})/?[a-z]")
"""The last component of an action that was put in between: ``1.1.2a``, ``1.1.2/a``."""
ROMAN: Final = re.compile(r"(?=.)X{0,3}(?:IX|IV|V?I{0,3})")
"""A whole number in Roman numerals, up to 39."""
LEVELS: Final = 2
"""Components of a specific objective's number, of which an action's has one more."""
_ROMAN: Final = {"I": 1, "V": 5, "X": 10}


@cache
def is_number(word: str) -> bool:
    """Return whether a word has the form of an objective's or action's number."""
    return bool(NUMBER.match(word))


def bare(word: str) -> str:
    """Return a number without the dot, colon or bracket behind it, or the slash before a letter."""
    return word.rstrip(".):").replace("/", "")


def value(component: str) -> int:
    """Return the order of one component, Arabic or Roman."""
    if component.isdigit():
        return int(component)
    inserted = _INSERTED.fullmatch(component)
    if inserted is not None:
        return int(inserted[1])
    if component.islower():
        return ord(component) - ord("a") + 1
    total = 0
    for here, after in zip(component, component[1:] + " ", strict=True):
        total += -_ROMAN[here] if _ROMAN.get(after, 0) > _ROMAN[here] else _ROMAN[here]
    return total


def key(number: str) -> tuple[int, ...]:
    """Return the order of a number's components."""
    return tuple(value(component) for component in bare(number).split("."))


def depth(number: str) -> int:
    """Return how many components a number has."""
    return bare(number).count(".") + 1


def is_inserted(number: str) -> bool:
    """Return whether a number is that of an action put in behind another: ``1.1.2a``."""
    return _INSERTED.fullmatch(bare(number).rpartition(".")[2]) is not None


def follows(number: str, before: str) -> bool:
    """Return whether a number is the next one of the same objective."""
    return key(number) == (*key(before)[:-1], key(before)[-1] + 1)
