"""Statuses, reasons, kinds of evidence and percentages as people type them, on both faces.

Days and amounts are read by ``language.dates`` and ``language.amounts``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

from language import LANGUAGES, N_, Unreadable, _, said_in, terms
from language.dates import parse_deadline

_UNDIVIDED: Final = str.maketrans({"đ": "d"})


def parse_status(text: str, *, or_not_reported: bool = False) -> str:
    """The status that ``text`` means: a code, a key from 1 to 6, or its words in any of the languages.

    Words of plans and reports are understood as well. The beginning of a word is enough where it fits one
    status only; an empty text stays empty. Raises Unreadable ``status_unknown``.
    """
    typed = text.strip()
    codes = list(terms.STATUSES)
    if typed.isascii() and typed.isdigit() and 1 <= int(typed[:3]) <= len(codes):
        return codes[int(typed) - 1]
    known = {**terms.STATUSES, "not_reported": N_("Not reported")} if or_not_reported else terms.STATUSES
    return _code(typed, known, "status_unknown", terms.STATUS_WORDS_OF_PLANS)


def parse_reason(text: str) -> str:
    """The reason for delay that ``text`` means, as :func:`parse_status`. Raises Unreadable."""
    return _code(text.strip(), terms.REASONS, "reason_unknown")


def parse_evidence_kind(text: str) -> str:
    """The kind of evidence that ``text`` means, as :func:`parse_status`. Raises Unreadable."""
    return _code(text.strip(), terms.EVIDENCE_KINDS, "evidence_kind_unknown")


def parse_percent(text: str) -> int | Literal[""]:
    """A whole number of percent; "" for an empty text. Raises Unreadable ``percent_range``."""
    typed = text.strip()
    if not typed:
        return ""
    typed = typed.removesuffix("%").rstrip()
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 3 and int(typed) <= 100):
        raise Unreadable("percent_range", found=text)
    return int(typed)


def readers(today: date) -> dict[str, Callable[[str], object]]:
    """How each field of a report that is no plain text is read, by its name."""
    return {
        "status": parse_status,
        "reason": parse_reason,
        "percent": parse_percent,
        "new_deadline": lambda text: parse_deadline(text, today),
    }


def _code(
    typed: str, known: Mapping[str, str], refusal: str, others: Mapping[str, str] = MappingProxyType({})
) -> str:
    """The code that ``typed`` means, of those whose sentences are ``known``."""
    if not typed or typed in known:
        return typed
    wanted = _fold(typed)
    names = {_fold(said_in(speech, msgid)): code for speech in LANGUAGES for code, msgid in known.items()}
    names.update(
        {_fold(code.replace("_", " ")): code for code in known} | {_fold(code): code for code in known}
    )
    # a beginning that the screens' words have means one of these
    for words in (names, {_fold(word): code for word, code in others.items()}):
        if wanted in words:
            return words[wanted]
        found = {code for name, code in words.items() if name.startswith(wanted)}
        if len(found) == 1:
            return found.pop()
        if found:
            break
    raise Unreadable(refusal, found=typed, known=[f"{code} ({_(msgid)})" for code, msgid in known.items()])


def _fold(text: str) -> str:
    """Without case, diacritics and doubled blanks; texts to search are folded likewise."""
    bare = unicodedata.normalize("NFKD", text.casefold().translate(_UNDIVIDED))
    return " ".join("".join(c for c in bare if not unicodedata.combining(c)).casefold().split())
