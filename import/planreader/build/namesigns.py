"""What cells of institutions say of names: who leads and who supports, and short forms joined by ``and``."""

from __future__ import annotations

import re
from itertools import repeat
from typing import Final

from planreader.sources.text.words import is_open, kind_of
from planreader.vocabulary import numbers
from planreader.vocabulary.fold import begins_body, fold
from planreader.vocabulary.headwords import concepts
from planreader.vocabulary.vocabulary import CONJUNCTIONS, DONORS, listed

_LEGAL_FORMS: Final = frozenset(listed("legal_forms"))
_STATES: Final = frozenset(listed("states"))
"""Behind a body's short form they say whose it is: ``MUP RS``."""
_ROLE: Final = re.compile(r"(?P<before>^|[;,•]\s*|\s)(?P<words>[^\W\d_]+(?: [^\W\d_]+){0,2}):(?:\s+|$)")
"""``Lead: MPB; Support: MF``: words in front of names that say what these do."""
LEADS: Final = "\ue001"
SUPPORTS: Final = "\ue002"
"""Stand for words that say so in front of names."""
_TOLD: Final = frozenset({"institution", "support"})
_BEHIND: Final = re.compile(
    r"\s?(?:\(\s?(?P<words>[^\W\d_]+(?: [^\W\d_]+){0,2})\s?\)|\s[–—-]\s(?P<last>[^\W\d_]+(?: [^\W\d_]+)?))$"
)
"""``MF (lead)``, ``MPB – mbështetës``: words behind a name that say so."""
_TOGETHER: Final = rf"(?:{'|'.join(listed('together_with'))}):?\s+"
_WITH: Final = re.compile(
    rf"[,;]?\s(?i:{_TOGETHER})|(?<=[A-ZЀ-Я]{{2}})\s(?:{'|'.join(listed('with'))})\s(?=[A-ZЀ-Я]{{2}})"
)
"""Words between names: those behind them support."""
_IN_BRACKETS: Final = re.compile(rf"\s?\({_TOGETHER}([^()]*)\)", re.IGNORECASE)
_COUNTED: Final = re.compile(r"(?:^|\s)(\d{1,2})[.)]\s+(?=[^\W\d_])")
"""The number of a name within a line: ``1. MPB 2. MD``."""
_LEADING: Final = listed("leading")
_SUPPORTING: Final = listed("supporting")


def with_signs(text: str) -> str:
    """Return a text with :data:`LEADS` and :data:`SUPPORTS` for the words that say so."""
    text = _WITH.sub(f"; {SUPPORTS}", _IN_BRACKETS.sub(rf"; {SUPPORTS}\1", _parted(text)))
    return _ROLE.sub(_with_sign, text)


def _parted(text: str) -> str:
    """Return a line in which names are counted from 1 on with semicolons for the numbers."""
    counts = [int(match[1]) for match in _COUNTED.finditer(text)]
    is_list = len(counts) > 1 and counts == list(range(1, len(counts) + 1)) and _COUNTED.match(text)
    return _COUNTED.sub("; ", text).removeprefix("; ") if is_list else text


def told_behind(name: str, told: str) -> tuple[str, str]:
    """Return a name without the words behind it that say what it does, and their sign, else ``told``."""
    match = _BEHIND.search(name)
    words = fold((match["words"] or match["last"]) if match is not None else "").split()
    leads, supports = (any(map(str.startswith, words, repeat(stems))) for stems in (_LEADING, _SUPPORTING))
    if match is None or not match.start() or not (leads or supports):
        return name, told
    roles = (*_LEADING, *_SUPPORTING)
    if not all(
        word.startswith(roles) or is_open(word) or concepts(word) & {*_TOLD, "action"} for word in words
    ):
        return name, told
    return name[: match.start()], SUPPORTS if supports else LEADS


def _with_sign(match: re.Match[str]) -> str:
    """Return the sign for words that say who leads or supports, behind a name in front of them; else all."""
    words, is_first = match["words"].split(), not match.start() or bool(match["before"].strip())
    told = [bool(concepts(word) & _TOLD) or is_open(word) for word in words]
    own = next((n for n in range(len(words)) if all(told[n:])), len(words))
    head = words[:own]
    if is_first and not (begins_body(head) or (head and all(kind_of(word) == "acronym" for word in head))):
        own = 0
    named = concepts(" ".join(words[own:]))
    if not named & _TOLD or (not is_first and words[own][:1].islower()):
        return match[0]
    before = match["before"] + " ".join(words[:own])
    return f"{before}{';' if own or not is_first else ''}{SUPPORTS if 'support' in named else LEADS}"


def split_acronyms(text: str, *, paying: bool = True) -> list[str]:
    """Return the names in a text of short forms alone, joined by ``and`` or not; any other text whole.

    A state stands by itself only where it is ``paying``, and so do donors behind a short form.
    """
    every = text.split()
    words = [word for word in every if fold(word) not in CONJUNCTIONS]
    is_joined = paying and len(words) == 2 < len(every) and kind_of(words[0]) == "acronym"
    # whoever else pays may have no name: MASHTI and donors
    if is_joined and fold(words[1]).startswith(DONORS):
        return words
    if len(words) < 2 or any(kind_of(word) != "acronym" or word[0] == "(" for word in words):
        return [text]
    names = words[:1]
    for word in words[1:]:
        joined = names[-1][-1] in "/-–" or word[0] in "/-–"
        bare = word.strip(",;/")
        # the Union's fund is one source: EU IPA III
        joined = joined or (names[-1] in ("EU", "BE") and word.startswith("IPA"))
        joined = joined or fold(bare) in _LEGAL_FORMS or (not paying and fold(bare) in _STATES)
        if joined or numbers.ROMAN.fullmatch(bare):
            names[-1] = f"{names[-1]} {word}"
        else:
            names.append(word)
    return names
