"""What a search finds, straight from its meaning: every word looked for in every text, one by one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from store.db.text import fold
from store.search.near_words import errors_allowed, near_words
from store.search.search import RANKS


class Searched(NamedTuple):
    """The texts of an action."""

    id: str
    nr: str
    title: str
    institutions: tuple[str, ...]
    outputs: tuple[str, ...]


def found_plainly(actions: Sequence[Searched], notes: Mapping[str, Sequence[str]], wanted: str) -> list[str]:
    """The ids of the actions that ``wanted`` means, the best first, as ``store.search.search``
    promises them.
    """
    sums = dict.fromkeys((action.id for action in actions), 0)
    for word in dict.fromkeys(fold(wanted).split()):
        ranks = {action.id: _rank(word, action, notes.get(action.id, ())) for action in actions}
        if all(rank is None for rank in ranks.values()):
            ranks = {action.id: _near(word, action, notes.get(action.id, ())) for action in actions}
        sums = {id_: total + rank for id_, total in sums.items() if (rank := ranks[id_]) is not None}
    return sorted(sums, key=sums.__getitem__)


def _rank(word: str, action: Searched, notes: Sequence[str]) -> int | None:
    number, typed = fold(action.nr).rstrip("."), word.rstrip(".")
    forms = [number]
    if typed.isalnum() and not typed.isalpha() and len(typed) > 1:
        forms.append(number.replace(".", ""))
    title = fold(action.title)
    met = {
        "number": bool(typed) and typed in forms,
        "beginning of number": bool(typed) and any(form.startswith(typed) for form in forms),
        "word of title": word in re.findall(r"\w+", title),
        "title": word in title,
        "institution": word in fold(" ".join(action.institutions)),
        "output": word in fold(" ".join(action.outputs)),
        "note": any(word in fold(note) for note in notes),
    }
    return next((RANKS.index(place) for place, is_met in met.items() if is_met), None)


def _near(word: str, action: Searched, notes: Iterable[str]) -> int | None:
    texts = (action.title, " ".join(action.institutions), *action.outputs, *notes)
    known = sorted({name for text in texts for name in re.findall(r"\w+", fold(text))})
    errors = errors_allowed(word)
    return RANKS.index("near") if errors and any(near_words(word, known, errors)) else None
