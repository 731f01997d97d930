"""Codes as people type them. Days are read by ``language.dates``, amounts by ``language.amounts``."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Final

from language import LANGUAGES, N_, Unreadable, _, said_in

ROWS: Final = {"lead": N_("lead"), "leave": N_("out"), "year": N_("year")}
"""What is answered in place of a unit where it is asked whose rows are: the unit that leads their action, or
that they are left out; of amounts, that they are of the year so far."""
_UNDIVIDED: Final = str.maketrans({"đ": "d"})


def code_meant(
    typed: str,
    msgids: Mapping[str, str],
    refusal: str,
    others: Mapping[str, str],
    *,
    begun: bool = True,
    keys: int = 0,
) -> str:
    """Return the code that a text means, of those whose sentences are ``msgids``; an empty text stays empty.

    It is a code, its words in any of the languages, or one of ``others``, which plans and reports say. The
    beginning of a word is enough where it fits one code only, unless ``begun`` is False; a single letter only
    where the word in the current language begins so. Raises Unreadable with the code ``refusal``, which tells
    the digits of the first ``keys`` codes.
    """
    if not typed or typed in msgids:
        return typed
    wanted = _fold(typed)
    names = {_fold(said_in(speech, msgid)): code for speech in LANGUAGES for code, msgid in msgids.items()}
    names.update(
        {_fold(code.replace("_", " ")): code for code in msgids} | {_fold(code): code for code in msgids}
    )
    # a beginning that the screens' words have means one of these
    for words in (names, {_fold(word): code for word, code in others.items()}):
        if wanted in words:
            return words[wanted]
        codes = {code for name, code in words.items() if begun and name.startswith(wanted)}
        if len(codes) == 1 and (len(wanted) > 1 or _fold(_(msgids[min(codes)])).startswith(wanted)):
            return codes.pop()
        if codes:
            break
    digits = [f"{n} " for n in range(1, keys + 1)] + [""] * (len(msgids) - keys)
    known = [
        f"{digit}{code} ({_(msgid)})" for digit, (code, msgid) in zip(digits, msgids.items(), strict=True)
    ]
    raise Unreadable(refusal, found=typed, known=known)


def rows_meant(typed: str) -> str:
    """Return the code of ``ROWS`` that an answer means in any of the languages, else what was typed."""
    try:
        return code_meant(typed.strip(), ROWS, "", {}, begun=False)
    except Unreadable:
        return typed


def rows_words() -> dict[str, str]:
    """Return by code how ``ROWS`` are answered in the current language."""
    return {code: _(word) for code, word in ROWS.items()}


def _fold(text: str) -> str:
    """Without case, diacritics and doubled blanks; texts to search are folded likewise."""
    bare = unicodedata.normalize("NFKD", text.casefold().translate(_UNDIVIDED))
    return " ".join("".join(c for c in bare if not unicodedata.combining(c)).casefold().split())
