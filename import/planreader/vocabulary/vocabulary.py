"""The words by which plan documents are recognised, in three languages: those of ``words.toml``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pkgutil import get_data
from typing import Any, Final

import tomli

_TABLES: Final[Mapping[str, Mapping[str, Any]]] = tomli.loads(
    (get_data("planreader.vocabulary", "words.toml") or b"").decode()
)


def listed(name: str, table: str = "words") -> tuple[str, ...]:
    """Return a list of words, or of phrases, by its name in the file."""
    entry = _TABLES[table][name]
    return tuple(entry.split() if isinstance(entry, str) else entry)


CONCEPTS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    concept: {language: tuple(stems.split()) for language, stems in languages.items()}
    for concept, languages in _TABLES["concepts"].items()
}
"""Stems of words that tell what a column or a text is about, by language."""
HEADINGS: Final = {concept: listed(concept, "headings") for concept in _TABLES["headings"]}
"""Stems of words that do so in headings only: in the text of a plan they would mean nothing."""
ROLES: Final[Sequence[tuple[str, str, str]]] = _TABLES["roles"]["in_order"]
"""What a heading names, unless it names something else, and the role that this gives."""
REPORTED: Final[Mapping[str, Sequence[str]]] = _TABLES["reported"]
"""By what a column of a tracker tells, patterns of its heading."""
STATUSES: Final[Mapping[str, Sequence[str]]] = {
    code: [re.sub("<(.*?)>", lambda part: _TABLES["status_parts"][part[1]], pattern) for pattern in patterns]
    for code, patterns in _TABLES["statuses"].items()
}
"""By the code of a status, patterns of a whole cell."""
UNNUMBERED: Final[Mapping[str, Sequence[str]]] = _TABLES["unnumbered"]
"""By what is meant, patterns of a part of a year that has no number."""
MARKS: Final = frozenset(listed("set", "marks"))
"""What stands in a column that is headed by a status, where an action stands so."""
NO_MARKS: Final = frozenset(listed("unset", "marks"))
ACTION_PLAN: Final[Mapping[str, str]] = _TABLES["action_plan"]
"""What a plan is called whose document prints no title."""
CURRENCIES: Final[Mapping[str, str]] = _TABLES["currencies"]
"""By code, how folded words name a currency."""

OPEN_WORDS: Final = frozenset(listed("open"))
"""Function words: a cell does not end with one, and a name runs on over it."""
UNPRICED: Final = frozenset(listed("unpriced"))
"""What stands in a cell of the budget instead of an amount."""
CONJUNCTIONS: Final = frozenset(listed("conjunctions"))
PAGE_WORDS: Final = listed("pages")
NOT_APPLICABLE: Final = frozenset(listed("not_applicable"))
"""What stands in a cell that holds nothing."""
DONORS: Final = listed("donors")
"""Words that name donors and nobody else."""
PAYING: Final = (*DONORS, *listed("paying"))
"""Words of the names of sources of funding: donors, their countries, the budget, grants, loans."""
PAYERS: Final = (*PAYING, *listed("payers"))
"""And of those who pay, which mean that in headings."""
SUMS: Final = listed("sums")
"""Words for a total, which "general" is not by itself."""
THEREOF: Final = listed("thereof")
"""What headings say of a part of another column's money, whoever pays it."""
KINDS: Final = listed("kinds")
"""What headings say of a kind of spending."""
