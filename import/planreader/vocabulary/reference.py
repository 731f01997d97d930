"""What the reference data knows of names: a help in parting lists, never needed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pkgutil import get_data
from types import MappingProxyType
from typing import Any, Final, NamedTuple

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
    """The reference data that ships with the store; empty where it is missing or damaged."""
    glossary, bodies = _table("glossary.toml"), _table("bodies.toml")
    written = _table("institution_names.toml")
    own = [str(name) for entry in written.values() for name in entry.get("seed", ())]
    told = [str(entry[language]) for entry in bodies.values() for language in _LANGUAGES if language in entry]
    names = tuple(dict.fromkeys([*own, *told]))
    kinds: dict[str, str] = {}
    acronyms: set[str] = set()
    for acronym, entry in glossary.items():
        kind = _KINDS.get(str(entry.get("kind")))
        if kind:
            forms = [str(form) for form in (acronym, entry.get("sr_abbr"), entry.get("en_abbr")) if form]
            kinds.update({fold(form): kind for form in forms})
            acronyms.update(form for form in forms if form.isupper())
    for entry in (*written.values(), *bodies.values()):
        kind = _KINDS.get(str(entry.get("kind")))
        words = [str(name) for name in entry.get("seed", ()) if " " not in str(name)]
        if kind:
            kinds.update({fold(word): kind for word in words})
    return Reference(names, kinds, frozenset(acronyms))


def _table(name: str) -> dict[str, dict[str, Any]]:
    import tomli

    try:
        data = tomli.loads((get_data("store.plan.reference", name) or b"").decode())
    except (OSError, ModuleNotFoundError, tomli.TOMLDecodeError):
        return {}
    return {key: entry for key, entry in data.items() if isinstance(entry, dict)}
