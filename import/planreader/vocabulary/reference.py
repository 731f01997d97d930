"""What the reference data knows of names: a help in parting lists, never needed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pkgutil import get_data
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import tomli

from planreader.vocabulary.fold import fold

_KINDS: Final = {"donor": "source", "budget": "source", "institution": "institution"}
_LANGUAGES: Final = ("sq", "sr", "en")


class Reference(NamedTuple):
    """Names of several words, and folded single words with what they are: ``source`` or ``institution``.

    ``acronyms`` are those of the single words that are written in capitals.
    """

    names: tuple[str, ...] = ()
    kinds: Mapping[str, str] = MappingProxyType({})
    acronyms: frozenset[str] = frozenset()


@cache
def load() -> Reference:
    """Return the reference data that ships with the store."""
    written, bodies = _table("institution_names.toml").values(), _table("bodies.toml").values()
    names = [name for entry_of in written for name in entry_of.get("seed", ())]
    names += [entry_of[language] for entry_of in bodies for language in _LANGUAGES if language in entry_of]
    kinds: dict[str, str] = {}
    acronyms: set[str] = set()
    for acronym, entry in _table("glossary.toml").items():
        if kind := _KINDS.get(entry["kind"]):
            forms = [form for form in (acronym, entry.get("sr_abbr"), entry.get("en_abbr")) if form]
            kinds.update({fold(form): kind for form in forms})
            acronyms.update(form for form in forms if form.isupper())
    for entry in (*written, *bodies):
        if kind := _KINDS.get(entry["kind"]):
            kinds.update({fold(word): kind for word in entry.get("seed", ()) if " " not in word})
    return Reference(tuple(dict.fromkeys(names)), kinds, frozenset(acronyms))


def _table(name: str) -> dict[str, dict[str, Any]]:
    return tomli.loads((get_data("store.plan.reference", name) or b"").decode())
