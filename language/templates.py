"""Filling the sentences of the catalogs with figures that may come from files."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Set
from string import Formatter
from typing import Final

from language.numbers import NOTHING, priced

MISSING: Final = "…"
"""Stands where a sentence quotes a figure that was not given."""

_UNSAFE: Final = ("Cc", "Cf", "Cs")


class _Plain(Formatter):
    """A placeholder is a plain name, never an expression that reaches into the figure."""

    def get_field(self, field_name: str, args: object, kwargs: Mapping[str, object]) -> tuple[object, str]:
        return kwargs.get(field_name, MISSING), field_name


def figure(key: str, value: object, money_keys: Set[str] = frozenset(), currency: str = "") -> str:
    """A figure as one line that is safe on any screen: no control, format or surrogate characters.

    Integers under a key of ``money_keys``, or one that ends in ``_cents``, are cents of the ``currency``.
    """
    if value is None or value == "" or value == () or value == []:
        return NOTHING
    if isinstance(value, int) and (key in money_keys or key.endswith("_cents")):
        return priced(value, currency)
    text = _listed(value) if isinstance(value, (list, tuple, set, frozenset)) else str(value)
    return "".join(c for c in " ".join(text.split()) if unicodedata.category(c) not in _UNSAFE)


def _listed(value: Collection[object]) -> str:
    """Entries in one line, parted by a sign that no entry has."""
    entries = list(map(str, value))
    return ("; " if any("," in entry for entry in entries) else ", ").join(entries)


def fill(
    template: str, params: Mapping[str, object], money_keys: Set[str] = frozenset(), currency: str = ""
) -> str:
    """The template with its params as :func:`figure`; what is missing is shown as an ellipsis."""
    return _Plain().vformat(
        template, (), {key: figure(key, value, money_keys, currency) for key, value in params.items()}
    )


def bare(
    code: str, params: Mapping[str, object], money_keys: Set[str] = frozenset(), currency: str = ""
) -> str:
    """A code that has no template, with its params."""
    parts = (f"{key}={figure(key, value, money_keys, currency)}" for key, value in params.items())
    return " ".join([figure("code", code), *parts])
