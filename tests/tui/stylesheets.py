"""What Textual works out anew in each app or call, and is the same each time, once by each process of tests.

A style sheet is parsed once, not once an app and again with each new screen; and the parameters of a callback
are counted once a function, not once a partial of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CodeType, FunctionType, MethodType
from typing import Any, Final
from unittest.mock import patch

from textual import _callback
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


_count: Final[Callable[[Callable[..., Any]], int]] = _callback._count_parameters
_counted: Final[dict[CodeType, int]] = {}


def _count_once(function: Callable[..., Any]) -> int:
    plain = function.__func__ if isinstance(function, MethodType) else function
    if not isinstance(plain, FunctionType) or hasattr(plain, "__wrapped__"):
        return _count(function)
    if plain.__code__ not in _counted:
        _counted[plain.__code__] = _count(plain)
    return _counted[plain.__code__] - isinstance(function, MethodType)


@contextmanager
def stylesheets_parsed_once() -> Iterator[None]:
    """Let style sheets in the block share what they parsed."""
    with (
        patch.object(Stylesheet, "__init__", _begin),
        patch.object(Stylesheet, "set_variables", _vary),
        patch.object(_callback, "_count_parameters", _count_once),
    ):
        yield
