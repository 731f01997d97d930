"""Whether this terminal suits the interface."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from typing import Final

from store.integrity.health import ATTENTION, FINE, Check

LEAST: Final = (60, 20)
"""Columns and rows that the interface needs."""
_ALL_SIGNS: Final = "ëçšđž●◔▾─│≠△"


def check_terminal() -> Iterator[Check]:
    """Look at size, colours and letters of the terminal that this process has."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        yield Check("terminal", FINE, "terminal_none")
        return
    yield from check_screen(os.get_terminal_size(sys.stderr.fileno()), sys.stderr.encoding)


def check_screen(
    size: tuple[int, int], encoding: str, environment: Mapping[str, str] = os.environ
) -> Iterator[Check]:
    """Look at the size (columns and rows), the colours and the letters of a terminal."""
    columns, rows = size
    small = columns < LEAST[0] or rows < LEAST[1]
    size_params = {"columns": columns, "rows": rows}
    yield Check("terminal", *((ATTENTION, "terminal_small") if small else (FINE, "terminal")), size_params)
    yield Check("colours", FINE, "colours", {"found": colours(environment)})
    yield check_letters(encoding)


def check_letters(encoding: str) -> Check:
    """Return whether an encoding has all letters and signs."""
    try:
        _ALL_SIGNS.encode(encoding)
    except (UnicodeError, LookupError):
        return Check("encoding", ATTENTION, "encoding_poor", {"found": encoding})
    return Check("encoding", FINE, "encoding", {"found": encoding})


def colours(environment: Mapping[str, str]) -> str:
    """Return how many colours a terminal says that it has."""
    if environment.get("NO_COLOR"):
        return "NO_COLOR"
    if environment.get("COLORTERM") in ("truecolor", "24bit") or environment.get("WT_SESSION"):
        return "16777216"
    return "256" if "256color" in environment.get("TERM", "") else "16"
