"""Suggestions of spellings that may be one name: computed from likeness, accepted by headquarters alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations
from typing import Final

from store.db.database import Store
from store.db.likeness import likeness
from store.db.text import fold, latin
from store.plan.names import ROLES, NameGroup, group_names, printed_names, read_names

_GENERIC: Final = frozenset(
    [
        "donacion",
        "donacioni",
        "donacione",
        "donator",
        "donatori",
        "donatore",
        "donatoret",
        "donacija",
        "donacije",
        "donatorska",
        "donation",
        "donor",
        "donors",
        "grant",
        "nga",
        "od",
        "from",
    ]
)
"""Words that say how something is given, not by whom."""

_SURE: Final = 85
_LONG: Final = 8
"""Names of fewer letters are not compared letter by letter: acronyms lie close by chance."""


def suggest_groups(store: Store, role: str | None = None) -> list[NameGroup]:
    """Return names that may be one, each under its commonest spelling. Raises UserError ``db_no_plan``."""
    with store.reading() as conn:
        names = read_names(conn)
        printed = {of_role: printed_names(conn, of_role) for of_role in ([role] if role else ROLES)}
    suggested: list[NameGroup] = []
    for of_role, counts in printed.items():
        as_grouped = group_names(names, of_role, counts)
        for cluster in _clusters([group.name for group in as_grouped]):
            members = [group for group in as_grouped if group.name in cluster]
            spellings = [spelling for group in members for spelling in group.spellings]
            spellings.sort(key=lambda spelling: (-spelling[1], len(spelling[0]), spelling[0]))
            called = next((g.name for g in members if len(g.spellings) > 1), spellings[0][0])
            suggested.append(NameGroup(of_role, called, tuple(spellings)))
    return suggested


def _clusters(names: Sequence[str]) -> list[set[str]]:
    parent = {name: name for name in names}

    def root(name: str) -> str:
        while parent[name] != name:
            name = parent[name]
        return name

    for first, second in combinations(names, 2):
        if root(first) != root(second) and are_alike(first, second):
            parent[root(second)] = root(first)
    made: dict[str, set[str]] = {}
    for name in names:
        made.setdefault(root(name), set()).add(name)
    return [cluster for cluster in made.values() if len(cluster) > 1]


def are_alike(first: str, second: str) -> bool:
    """Return True if two names may be one.

    They have the same letters, the same telling words in one order, or are long and almost the same. Numbers
    must be the same, since a law is not the next one; in long names the acronyms as well.
    """
    a, b = _words(first), _words(second)
    if re.findall(r"\d+", " ".join(a)) != re.findall(r"\d+", " ".join(b)):
        return False
    if "".join(a) == "".join(b) or list(dict.fromkeys(a)) == list(dict.fromkeys(b)):
        return bool(a)
    if set(a) == set(b):
        # who stands first leads: MPB/ARC is not ARC/MPB
        return False
    x, y = "".join(a), "".join(b)
    if min(len(x), len(y)) < _LONG or _acronyms(first) != _acronyms(second):
        return False
    return likeness(x, y) >= _SURE


def _acronyms(name: str) -> set[str]:
    return {word for word in re.findall(r"[^\W_]+", latin(name)) if len(word) > 1 and word.isupper()}


def _words(name: str) -> list[str]:
    """Return the telling words of a name, folded; all of them where none is telling."""
    words = re.findall(r"[^\W_]+", fold(name))
    return [word for word in words if word not in _GENERIC] or words
