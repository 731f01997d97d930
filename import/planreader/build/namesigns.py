"""What cells of institutions say of names in front of them: who leads, and who supports."""

from __future__ import annotations

import re
from typing import Final

from planreader.sources.text.words import is_open, kind_of
from planreader.vocabulary.fold import begins_body
from planreader.vocabulary.headwords import concepts

_ROLE: Final = re.compile(r"(?P<before>^|[;,•]\s*|\s)(?P<words>[^\W\d_]+(?: [^\W\d_]+){0,2}):(?:\s+|$)")
"""``Lead: MPB; Support: MF``: words in front of names that say what these do."""
LEADS: Final = "\ue001"
SUPPORTS: Final = "\ue002"
"""Stand for words that say so in front of names."""
_TOLD: Final = frozenset({"institution", "support"})


def with_signs(text: str) -> str:
    """Return a text with :data:`LEADS` and :data:`SUPPORTS` for the words that say so."""
    return _ROLE.sub(_with_sign, text)


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
