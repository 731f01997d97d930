"""Names that a document writes in several ways, and acronyms that look mistyped."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from planreader.sources.text.words import kind_of
from planreader.vocabulary import reference
from planreader.vocabulary.fold import fold, is_municipality, within_one_edit
from planreader.vocabulary.vocabulary import CONJUNCTIONS, OPEN_WORDS
from store.plan.model import Action, Finding, Plan, Provenance

_SHORT: Final = 3
"""Letters of acronyms that lie one letter apart by chance."""
_LONG: Final = 6
"""Letters of a name beyond which one more may be an ending, and beyond which lists print it in capitals."""


def place_of(plan: Plan, path: str) -> str:
    """Return where a field stands in the document, empty where that is not known."""
    return plan.provenance.get(path, Provenance("")).place


def spellings(plan: Plan) -> Iterator[Finding]:
    """Yield names that differ in nothing but spaces and signs between their words, or by one last letter."""
    variants: dict[str, dict[str, tuple[int, str]]] = defaultdict(dict)
    columns: dict[str, set[str]] = defaultdict(set)
    for n, action in enumerate(plan.actions()):
        for field in ("funding", "lead", "support"):
            for name in getattr(action, field):
                bare = "".join(c for c in fold(name) if c.isalnum())
                variants[bare].setdefault(name, (n, f"{action.nr}/{field}"))
                columns[bare].add("funding" if field == "funding" else "institutions")
    merged: dict[str, dict[str, tuple[int, str]]] = {}
    for bare in sorted(variants):
        longer = len(bare) > _LONG and kind_of(next(iter(variants[bare]))) != "acronym"
        # "Komuna" pays and "Komunat" carry out: in two columns they may be one and several
        ended = longer and bare[:-1] in merged and bool(columns[bare] & columns[bare[:-1]])
        stem = bare[:-1] if ended else bare
        merged.setdefault(stem, {}).update(variants[bare])
    for spellings in merged.values():
        if len(set(map(_as_written, spellings))) > 1:
            _n, first = min(spellings.values())
            quoted = ", ".join(f"“{name}”" for name in sorted(spellings))
            yield Finding("spelling_variants", first.split("/")[0], {"found": quoted}, place_of(plan, first))


def together(action: Action, plan: Plan) -> Iterator[Finding]:
    """Yield names of an action that may be several: of municipalities, or with commas."""
    for field in ("lead", "support"):
        for name in getattr(action, field):
            words = name.replace(",", " ,").split()
            joints = [n for n, word in enumerate(words) if word == "," or fold(word) in CONJUNCTIONS]
            is_list = words[0].endswith(":") or any(words[n - 1][:1].isupper() for n in joints if n > 1)
            behind = [words[n + 1] for n in joints if words[n] == "," and n + 1 < len(words)]
            goes_on = len(behind) == len(joints) and any(
                word[:1].islower() and fold(word) not in OPEN_WORDS for word in behind
            )
            if goes_on or (is_municipality(words[0]) and is_list):
                yield Finding(
                    "names_together", action.nr, {"found": name}, place_of(plan, f"{action.nr}/{field}")
                )


def _as_written(name: str) -> str:
    """Return a name as it is spelt, whatever letters it begins with."""
    # lists begin names with a capital or not, and print long ones all in them: else capitals are spelling
    plain = name.title() if name.isupper() and len(name) > _LONG else name
    # a letter without its mark (Norvegjise) is spelling, too, and no other name
    cased = "".join(c for c in unicodedata.normalize("NFC", plain[:1].lower() + plain[1:]) if c.isalnum())
    return f"{fold(name)} {cased}"


def near(plan: Plan) -> Iterator[Finding]:
    """Yield an acronym that stands once, one letter off one that stands often, or off another single one.

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
                yield Finding("acronym_near", first, figures, place_of(plan, f"{first}/lead"))


def _are_both_known(word: str, other: str) -> bool:
    """Return whether the reference data has two longer acronyms, so that neither is the other mistyped."""
    kinds = reference.load().kinds
    return len(word) > _SHORT and fold(word) in kinds and fold(other) in kinds


def _parent(nr: str) -> str:
    return nr.rpartition(".")[0]


def _acronyms(actions: Sequence[Action]) -> dict[str, list[str]]:
    places: dict[str, list[str]] = defaultdict(list)
    for action in actions:
        for name in (*action.funding, *action.institutions.names):
            for word in re.findall(r"[^\s(/,.;)]+", name):
                if word.isalpha() and word.isupper() and len(word) > 1:
                    places[word].append(action.nr)
    return places
