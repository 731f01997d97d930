"""A style sheet is parsed once by each process of tests, not once an app and again with each new screen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from unittest.mock import patch

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

_parsed: Final[dict[tuple[tuple[str, str], ...], dict[Any, list[RuleSet]]]] = {}
"""By the variables of a theme, what :class:`Stylesheet` keeps of the sources that it parsed."""

_init: Final = Stylesheet.__init__
_set_variables: Final = Stylesheet.set_variables


def _begin(sheet: Stylesheet, *, variables: dict[str, str] | None = None) -> None:
    _init(sheet, variables=variables)
    _share(sheet)


def _vary(sheet: Stylesheet, variables: dict[str, str]) -> None:
    sheet._parse_cache = {}  # type: ignore[assignment]
    _set_variables(sheet, variables)
    _share(sheet)


def _share(sheet: Stylesheet) -> None:
    sheet._parse_cache = _parsed.setdefault(tuple(sheet._variables.items()), {})  # type: ignore[assignment]


@contextmanager
def stylesheets_parsed_once() -> Iterator[None]:
    """Let style sheets in the block share what they parsed."""
    with patch.object(Stylesheet, "__init__", _begin), patch.object(Stylesheet, "set_variables", _vary):
        yield
