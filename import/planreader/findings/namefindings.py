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
"""Acronyms of three letters lie one letter apart by chance, if the letters are unlike."""
_LONG: Final = 4
"""Acronyms of four letters do not, wherever they stand."""
_LONGEST_STEM: Final = 6
"""Letters of a name beyond which one more may be an ending."""
_LONGER: Final = 6
"""Nor those of six that differ by a letter more, though each stands once."""
_ALIKE: Final = frozenset(
    map(frozenset, ("CG", "CK", "CS", "GK", "SZ", "MN", "BP", "DT", "IJ", "IL", "EF", "UV", "OQ"))
)
"""Letters taken for one another, since they look or sound alike."""
_OFTEN: Final = 3
"""How often a short acronym stands beside which another one of letters alike is mistyped."""
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
        longer = len(bare) > _LONGEST_STEM and kind_of(next(iter(variants[bare]))) != "acronym"
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
    plain = name.title() if name.isupper() and len(name) > _LONGER else name
    # a letter without its mark (Norvegjise) is spelling, too, and no other name
    cased = "".join(c for c in unicodedata.normalize("NFC", plain[:1].lower() + plain[1:]) if c.isalnum())
    written = fold(name) if shown else _BETWEEN_LETTERS.sub("", fold(name))
    return f"{written} {cased}"


def near(plan: Plan) -> Iterator[Finding]:
    """An acronym that stands once, one letter off one that stands often, or off another single one nearby.

    Of two single ones either may be the wrong one: both are listed.
    """
    places = _acronyms(list(plan.actions()))
    for word, numbers_ in places.items():
        if len(numbers_) != 1:
            continue
        for other, others in places.items():
            if not _is_near(word, other, others) or _are_both_known(word, other):
                continue
            often = (len(others) > 1 and len(word) > _SHORT) or _is_mistaken(word, other, others)
            single = len(others) == 1 and len(word) >= _SHORT and numbers_[0] != others[0]
            beside = _parent(numbers_[0]) == _parent(others[0]) and (word < other or len(word) > _SHORT)
            if often or (single and (beside or len(word) >= _LONG)):
                figures = {"found": word, "known": other}
                yield Finding(
                    "acronym_near", numbers_[0], figures, place_of(plan, f"{numbers_[0]}/institutions")
                )


def _is_near(word: str, other: str, known: Sequence[str]) -> bool:
    """Whether one letter differs, or in a longer acronym two neighbours have changed places.

    ``known`` are the actions that name the other one.
    """
    if abs(len(other) - len(word)) == 1:
        # a letter too many or too few, which short acronyms differ by as well
        least = _LONG if len(known) > 1 else _LONGER
        return min(len(word), len(other)) >= least and within_one_edit(word, other)
    if len(other) != len(word):
        return False
    apart = [n for n, (x, y) in enumerate(zip(word, other, strict=True)) if x != y]
    return len(apart) == 1 or (len(apart) == 2 and len(word) > _SHORT and within_one_edit(word, other))


def _is_mistaken(word: str, other: str, known: Sequence[str]) -> bool:
    """Whether a short acronym is one that stands often, with a letter that looks or sounds alike."""
    apart = [frozenset(pair) for pair in zip(word, other, strict=False) if pair[0] != pair[1]]
    short = len(word) == len(other) == _SHORT
    return short and len(known) >= _OFTEN and len(apart) == 1 and apart[0] in _ALIKE


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
