"""How long the tests are: short in ``make check``, whole in ``make soak``, which sets TERREN_LONG.

Every test that differs between the two says so by one of these: :data:`soak`, :func:`cases`, :func:`some`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Final, TypeVar

import pytest

Item = TypeVar("Item")

WHOLE: Final = bool(os.environ.get("TERREN_LONG"))
REFRESH: Final = bool(os.environ.get("TERREN_REFRESH_SCREENS"))
"""Whether the kept screens are to be written anew, those of ``make soak`` too."""

soak: Final = pytest.mark.soak
"""Marks a test, or a parameter of one, that runs in ``make soak`` alone."""


def cases(short: int, whole: int) -> int:
    """Return how many cases a test looks at in this run."""
    return whole if WHOLE else short


def some(items: Sequence[Item], *, of: int = 3, first: int = 0) -> Sequence[Item]:
    """Return all the items in ``make soak``, otherwise one ``of`` so many, beginning with the ``first``."""
    return items if WHOLE else items[first::of]
