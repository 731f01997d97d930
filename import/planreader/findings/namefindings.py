"""Names that a document writes in several ways, and acronyms that look mistyped."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from planreader.sources.text.words import kind_of
from planreader.vocabulary import reference
from planreader.vocabulary.fold import fold, within_one_edit
from store.plan.model import Action, Finding, Plan

_SHORT: Final = 3
"""Letters of acronyms that lie one letter apart by chance."""
_LONG: Final = 6
"""Letters of a name beyond which one more may be an ending, and beyond which lists print it in capitals."""
_BETWEEN_LETTERS: Final = re.compile(r"(?<=\w) +(?=\w)")


def place_of(plan: Plan, path: str) -> str:
    """Where a field stands in the document, empty where that is not known."""
    known = plan.provenance.get(path)
    return known.place if known else ""


def _names_of(action: Action) -> Iterator[str]:
    yield from action.funding
    yield from action.institutions


def spellings(plan: Plan) -> Iterator[Finding]:
    """Names that differ in nothing but spaces and signs between their words, or by one last letter."""
    variants: dict[str, dict[str, str]] = defaultdict(dict)
    columns: dict[str, set[str]] = defaultdict(set)
    for action in plan.actions():
        for role, names in (("funding", action.funding), ("institutions", action.institutions)):
            for name in names:
                bare = "".join(c for c in fold(name) if c.isalnum())
                variants[bare].setdefault(name, f"{action.nr}/{role}")
                columns[bare].add(role)
    order = {action.nr: n for n, action in enumerate(plan.actions())}
    merged: dict[str, dict[str, str]] = {}
    for bare in sorted(variants):
        longer = len(bare) > _LONG and kind_of(next(iter(variants[bare]))) != "acronym"
        # "Komuna" pays and "Komunat" carry out: in two columns they may be one and several
        ended = longer and bare[:-1] in merged and bool(columns[bare] & columns[bare[:-1]])
        stem = bare[:-1] if ended else bare
        merged.setdefault(stem, {}).update(variants[bare])
    for spellings in merged.values():
        if len({_as_written(plan, name, path) for name, path in spellings.items()}) > 1:
            first = min(spellings.values(), key=lambda path: order[path.split("/")[0]])
            found = ", ".join(f"“{name}”" for name in sorted(spellings))
            yield Finding("spelling_variants", first.split("/")[0], {"found": found}, place_of(plan, first))


def _as_written(plan: Plan, name: str, path: str) -> str:
    """A name folded, without the spaces between letters where a print or dump does not show them.

    There a word that a column cuts and two words look alike: which it is, the reader decided.
    """
    shown = not place_of(plan, path).startswith(("page ", "line"))
    # lists begin names with a capital or not, and print long ones all in them: else capitals are spelling
    plain = name.title() if name.isupper() and len(name) > _LONG else name
    # a letter without its mark (Norvegjise) is spelling, too, and no other name
    cased = "".join(c for c in unicodedata.normalize("NFC", plain[:1].lower() + plain[1:]) if c.isalnum())
    written = fold(name) if shown else _BETWEEN_LETTERS.sub("", fold(name))
    return f"{written} {cased}"


def near(plan: Plan) -> Iterator[Finding]:
    """An acronym that stands once, one letter off one that stands often, or off another single one.

    Of two single ones either may be the wrong one: both are listed. Of short ones, which lie a letter apart
    by chance, it is the first of two that stand once each in one objective.
    """
    places = _acronyms(list(plan.actions()))
    for word, (first, *further) in places.items():
        for other, others in places.items():
            shorter = min(len(word), len(other))
            # one that stands often tells as well that the other has a letter too few
            alike = len(other) == len(word) or (shorter > _SHORT and len(others) > 1)
            alike = alike and shorter >= _SHORT and within_one_edit(word, other)
            if further or others == [first] or not alike or _are_both_known(word, other):
                continue
            beside = len(others) == 1 and _parent(first) == _parent(others[0]) and word < other
            if len(word) > _SHORT or beside:
                figures = {"found": word, "known": other}
                yield Finding("acronym_near", first, figures, place_of(plan, f"{first}/institutions"))


def _are_both_known(word: str, other: str) -> bool:
    """Whether the glossary has two longer acronyms, so that neither is the other mistyped (MESTI, MESPI).

    Of two that stand once each the one that it has is right.
    """
    known = {word, other} & reference.load().acronyms
    return len(word) > _SHORT and (len(known) == 2 or word in known)


def _parent(nr: str) -> str:
    return nr.rpartition(".")[0]


def _acronyms(actions: Sequence[Action]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for action in actions:
        for name in _names_of(action):
            for word in name.replace("(", " ").replace("/", " ").replace(",", " ").split():
                bare = word.strip(".,;()")
                if bare.isalpha() and bare.isupper() and len(bare) > 1:
                    found[bare].append(action.nr)
    return found
